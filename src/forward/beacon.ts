/**
 * Tells a broker how the gateway does, in a lane of its own: not through the buffer, always the newest, at once when
 * something changes and else every few minutes. It asks nothing of a broker that does not answer: the forwarder finds
 * out when it is back, and then the gateway's state goes out before what waited.
 */
import {
  type AnnouncedSite,
  type Announcement,
  deviceAnnouncements,
  deviceContext,
  gatewayAnnouncement,
  type Outage,
} from '../core/announcement.ts';
import type { Answer, Broker } from '../core/broker.ts';
import type { Clock, Logger, Random } from '../core/environment.ts';
import type { DestinationStatus, Snapshot } from '../core/status.ts';
import type { DestinationSettings } from './settings.ts';

export interface BeaconParts {
  readonly settings: Pick<DestinationSettings, 'name' | 'announce' | 'batch'>;
  readonly broker: Pick<Broker, 'upsert'>;
  readonly site: AnnouncedSite;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

const everyMs = 5 * 60_000;
/** Of ten thousand cabinets that start together, not all speak in the same second. */
const jitter = 0.2;
/** A state that flickers is told this often at most. */
const leastApartMs = 10_000;
const againMs = 60_000;

export class Beacon {
  readonly #parts: BeaconParts;
  /** Key of each entity as the broker has it. */
  readonly #told = new Map<string, string>();
  #nextMs = 0;
  #leastMs = 0;
  #busy = false;
  #complained = false;
  #outage: Outage | undefined;

  constructor(parts: BeaconParts) {
    this.#parts = parts;
  }

  /** Called with each snapshot, every few seconds. Resolves when what was due has been said. */
  async observe(snapshot: Snapshot): Promise<void> {
    const { settings, clock } = this.#parts;
    const destination = snapshot.destinations.find(({ name }) => name === settings.name);
    if (!destination || settings.announce === 'none' || snapshot.phase !== 'running') return;
    this.#noteOutage(snapshot, destination);
    const nowMs = clock.monotonicMs();
    if (this.#busy || destination.troubleMs !== undefined || nowMs < this.#leastMs) return;
    const all = this.#announcements(snapshot, destination);
    const due = nowMs >= this.#nextMs ? all : all.filter(({ id, key }) => this.#told.get(id) !== key);
    if (due.length === 0) return;
    this.#busy = true;
    try {
      await this.#say(due, nowMs >= this.#nextMs);
    } finally {
      this.#busy = false;
    }
  }

  #announcements(snapshot: Snapshot, destination: DestinationStatus): Announcement[] {
    const { settings, site } = this.#parts;
    const gateway = gatewayAnnouncement(snapshot, destination, site, this.#outage);
    return settings.announce === 'devices' ? [gateway, ...deviceAnnouncements(snapshot, site)] : [gateway];
  }

  async #say(due: readonly Announcement[], whole: boolean): Promise<void> {
    const { settings, broker, clock, random } = this.#parts;
    const most = settings.batch.entities;
    for (let from = 0; from < due.length; from += most) {
      const part = due.slice(from, from + most);
      const answer = await broker.upsert({
        context: deviceContext,
        items: part.map(({ id, json }) => ({ entity: id, json })),
      });
      const trouble = troubleIn(answer);
      if (trouble !== undefined) {
        this.#complain(trouble);
        this.#leastMs = clock.monotonicMs() + againMs;
        return;
      }
      for (const { id, key } of part) this.#told.set(id, key);
    }
    const nowMs = clock.monotonicMs();
    this.#complained = false;
    this.#leastMs = nowMs + leastApartMs;
    if (whole) this.#nextMs = nowMs + everyMs * (1 + jitter * (2 * random() - 1));
  }

  #complain(trouble: { readonly code: string; readonly words: string }): void {
    const { settings, logger } = this.#parts;
    if (!this.#complained) {
      logger.warn(
        { destination: settings.name, ...trouble },
        'The broker does not take the gateway’s own entity.',
      );
    }
    this.#complained = true;
  }

  /** By the wall clock, so only while it is known to be right. */
  #noteOutage(snapshot: Snapshot, { troubleMs }: DestinationStatus): void {
    if (!snapshot.clock.synchronised) return;
    const now = Date.parse(snapshot.at);
    const open = this.#outage !== undefined && this.#outage.endAt === undefined;
    if (troubleMs !== undefined && !open) this.#outage = { startAt: now - troubleMs, endAt: undefined };
    if (troubleMs === undefined && open && this.#outage) this.#outage = { ...this.#outage, endAt: now };
  }
}

function troubleIn(answer: Answer): { readonly code: string; readonly words: string } | undefined {
  switch (answer.scope) {
    case 'items': {
      const bad = answer.verdicts.find(({ kind }) => kind !== 'delivered');
      return bad && bad.kind !== 'delivered' ? { code: bad.code, words: bad.words } : undefined;
    }
    case 'batch': {
      const { verdict } = answer;
      return verdict.kind === 'delivered' ? undefined : { code: verdict.code, words: verdict.words };
    }
    case 'culprit':
      return { code: answer.code, words: answer.words };
    case 'size':
    case 'unclear':
      return { code: answer.scope.toUpperCase(), words: answer.words };
  }
}
