/**
 * The gateway as a service: opens the buffer, starts the stages, answers on its socket and on loopback, and keeps
 * systemd informed. `run` and `demo` differ only in what they hand in.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Access } from './api/access/access.ts';
import { startApi } from './api/server.ts';
import { socketPath } from './api/socket-path.ts';
import { type BufferParts, openBuffer } from './buffer/sqlite-buffer.ts';
import type { Site } from './config/site.ts';
import type { Buffer } from './core/buffer.ts';
import type { Clock, Logger, Random } from './core/environment.ts';
import { wordsOf } from './core/errors.ts';
import type { Proof } from './core/proof.ts';
import type { Snapshot } from './core/status.ts';
import { verdict } from './core/verdict.ts';
import { takeOnPlace } from './found-place.ts';
import { Gateway, type GatewayParts } from './gateway.ts';
import { loadPage } from './page/files.ts';
import { LivePage } from './page/live.ts';
import { pageSiteOf } from './page-site.ts';
import { Reload, type ReloadParts } from './reload.ts';
import type { Secrets } from './settings.ts';
import type { Answer } from './sources/modbus/exchange.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createNotifier, systemdNotify } from './telemetry/sd-notify.ts';

export interface DaemonParts {
  readonly site: Site;
  /** Where the site came from, to be read again; a demo has none. */
  readonly configuration?: Pick<ReloadParts, 'file' | 'load' | 'sources'>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly vouchers?: NonNullable<GatewayParts['vouchers']>;
  /** Default: the SQLite buffer. */
  readonly openBuffer?: (parts: BufferParts) => Promise<Buffer>;
}

export interface Daemon {
  readonly gateway: Gateway;
  /** URL of status, health and metrics; undefined if the port was taken. */
  readonly apiUrl: string | undefined;
  /** Undefined without a configuration to read again. */
  readonly reload: Reload | undefined;
  /** Ends within 5 s. */
  stop(): Promise<void>;
}

/** Who may sign in, in the state folder. */
export const peopleFile = 'page-people.json';
const beatMs = 2_000;
const databaseSilentMs = 10_000;

/** Where the build puts the page, seen from the sources and from what is built. */
export const pageFolder = fileURLToPath(new URL('../dist/page', import.meta.url));

/** Rejects when the buffer or the control socket belongs to another gateway; an absent network is no error. */
export async function startDaemon(parts: DaemonParts): Promise<Daemon> {
  const { site, clock, logger, environment } = parts;
  mkdirSync(site.buffer.folder, { recursive: true, mode: 0o700 });
  const buffer = await (parts.openBuffer ?? openBuffer)({
    folder: site.buffer.folder,
    limitBytes: site.buffer.limitMegabytes * 1_000_000,
    limitAgeMs: site.buffer.limitAge,
    destinations: site.destinations.map(({ name }) => name),
    clock,
    clockTrusted: site.gateway.clock === 'trusted',
    logger,
  });
  const gateway = new Gateway({
    ...parts,
    buffer,
    onPlace: (place) =>
      void takeOnPlace(place, {
        stateFolder: site.buffer.folder,
        before: () => gateway.site.gateway.place,
        refresh: async () => reload?.refresh(),
        logger,
      }),
  });
  const { configuration } = parts;
  const reload = configuration && new Reload({ ...configuration, gateway, clock, logger });
  const pulse = beat(gateway, clock, logger);
  const files = await loadPage(pageFolder);
  const live = new LivePage({
    clock,
    logger,
    random: Math.random,
    site: pageSiteOf(() => gateway.site),
    snapshot: () => gateway.snapshot(),
    quarantined: (limit) => buffer.quarantine.list({ limit }),
  });
  const metrics = createMetrics({ snapshot: () => gateway.snapshot(), process: true });
  const api = await startApi(
    {
      ...site.api,
      socketPath: socketPath(environment, site.buffer.folder),
      stateFolder: site.buffer.folder,
    },
    {
      logger,
      proofs: pulse.proofs,
      trouble: () => buffer.status().trouble,
      snapshot: () => gateway.snapshot(),
      metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
      checkLedger: () => gateway.checkLedger(),
      read: (device) => gateway.readOnce(device),
      reload: async (request) => reload?.run(request),
      buses: {
        ask: ({ bus, timeoutMs, ...request }) => gateway.ask(bus, request, timeoutMs)?.then(plainAnswer),
        identify: ({ bus, timeoutMs, ...request }) => gateway.identify(bus, request, timeoutMs),
        frames: (bus, since) => gateway.frames(bus, since),
        statistics: (bus) => gateway.busStatistics(bus),
      },
      quarantine: {
        list: ({ destination, ids, ...page }) =>
          gateway.quarantined({ ...page, ...(destination ? { destination } : {}), ...(ids ? { ids } : {}) }),
        retry: ({ ids, destination }) =>
          gateway.retryQuarantined({ ids, ...(destination ? { destination } : {}) }),
        drop: ({ ids, destination }) =>
          gateway.dropQuarantined({ ids, ...(destination ? { destination } : {}) }),
      },
      debug: {
        begin: (device, forMs) => gateway.debug(device, forMs),
        end: (device) => gateway.endDebug(device),
      },
      forward: { tryNow: (destination) => gateway.tryNow(destination) },
      mqtt: { messages: (broker, since) => gateway.mqttMessages(broker, since) },
      trace: { reading: (question) => gateway.traceReading(question) },
      page: files && { files, live },
    },
    { clock, access: new Access({ file: join(site.buffer.folder, peopleFile), clock, logger }) },
  );
  const notifier = createNotifier({
    clock,
    logger,
    environment,
    proofs: pulse.proofs,
    status: async () => pulse.sentence(),
    send: systemdNotify,
  });
  await gateway.start();
  live.start();
  await notifier.ready();
  return {
    gateway,
    apiUrl: api.url,
    reload,
    stop: async () => {
      await notifier.stopping();
      pulse.end();
      live.stop();
      await api.stop();
      await gateway.stop();
    },
  };
}

/** Survives JSON. */
const plainAnswer = (answer: Answer) =>
  answer.kind === 'words' ? { ...answer, words: Array.from(answer.words) } : answer;

interface Pulse {
  readonly proofs: readonly Proof[];
  /** The verdict of the last beat. */
  sentence(): string;
  end(): void;
}

/** Takes a snapshot every 2 s: it feeds the rates and the status line, and proves that the database answers. */
function beat(gateway: Gateway, clock: Clock, logger: Logger): Pulse {
  let last: Snapshot | undefined;
  let lastMs = clock.monotonicMs();
  let ended = false;
  let cancel = () => {};
  const tick = async () => {
    try {
      last = await gateway.snapshot();
      lastMs = clock.monotonicMs();
      gateway.announce(last);
    } catch (error) {
      if (!ended) logger.error({ error: wordsOf(error) }, 'The state of the gateway could not be taken.');
    }
    if (!ended) cancel = clock.after(beatMs, tick);
  };
  cancel = clock.after(0, tick);
  return {
    proofs: [{ name: 'database', ageMs: () => clock.monotonicMs() - lastMs, limitMs: databaseSilentMs }],
    sentence: () => (last ? verdict(last).sentence : 'Starting.'),
    end: () => {
      ended = true;
      cancel();
    },
  };
}
