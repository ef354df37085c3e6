/**
 * A gateway as a service whose configuration has errors. It stays up and says so, on its page, its socket and to
 * systemd, until the file is mended and read again. Ending instead would leave whoever looks with nothing but a unit
 * that failed.
 */
import { resolve } from 'node:path';
import { Access } from './api/access/access.ts';
import type { Door } from './api/access/door.ts';
import { createRefusedApp, createRefusedControl, type Refusal, refusedSentence } from './api/refused-app.ts';
import { startControl, startLoopback } from './api/server.ts';
import type { ApiSettings } from './api/settings.ts';
import type { Loaded } from './config/load.ts';
import { isError, renderProblems } from './config/problems.ts';
import type { Site } from './config/site.ts';
import type { Clock, Logger } from './core/environment.ts';
import type { Language } from './core/language.ts';
import type { PageFiles } from './page/files.ts';
import type { ReloadAnswer } from './reload.ts';
import { createNotifier, type NotifySettings, systemdNotify } from './telemetry/sd-notify.ts';

export interface RefusedParts {
  readonly file: string;
  readonly loaded: Loaded;
  readonly load: () => Loaded;
  readonly api: ApiSettings;
  readonly socketPath: string;
  /** File of people; nobody acts here, but whoever asks is met at the same door. */
  readonly people: string;
  readonly page: PageFiles | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly environment: NotifySettings['environment'];
  /** Default: systemd-notify. */
  readonly send?: NotifySettings['send'];
}

/** A configuration without an error. */
export interface Sound extends Pick<Loaded, 'sources'> {
  readonly site: Site;
}

export interface Refused {
  /** URL of the page; undefined if its port was taken. */
  readonly url: string | undefined;
  /** Resolves once a sound site was read, when nothing listens any more; never if that never happens. */
  readonly sound: Promise<Sound>;
  /** Reads the file again, as for SIGHUP. */
  reload(): void;
  /** Tells systemd nothing more: the gateway does. */
  handOver(): void;
  stop(): Promise<void>;
}

export async function serveRefusal(parts: RefusedParts): Promise<Refused> {
  const { clock, logger, page } = parts;
  let refused = parts.loaded;
  let refusal = refusalOf(parts.file, refused);
  report(logger, parts.loaded);
  const shown = {
    logger,
    refusal: () => refusal,
    textIn: (language: Language) => textOf(refused, language),
    files: page,
  };
  let found: (sound: Sound) => void = () => {};
  const sound = new Promise<Sound>((resolve) => {
    found = resolve;
  });
  const reload = ({ dryRun }: { readonly dryRun: boolean }): ReloadAnswer => {
    const loaded = parts.load();
    const file = refusal.file;
    const { site, sources } = loaded;
    if (!site) {
      const next = refusalOf(parts.file, loaded);
      if (!dryRun) {
        refused = loaded;
        refusal = next;
        report(logger, loaded);
      }
      return { file, kind: 'refused', problems: loaded.problems, text: next.text };
    }
    if (!dryRun) found({ site, sources });
    return { file, kind: 'starts', dryRun };
  };

  const control = await startControl(createRefusedControl(shown, reload), parts.socketPath, logger);
  const access = new Access({ file: parts.people, clock, logger });
  const loopback = await startLoopback(parts.api.listen, logger, (accepts: Door['accepts']) =>
    createRefusedApp(shown, { accepts, network: false, access }),
  );
  const close = async () => {
    await Promise.all([control.stop(), loopback.stop()]);
  };
  const notifier = createNotifier({
    clock,
    logger,
    environment: parts.environment,
    proofs: [],
    status: async () => refusedSentence(refusal),
    send: parts.send ?? systemdNotify,
  });
  await notifier.ready();
  return {
    url: loopback.url,
    sound: sound.then(async (one) => {
      // The answer to whoever asked for the reload goes out first.
      await new Promise<void>((resolve) => clock.after(answerMs, resolve));
      await close();
      logger.info({}, 'The configuration is sound; the gateway starts.');
      return one;
    }),
    reload: () => void reload({ dryRun: false }),
    handOver: () => notifier.end(),
    stop: async () => {
      await notifier.stopping();
      await close();
    },
  };
}

const answerMs = 200;

function refusalOf(file: string, loaded: Loaded): Refusal {
  const { problems } = loaded;
  const errors = problems.filter(isError).length;
  return { file: resolve(file), errors, text: textOf(loaded, 'en'), problems };
}

const textOf = ({ problems, sources }: Loaded, language: Language): string =>
  renderProblems(problems, sources, { color: false, language });

function report(logger: Logger, { problems }: Loaded): void {
  const errors = problems.filter(isError);
  const [first] = errors;
  logger.error(
    { file: first?.file, line: first?.line, code: first?.code, words: first?.message, errors: errors.length },
    'The configuration has errors; the gateway does not run until it is mended and read again.',
  );
}
