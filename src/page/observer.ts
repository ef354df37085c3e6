/**
 * Watches snapshots go by and makes of each what the page shows, with the curves and changes that one snapshot
 * alone cannot tell. Lives as long as the gateway; nothing of it is kept on disk.
 */
import { type HostStatus, wear } from '../core/host.ts';
import { balances, outcomes, total } from '../core/ledger.ts';
import type { Quarantined } from '../core/quarantine.ts';
import type { Value } from '../core/reading.ts';
import {
  type DestinationStatus,
  type DeviceStatus,
  isSilent,
  type Snapshot,
  stalePoints,
} from '../core/status.ts';
import { units } from '../core/unit.ts';
import { verdict } from '../core/verdict.ts';
import { turkish } from '../core/verdict-turkish.ts';
import { Changes } from './changes.ts';
import { headlineFirst } from './headline.ts';
import { coarse, type PlaceOf, problemsOf } from './problems.ts';
import type {
  BufferState,
  ConnectionState,
  DestinationState,
  DeviceState,
  FlowState,
  HostState,
  PageState,
  RefusedState,
  Trend,
  VerdictState,
} from './state.ts';
import { type Joining, Trail } from './trail.ts';

/** What the page says of the site that no snapshot carries. */
export interface PageSite {
  readonly timezone: string;
  readonly place: string | undefined;
  readonly connections: readonly Pick<ConnectionState, 'name' | 'kind' | 'words'>[];
  /** Numbers on Modbus buses, by device. */
  readonly unitIds: ReadonlyMap<string, number>;
  readonly placeOf: PlaceOf;
}

/** 60 columns of a minute, at first of a second. */
const hour = (joining: Joining) => new Trail({ columns: 60, widthMs: 60_000, doublings: 6, joining });
/** 72 columns of 20 minutes, at first of a second. */
const day = () => new Trail({ columns: 72, widthMs: 1_200_000, doublings: 10, joining: 'greatest' });

/** A verdict whose situation stays is said anew after this long, so that a screen reader is not always talking. */
const repeatMs = 60_000;
const repeatDrainingMs = 5_000;

export class Observer {
  readonly #site: () => PageSite;
  readonly #changes = new Changes();
  readonly #accepted = hour('sum');
  readonly #delivered = hour('sum');
  readonly #unanswered = hour('greatest');
  readonly #waiting = day();
  readonly #trends = new Map<string, Trail>();
  #counts: { readonly accepted: number; readonly delivered: number } | undefined;
  #verdict: { readonly state: VerdictState; readonly key: string; readonly atMs: number } | undefined;

  /** `site` is asked at every look: a reload may have changed it. */
  constructor(site: () => PageSite) {
    this.#site = site;
  }

  /** `nowMs` is the monotonic time at which the snapshot was taken; `refused` the newest of the quarantine. */
  take(snapshot: Snapshot, nowMs: number, refused: readonly Quarantined[] = []): PageState {
    const wallMs = Date.parse(snapshot.at);
    this.#changes.note(snapshot, nowMs, wallMs);
    const { unitIds, placeOf } = this.#site();
    const devices = snapshot.devices.map((device) => deviceState(device, unitIds.get(device.id), nowMs));
    return {
      now: { atMs: Math.round(nowMs), wallMs },
      gateway: this.#gateway(snapshot, nowMs),
      host: hostState(snapshot.host, nowMs),
      verdict: this.#say(snapshot, nowMs),
      problems: problemsOf(snapshot, nowMs, placeOf),
      connections: this.#connections(snapshot),
      buffer: bufferState(snapshot, nowMs),
      destinations: snapshot.destinations.map((one) => destinationState(one, nowMs)),
      flow: this.#flow(snapshot, nowMs),
      quarantine: refused.map((entry) => refusedState(entry, placeOf)),
      changes: this.#changes.list,
      devices: Object.fromEntries(devices.map((device) => [device.id, device])),
      trends: this.#curves(devices, nowMs),
    };
  }

