import { describe, expect, it } from 'vitest';
import { exits } from '../../src/cli/exit.ts';
import { main } from '../../src/cli/main.ts';
import type { RunVerb, Verb } from '../../src/cli/verb.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { packageVersion } from '../../src/cli/version.ts';
import { KopruError } from '../../src/core/errors.ts';
import { recordingWorld } from '../fakes/terminal.ts';

function verb(run: RunVerb, usage = 'greet [name]'): Verb {
  return {
    usage,
    about: 'Greet somebody.',
    options: [['--loudly', 'in capitals']],
    examples: ['kopru greet Ayşe'],
    load: async () => run,
  };
}

async function called(run: RunVerb, ...argv: string[]) {
  const world = recordingWorld();
  const exit = await main(argv, world, [{ title: 'Manners', verbs: [verb(run)] }]);
  return { exit, ...world.written };
}

const greet: RunVerb = async (terminal, { args: [name = 'you'], options }) => {
  const text = `Hello ${name}`;
  terminal.out(terminal.json ? JSON.stringify({ text }) : options.loudly ? text.toUpperCase() : text);
  return exits.fine;
};

describe('kopru', () => {
  it.each([
    ['its arguments', ['greet', 'Ayşe'], 'Hello Ayşe\n'],
    ['nothing for what was left out', ['greet'], 'Hello you\n'],
    ['its options', ['greet', '--loudly'], 'HELLO YOU\n'],
    ['the wish for JSON', ['greet', '--json'], '{"text":"Hello you"}\n'],
  ])('gives a verb %s', async (_name, argv, out) => {
    expect(await called(greet, ...argv)).toEqual({ exit: 0, out, err: '' });
  });

  it.each([
    ['a verb it does not know', ['greeet']],
    ['an option it does not know', ['greet', '--quietly']],
    ['too many arguments', ['greet', 'a', 'b']],
  ])('ends with 64 and a next step for %s', async (_name, argv) => {
    const { exit, out, err } = await called(greet, ...argv);

    expect({ exit, out }).toEqual({ exit: 64, out: '' });
    expect(err).toMatch(/^error: .*\nNext: kopru .*--help\n$/s);
  });

  it('says what is wrong with a configuration and ends with 78', async () => {
    const { exit, err } = await called(async () => {
      throw new KopruError('The port is taken.', {
        kind: 'config',
        code: 'PORT_BUSY',
        hint: 'Stop the other.',
      });
    }, 'greet');

    expect({ exit, err }).toEqual({ exit: 78, err: '✗ The port is taken. (PORT_BUSY)\n  Stop the other.\n' });
  });

  it('says it to machines too', async () => {
    const { exit, err } = await called(
      async () => {
        throw new KopruError('No gateway runs here.', { kind: 'transient', code: 'NOT_RUNNING' });
      },
      'greet',
      '--json',
    );

    expect({ exit, err: JSON.parse(err) }).toEqual({
      exit: 1,
      err: { error: { code: 'NOT_RUNNING', message: 'No gateway runs here.' } },
    });
  });

  it('shows where a fault of its own happened', async () => {
    const { exit, err } = await called(async () => {
      throw new TypeError('x is no function');
    }, 'greet');

    expect(exit).toBe(1);
    expect(err).toContain('✗ x is no function (BUG)\n');
    expect(err).toContain('main.test.ts');
  });

  it('prints its version', async () => {
    expect(await called(greet, '--version')).toEqual({ exit: 0, out: `${packageVersion()}\n`, err: '' });
  });

  it.each([[[]], [['--help']]])('lists its verbs (%j)', async (argv) => {
    const { exit, out } = await called(greet, ...argv);

    expect(exit).toBe(0);
    expect(out).toMatch(/\nManners:\n {2}greet +\S/);
  });

  it.each(verbs.map((one): [string, Verb] => [one.usage.split(' ')[0] ?? '', one]))(
    'explains %s with examples',
    async (name, { about, examples, load }) => {
      const world = recordingWorld();

      const exit = await main([name, '--help'], world);

      expect(exit).toBe(0);
      expect(world.written.out.replace(/\s+/g, ' ')).toContain(about);
      for (const example of examples) expect(world.written.out).toContain(example);
      expect(examples.every((example) => example.startsWith(`kopru ${name}`))).toBe(true);
      expect(await load()).toBeTypeOf('function');
    },
  );
});
