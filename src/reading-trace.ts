/**
 * One reading followed from its device to the answers of the brokers: what it was, whose clock dated it, what became
 * of it for each destination, in which entities, and which line of a mapping made which attribute of it.
 */
import type { Site } from './config/site.ts';
import type { Buffer, Chunk } from './core/buffer.ts';
import type { Quarantined } from './core/quarantine.ts';
import type { Stream } from './core/reading.ts';
import { observedAt } from './core/timeline.ts';
import type { Recalled } from './forward/recollection.ts';

/** By its number, or the newest of a point that ended lately. */
export type TraceQuestion = { readonly seq: number } | { readonly device: string; readonly point: string };

export interface TracedReading {
  readonly device: string;
  readonly point: string;
  readonly quantity: string;
  readonly value: number | string;
  /** UN/CEFACT code. */
  readonly unit: string | undefined;
  /** ISO 8601; undefined while the clock is not known to be right. */
  readonly observedAt: string | undefined;
  /** What dated it: the device itself, or what vouched for the gateway's clock. */
  readonly clock: string | undefined;
}

export interface TracedEntity {
  readonly id: string;
  readonly mapping: string;
  readonly outcome: string;
  /** The broker's own words, where it refused. */
  readonly words: string | undefined;
  /** Status 0: no answer. */
  readonly answer: { readonly at: string; readonly status: number; readonly together: number } | undefined;
  readonly attributes: readonly { readonly name: string; readonly json: string; readonly place: string }[];
}

export interface TracedFate {
  readonly destination: string;
  /** `ended`: no more is known of it, since only the last are remembered. */
  readonly state: 'waiting' | 'ended' | Recalled['end']['outcome'];
  readonly reason: string;
  readonly entities: readonly TracedEntity[];
  readonly quarantine: Pick<Quarantined, 'id' | 'entity' | 'code' | 'words' | 'tries'> | undefined;
}

export interface ReadingTrace {
  readonly seq: number;
  /** Undefined when nothing of it is left here. */
  readonly reading: TracedReading | undefined;
  readonly destinations: readonly TracedFate[];
}

export interface TraceParts {
  readonly site: Site;
  readonly buffer: Pick<Buffer, 'lease' | 'quarantine' | 'stream' | 'segment' | 'status'>;
  recall(destination: string, isMeant: Parameters<Recall>[0]): Recalled | undefined;
}
type Recall = (isMeant: (part: Recalled['part'], row: number) => boolean) => Recalled | undefined;

interface Row {
  readonly stream: Stream;
  readonly segment: number;
  readonly t: number;
  readonly deviceTimeMs: number | undefined;
  readonly value: number | string;
}

/** Entries of the quarantine that are looked at in one go. */
const pageEntries = 500;

/** Undefined: there is no such reading, or nothing is known of the point. */
export async function traceReading(
  parts: TraceParts,
  question: TraceQuestion,
): Promise<ReadingTrace | undefined> {
  const { site, buffer } = parts;
  const names = site.destinations.map(({ name }) => name);
  const seq = 'seq' in question ? question.seq : newestOf(parts, names, question);
  if (seq === undefined || seq > buffer.status().lastSeq) return undefined;
  const found = await Promise.all(names.map((name) => fateOf(parts, name, seq)));
  const row = found.find((each) => each.row)?.row;
  return {
    seq,
    reading: row && shown(parts, row),
    destinations: found.map(({ fate }) => fate),
  };
}

function newestOf(
  { recall }: TraceParts,
  names: readonly string[],
  { device, point }: { readonly device: string; readonly point: string },
): number | undefined {
  const seqs = names.flatMap((name) => {
    const recalled = recall(
      name,
      (part, row) => part.device === device && part.readings[row]?.stream.point === point,
    );
    return recalled ? [recalled.end.seq] : [];
  });
  return seqs.length > 0 ? Math.max(...seqs) : undefined;
}