  #gateway(snapshot: Snapshot, nowMs: number): PageState['gateway'] {
    const { gateway, phase, clock, configuration, upMs } = snapshot;
    return {
      id: gateway.id,
      name: gateway.name ?? gateway.id,
      version: gateway.version,
      runtime: `Node ${gateway.runtime.node.replace(/^v/, '')}, ${gateway.runtime.arch}`,
      timezone: this.#site().timezone,
      place: this.#site().place,
      phase,
      startedAtMs: coarse(nowMs - upMs),
      entities: configuration.entities,
      configuration: configuration.mark,
      clock: { synchronised: clock.synchronised, source: clock.source },
    };
  }

  #say(snapshot: Snapshot, nowMs: number): VerdictState {
    const { situation, glyph, word, sentence } = verdict(snapshot);
    const key = JSON.stringify([
      situation,
      snapshot.devices.filter(isSilent).length,
      snapshot.destinations.map(({ quarantined }) => quarantined > 0),
    ]);
    const repeat = situation === 'draining' || situation === 'starting' ? repeatDrainingMs : repeatMs;
    if (this.#verdict?.key === key && nowMs - this.#verdict.atMs < repeat) return this.#verdict.state;
    const inTurkish = verdict(snapshot, turkish);
    const state: VerdictState = {
      situation,
      glyph,
      words: { en: { word, sentence }, tr: { word: inTurkish.word, sentence: inTurkish.sentence } },
    };
    this.#verdict = { state, key, atMs: nowMs };
    return state;
  }

  #connections({ devices, buses, mqtt }: Snapshot): ConnectionState[] {
    const state = (site: PageSite['connections'][number]): ConnectionState => {
      const bus = buses.find(({ name }) => name === site.name);
      const client = mqtt.find(({ name }) => name === site.name);
      return {
        ...site,
        connected: bus?.connected ?? (client?.kind === 'client' ? client.connected : undefined),
        busyPercent: bus && Math.round(bus.busyShare * 100),
        devices: devices.filter(({ connection }) => connection === site.name).map(({ id }) => id),
      };
    };
    return this.#site()
      .connections.map(state)
      .filter(({ devices }) => devices.length > 0);
  }

  #flow({ destinations }: Snapshot, nowMs: number): FlowState {
    const accepted = Math.max(0, ...destinations.map(({ ledger }) => ledger.accepted));
    const delivered = Math.min(
      ...destinations.map(({ ledger }) => outcomes.reduce((sum, outcome) => sum + total(ledger, outcome), 0)),
      accepted,
    );
    const before = this.#counts ?? { accepted, delivered };
    this.#counts = { accepted, delivered };
    this.#accepted.add(nowMs, Math.max(0, accepted - before.accepted));
    this.#delivered.add(nowMs, Math.max(0, delivered - before.delivered));
    this.#unanswered.add(nowMs, destinations.some(isStuck) ? 1 : 0);
    this.#waiting.add(nowMs, Math.max(0, ...destinations.map(({ ledger }) => ledger.waiting)));
    return {
      accepted: this.#accepted.curve(nowMs),
      delivered: this.#delivered.curve(nowMs),
      unanswered: this.#unanswered.curve(nowMs),
      waiting: this.#waiting.curve(nowMs),
    };
  }

  #curves(devices: readonly DeviceState[], nowMs: number): Record<string, Trend> {
    const trends: Record<string, Trend> = {};
    for (const { id, link, values } of devices) {
      const [first] = values;
      if (!first || typeof first.value === 'string') continue;
      const key = `${id}\n${first.quantity}`;
      const trail = this.#trends.get(key) ?? hour('mean');
      this.#trends.set(key, trail);
      if (link === 'answers') trail.add(nowMs, Number(first.value));
      trends[id] = { unit: first.unit, curve: trail.curve(nowMs) };
    }
    return trends;
  }
}

const isStuck = ({ state }: DestinationStatus) => state === 'backing off' || state === 'denied';

function deviceState(device: DeviceStatus, unitId: number | undefined, nowMs: number): DeviceState {
  const { id, name, driver, running, link, linkMs, everyMs, lastReadingMs, values, refusals } = device;
  const state = isSilent(device) ? 'silent' : lastReadingMs === undefined ? 'starting' : 'answers';
  const old = new Set(stalePoints(device));
  return {
    id,
    name,
    driver,
    unitId,
    running,
    link: state,
    reason: link.state === 'silent' ? link.reason : undefined,
    everyMs,
    lastAtMs: stampOf(nowMs, lastReadingMs),
    sinceMs: coarse(nowMs - linkMs),
    values: headlineFirst(
      values.map((one) => ({
        quantity: one.quantity,
        value: shown(one.value),
        unit: symbolOf(one.unit),
        oldAtMs: old.has(one) ? coarse(nowMs - one.ageMs) : undefined,
      })),
    ),
    refused: refusals.reduce((sum, { count }) => sum + count, 0),
    refusedFor: refusals.at(-1)?.reason,
  };
}

