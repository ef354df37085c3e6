import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explanationOf } from '../../src/cli/explain.ts';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

async function explained(...argv: string[]) {
  const world = recordingWorld();
  return { exit: await main(['explain', ...argv], world), ...world.written };
}

/** Codes that only tests and other parts of the program ever see. */
const inner = new Set(['STOPPED', 'NOT_STARTED', 'UNKNOWN_DEVICE']);

function codesIn(folder: string): string[] {
  const root = join(import.meta.dirname, '..', '..', 'src', folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  const codes = texts.flatMap((text) =>
    [...text.matchAll(/\bcode: '([A-Z][A-Z0-9_]+)'/g)].map(([, code]) => code),
  );
  return [...new Set(codes)].filter((code) => code !== undefined && !inner.has(code)).sort() as string[];
}

describe('kopru explain', () => {
  it('says what a code means, what to do, and what comes next', async () => {
    expect(await explained('NO_REPLY')).toEqual({
      exit: 0,
      out: expect.stringMatching(
        /^NO_REPLY\n {2}A Modbus device did not answer in time\. .*\nNext: kopru status\n$/s,
      ),
      err: '',
    });
  });

  it('does not mind small letters and strokes', async () => {
    expect((await explained('no-reply')).exit).toBe(0);
  });

  it('gives machines the same', async () => {
    const { out } = await explained('unknown_driver', '--json');

    expect(JSON.parse(out)).toEqual({
      code: 'UNKNOWN_DRIVER',
      meaning: expect.any(String),
      text: expect.any(String),
    });
  });

  it('tells it in Turkish when asked', async () => {
    const { exit, out } = await explained('NO_REPLY', '--lang', 'tr');

    expect(exit).toBe(0);
    expect(out).toMatch(
      /^NO_REPLY\n {2}Bir Modbus cihazı zamanında yanıt vermedi\. .*\nSonraki: kopru status\n$/s,
    );
  });

  it('tells it in Turkish where the locale is', async () => {
    const world = recordingWorld({ LANG: 'tr_TR.UTF-8' });

    await main(['explain', 'NO_REPLY'], world);

    expect(world.written.out).toContain('Bir Modbus cihazı');
  });

  it('refuses a language that it does not speak', async () => {
    const { exit, err } = await explained('NO_REPLY', '--lang', 'de');

    expect(exit).toBe(64);
    expect(err).toContain('Allowed choices are en, tr.');
  });

  it('suggests the nearest code', async () => {
    const { exit, err } = await explained('NO_REPLI');

    expect(exit).toBe(64);
    expect(err).toContain('Did you mean NO_REPLY?');
  });

  it.each(['api', 'sources', 'telemetry', 'cli', 'config'])(
    'knows every code that src/%s gives',
    (folder) => {
      const unknown = codesIn(folder).filter((code) => explanationOf(code) === undefined);

      expect(unknown, 'add them to src/cli/running-codes.ts or src/config/codes.ts').toEqual([]);
    },
  );

  it('says of a field what may be written, its default, what it does, and an example', async () => {
    const { exit, out } = await explained('buffer.limitAge');

    expect(exit).toBe(0);
    expect(out).toBe(`buffer.limitAge  in gateway.yaml
  Readings older than this are dropped and counted; default 30d.
  type     duration: number and unit, of ms, s, m, h, d
  default  30d
  example  limitAge: 30d
Next: kopru check
`);
  });

  it.each([
    ['devices.unitId', 'devices.unitId'],
    ['devices[0].unitId', 'devices.unitId'],
    ['driver.points.voltage.L1.scale', 'driver.points.scale'],
    ['buses.rs485.line', 'buses.line'],
    ['limitMegabytes', 'buffer.limitMegabytes'],
  ])('knows what %s is called in the manual', async (asked, name) => {
    const { out } = await explained(asked, '--json');

    expect(JSON.parse(out).fields[0].name).toBe(name);
  });

  it('says it in Turkish', async () => {
    const { out } = await explained('devices.unitId', '--lang', 'tr');

    expect(out).toBe(
      [
        'devices.unitId  gateway.yaml içinde',
        '  Modbus: veri yolundaki birim numarası, 1 ile 247 arası.',
        '  tür      tam sayı, 1 ile 247 arası',
        '  yoksa    yazılmayabilir',
        'Sonraki: kopru check',
        '',
      ].join('\n'),
    );
  });

  it('tells what a field means in drivers of each protocol', async () => {
    const { out } = await explained('driver.points.type');

    expect(out).toContain('In drivers of modbus:\n  How the registers make a number.');
    expect(out).toContain('In drivers of lorawan:\n  How the bytes make a number, or text; default u8.');
  });

  it('lists the fields that share a name', async () => {
    const { exit, out } = await explained('scale');

    expect(exit).toBe(0);
    expect(out).toContain('2 fields are called scale:\n  driver.points.scale');
  });

  it.each([
    ['devices.unitid', 'devices.unitId'],
    ['driver.points.scael', 'driver.points.scale'],
  ])('suggests the nearest field for %s', async (asked, near) => {
    const { exit, err } = await explained(asked);

    expect(exit).toBe(64);
    expect(err).toContain(`Did you mean ${near}?`);
  });
});

describe('kopru explain of a quantity', () => {
  it('lists the vocabulary with units, or what a word of it fits', async () => {
    const all = await explained('quantities');
    const flow = await explained('flow');

    expect(all.out).toMatch(/^electricity:\n {2}voltage +gauge +VLT \(volt\)\n/);
    expect(flow.out).toMatch(/\n {2}flowRate +gauge/);
    expect(flow.out).not.toContain('voltage');
  });

  it('takes a name with its tags', async () => {
    const { exit, out } = await explained('voltage.L1');

    expect(exit).toBe(0);
    expect(out).toMatch(/^electricity:\n {2}voltage +gauge +VLT \(volt\)\nBehind a dot stand tags/);
  });
});