async function fateOf(parts: TraceParts, destination: string, seq: number) {
  const waiting = await waitingRow(parts, destination, seq);
  if (waiting) return { row: waiting, fate: fate(destination, 'waiting') };
  const entry = await quarantined(parts.buffer, destination, seq);
  const kept = entry?.readings.find((each) => each.seq === seq);
  const recalled = parts.recall(destination, (part, row) => part.seqs[row] === seq);
  const row = recalled
    ? rowOf(recalled)
    : kept && { ...kept, stream: parts.buffer.stream(kept.stream), deviceTimeMs: kept.deviceTime };
  const told = {
    ...fate(destination, entry ? 'quarantined' : (recalled?.end.outcome ?? 'ended')),
    reason: recalled?.end.reason ?? '',
    entities: recalled ? entitiesOf(parts.site, recalled) : [],
    quarantine: entry && {
      id: entry.id,
      entity: entry.entity,
      code: entry.code,
      words: entry.words,
      tries: entry.tries,
    },
  };
  return { row, fate: told };
}

const fate = (destination: string, state: TracedFate['state']): TracedFate => ({
  destination,
  state,
  reason: '',
  entities: [],
  quarantine: undefined,
});

/** A lease changes nothing: the row is looked at in the front and in the backlog. */
async function waitingRow(
  { buffer }: TraceParts,
  destination: string,
  seq: number,
): Promise<Row | undefined> {
  for (const lane of ['front', 'backlog'] as const) {
    const chunk = await buffer.lease({ destination, after: seq - 1, upto: seq, limit: 1, lane });
    const [stream, segment, t] = [chunk.stream[0], chunk.segment[0], chunk.t[0]];
    if (stream === undefined || segment === undefined || t === undefined) continue;
    const value = valueIn(chunk);
    return { stream: buffer.stream(stream), segment, t, deviceTimeMs: chunk.deviceTimes.get(0), value };
  }
  return undefined;
}

const valueIn = ({ texts, number }: Chunk) => texts.get(0) ?? number[0] ?? Number.NaN;

async function quarantined(
  { quarantine }: TraceParts['buffer'],
  destination: string,
  seq: number,
): Promise<Quarantined | undefined> {
  for (let after = 0; ; ) {
    const entries = await quarantine.list({ destination, after, limit: pageEntries });
    const found = entries.find(({ readings }) => readings.some((each) => each.seq === seq));
    const last = entries.at(-1);
    if (found || !last) return found;
    after = last.id;
  }
}

function rowOf({ part, row }: Recalled): Row | undefined {
  const reading = part.readings[row];
  if (!reading) return undefined;
  const { segment, t, deviceTimeMs } = part;
  return { stream: reading.stream, value: reading.value, segment, t, deviceTimeMs };
}

function shown({ buffer }: TraceParts, { stream, segment, t, deviceTimeMs, value }: Row): TracedReading {
  const { device, point, quantity, unit } = stream;
  const dated = buffer.segment(segment);
  const at = observedAt(dated, t, deviceTimeMs);
  return {
    device,
    point,
    quantity,
    value,
    unit,
    observedAt: at === undefined ? undefined : new Date(at).toISOString(),
    clock: at !== undefined && at === deviceTimeMs ? 'device' : (dated.source ?? undefined),
  };
}

function entitiesOf(site: Site, { part, row, versions }: Recalled): TracedEntity[] {
  const stream = part.readings[row]?.stream;
  return versions.map(({ version: { plan }, end, posted }) => ({
    id: plan.id,
    mapping: plan.mapping,
    outcome: end?.outcome ?? 'unknown',
    words: end?.outcome === 'quarantined' ? `${end.code} ${end.words}` : undefined,
    answer: posted && {
      at: new Date(posted.atMs).toISOString(),
      status: posted.status,
      together: posted.together,
    },
    attributes: (site.entities.find(({ id }) => id === plan.id)?.explain(part) ?? [])
      .filter(({ from }) => from.some((each) => each.stream === stream))
      .map(({ name, attribute, origin }) => ({
        name,
        json: JSON.stringify(attribute),
        place: `${origin.file}:${origin.line}:${origin.column}`,
      })),
  }));
}