/** Free room in steps of a hundredth of the whole. */
function hostState(host: HostStatus, nowMs: number): HostState {
  const stepped = (room: { readonly freeBytes: number; readonly bytes: number }) => ({
    freeBytes: Math.round((room.freeBytes / room.bytes) * 100) * (room.bytes / 100),
    bytes: room.bytes,
  });
  const worn = wear(host);
  return {
    celsius: host.processorCelsius === undefined ? undefined : Math.round(host.processorCelsius),
    underVoltage: host.underVoltage,
    disk: host.disk && stepped(host.disk),
    wear: worn && {
      bytesPerDay: Number(worn.bytesPerDay.toPrecision(2)),
      lifeDays: Number(worn.lifeDays.toPrecision(2)),
    },
    memory: stepped(host.memory),
    // Two clocks, read one after the other, are not apart by the same every time.
    bootAtMs: Math.floor((nowMs - host.upMs) / 60_000) * 60_000,
  };
}

/** Six digits and 200 characters are more than the page shows. */
function shown(value: Value): Value {
  if (typeof value === 'number') return Math.abs(value) >= 1e6 ? value : Number(value.toPrecision(6));
  return typeof value === 'string' ? value.slice(0, 200) : value;
}

function symbolOf(unit: string | undefined): string {
  return unit === undefined ? '' : (units.get(unit)?.symbol ?? unit);
}

function bufferState({ buffer, destinations }: Snapshot, nowMs: number): BufferState {
  const oldestMs = Math.max(0, ...destinations.map(({ oldestWaitingMs }) => oldestWaitingMs));
  return {
    waiting: Math.max(0, ...destinations.map(({ ledger }) => ledger.waiting)),
    oldestAtMs: oldestMs > 0 ? coarse(nowMs - oldestMs) : undefined,
    bytes: buffer.bytes,
    limitBytes: buffer.limitBytes,
    roomMs: buffer.roomMs,
    inPerSecond: tenths(buffer.inPerSecond),
    outPerSecond: tenths(buffer.outPerSecond),
    trouble: buffer.trouble,
  };
}

function destinationState(one: DestinationStatus, nowMs: number): DestinationState {
  const { name, broker, history, state, lastAnswer, ledger, quarantined, nextTryMs, oldestWaitingMs } = one;
  const count = (outcome?: string) =>
    one.requests.reduce(
      (sum, each) => (outcome === undefined || each.outcome === outcome ? sum + each.count : sum),
      0,
    );
  return {
    name,
    broker,
    history,
    state,
    troubleAtMs: stampOf(nowMs, one.troubleMs),
    lastAnswer: lastAnswer && {
      words: lastAnswer.words,
      status: lastAnswer.status,
      atMs: coarse(nowMs - lastAnswer.ageMs),
    },
    lastSuccessAtMs: stampOf(nowMs, one.lastSuccessMs),
    nextTryAtMs: nextTryMs === undefined ? undefined : coarse(nowMs + nextTryMs),
    answerMs: one.answerMs,
    oldestAtMs: oldestWaitingMs > 0 ? coarse(nowMs - oldestWaitingMs) : undefined,
    requests: count(),
    imperfect: count() - count('delivered'),
    ledger: {
      accepted: ledger.accepted,
      waiting: ledger.waiting,
      delivered: total(ledger, 'delivered'),
      superseded: total(ledger, 'superseded'),
      unused: total(ledger, 'unused'),
      quarantined,
      dropped: total(ledger, 'dropped'),
      balances: balances(ledger),
    },
  };
}

function refusedState(entry: Quarantined, placeOf: PlaceOf): RefusedState {
  const { id, destination, entity, code, words, count, firstAt, lastAt, retry } = entry;
  const place = placeOf({ entity }, words);
  return { id, destination, entity, code, words: words.slice(0, 300), place, count, firstAt, lastAt, retry };
}

function stampOf(nowMs: number, ageMs: number | undefined): number | undefined {
  return ageMs === undefined ? undefined : coarse(nowMs - ageMs);
}

const tenths = (value: number) => Math.round(value * 10) / 10;
