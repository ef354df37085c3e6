import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

async function planned(everyMs: number, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const meters = [1, 2, 3].map(
    (unitId) =>
      `  - { id: meter-${unitId}, driver: eastron/sdm630, bus: rs485, unitId: ${unitId}, every: ${everyMs}ms }`,
  );
  writeFileSync(
    join(folder, 'gateway.yaml'),
    `schema: 1
gateway: { id: cabinet-1, location: [28.97, 41.08] }
buses:
  rs485: { port: /dev/serial/by-id/usb-FTDI-if00-port0, line: 9600 8N1 }
devices:
${meters.join('\n')}
`,
  );
  const world = recordingWorld({}, folder);
  const exit = await main(['plan', join(folder, 'gateway.yaml'), ...args], world);
  return { exit, out: world.written.out, err: world.written.err };
}

describe('kopru plan', () => {
  it('shows the share of each device and of the bus, and what dead devices cost', async () => {
    const { exit, out } = await planned(10_000);

    expect(exit).toBe(0);
    expect(out).toMatch(
      /^rs485 {2}\/dev\/serial\/by-id\/usb-FTDI-if00-port0 9600 8N1 {2}\d+ % busy, \d+ requests/,
    );
    expect(out).toMatch(/meter-2 +eastron\/sdm630 +every 10 s +\d reads +\d+ ms +\d\.\d %/);
    expect(out).toMatch(/with 1 dead [\d.]+ %, 2 dead [\d.]+ %, 3 dead/);
    expect(out).toContain('✓ All polls fit');
  });

  it('says when the polls do not fit, and what helps', async () => {
    const { exit, out } = await planned(1_000);

    expect(exit).toBe(2);
    expect(out).toContain('! rs485 has not the time for all polls');
    expect(out).toContain('Next: kopru explain BUS_FULL');
  });

  it('gives the numbers to machines', async () => {
    const { out } = await planned(10_000, '--json', '--dead', '1');
    const { buses } = JSON.parse(out);

    expect(buses).toMatchObject([
      { bus: 'rs485', devices: [{}, {}, {}], withDead: [expect.any(Number), expect.any(Number)] },
    ]);
  });

  it('refuses what is no count', async () => {
    expect((await planned(10_000, '--dead', 'many')).exit).toBe(64);
  });
});
