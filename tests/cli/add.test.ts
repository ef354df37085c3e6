import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const before = `# Cabinet 17
schema: 1
gateway: { id: istanbul-kagithane-017, location: [28.97, 41.08] }
buses:
  rs485: { port: /dev/ttyUSB0, line: 9600 8N1 } # the grey adapter
devices:
  - { id: meter, driver: eastron/sdm630, bus: rs485, unitId: 1 }   # left rail
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
# to the city
forward:
  - { name: city, broker: "https://context.city.example/ngsi-ld/v1" }
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kopru-add-'));
  writeFileSync(join(folder, 'gateway.yaml'), before);
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = () => readFileSync(join(folder, 'gateway.yaml'), 'utf8');

async function add(args: readonly string[], answers?: string[]) {
  const questions: string[] = [];
  const world = {
    ...recordingWorld({}, folder),
    isTerminal: answers !== undefined,
    answer: async (question: string) => {
      questions.push(question);
      return answers?.shift() ?? '';
    },
  };
  return { exit: await main(['add', ...args, '--no-color'], world), questions, ...world.written };
}

const second = ['second', '--driver', 'eastron/sdm630', '--unit', '2'];
const mapped = [...second, '--mapping', 'Energy/ThreePhaseAcMeasurement'];

describe('kopru add', () => {
  it('adds device and entity and leaves every other line as it was', async () => {
    const { exit, out } = await add([...mapped, '--yes']);

    expect(exit).toBe(0);
    expect(out).toContain('Next: kopru reload --dry-run');
    const device = '  - { id: second, driver: eastron/sdm630, bus: rs485, unitId: 2 }';
    const entity = '  - { mapping: Energy/ThreePhaseAcMeasurement, from: second }';
    expect(text().split('\n')).toEqual([
      ...before.split('\n').slice(0, 7),
      device,
      ...before.split('\n').slice(7, 9),
      entity,
      ...before.split('\n').slice(9),
    ]);
  });

  it('shows the change and writes nothing where nobody can be asked', async () => {
    const { exit, out } = await add(mapped);

    expect(exit).toBe(2);
    expect(out).toMatch(/8 \+ {3}- \{ id: second/);
    expect(text()).toBe(before);
  });

  it('asks for what is not said, offers the entities that fit, and writes after a yes', async () => {
    const answers = ['eastron/sdm630', 'second', '2', '1', 'y'];
    const { exit, out, questions } = await add([], answers);

    expect(exit).toBe(0);
    expect(questions).toEqual([
      'Driver (kopru driver list shows all): ',
      'Id, the role of the device at the site: ',
      'Unit id, 1 to 247: ',
      'Numbers, with commas; nothing for none: ',
      'Write it? [y/N] ',
    ]);
    expect(out).toContain('Energy/ThreePhaseAcMeasurement');
    expect(out).not.toContain('Parking/ParkingSpot');
    expect(text()).toContain('id: second');
  });

  it('writes nothing without a yes', async () => {
    const { exit } = await add(mapped, ['']);

    expect(exit).toBe(2);
    expect(text()).toBe(before);
  });

  it('writes nothing that check would refuse', async () => {
    const { exit, err } = await add(['second', '--driver', 'eastron/sdm630', '--unit', '1', '--yes']);

    expect(exit).toBe(78);
    expect(err).toContain('unit');
    expect(text()).toBe(before);
  });

  it.each([
    [['meter', '--driver', 'eastron/sdm630', '--unit', '2'], 'There is a device meter already.'],
    [['second', '--driver', 'eastron/sdm63', '--unit', '2'], 'Did you mean eastron/sdm630?'],
    [['second', '--driver', 'eastron/sdm630'], 'Give it with --unit.'],
    [['second', '--unit', '2'], 'Give it with --driver.'],
    [['plug', '--driver', 'tasmota/energy', '--mqtt', 'city'], 'Give --param topic=...'],
  ])('refuses %j with a sentence', async (args, sentence) => {
    const { exit, err } = await add([...args, '--yes']);

    expect(exit).toBe(64);
    expect(err).toContain(sentence);
    expect(text()).toBe(before);
  });

  it('tells machines what it wrote', async () => {
    const { out } = await add([...mapped, '--yes', '--json']);

    expect(JSON.parse(out)).toMatchObject({
      written: true,
      device: { id: 'second', bus: 'rs485', unitId: 2 },
      entities: [{ mapping: 'Energy/ThreePhaseAcMeasurement', from: 'second' }],
      problems: [],
    });
  });
});
