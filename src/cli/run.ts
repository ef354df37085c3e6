/**
 * `kopru run`: the gateway, until somebody stops it. Its output is its log. A configuration with errors ends it with 78
 * and the problems; as a service it stays up instead and shows them, until they are mended.
 */
import { dirname, join, resolve } from 'node:path';
import { socketPath } from '../api/socket-path.ts';
import type { Files } from '../config/files.ts';
import { apiOf } from '../config/load.ts';
import type { Clock, Logger } from '../core/environment.ts';
import { pageFolder, peopleFile, startDaemon } from '../daemon.ts';
import { loadPage } from '../page/files.ts';
import { type Refused, type Sound, serveRefusal } from '../refused.ts';
import { systemClock } from '../sources/host/clock.ts';
import { createLog, type LogLevel, logLevels, logStyle } from '../telemetry/log.ts';
import {
  type Configuration,
  loadConfiguration,
  secretsOf,
  siteOrComplaint,
  stateFolderFor,
} from './configuration.ts';
import { exits, usageError } from './exit.ts';
import type { Terminal } from './terminal.ts';
import type { Option, RunVerb } from './verb.ts';
import { packageVersion } from './version.ts';

/** A stop that takes longer than systemd's patience is cut; nothing accepted is lost by that. */
const stopAtMostMs = 4_500;

export const run: RunVerb = async (terminal, { args: [file], options }) => {
  const level = levelOf(options.logLevel);
  const configuration = loadConfiguration(terminal, file);
  const stays = options.stay === true || Boolean(terminal.environment.NOTIFY_SOCKET);
  if (!stays && !siteOrComplaint(terminal, configuration)) return exits.configuration;
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
  const load = (files?: Files) => loadConfiguration(terminal, file, files);
  const refused = configuration.site
    ? undefined
    : await refuse(terminal, { configuration, load, clock, logger });
  const { site: first, sources } = configuration;
  const sound = first ? { site: first, sources } : await soundOrStopped(refused, stopped);
  if (!sound) {
    logger.flush();
    return exits.fine;
  }
  const daemon = await startDaemon({
    site: sound.site,
    configuration: { file: resolve(configuration.file), load, sources: sound.sources },
    secrets: secretsOf(terminal, configuration.file),
    clock,
    random: Math.random,
    logger,
    version: packageVersion(),
    environment: terminal.environment,
  });
  refused?.handOver();
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

interface Refusing {
  readonly configuration: Configuration;
  readonly load: () => Configuration;
  readonly clock: Clock;
  readonly logger: Logger;
}

async function refuse(terminal: Terminal, parts: Refusing): Promise<Refused> {
  const { file } = parts.configuration;
  const { environment } = terminal;
  const folder = stateFolderFor(file, environment.STATE_DIRECTORY) ?? join(dirname(file), 'state');
  return serveRefusal({
    ...parts,
    file,
    loaded: parts.configuration,
    api: apiOf(file),
    socketPath: socketPath(environment, folder),
    people: join(folder, peopleFile),
    page: await loadPage(pageFolder),
    environment,
  });
}

/** Undefined: somebody stopped it first. */
async function soundOrStopped(
  refused: Refused | undefined,
  stopped: Promise<void>,
): Promise<Sound | undefined> {
  if (!refused) return undefined;
  process.on('SIGHUP', refused.reload);
  const sound = await Promise.race([refused.sound, stopped.then(() => undefined)]);
  process.off('SIGHUP', refused.reload);
  if (!sound) await refused.stop();
  return sound;
}

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
