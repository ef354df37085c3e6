/**
 * What is known about the gateway at one moment, as plain data: the one source of `kopru status`, the health
 * answers, the metrics and systemd's status line. Times are ages in milliseconds of monotonic time (right also
 * while the wall clock is wrong) and, beside them, texts of the wall clock for people.
 *
 * A snapshot survives JSON unchanged. It holds no secret: no header, no user information of a URL.
 */
import type { BufferStatus } from './buffer.ts';
import type { GatewayPlace } from './device.ts';
import type { HostStatus } from './host.ts';
import type { DestinationLedger } from './ledger.ts';
import type { Value } from './reading.ts';
import type { Link, Refusal } from './source.ts';

export interface Snapshot {
  readonly gateway: {
    readonly id: string;
    readonly name: string | undefined;
    readonly version: string;
    /** Node's version and machine, for example `v22.11.0` and `arm64`. */
    readonly runtime: { readonly node: string; readonly arch: string };
  };
  /** Wall clock when the snapshot was made, ISO 8601 in UTC. */
  readonly at: string;
  /** Wall clock at the start, as it was believed then. */
  readonly startedAt: string;
  readonly upMs: number;
  /** `starting` until sources run and the buffer is open; `stopping` from the first signal on. */
  readonly phase: 'starting' | 'running' | 'stopping';
  readonly configuration: {
    /** Twelve hexadecimal digits; equal for two gateways if they would work the same. */
    readonly mark: string;
    readonly devices: number;
    readonly entities: number;
    readonly destinations: number;
    readonly buses: number;
    readonly mqttBrokers: number;
    /** The last reload since the start. */
    readonly reload: ReloadStatus | undefined;
  };
  readonly clock: ClockStatus;
  readonly place: GatewayPlace;
  readonly host: HostStatus;
  /** In the order of the configuration. */
  readonly devices: readonly DeviceStatus[];
  /** Our connections to MQTT brokers, in the order of the configuration, then our own MQTT broker. */
  readonly mqtt: readonly MqttStatus[];
  /** Modbus buses, in the order of the configuration. */
  readonly buses: readonly BusStatus[];
  readonly intake: IntakeStatus;
  readonly buffer: BufferHealth;
  readonly destinations: readonly DestinationStatus[];
}

/** How a reload of the configuration went; not ok: the one before goes on. */
export interface ReloadStatus {
  readonly ok: boolean;
  /** Wall clock, ISO 8601 in UTC. */
  readonly at: string;
  /** Errors in the configuration that was refused. */
  readonly errors: number;
  /** Where the first of them is, for example `gateway.yaml:11:28`. */
  readonly place?: string;
}

export interface ClockStatus {
  readonly synchronised: boolean;
  /**
   * What vouched for it, for example `timesyncd`. Not synchronised: undefined while readings wait, `estimated` where
   * gateway.yaml has them sent all the same.
   */
  readonly source: string | undefined;
  /** Steps beyond 500 ms since the start. */
  readonly steps: number;
}

/** Readings wait until the clock is known to be right. */
export const waitsForClock = ({ synchronised, source }: ClockStatus): boolean =>
  !synchronised && source === undefined;

export interface DeviceStatus {
  readonly id: string;
  readonly driver: string;
  readonly name: string | undefined;
  /** Name of its bus or MQTT broker. */
  readonly connection: string;
  /** What the gateway does: asks it, listens to it, asks it rarely because it does not answer, or leaves it alone. */
  readonly running: 'polled' | 'listens' | 'parked' | 'off';
  readonly link: Link;
  /** Age of the link's state. */
  readonly linkMs: number;
  readonly everyMs: number | undefined;
  /** Silent after this long without a good reading. */
  readonly staleMs: number;
  /** Age of the last good reading; undefined if there was none since the start. */
  readonly lastReadingMs: number | undefined;
  /** The same by the wall clock, ISO 8601; undefined also while the clock is not synchronised. */
  readonly lastReadingAt: string | undefined;
  /** Readings accepted into the buffer since the start. */
  readonly accepted: number;
  /** Last value of each point, in the driver's order. */
  readonly values: readonly {
    readonly point: string;
    readonly quantity: string;
    readonly value: Value;
    /** UN/CEFACT code. */
    readonly unit: string | undefined;
    readonly ageMs: number;
    /** Age beyond which it is old, where its own rhythm allows more than `staleMs` of the device. */
    readonly dueMs?: number;
  }[];
  /** Good readings since the start that were held back on purpose; both reasons are there from the first moment. */
  readonly filtered: readonly Filtered[];
  readonly refusals: readonly {
    /** Undefined: a whole message. */
    readonly point: string | undefined;
    readonly reason: Refusal;
    readonly count: number;
    /** The last one as it came, cut for the screen. */
    readonly raw: string;
  }[];
}

