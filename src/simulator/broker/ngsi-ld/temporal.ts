/** Reading the history: which instances a temporal query means, and how they are written (clauses 4.11, 4.5.6 to 4.5.9). */
import { contentMember, type Instance, type StoredInstance } from './attribute.ts';
import type { Context } from './context.ts';
import type { EntityHistory, Series } from './history.ts';
import { type Json, type JsonObject, setMember } from './json.ts';
import type { Candidate } from './query.ts';
import { simpleContent, writeHead, writeStored } from './write-entity.ts';

export type TimeProperty = 'observedAt' | 'createdAt' | 'modifiedAt';

export interface TemporalQuery {
  readonly timeProperty: TimeProperty;
  /** Milliseconds since 1970, itself included. */
  readonly fromMs: number | undefined;
  /** Milliseconds since 1970, itself not included. */
  readonly untilMs: number | undefined;
  /** Only so many of the newest, per attribute. */
  readonly lastN: number | undefined;
}

export interface TemporalForm {
  readonly context: Context;
  /** `[value, time]` pairs instead of whole instances. */
  readonly values: boolean;
  readonly sysAttrs: boolean;
  readonly only: ReadonlySet<string> | undefined;
}

/** The entity with its instances in the order of time; undefined when no instance is meant. */
export function writeHistory(
  history: EntityHistory,
  query: TemporalQuery,
  form: TemporalForm,
): JsonObject | undefined {
  const byName = new Map<string, StoredInstance[]>();
  for (const series of history.series.values()) {
    if (form.only?.has(series.iri) === false) continue;
    const chosen = choose(series, query);
    if (chosen.length > 0) byName.set(series.iri, [...(byName.get(series.iri) ?? []), ...chosen]);
  }
  if (byName.size === 0) return undefined;
  const target = writeHead(history, form);
  for (const [iri, instances] of byName) {
    setMember(
      target,
      form.context.compact(iri),
      form.values ? pairs(instances, query, form) : full(instances, form),
    );
  }
  return target;
}

/** A history as a query looks at it: by its newest instances. */
export function historyCandidate({ id, types, series }: EntityHistory): Candidate {
  const of = (iri: string) => [...series.values()].filter((one) => one.iri === iri);
  return {
    id,
    types,
    hasAttribute: (iri) => of(iri).length > 0,
    instances: (iri) => of(iri).flatMap(({ last }): Instance[] => (last ? [last.instance] : [])),
  };
}

function choose(series: Series, { timeProperty, fromMs, untilMs, lastN }: TemporalQuery): StoredInstance[] {
  const timed = series.instances.flatMap((stored) => {
    const ms = timeOf(stored, timeProperty);
    const inside =
      ms !== undefined && (fromMs === undefined || ms >= fromMs) && (untilMs === undefined || ms < untilMs);
    return inside ? [{ stored, ms }] : [];
  });
  timed.sort((a, b) => a.ms - b.ms || a.stored.number - b.stored.number);
  const chosen = lastN === undefined ? timed : timed.slice(-lastN);
  return chosen.map(({ stored }) => stored);
}

function timeOf(stored: StoredInstance, timeProperty: TimeProperty): number | undefined {
  return timeProperty === 'observedAt' ? stored.instance.observedAtMs : Date.parse(stored[timeProperty]);
}

function full(instances: readonly StoredInstance[], { context, sysAttrs }: TemporalForm): Json {
  return instances.map((stored) => {
    const json = writeStored(stored, { context, format: 'normalized', sysAttrs }) as JsonObject;
    return { ...json, instanceId: `urn:ngsi-ld:Instance:${stored.number}` };
  });
}

function pairs(
  instances: readonly StoredInstance[],
  { timeProperty }: TemporalQuery,
  { context }: TemporalForm,
): Json {
  const [first] = instances;
  const kind = first?.instance.kind ?? 'Property';
  const member = contentMember[kind];
  const isPlain = kind === 'Property' || kind === 'GeoProperty' || kind === 'Relationship';
  const list = instances.map((stored): Json => {
    const time = timeProperty === 'observedAt' ? stored.instance.observedAt : stored[timeProperty];
    const simple = simpleContent(stored.instance, context);
    return [isPlain ? simple : ((simple as JsonObject)[member] ?? null), time ?? null];
  });
  return { type: kind, [`${member}s`]: list };
}
