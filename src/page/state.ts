/**
 * What the page shows, as plain data that survives JSON. Where a snapshot has ages, this has stamps: milliseconds
 * of the gateway's monotonic clock. So what did not change stays equal from tick to tick and is not sent again,
 * and the browser counts ages up by itself, never by its own clock.
 */
import type { Value } from '../core/reading.ts';
import type { DestinationPhase, Snapshot } from '../core/status.ts';
import type { Glyph, Verdict } from '../core/verdict.ts';
import type { Change } from './changes.ts';
import type { Problem } from './problems.ts';
import type { Curve } from './trail.ts';

export const languages = ['en', 'tr'] as const;
export type Language = (typeof languages)[number];

export interface PageState {
  readonly now: {
    /** Monotonic milliseconds. */
    readonly atMs: number;
    /** The wall clock at that moment, as the gateway believes. */
    readonly wallMs: number;
  };
  readonly gateway: GatewayState;
  readonly host: HostState;
  readonly verdict: VerdictState;
  readonly problems: readonly Problem[];
  readonly connections: readonly ConnectionState[];
  readonly buffer: BufferState;
  readonly destinations: readonly DestinationState[];
  readonly flow: FlowState;
  /** Newest first, a few only. */
  readonly quarantine: readonly RefusedState[];
  /** Newest first. */
  readonly changes: readonly Change[];
  readonly devices: Readonly<Record<string, DeviceState>>;
  /** The last hour of each device's first value. */
  readonly trends: Readonly<Record<string, Trend>>;
}

/** What changed since another state; parts and devices that are left out are as before, null ones are gone. */
export interface PageDelta extends Partial<Omit<PageState, 'devices' | 'trends'>> {
  readonly devices?: Readonly<Record<string, DeviceState | null>>;
  readonly trends?: Readonly<Record<string, Trend | null>>;
}

export interface GatewayState {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly runtime: string;
  /** IANA name of the site's time zone. */
  readonly timezone: string;
  /** `41.0785° N, 28.9708° E`, with the receiver that found it; undefined if the place is no point or not known yet. */
  readonly place: string | undefined;
  readonly phase: Snapshot['phase'];
  readonly startedAtMs: number;
  readonly entities: number;
  /** Mark of the configuration that runs. */
  readonly configuration: string;
  readonly clock: { readonly synchronised: boolean; readonly source: string | undefined };
}

/** The machine, coarse enough not to change with every tick; undefined where it does not tell. */
export interface HostState {
  readonly celsius: number | undefined;
  readonly underVoltage: boolean | undefined;
  readonly disk: { readonly freeBytes: number; readonly bytes: number } | undefined;
  readonly wear: { readonly bytesPerDay: number; readonly lifeDays: number } | undefined;
  readonly memory: { readonly freeBytes: number; readonly bytes: number };
  readonly bootAtMs: number;
}

export interface VerdictState {
  readonly situation: Verdict['situation'];
  readonly glyph: Glyph;
  readonly words: Readonly<Record<Language, { readonly word: string; readonly sentence: string }>>;
}

/** A bus, a serial port or an MQTT broker, with its devices in order. */
export interface ConnectionState {
  readonly name: string;
  /** `9600 8N1`, `mqtt://…`; empty if there is nothing to say. */
  readonly words: string;
  readonly kind: 'modbus' | 'mqtt' | 'serial' | 'host';
  /** Undefined where it is not known. */
  readonly connected: boolean | undefined;
  /** Share of its time in which a request was under way, in whole percent. */
  readonly busyPercent: number | undefined;
  readonly devices: readonly string[];
}

export interface DeviceState {
  readonly id: string;
  readonly name: string | undefined;
  readonly driver: string;
  /** Its number on a Modbus bus. */
  readonly unitId: number | undefined;
  readonly running: 'polled' | 'listens' | 'parked' | 'off';
  /** `starting` until the first reading; `silent` also when readings are merely overdue. */
  readonly link: 'starting' | 'answers' | 'silent';
  readonly reason: string | undefined;
  readonly everyMs: number | undefined;
  readonly lastAtMs: number | undefined;
  /** Since when it is silent or starting. */
  readonly sinceMs: number;
  /** Most telling first. */
  readonly values: readonly PointValue[];
  /** Values that became no reading since the start. */
  readonly refused: number;
  /** Why the last kind of them became none. */
  readonly refusedFor: string | undefined;
}

export interface PointValue {
  readonly quantity: string;
  readonly value: Value;
  /** Symbol for people; empty for counts, states and texts. */
  readonly unit: string;
  /** When it was last good, if that is too long ago although its device answers. */
  readonly oldAtMs: number | undefined;
}

export interface Trend {
  readonly unit: string;
  readonly curve: Curve;
}

export interface BufferState {
  readonly waiting: number;
  readonly oldestAtMs: number | undefined;
  readonly bytes: number;
  readonly limitBytes: number;
  readonly roomMs: number | undefined;
  readonly inPerSecond: number;
  readonly outPerSecond: number;
  readonly trouble: string | undefined;
}

export interface DestinationState {
  readonly name: string;
  readonly broker: string;
  readonly history: string;
  readonly state: DestinationPhase;
  readonly troubleAtMs: number | undefined;
  readonly lastAnswer:
    | { readonly words: string; readonly status: number | undefined; readonly atMs: number }
    | undefined;
  readonly lastSuccessAtMs: number | undefined;
  readonly nextTryAtMs: number | undefined;
  /** From a request to its answer, lately. */
  readonly answerMs: number | undefined;
  readonly oldestAtMs: number | undefined;
  readonly requests: number;
  readonly imperfect: number;
  readonly ledger: LedgerState;
}

/** What a broker refused of one entity. */
export interface RefusedState {
  readonly id: number;
  readonly destination: string;
  /** URN. */
  readonly entity: string;
  readonly code: string;
  readonly words: string;
  /** File, line and column of the attribute that its words name, else the file of its mapping. */
  readonly place: string | undefined;
  /** Readings. */
  readonly count: number;
  /** Wall clock in milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** It is on its way once more. */
  readonly retry: boolean;
}

export interface LedgerState {
  readonly accepted: number;
  readonly waiting: number;
  readonly delivered: number;
  readonly superseded: number;
  readonly unused: number;
  readonly quarantined: number;
  readonly dropped: number;
  readonly balances: boolean;
}

/** The last hour of what came in and went out, and the last day of what waits. */
export interface FlowState {
  readonly accepted: Curve;
  readonly delivered: Curve;
  /** 1 where the broker gave no usable answer. */
  readonly unanswered: Curve;
  readonly waiting: Curve;
}
