/**
 * The forwarders of a site as they run, one for each destination with its connection to the broker. A new configuration
 * replaces those whose destination changed, and all of them when entities or devices did: a forwarder remembers nothing
 * that is not in the buffer.
 */
import { join } from 'node:path';
import { pointsOf } from './config/device-points.ts';
import type { Site } from './config/site.ts';
import { marksIn, siteMark } from './config/site-marks.ts';
import type { AnnouncedSite } from './core/announcement.ts';
import type { Broker } from './core/broker.ts';
import type { Buffer } from './core/buffer.ts';
import { type Clock, type Logger, pause, type Random } from './core/environment.ts';
import type { Stream } from './core/reading.ts';
import type { MappingProblem } from './core/round.ts';
import type { Snapshot } from './core/status.ts';
import { keptInFile } from './forward/auth/kept-token.ts';
import { Beacon } from './forward/beacon.ts';
import { Forwarder } from './forward/forwarder.ts';
import { createNgsiLdBroker } from './forward/ngsi-ld-broker.ts';
import type { DestinationSettings } from './forward/settings.ts';
import type { Handover } from './handover.ts';
import type { Secrets } from './settings.ts';

export interface SiteForwardersParts {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Version of Köprü, for the broker's log. */
  readonly version: string;
  /** Where a proxy is looked up that no destination names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly buffer: Buffer;
}

interface Running {
  readonly settings: DestinationSettings;
  /** Of the destination and of all that decides what it is sent. */
  readonly mark: string;
  readonly broker: Broker;
  readonly beacon: Beacon;
  /** Undefined until it is started. */
  forwarder: Forwarder | undefined;
}

/** Longest wait for the request in flight at a stop. */
const requestAtMostMs = 2_000;
/** Before a forwarder begins anew, so that one that goes astray again and again is no burden for the broker. */
const anewAfterMs = 10_000;

export class SiteForwarders {
  readonly #parts: SiteForwardersParts;
  readonly #stopping = new AbortController();
  #running: readonly Running[] = [];

  constructor(parts: SiteForwardersParts) {
    this.#parts = parts;
  }

  find(destination: string): Forwarder | undefined {
    return this.#running.find(({ settings }) => settings.name === destination)?.forwarder;
  }

  /** Opens the connections that the site wants and that are not open yet. When it throws, nothing was changed. */
  prepare(site: Site): Handover {
    const marks = marksOf(site);
    const next = site.destinations.map((settings): Running => {
      const mark = marks.get(settings.name) ?? '';
      const known = this.#running.find((each) => each.settings.name === settings.name && each.mark === mark);
      return known ?? this.#made(settings, mark, site);
    });
    return {
      end: async () => {
        const ending = this.#running.filter((each) => !next.includes(each));
        this.#running = next;
        await this.#end(ending);
      },
      begin: () => {
        for (const each of next) each.forwarder ??= this.#start(each, site);
      },
    };
  }

  /** Hands each snapshot to what tells brokers of the gateway itself. */
  announce(snapshot: Snapshot): void {
    for (const { beacon, settings } of this.#running) {
      beacon.observe(snapshot).catch((error: unknown) => {
        this.#parts.logger.error(
          { destination: settings.name, error },
          'The gateway could not be announced.',
        );
      });
    }
  }

  stop(): Promise<void> {
    this.#stopping.abort();
    return this.#end(this.#running);
  }

  #made(settings: DestinationSettings, mark: string, site: Site): Running {
    const { clock, random, logger } = this.#parts;
    const broker = this.#connect(settings, site);
    const beacon = new Beacon({ settings, broker, site: announcedSite(site), clock, random, logger });
    return { settings, mark, broker, beacon, forwarder: undefined };
  }

  #connect(settings: DestinationSettings, site: Site): Running['broker'] {
    const { secrets, clock, logger, version, environment } = this.#parts;
    return createNgsiLdBroker({
      settings,
      secrets,
      clock,
      logger,
      environment,
      keptToken: keptInFile(join(site.buffer.folder, 'tokens', settings.name)),
      agent: `kopru/${version}`,
    });
  }

  #start(running: Running, site: Site): Forwarder {
    const { clock, random, logger, buffer } = this.#parts;
    const { settings, broker } = running;
    const forwarder = new Forwarder({
      settings,
      buffer,
      broker,
      plans: site.entities,
      streams: site.devices.flatMap((device) => pointsOf(device).map((point): Stream => point.stream)),
      clock,
      random,
      logger,
      onMappingProblem: (problem) => this.#mappingProblem(problem),
      onAstray: () => void this.#beginAnew(running, site),
    });
    forwarder.start();
    return forwarder;
  }

  /** Another forwarder takes the place of one that went astray, unless a stop or another configuration came first. */
  async #beginAnew(running: Running, site: Site): Promise<void> {
    const { forwarder } = running;
    await forwarder?.stop();
    await pause(this.#parts.clock, anewAfterMs, this.#stopping.signal);
    if (this.#stopping.signal.aborted || !this.#running.includes(running)) return;
    running.forwarder = this.#start(running, site);
  }

  async #end(running: readonly Running[]): Promise<void> {
    const stopped = Promise.all(running.map(({ forwarder }) => forwarder?.stop()));
    const patience = new AbortController();
    await Promise.race([stopped, pause(this.#parts.clock, requestAtMostMs, patience.signal)]);
    // A timer left running would keep the process from ending.
    patience.abort();
    await Promise.all(running.map(({ broker }) => broker.close()));
    await stopped;
  }

  #mappingProblem({ words, ...facts }: MappingProblem): void {
    this.#parts.logger.warn({ ...facts, reason: words }, 'An attribute got no value from its reading.');
  }
}

function announcedSite(site: Site): AnnouncedSite {
  return {
    location: site.gateway.place.location,
    locations: new Map(site.devices.map(({ id, location }) => [id, location])),
    mark: siteMark(site.parts),
  };
}

/** By name of the destination. */
function marksOf(site: Site): ReadonlyMap<string, string> {
  const markOf = marksIn(site.parts);
  const common = site.parts.filter(({ kind }) => kind === 'entity' || kind === 'device');
  const data = common.map(({ id, mark }) => `${id} ${mark}`).join('\n');
  return new Map(site.destinations.map(({ name }) => [name, `${markOf('destination', name)}\n${data}`]));
}
