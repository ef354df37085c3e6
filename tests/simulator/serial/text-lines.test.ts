/** Lines of devices that no shipped driver covers, played backwards. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSimulated } from '../../../src/config/simulated-device.ts';
import { playSerialDevice } from '../../../src/simulator/serial/play-device.ts';
import { decodeSample } from '../../../src/sources/serial/sample.ts';
import { fakeClock } from '../../fakes/clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function said(name: string, text: string, given: Readonly<Record<string, number>>) {
  const file = join(folder, `${name}.yaml`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const made = readSimulated({ name, id: 'device', folders: [folder], params: {} });
  if (!('device' in made) || made.device.protocol !== 'serial') throw new Error(JSON.stringify(made));
  const { framing, messages } = made.device;
  const simulated = playSerialDevice(made.device, { clock: fakeClock(), random: () => 0.5 });
  for (const [point, value] of Object.entries(given)) simulated.set(point, value);
  const frames = Buffer.concat(simulated.frames());
  const values = [...decodeSample(framing, messages, frames)].flatMap(([point, value]) =>
    'value' in value ? [[point, value.value]] : [],
  );
  return { line: frames.toString('latin1'), values: Object.fromEntries(values) };
}

const level = (serial: string, fields: readonly [number, number]) => `driver: acme/level
maker: Acme
model: Level
every: 30s
serial:
  line: 9600 8N1
  ${serial}
points:
  distance:         { field: ${fields[0]}, unit: MTR }
  waterTemperature: { field: ${fields[1]}, unit: CEL }
samples:
  - { raw: "#", expect: { distance: null, waterTemperature: null } }
`;
const text = 'text: { start: "#", end: "\\r\\n", separator: "," }';

describe('a line played backwards', () => {
  it.each([
    ['begins with a field and what ends it', `${text}\n  starts: "03,"`, [1, 2], '#03,12.45,22.1\r\n'],
    ['begins with two fields', `${text}\n  starts: "03,A"`, [2, 3], '#03,A,12.45,22.1\r\n'],
    ['counts fields from the end', `${text}\n  starts: "L"`, [1, -1], '#L,12.45,22.1\r\n'],
    ['counts all of them from the end', text, [-1, -2], '#22.1,12.45\r\n'],
  ] as const)('%s', (_, serial, fields, line) => {
    const given = { distance: 12.45, waterTemperature: 22.1 };

    expect(said('acme/level', level(serial, fields), given)).toEqual({ line, values: given });
  });

  it('is the station of docs/drivers.md, which says its address before the names', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/drivers.md'), 'utf8');
    const [, driver = ''] = /```yaml\n(driver: acme\/station[\s\S]*?)```/.exec(page) ?? [];
    const given = { airTemperature: -4.5, relativeHumidity: 48, distance: 812 };

    const { line, values } = said('acme/station', driver, given);

    expect(line).toMatch(/^#07;T=-4,5/);
    expect(values).toEqual(given);
  });
});
