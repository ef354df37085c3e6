/**
 * Readings from the quarantine on their second way: mapped anew, since a mapping may have been corrected, and folded
 * under the guard, so that none of them takes an entity back in time. What ended and what did not is worked out here;
 * the forwarder sends.
 */
import type { Chunk } from '../core/buffer.ts';
import type { Told } from '../core/entity.ts';
import type { Outcome } from '../core/ledger.ts';
import { OpenWindows } from '../core/open-windows.ts';
import { cut, type Lookup } from '../core/parts.ts';
import type { Quarantined, RetryEnd } from '../core/quarantine.ts';
import { endsOf, foldRound, type MappingProblem, type Round, type VersionEnd } from '../core/round.ts';
import type { Newest } from '../core/step.ts';
import type { Strand } from '../core/strand.ts';
import type { Version } from '../core/version.ts';
import { guardsOf } from './guard.ts';

export interface Retrial {
  readonly entry: Quarantined;
  /** Whose lanes must rest meanwhile. */
  readonly strands: readonly Strand[];
  readonly rounds: readonly Round[];
  /** In the order in which they go out. */
  readonly versions: readonly Version[];
}

const all = { kind: 'every', versions: Number.POSITIVE_INFINITY } as const;

/** Undefined while the time of a reading is not known. */
export function openRetrial(
  entry: Quarantined,
  lookup: Lookup,
  newest: Newest,
  told: Told,
  report: (problem: MappingProblem) => void,
): Retrial | undefined {
  const { parts, waitsForClock } = cut(chunkOf(entry), lookup);
  if (waitsForClock) return undefined;
  const strands = [...new Set(parts.map((part) => part.strand))];
  const rounds = strands.map((strand) => {
    const own = strand.plans.filter((plan) => plan.id === entry.entity);
    // Under a new id the entity of this name is gone: whoever uses the readings now gets them.
    const plans = own.length > 0 ? own : strand.plans;
    const mine = parts.filter((part) => part.strand === strand);
    return foldRound({ plans }, mine, all, newest, report, {
      open: new OpenWindows({ plans }),
      waiting: mine.length,
      completeMs: Number.POSITIVE_INFINITY,
      sentUpto: 0,
      told,
    });
  });
  return { entry, strands, rounds, versions: rounds.flatMap((round) => round.versions) };
}

/** `ends` holds the versions that have ended; a rejection is the last of them, and what comes after it stays too. */
export function retryEnd(
  { entry, rounds, versions }: Retrial,
  ends: ReadonlyMap<Version, VersionEnd>,
): RetryEnd {
  const refusal = [...ends.values()].find((end) => end.outcome === 'quarantined');
  const bug = rounds.flatMap((round) => round.bugs)[0];
  const given = versions.filter((version) => ends.get(version)?.outcome === 'delivered');
  const delivered = new Set(given.flatMap((version) => version.seqs));
  const counts = new Map<string, { outcome: Outcome; reason: string; count: number }>();
  const left = new Set(entry.readings.map(({ seq }) => seq));
  const known = new Set<number>();
  const end = (seq: number, outcome: Outcome, reason: string) => {
    if (!left.delete(seq)) return;
    const key = `${outcome} ${reason}`;
    const tally = counts.get(key) ?? { outcome, reason, count: 0 };
    tally.count++;
    counts.set(key, tally);
  };
  for (const round of rounds) {
    for (const { seq, outcome, reason } of endsOf(round, ends)) {
      known.add(seq);
      if (outcome !== 'quarantined' || delivered.has(seq))
        end(seq, delivered.has(seq) ? 'delivered' : outcome, reason);
    }
  }
  for (const { seq } of entry.readings) if (!known.has(seq)) end(seq, 'unused', 'unmapped');
  const { code, words } = refusal ?? { code: 'MAPPING_BUG', words: bug?.words ?? '' };
  const readings = entry.readings.filter(({ seq }) => left.has(seq));
  return {
    id: entry.id,
    tallies: [...counts.values()],
    newest: given.flatMap(guardsOf),
    ...(readings.length === 0 ? {} : { left: { code, words, readings } }),
  };
}

/** The kept readings as a stretch of the log. */
function chunkOf({ readings }: Quarantined): Chunk {
  const column = (of: (reading: Quarantined['readings'][number]) => number) =>
    Float64Array.from(readings, of);
  const rows = <Value>(of: (reading: Quarantined['readings'][number]) => Value | undefined) =>
    new Map(
      readings.flatMap((reading, row) => {
        const value = of(reading);
        return value === undefined ? [] : [[row, value] as const];
      }),
    );
  return {
    seq: column(({ seq }) => seq),
    stream: column(({ stream }) => stream),
    segment: column(({ segment }) => segment),
    t: column(({ t }) => t),
    number: column(({ value }) => (typeof value === 'number' ? value : Number.NaN)),
    texts: rows(({ value }) => (typeof value === 'string' ? value : undefined)),
    deviceTimes: rows(({ deviceTime }) => deviceTime),
    damaged: [],
    upto: readings.at(-1)?.seq ?? 0,
    end: true,
  };
}
