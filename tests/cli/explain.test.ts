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
});
