/**
 * Reads the command line, runs one verb and ends with its exit code. Whatever a verb throws ends here, as a
 * sentence with its mend; a verb returns its exit code and never ends the process itself.
 */
import { Command, CommanderError, Option } from 'commander';
import { KopruError, wordsOf } from '../core/errors.ts';
import { type Language, languages } from '../core/language.ts';
import { type Exit, exitOf, exits } from './exit.ts';
import { readSecret } from './secret-input.ts';
import { createTerminal, glyph, type Terminal, type TerminalWorld } from './terminal.ts';
import { summaryOf, type Verb, type VerbCall } from './verb.ts';
import { type VerbGroup, verbGroups } from './verbs.ts';
import { packageVersion } from './version.ts';

/** Runs the command of this process. */
export async function runProcess(): Promise<void> {
  // A reader that left early (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exits.fine);
    throw error;
  });
  process.exitCode = await main(process.argv.slice(2), {
    environment: process.env,
    workingFolder: process.cwd(),
    isTerminal: process.stdout.isTTY ?? false,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    secret: (question) =>
      readSecret(question, { stdin: process.stdin, prompt: (text) => void process.stderr.write(text) }),
    answer: async (question) => (await import('./line-input.ts')).readAnswer(question),
    untilStopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
  });
}

export async function main(
  argv: readonly string[],
  world: TerminalWorld,
  groups: readonly VerbGroup[] = verbGroups,
): Promise<Exit> {
  let exit: Exit = exits.fine;
  const program = createProgram(world);
  for (const { title, verbs } of groups) {
    for (const verb of verbs) {
      const command = addVerb(program, verb, async (call, shared) => {
        const { json = false, color, lang } = shared;
        const terminal = createTerminal(world, { json, color, language: lang });
        exit = await runVerb(verb, terminal, call);
      });
      command.helpGroup(`${title}:`);
    }
  }
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
    return exit;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    return thrown.exitCode === 0 ? exits.fine : exits.usage;
  }
}

interface SharedOptions {
  readonly json?: boolean;
  readonly color?: boolean;
  readonly lang?: Language;
}

function createProgram(world: TerminalWorld): Command {
  return new Command('kopru')
    .description('Köprü reads city sensors, keeps every reading safe and delivers it to an NGSI-LD broker.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or the help of a command')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .configureOutput({
      writeOut: world.out,
      writeErr: world.err,
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    .showHelpAfterError('Next: kopru --help');
}

function addVerb(
  program: Command,
  verb: Verb,
  run: (call: VerbCall, shared: SharedOptions) => Promise<void>,
): Command {
  const command = program
    .command(verb.usage)
    .summary(summaryOf(verb))
    .description(verb.about)
    .option('--json', 'write one JSON document for machines')
    .option('--color', 'colour also when the output is no terminal')
    .option('--no-color', 'never colour; so does NO_COLOR')
    .addOption(
      new Option(
        '--lang <language>',
        'tell what is wrong with files, and what codes mean, in English or Turkish (default: KOPRU_LANG, else the locale)',
      ).choices(languages),
    )
    .showHelpAfterError(`Next: kopru ${verb.usage.split(' ')[0]} --help`)
    .addHelpText('after', `\nExamples:\n${verb.examples.map((example) => `  ${example}\n`).join('')}`);
  for (const [flags, about] of verb.options ?? []) command.option(flags, about);
  return command.action(async () => {
    // An argument that may come again is a list; the verb gets them one after the other.
    const args = (command.processedArgs as (string | undefined | string[])[]).flat();
    const { json, color, lang, ...options } = command.opts<SharedOptions & VerbCall['options']>();
    const colorAsked = command.getOptionValueSource('color') === 'cli' ? color : undefined;
    await run(
      { args, options },
      {
        ...(json ? { json } : {}),
        ...(colorAsked === undefined ? {} : { color: colorAsked }),
        ...(lang === undefined ? {} : { lang }),
      },
    );
  });
}

async function runVerb(verb: Verb, terminal: Terminal, call: VerbCall): Promise<Exit> {
  try {
    const run = await verb.load();
    return await run(terminal, call);
  } catch (thrown) {
    return complain(terminal, thrown);
  }
}

function complain(terminal: Terminal, thrown: unknown): Exit {
  const known = thrown instanceof KopruError ? thrown : undefined;
  const exit = exitOf(thrown);
  const code = known?.code ?? 'BUG';
  const message = wordsOf(thrown);
  if (terminal.json) {
    terminal.err(JSON.stringify({ error: { code, message, hint: known?.hint } }));
    return exit;
  }
  terminal.err(`${glyph(terminal, 'stopped')} ${message} (${code})`);
  if (known?.hint !== undefined) terminal.err(`  ${known.hint}`);
  if (!known && thrown instanceof Error) terminal.err(thrown.stack ?? '');
  return exit;
}
