/** `kopru run`: the gateway, until somebody stops it. Its output is its log. */
import { resolve } from 'node:path';
import { secretsFrom } from '../config/secrets.ts';
import { startDaemon } from '../daemon.ts';
import { systemClock } from '../sources/host/clock.ts';
import { createLog, type LogLevel, logLevels, logStyle } from '../telemetry/log.ts';
import { loadConfiguration, secretFolders, siteOrComplaint } from './configuration.ts';
import { exits, usageError } from './exit.ts';
import type { Option, RunVerb } from './verb.ts';
import { packageVersion } from './version.ts';

/** A stop that takes longer than systemd's patience is cut; nothing accepted is lost by that. */
const stopAtMostMs = 4_500;

export const run: RunVerb = async (terminal, { args: [file], options }) => {
  const level = levelOf(options.logLevel);
  const configuration = loadConfiguration(terminal, file);
  const site = siteOrComplaint(terminal, configuration);
  if (!site) return exits.configuration;
  const clock = systemClock();
  const style = logStyle(process.stdout);
  const logger = createLog({
    clock,
    level,
    style: terminal.json && style === 'plain' ? 'json' : style,
    colour: terminal.color,
    write: (line) => void process.stdout.write(line),
  });
  const stopped = terminal.untilStopped();
  surviveNothing(logger);
  const daemon = await startDaemon({
    site,
    configuration: { file: resolve(configuration.file), load: () => loadConfiguration(terminal, file) },
    secrets: secretsFrom({
      environment: terminal.environment,
      folders: secretFolders(configuration.file),
    }),
    clock,
    random: Math.random,
    logger,
    version: packageVersion(),
    environment: terminal.environment,
  });
  const reloadAsAsked = () => {
    // What went wrong is in the log by then.
    daemon.reload?.run({ dryRun: false, confirmed: true }).catch(() => {});
  };
  process.on('SIGHUP', reloadAsAsked);
  await stopped;
  process.off('SIGHUP', reloadAsAsked);
  const overdue = setTimeout(() => process.exit(exits.fine), stopAtMostMs);
  await daemon.stop();
  clearTimeout(overdue);
  logger.flush();
  return exits.fine;
};

/** After an error that nobody caught the state may be wrong: systemd starts a fresh gateway in 2 s. */
function surviveNothing(logger: ReturnType<typeof createLog>): void {
  const die = (error: unknown) => {
    logger.error({ code: 'BUG', error }, 'Ending after an error that nobody caught.');
    logger.flush();
    process.exit(exits.failed);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}

function levelOf(option: Option): LogLevel {
  if (option === undefined) return 'info';
  const level = logLevels.find((name) => name === option);
  if (level) return level;
  throw usageError(`There is no log level ${option}.`, `Give one of ${logLevels.join(', ')}.`);
}