export const filterReasons = [
  'filter', // not enough changed, or another of the same interval stands for it
  'unused', // no entity uses the point
] as const;
export interface Filtered {
  readonly reason: (typeof filterReasons)[number];
  readonly count: number;
}

/** How a Modbus bus does; counts are since the start. */
export interface BusStatus {
  readonly name: string;
  readonly connected: boolean;
  /** Share of its time that the configured polls need, 0 to 1 and beyond. */
  readonly plannedShare: number;
  /** Share of its time in which a request was under way, over the last minutes. */
  readonly busyShare: number;
  /** Milliseconds in which a request was under way. */
  readonly busyMs: number;
  readonly requests: number;
  readonly answers: number;
  readonly exceptions: number;
  readonly timeouts: number;
  /** Of the timeouts, those with bytes that made no sound answer. */
  readonly damaged: number;
  /** Polls left out because the one before was still under way. */
  readonly overruns: number;
}

export type MqttStatus = MqttClientStatus | MqttListenerStatus;

/** What came over MQTT since the start, and what became of it besides accepted readings. */
export interface MqttTraffic {
  readonly received: number;
  readonly repeated: number;
  /** Belongs to no device, or to one of several that share a topic and none recognises it. */
  readonly unmatched: number;
  /** Kept by the MQTT broker for new subscribers, of unknown age. */
  readonly stale: number;
  /** QoS 0 messages that could not be kept. */
  readonly lost: number;
}

/** Our connection to an MQTT broker elsewhere. */
export interface MqttClientStatus extends MqttTraffic {
  readonly kind: 'client';
  /** As in gateway.yaml. */
  readonly name: string;
  readonly url: string;
  readonly connected: boolean;
  /** On this connection the MQTT broker has answered for every topic. */
  readonly subscribed: boolean;
  /** Why the last connection or attempt ended; undefined while connected. */
  readonly trouble: { readonly code: string; readonly reason: string; readonly hint: string } | undefined;
  /** Connections made. */
  readonly connections: number;
  /** Connections that found no session of ours although there was one: messages sent meanwhile may be missing. */
  readonly gaps: number;
  /** Acknowledgements that wait for the disk. */
  readonly held: number;
  /** Topics that the MQTT broker refuses. */
  readonly refusedTopics: readonly string[];
}

/** Our own MQTT broker. */
export interface MqttListenerStatus extends MqttTraffic {
  readonly kind: 'listener';
  readonly name: string;
  /** Where it listens; `trouble` says why it does not, or why its certificate cannot be renewed. */
  readonly addresses: readonly {
    readonly address: string;
    readonly tls: boolean;
    readonly trouble: string | undefined;
  }[];
  /** Path of the file of users, and how many it has. */
  readonly users: { readonly file: string; readonly count: number; readonly trouble: string | undefined };
  readonly clients: readonly {
    readonly clientId: string;
    /** Undefined: it came without one. */
    readonly user: string | undefined;
    readonly address: string;
    readonly tls: boolean;
    readonly connectedMs: number;
    readonly messages: number;
    /** Messages on topics that its user has no right to. */
    readonly withheld: number;
    readonly lastMessageMs: number | undefined;
  }[];
  /** Logins since the start. */
  readonly connections: number;
  /** Connections and subscriptions that were refused, by reason. */
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
}

/** What happened before the buffer, since the start. */
export interface IntakeStatus {
  /** Good readings handed in by sources. */
  readonly read: number;
  /** Held back on purpose, by devices that are gone, too. */
  readonly filtered: readonly Filtered[];
  /** Never accepted although good: queue full, commit failed, stop. */
  readonly lost: readonly { readonly reason: string; readonly count: number }[];
  /** Age of the last loss; undefined if there was none. */
  readonly lastLossMs: number | undefined;
}

export interface BufferHealth extends BufferStatus {
  /** Readings per second over the last minutes. */
  readonly inPerSecond: number;
  /** Settled per second over the last minutes, by the slowest destination. */
  readonly outPerSecond: number;
  /** How long readings can still be kept if nothing is delivered; undefined while the rate is not known. */
  readonly roomMs: number | undefined;
  /** Readings dropped to make room since the start: by bytes, age or disk. */
  readonly loss:
    | {
        readonly count: number;
        /** Time of the first drop by the site's clock, for example `03:10`; see `clockText`. */
        readonly since: string;
        /** Age of the last drop. */
        readonly lastMs: number;
      }
    | undefined;
}

