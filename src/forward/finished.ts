/** From a round whose versions have all ended to what the settler needs. */

import type { Cause, HeldReadings } from '../core/held.ts';
import type { Part } from '../core/parts.ts';
import type { QuarantineEntry } from '../core/quarantine.ts';
import { endingsOf, endsOf, type Round, type VersionEnd } from '../core/round.ts';
import type { Version } from '../core/version.ts';
import type { State } from './backlog/survey.ts';
import { guardsOf, guardsOfMarks } from './guard.ts';
import type { Lane } from './lane.ts';
import type { Finished } from './settler.ts';

export function finishedOf(lane: Lane, round: Round, ends: ReadonlyMap<Version, VersionEnd>): Finished {
  return {
    lane,
    ends: endsOf(round, ends),
    streams: streamsIn(round.parts),
    newest: newestOf(round, ends),
    quarantine: quarantineOf(round, ends),
  };
}

/** The same for a strand with periods: its readings end when nothing needs them any more, in order of the log. */
export function finishedHeldOf(
  lane: Lane,
  held: HeldReadings,
  round: Round,
  ends: ReadonlyMap<Version, VersionEnd>,
): { readonly finished: Finished; readonly parts: readonly Part[] } {
  held.note(endingsOf(round, ends), causesOf(round, ends));
  const { parts, ends: readingEnds, causes } = held.release();
  const finished = {
    lane,
    ends: readingEnds,
    streams: streamsIn(parts),
    newest: newestOf(round, ends),
    quarantine: entriesOf(parts, causes),
  };
  return { finished, parts };
}

const streamsIn = (parts: readonly Part[]) => [...new Set(parts.flatMap((part) => part.streamIds))];

const newestOf = (round: Round, ends: ReadonlyMap<Version, VersionEnd>): Finished['newest'] => [
  ...round.versions.filter((version) => ends.get(version)?.outcome === 'delivered').flatMap(guardsOf),
  ...guardsOfMarks(round.remembered ?? []),
];

/** The same for the newest of the backlog: of its messages only the readings that are a stream's newest end with it. */
export function finishedStateOf(
  lane: Lane,
  round: Round,
  ends: ReadonlyMap<Version, VersionEnd>,
  { newest }: State,
): Finished {
  const given = new Set([...round.versions, ...round.bugs].flatMap(({ seqs }) => [...seqs]));
  const ended = (seq: number) => newest.has(seq) && given.has(seq);
  const whole = finishedOf(lane, round, ends);
  return {
    ...whole,
    ends: whole.ends.filter(({ seq }) => ended(seq)),
    streams: [],
    quarantine: whole.quarantine.flatMap((entry) => {
      const readings = entry.readings.filter(({ seq }) => ended(seq));
      return readings.length === 0 ? [] : [{ ...entry, readings, count: readings.length }];
    }),
    sent: [...newest].filter(([seq]) => given.has(seq)).map(([seq, stream]) => ({ stream, seq })),
  };
}

/** One entry for each rejected version and each bug; a reading that is in several is kept with the first. */
export function quarantineOf(round: Round, ends: ReadonlyMap<Version, VersionEnd>): QuarantineEntry[] {
  return entriesOf(round.parts, causesOf(round, ends));
}

function causesOf(round: Round, ends: ReadonlyMap<Version, VersionEnd>): Cause[] {
  const rejected = round.versions.flatMap((version) => {
    const end = ends.get(version);
    if (end?.outcome !== 'quarantined') return [];
    return [{ entity: version.plan.id, code: end.code, words: end.words, seqs: version.seqs }];
  });
  const bugs = round.bugs.map(({ plan, seqs, words }) => ({
    entity: plan.id,
    code: 'MAPPING_BUG',
    words,
    seqs,
  }));
  return [...rejected, ...bugs];
}

function entriesOf(parts: readonly Part[], causes: readonly Cause[]): QuarantineEntry[] {
  const taken = new Set<number>();
  return causes.flatMap(({ entity, code, words, seqs }) => {
    const mine = new Set(seqs.filter((seq) => !taken.has(seq)));
    for (const seq of mine) taken.add(seq);
    const readings = parts.flatMap((part) => readingsOf(part, mine));
    return readings.length === 0 ? [] : [{ entity, code, words, count: readings.length, readings }];
  });
}

function readingsOf(part: Part, wanted: ReadonlySet<number>): QuarantineEntry['readings'] {
  return part.seqs.flatMap((seq, row) => {
    const value = part.readings[row]?.value;
    if (!wanted.has(seq) || value === undefined) return [];
    const reading = { seq, stream: part.streamIds[row] ?? 0, segment: part.segment, t: part.t, value };
    return [part.deviceTimeMs === undefined ? reading : { ...reading, deviceTime: part.deviceTimeMs }];
  });
}
