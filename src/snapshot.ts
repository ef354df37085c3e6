/** Puts together what is known about the gateway at one moment; see core/status.ts for what it means. */
import type { Site } from './config/site.ts';
import { siteMark } from './config/site-marks.ts';
import type { Buffer } from './core/buffer.ts';
import type { Clock } from './core/environment.ts';
import type { HostStatus } from './core/host.ts';
import { type DestinationLedger, outcomes, total } from './core/ledger.ts';
import { clockText } from './core/number-text.ts';
import { Rate } from './core/rate.ts';
import type {
  BufferHealth,
  BusStatus,
  ClockStatus,
  DestinationStatus,
  MqttStatus,
  ReloadStatus,
  Snapshot,
} from './core/status.ts';
import { roomMs } from './core/status.ts';
import type { Forwarder } from './forward/forwarder.ts';
import type { SiteIntake } from './sources/intake.ts';

export interface SnapshotParts {
  readonly site: () => Site;
  readonly version: string;
  readonly clock: Clock;
  readonly buffer: Buffer;
  readonly intake: SiteIntake;
  readonly forwarder: (destination: string) => Forwarder | undefined;
  readonly mqtt: () => readonly MqttStatus[];
  readonly buses: () => readonly BusStatus[];
  /** Ids of devices that are asked rarely because they do not answer. */
  readonly parked: () => ReadonlySet<string>;
  readonly clockStatus: () => ClockStatus;
  readonly host: () => HostStatus;
  readonly phase: () => Snapshot['phase'];
  readonly reload: () => ReloadStatus | undefined;
}

/** Makes snapshots; remembers only what rates need. */
export class Snapshots {
  readonly #parts: SnapshotParts;
  readonly #startedMs: number;
  readonly #startedAt: string;
  readonly #in = new Rate();
  readonly #out = new Rate();
  #lossAtStart: number | undefined;
  #marked: { readonly site: Site; readonly mark: string } | undefined;
  #loss: { count: number; since: string; atMs: number } | undefined;

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
    this.#startedMs = parts.clock.monotonicMs();
    this.#startedAt = new Date(parts.clock.wallMs()).toISOString();
  }

  async take(): Promise<Snapshot> {
    const { version, clock, buffer, intake, forwarder, mqtt, buses, clockStatus, phase } = this.#parts;
    const site = this.#parts.site();
    const nowMs = clock.monotonicMs();
    const ledgers = await buffer.ledgers();
    const clockNow = clockStatus();
    const parked = this.#parts.parked();
    const destinations = site.destinations.flatMap((settings) => {
      const running = forwarder(settings.name);
      const ledger = ledgers.find(({ destination }) => destination === settings.name);
      if (!running || !ledger) return [];
      const { name, broker, history } = settings;
      const quarantined = total(ledger, 'quarantined');
      return [{ name, broker, history, ...running.status(), ledger, quarantined }];
    });
    return {
      gateway: {
        id: site.gateway.id,
        name: site.gateway.name,
        version,
        runtime: { node: process.version, arch: process.arch },
      },
      at: new Date(clock.wallMs()).toISOString(),
      startedAt: this.#startedAt,
      upMs: nowMs - this.#startedMs,
      phase: phase(),
      configuration: {
        mark: this.#markOf(site),
        devices: site.devices.length,
        entities: site.entities.length,
        destinations: site.destinations.length,
        buses: site.buses.length,
        mqttBrokers: site.mqttBrokers.length,
        reload: this.#parts.reload(),
      },
      clock: clockNow,
      place: site.gateway.place,
      host: this.#parts.host(),
      devices: intake
        .devices(clockNow.synchronised)
        .map((device) => (parked.has(device.id) ? { ...device, running: 'parked' } : device)),
      mqtt: mqtt(),
      buses: buses(),
      intake: intake.status(),
      buffer: this.#bufferHealth(ledgers, destinations, nowMs),
      destinations,
    };
  }

  /** Made once for each configuration. */
  #markOf(site: Site): string {
    if (this.#marked?.site !== site) this.#marked = { site, mark: siteMark(site.parts) };
    return this.#marked.mark;
  }

  #bufferHealth(
    ledgers: readonly DestinationLedger[],
    destinations: readonly DestinationStatus[],
    nowMs: number,
  ): BufferHealth {
    const { buffer, clock } = this.#parts;
    const site = this.#parts.site();
    const status = buffer.status();
    this.#in.sample(nowMs, status.lastSeq);
    this.#out.sample(nowMs, Math.min(...ledgers.map(ended)));
    this.#noteLoss(ledgers, nowMs);
    const inPerSecond = this.#in.perSecond();
    return {
      ...status,
      inPerSecond,
      outPerSecond: ledgers.length === 0 ? 0 : Math.max(0, this.#out.perSecond()),
      roomMs: roomMs({
        bytes: status.bytes,
        limitBytes: status.limitBytes,
        limitAgeMs: site.buffer.limitAge,
        oldestMs: Math.max(0, ...destinations.map(({ oldestWaitingMs }) => oldestWaitingMs)),
        inPerSecond,
      }),
      loss: this.#loss && {
        count: this.#loss.count,
        since: this.#loss.since,
        lastMs: clock.monotonicMs() - this.#loss.atMs,
      },
    };
  }

  /** Drops to make room since the start; the ledger counts since the destination was added. */
  #noteLoss(ledgers: readonly DestinationLedger[], nowMs: number): void {
    const { clock } = this.#parts;
    const site = this.#parts.site();
    const dropped = ledgers.reduce((sum, ledger) => sum + droppedForRoom(ledger), 0);
    this.#lossAtStart ??= dropped;
    const count = dropped - this.#lossAtStart;
    if (count <= (this.#loss?.count ?? 0)) return;
    const since = this.#loss?.since ?? clockText(clock.wallMs(), clock.wallMs(), site.gateway.timezone);
    this.#loss = { count, since, atMs: nowMs };
  }
}

const roomReasons = new Set(['bytes', 'age', 'disk']);

function droppedForRoom(ledger: DestinationLedger): number {
  return ledger.tallies.reduce(
    (sum, { outcome, reason, count }) =>
      outcome === 'dropped' && roomReasons.has(reason) ? sum + count : sum,
    0,
  );
}

function ended(ledger: DestinationLedger): number {
  return outcomes.reduce((sum, outcome) => sum + total(ledger, outcome), 0);
}