export const destinationPhases = [
  'starting', // the broker was not asked yet
  'waiting', // nothing to send now
  'sending', // requests are answered
  'backing off', // no usable answer; tries again by itself
  'denied', // credentials, tenant or operation refused; tries once a minute, drops nothing
  'unsynchronised', // readings wait until the clock is set
  'stopped',
] as const;
export type DestinationPhase = (typeof destinationPhases)[number];

export interface DestinationStatus {
  readonly name: string;
  /** Base URL without user information. */
  readonly broker: string;
  readonly history: string;
  readonly state: DestinationPhase;
  /** Since when the broker gives no usable answer, or refuses us; undefined while all is well. */
  readonly troubleMs: number | undefined;
  /** The last answer in words, for example `204 No Content` or `connect ECONNREFUSED`; no status: no answer came. */
  readonly lastAnswer:
    | { readonly words: string; readonly status: number | undefined; readonly ageMs: number }
    | undefined;
  /** Age of the last request that delivered something. */
  readonly lastSuccessMs: number | undefined;
  readonly nextTryMs: number | undefined;
  /** Milliseconds from a request to its answer, lately; absent until there was one. */
  readonly answerMs?: number;
  /** Entity versions in the request that is under way. */
  readonly inFlight: number;
  readonly ledger: DestinationLedger;
  /** Readings in quarantine now. */
  readonly quarantined: number;
  /** What live readings have overtaken on its way into the history of the broker; undefined when there is none. */
  readonly backlog?: {
    /** Readings; undefined until they are counted. */
    readonly waiting: number | undefined;
    /** Why the broker takes nothing of it now. */
    readonly trouble: string | undefined;
  };
  /** Why a destination in temporal mode works as ordered. */
  readonly asOrdered?: string;
  /** Age of the oldest waiting reading, without those that a window still gathers; 0 if none waits. */
  readonly oldestWaitingMs: number;
  /** Requests since the start by what came of them; `partial`: some items refused. */
  readonly requests: readonly { readonly outcome: string; readonly count: number }[];
  /** Entity versions since the start. */
  readonly entities: { readonly delivered: number; readonly rejected: number };
  /** Mappings that the broker rejects as a whole: their readings wait, one is tried now and then. */
  readonly held: readonly {
    readonly mapping: string;
    readonly code: string;
    /** The broker's own words. */
    readonly words: string;
    readonly forMs: number;
    readonly nextTryMs: number;
  }[];
  /** Requests without success since the start, by code. */
  readonly failures: readonly { readonly code: string; readonly count: number }[];
}

/**
 * True if the device owes a reading: its link says so, or its last good one is older than `staleMs`. A device that
 * has not answered since a start that is younger than that is starting, not silent.
 */
export function isSilent(device: DeviceStatus): boolean {
  if (device.running === 'off') return false;
  if (device.link.state === 'silent') return true;
  return silentForMs(device) > device.staleMs;
}

/** True once a good reading came and none is overdue. */
export function answers(device: DeviceStatus): boolean {
  return device.running !== 'off' && device.lastReadingMs !== undefined && !isSilent(device);
}

/**
 * The points of a device whose last good value is older than it may be although the device itself is not silent: a
 * part that its messages no longer hold, or a value that is refused again and again. What is `off` owes nothing.
 */
export function stalePoints(device: DeviceStatus): DeviceStatus['values'] {
  if (device.running === 'off' || isSilent(device)) return [];
  return device.values.filter(({ ageMs, dueMs = device.staleMs }) => ageMs > dueMs);
}

/** Milliseconds without a good reading. */
export function silentForMs(device: DeviceStatus): number {
  return device.lastReadingMs ?? device.linkMs;
}

export interface Room {
  readonly bytes: number;
  readonly limitBytes: number;
  readonly limitAgeMs: number;
  /** Age of the oldest waiting reading. */
  readonly oldestMs: number;
  readonly inPerSecond: number;
}

/** Bytes of one row with its checksum; measured with 1.3 million rows. */
const bytesPerReading = 33;

/**
 * Milliseconds until the first reading would be dropped if nothing were delivered from now on: bytes or age,
 * whichever comes first. Undefined while nothing comes in.
 */
export function roomMs(room: Room): number | undefined {
  if (!(room.inPerSecond > 0)) return undefined;
  const byBytes = ((room.limitBytes - room.bytes) / bytesPerReading / room.inPerSecond) * 1000;
  return Math.max(0, Math.min(byBytes, room.limitAgeMs - room.oldestMs));
}
