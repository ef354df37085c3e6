import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const good = `schema: 1
gateway: { id: istanbul-kagithane-017, location: [28.97, 41.08] }
buses:
  rs485: { port: /dev/ttyUSB0, line: 9600 8N1 }
devices:
  - { id: meter, driver: eastron/sdm630, bus: rs485, unitId: 1 }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
forward:
  - { name: city, broker: http://127.0.0.1:1026/ngsi-ld/v1 }
`;

async function checked(text: string | undefined, ...options: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const file = join(folder, 'gateway.yaml');
  if (text !== undefined) writeFileSync(file, text);
  const world = recordingWorld({}, folder);
  const exit = await main(['check', file, ...options], world);
  const plain = (written: string) => written.replaceAll(file, 'gateway.yaml');
  return { exit, out: plain(world.written.out), err: plain(world.written.err) };
}

describe('kopru check', () => {
  it('finds nothing wrong and names the next command', async () => {
    expect(await checked(good)).toEqual({
      exit: 0,
      out: '✓ 0 errors, 0 warnings: 1 device, 1 gateway, 1 driver and 1 mapping files; rs485 4.6 % busy.\nNext: kopru map meter\n',
      err: '',
    });
  });

  it('shows place, line, fault and mend of a mistake and ends with 78', async () => {
    const { exit, out, err } = await checked(good.replace('sdm630', 'sdm63'));

    expect(exit).toBe(78);
    expect(err).toContain('gateway.yaml:6:26  UNKNOWN_DRIVER');
    expect(err).toContain('Did you mean eastron/sdm630?');
    expect(out).toMatch(/^✗ 1 error, 0 warnings: .*\nNext: kopru explain UNKNOWN_DRIVER\n$/);
  });

  it("warns of samples that a driver or mapping of one's own does not fit", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
    const write = (file: string, text: string) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    write(
      'gateway.yaml',
      good.replace('eastron/sdm630', 'own/meter').replace('Energy/ThreePhaseAc', 'Own/Ac'),
    );
    write(
      'drivers/own/meter.yaml',
      'driver: own/meter\nmaker: Own\nmodel: Meter\nevery: 10s\nmodbus: { table: holding, type: u16 }\n' +
        'points:\n  activePower: { address: 0, unit: WTT }\n' +
        'samples:\n  - { raw: { holding: { 0: "00C8" } }, expect: { activePower: 20 }, origin: computed }\n',
    );
    write(
      'mappings/Own/AcMeasurement.yaml',
      'mapping: Own/AcMeasurement\nmodel: ACMeasurement 0.0.1\ncontext: https://example.com/context.jsonld\n' +
        'attributes:\n  dateObserved: { time: observed }\n  location: { fact: location }\n' +
        '  phaseType: { value: singlePhase }\n  totalActivePower: { from: activePower, unit: KWT }\n' +
        'samples:\n  - { readings: { meter: { activePower: 200 } }, expect: { totalActivePower: 200 } }\n',
    );
    const world = recordingWorld({}, folder);
    const exit = await main(['check', join(folder, 'gateway.yaml')], world);

    expect(exit).toBe(2);
    expect(world.written.err).toContain('drivers/own/meter.yaml:9:');
    expect(world.written.err).toContain('The sample gives 200 for `activePower`, and 20 is expected.');
    expect(world.written.err).toContain('The sample gives totalActivePower 0.2 and should give 200.');
  });

  it('says that entities go nowhere when no broker is named', async () => {
    const { exit, out } = await checked(good.replace(/forward:\n.*\n/, ''));

    expect(exit).toBe(0);
    expect(out).toContain('busy; nothing is sent: no broker stands under forward.');
  });

  it('ends with 2 when there are only warnings', async () => {
    const unused = good.replace(/entities:\n.*\n/, '');

    expect((await checked(unused)).exit).toBe(2);
  });

  it('shows five problems unless all are asked for', async () => {
    const wrong = good + Array.from({ length: 12 }, (_, index) => `wrong${index}: 1\n`).join('');

    expect((await checked(wrong)).err).toMatch(/and 7 more\n$/);
    expect((await checked(wrong, '--all')).err).not.toContain('more\n');
  });

  it('gives machines every problem with its place', async () => {
    const { exit, out, err } = await checked(good.replace('sdm630', 'sdm63'), '--json');

    expect({ exit, err }).toEqual({ exit: 78, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      problems: [
        { code: 'UNKNOWN_DRIVER', severity: 'error', line: 6, column: 26, mend: expect.any(String) },
      ],
    });
  });

  it('says so when there is no such file', async () => {
    const { exit, err } = await checked(undefined);

    expect(exit).toBe(78);
    expect(err).toContain('FILE_MISSING');
  });
});

describe('kopru schema', () => {
  it.each(['gateway', 'driver', 'mapping'])(
    'prints the schema of %s files and nothing else',
    async (kind) => {
      const world = recordingWorld();

      expect(await main(['schema', kind], world)).toBe(0);
      expect(JSON.parse(world.written.out)).toMatchObject({
        $schema: 'http://json-schema.org/draft-07/schema#',
        title: expect.any(String),
      });
    },
  );

  it('ends with 64 for a kind that it does not know', async () => {
    const world = recordingWorld();

    expect(await main(['schema', 'sensor'], world)).toBe(64);
    expect(world.written.err).toContain('Name one of gateway, driver, mapping.');
  });
});
