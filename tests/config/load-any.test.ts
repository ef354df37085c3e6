import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';
import { isError, renderProblems } from '../../src/config/problems.ts';

const root = join(import.meta.dirname, '..', '..');
const gateway = `schema: 1
gateway: { id: izmir-kordon-3, location: [27.1287, 38.4192], timezone: Europe/Istanbul }
buses:
  rs485: { port: /dev/ttyUSB0, line: 9600 8N1 }
mqtt:
  brokers:
    local: { url: "mqtt://127.0.0.1:1883", password: { secret: mqtt } }
devices:
  - { id: meter, driver: eastron/sdm630, bus: rs485, unitId: 1, filter: { heartbeat: 5m, deadband: { activePower: 5 } } }
  - { id: climate, driver: generic/xy-md02, bus: rs485, unitId: 2, points: { airTemperature: { offset: -0.4 } } }
  - { group: plugs, driver: tasmota/energy, mqtt: local, table: [ { id: plug-1, params: { topic: a } }, { id: plug-2, params: { topic: b } } ] }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
  - { mapping: Energy/ACMeasurement, each: plugs }
forward:
  - { name: city, broker: "https://context.city.example/ngsi-ld/v1" }
`;
const driver = readFileSync(join(root, 'drivers', 'generic', 'xy-md02.yaml'), 'utf8');

/** What a slip of the hand does to a text: something replaces a few characters somewhere. */
const slip = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 12 }),
  text: fc.constantFrom(
    '',
    ' ',
    '\n',
    '\t',
    ':',
    '[',
    ']',
    '{',
    '}',
    '"',
    '-',
    '017',
    'null',
    '~',
    '{}',
    '[]',
    '{ param: x }',
    '__proto__',
    '1e400',
    '.nan',
    'true',
    'constructor',
    '0x10',
    '- a',
    '*a',
    '&a ',
    '!t ',
    '\uFEFF',
    'ı',
    '1',
  ),
});

const slipped = (text: string, slips: readonly { at: number; length: number; text: string }[]) =>
  slips.reduce((each, { at, length, text: put }) => {
    const from = Math.floor(at * each.length);
    return each.slice(0, from) + put + each.slice(from + length);
  }, text);

const load = (gatewayText: string, driverText: string) =>
  loadSite({
    file: 'gateway.yaml',
    driverFolders: ['own', join(root, 'drivers')],
    mappingFolders: [join(root, 'mappings')],
    files: {
      read: (path) => {
        if (path === 'gateway.yaml') return new TextEncoder().encode(gatewayText);
        if (path === 'own/generic/xy-md02.yaml') return new TextEncoder().encode(driverText);
        return nodeFiles.read(path);
      },
      list: (folder) => nodeFiles.list(folder),
    },
  });

describe('whatever is written', () => {
  it('is a site as it stands', () => {
    expect(load(gateway, driver).problems.filter(isError)).toEqual([]);
  });

  it.each([
    ['gateway.yaml', (text: string) => load(text, driver), gateway],
    ['a driver', (text: string) => load(gateway, text), driver],
  ])('in %s gives a site, or problems that name a place; never an exception', (_, check, text) => {
    fc.assert(
      fc.property(fc.array(slip, { minLength: 1, maxLength: 4 }), (slips) => {
        const { site, problems, sources } = check(slipped(text, slips));

        expect(site === undefined).toBe(problems.some(isError));
        for (const { line, column, length, message } of problems) {
          expect(Math.min(line, column, length)).toBeGreaterThanOrEqual(1);
          expect(message).toMatch(/\S/);
        }
        renderProblems(problems, sources, { color: false });
      }),
      { numRuns: Number(process.env.RUNS ?? 40) },
    );
  });
});
