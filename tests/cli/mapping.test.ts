import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const level = `mapping: Own/WaterObserved
model: WaterObserved 0.0.4
context: https://raw.githubusercontent.com/smart-data-models/dataModel.Environment/master/context.jsonld
attributes:
  dateObserved: { time: observed }
  location:     { fact: location }
  waterLevel:   { from: waterLevel, unit: MTR, min: 0 }
samples:
  - { readings: { gauge: { waterLevel: 1.5 } }, expect: { waterLevel: 1.5 } }
`;

async function tested(texts: Record<string, string>, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(folder, 'mappings/Own'), { recursive: true });
    writeFileSync(join(folder, `mappings/Own/${name}.yaml`), text);
  }
  const world = recordingWorld({}, folder);
  const exit = await main(['mapping', ...args], world);
  const plain = (text: string) => text.replaceAll(`${folder}/`, '');
  return { exit, out: plain(world.written.out), err: plain(world.written.err) };
}

describe('kopru mapping test', () => {
  it('runs the samples of the named files', async () => {
    expect(await tested({ WaterObserved: level }, 'test', 'mappings/Own/WaterObserved.yaml')).toEqual({
      exit: 0,
      out: '✓ 0 errors, 0 warnings: 1 mapping, 1 sample.\nNext: kopru check\n',
      err: '',
    });
  });

  it('shows a sample that comes out otherwise, at its place, and ends with 1', async () => {
    const wrong = level.replace('expect: { waterLevel: 1.5 }', 'expect: { waterLevel: 150 }');
    const { exit, out, err } = await tested(
      { WaterObserved: wrong },
      'test',
      'mappings/Own/WaterObserved.yaml',
    );

    expect(exit).toBe(1);
    expect(err).toContain('mappings/Own/WaterObserved.yaml:9:71  SAMPLE_DIFFERS');
    expect(err).toContain('The sample gives waterLevel 1.5 and should give 150.');
    expect(out).toContain('Next: kopru explain SAMPLE_DIFFERS');
  });

  it('tells a mistake of the mapping before its samples', async () => {
    const { exit, err } = await tested(
      { WaterObserved: level.replace('waterLevel:   {', 'waterlevel:   {') },
      'test',
      'mappings/Own/WaterObserved.yaml',
    );

    expect(exit).toBe(1);
    expect(err).toContain('WaterObserved has no attribute waterlevel. Did you mean waterLevel?');
  });

  it('asks for a look at a mapping without a sample', async () => {
    const { exit, out } = await tested(
      { WaterObserved: level.replace(/samples:[\s\S]*/, '') },
      'test',
      'mappings/Own/WaterObserved.yaml',
    );

    expect(exit).toBe(2);
    expect(out).toContain('1 mapping, 0 samples. 1 mapping without a sample.');
  });

  it('takes all mappings, own and shipped, when none is named', async () => {
    const { exit, out } = await tested({ WaterObserved: level }, 'test', '--json');
    const { ok, mappings } = JSON.parse(out) as {
      ok: boolean;
      mappings: { file: string; samples: number }[];
    };

    expect({ exit, ok }).toEqual({ exit: 0, ok: true });
    expect(mappings.map(({ file }) => file)).toContain('mappings/Own/WaterObserved.yaml');
    expect(mappings.some(({ file }) => file.endsWith('/Environment/AirQualityObserved.yaml'))).toBe(true);
    expect(mappings.every(({ samples }) => samples > 0)).toBe(true);
  });

  it('says so when there is no such file, and when it is asked for something else', async () => {
    expect((await tested({}, 'test', 'mappings/Own/None.yaml')).err).toContain('FILE_MISSING');
    expect((await tested({}, 'prove')).exit).toBe(64);
  });
});

describe('kopru mapping list', () => {
  it('shows those that fit all words, with the quantities they are made of', async () => {
    const { exit, out } = await tested({ WaterObserved: level }, 'list', 'waterlevel', 'own/');

    expect(exit).toBe(0);
    expect(out).toBe('Own/WaterObserved  waterLevel\n✓ 1 mapping.\nNext: kopru explain entities.mapping\n');
  });

  it('ends with 2 where none fits the words', async () => {
    expect(await tested({}, 'list', 'teapot')).toMatchObject({
      exit: 2,
      out: expect.stringContaining('0 mappings'),
    });
  });
});
