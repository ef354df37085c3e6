/**
 * Between the sources and the buffer: keeps what `status` shows of each device, holds back what no entity uses
 * and what the filter finds unchanged, counts whatever does not become an accepted reading, and hands the rest on.
 */
import type { Device, Point } from '../core/device.ts';
import type { Clock, Logger } from '../core/environment.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { Message, Stream, Value } from '../core/reading.ts';
import type { Intake, Link, Refusal } from '../core/source.ts';
import { type DeviceStatus, type Filtered, filterReasons, type IntakeStatus } from '../core/status.ts';
import { createFilter, type MessageFilter } from './filter.ts';
import { createPlausibility, type PlausibilityCheck } from './plausibility.ts';
import { Rhythm } from './rhythm.ts';

/** A device with what the intake must know of its protocol. */
export interface IntakeDevice {
  readonly device: Device;
  readonly points: readonly Point[];
  readonly running: 'polled' | 'listens';
  /** Name of its bus or MQTT broker. */
  readonly connection: string;
}

export interface IntakeOptions {
  readonly devices: readonly IntakeDevice[];
  /** Resolves after the fsync of the whole message; see the buffer's contract. */
  readonly accept: (message: Message) => Promise<unknown>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface SiteIntake extends Intake {
  /** From now on it is these devices; one that is the same object as before keeps its state and its counts. */
  replace(devices: readonly IntakeDevice[]): void;
  devices(synchronised: boolean): readonly DeviceStatus[];
  status(): IntakeStatus;
  /** Hands in what a filter still holds; call after the sources stopped and before the buffer closes. */
  flush(): void;
}

interface Entry {
  readonly facts: IntakeDevice;
  readonly filter: MessageFilter;
  readonly plausibility: PlausibilityCheck;
  readonly used: ReadonlySet<Stream>;
  readonly values: Map<Stream, { readonly value: Value; readonly atMs: number; readonly rhythm: Rhythm }>;
  readonly refusals: Map<string, { point: string | undefined; reason: Refusal; count: number; raw: string }>;
  link: Link;
  linkSinceMs: number;
  lastReadingMs: number | undefined;
  accepted: number;
  /** Readings of points that no entity uses. */
  unused: number;
}

const rawAtMost = 120;

export function createIntake({ devices, accept, clock, logger }: IntakeOptions): SiteIntake {
  const lost = new Map<string, number>();
  let read = 0;
  let lastLossMs: number | undefined;

  const lose = (reason: string, count: number) => {
    lost.set(reason, (lost.get(reason) ?? 0) + count);
    lastLossMs = clock.monotonicMs();
  };

  const store = async (entry: Entry, message: Message): Promise<void> => {
    try {
      await accept(message);
      entry.accepted += message.readings.length;
    } catch (error) {
      entry.filter.forget();
      // A sender that waits for its acknowledgement repeats the message; nothing of it is lost.
      if (!message.awaited)
        lose(error instanceof KopruError ? error.code : 'COMMIT_FAILED', message.readings.length);
      throw error;
    }
  };

  const entryOf = (facts: IntakeDevice): Entry => {
    const later = (message: Message) => {
      store(entry, message).catch((error: unknown) => {
        logger.debug(
          { device: message.device, error: wordsOf(error) },
          'A held back message was not accepted.',
        );
      });
    };
    const { filter } = facts.device;
    const everyMs = filter?.intervalMs ?? (facts.running === 'listens' ? facts.device.everyMs : undefined);
    const entry: Entry = {
      facts,
      filter: createFilter({ filter, everyMs, clock, later }),
      plausibility: createPlausibility(facts.points),
      used: new Set(facts.points.filter((point) => point.used).map((point) => point.stream)),
      values: new Map(),
      refusals: new Map(),
      link: { state: 'starting' },
      linkSinceMs: clock.monotonicMs(),
      lastReadingMs: undefined,
      accepted: 0,
      unused: 0,
    };
    return entry;
  };
  let entries = new Map(devices.map((facts) => [facts.device.id, entryOf(facts)]));
  /** Of devices that are gone. */
  let filteredBefore: readonly Filtered[] = [];

  const refuse: Intake['refuse'] = (device, point, reason, raw, count = 1) => {
    const entry = entries.get(device);
    if (!entry) return;
    const { refusals } = entry;
    for (const [stream, { rhythm }] of entry.values) if (stream.point === point) rhythm.refused();
    const key = `${point ?? ''}\n${reason}`;
    const known = refusals.get(key) ?? { point, reason, count: 0, raw: '' };
    known.count += count;
    known.raw = raw.slice(0, rawAtMost);
    refusals.set(key, known);
  };

  return {
    replace(next) {
      const before = entries;
      entries = new Map(
        next.map((facts) => {
          const known = before.get(facts.device.id);
          return [facts.device.id, known?.facts.device === facts.device ? known : entryOf(facts)];
        }),
      );
      for (const [id, entry] of before) {
        if (entries.get(id) === entry) continue;
        entry.filter.flush();
        filteredBefore = together([...filteredBefore, ...filteredOf(entry)]);
      }
    },

    async accept(message) {
      const entry = entries.get(message.device);
      if (!entry || message.readings.length === 0) return;
      const nowMs = clock.monotonicMs();
      read += message.readings.length;
      entry.lastReadingMs = nowMs;
      const sound = message.readings.filter(({ stream, value }) => {
        const fault = entry.plausibility(stream, value, message.monotonicMs);
        if (fault) refuse(message.device, stream.point, fault, String(value));
        return fault === undefined;
      });
      for (const { stream, value } of sound) hear(entry, stream, value, nowMs);
      const readings = sound.filter(({ stream }) => entry.used.has(stream));
      entry.unused += sound.length - readings.length;
      if (readings.length === 0) return;
      const kept = readings.length === message.readings.length ? message : { ...message, readings };
      if (entry.filter.passes(kept)) await store(entry, kept);
    },

    refuse,

    link(device, link) {
      const entry = entries.get(device);
      if (!entry) return;
      const before = entry.link;
      entry.link = link;
      if (before.state === link.state) return;
      entry.linkSinceMs = clock.monotonicMs();
      if (link.state === 'silent') {
        logger.warn({ device, code: link.code, reason: link.reason }, 'A device is silent.');
      } else if (link.state === 'answers') {
        logger.info({ device }, before.state === 'silent' ? 'A device answers again.' : 'A device answers.');
      }
    },

    devices: (synchronised) => [...entries.values()].map((entry) => statusOf(entry, clock, synchronised)),

    status: () => ({
      read,
      filtered: together([...filteredBefore, ...[...entries.values()].flatMap(filteredOf)]),
      lost: [...lost].map(([reason, count]) => ({ reason, count })),
      lastLossMs: lastLossMs === undefined ? undefined : clock.monotonicMs() - lastLossMs,
    }),

    flush() {
      for (const entry of entries.values()) entry.filter.flush();
    },
  };
}

function hear({ values }: Entry, stream: Stream, value: Value, atMs: number): void {
  const rhythm = values.get(stream)?.rhythm ?? new Rhythm();
  rhythm.heard(atMs);
  values.set(stream, { value, atMs, rhythm });
}

function filteredOf({ filter, unused }: Entry): Filtered[] {
  return [
    { reason: 'filter', count: filter.filtered() },
    { reason: 'unused', count: unused },
  ];
}

const together = (all: readonly Filtered[]): Filtered[] =>
  filterReasons.map((reason) => ({
    reason,
    count: all.reduce((sum, each) => sum + (each.reason === reason ? each.count : 0), 0),
  }));

function statusOf(entry: Entry, clock: Clock, synchronised: boolean): DeviceStatus {
  const nowMs = clock.monotonicMs();
  const { device, running, connection } = entry.facts;
  const lastReadingMs = entry.lastReadingMs === undefined ? undefined : nowMs - entry.lastReadingMs;
  return {
    id: device.id,
    driver: device.driver,
    name: device.name,
    connection,
    running,
    link: entry.link,
    linkMs: nowMs - entry.linkSinceMs,
    everyMs: device.everyMs,
    staleMs: device.staleMs,
    lastReadingMs,
    lastReadingAt:
      lastReadingMs !== undefined && synchronised
        ? new Date(clock.wallMs() - lastReadingMs).toISOString()
        : undefined,
    accepted: entry.accepted,
    values: [...entry.values].map(([stream, { value, atMs, rhythm }]) => ({
      point: stream.point,
      quantity: stream.quantity,
      value,
      unit: stream.unit,
      ageMs: nowMs - atMs,
      // Each poll asks for every point.
      ...(running === 'listens' ? { dueMs: rhythm.dueMs(device.staleMs) } : {}),
    })),
    filtered: filteredOf(entry),
    refusals: [...entry.refusals.values()].map((refusal) => ({ ...refusal })),
  };
}
