/**
 * A round is the next step of a strand: its oldest messages, as many as can be folded before an attribute would
 * be overwritten, as one version of each entity. A strand has one round open at a time; when all its versions
 * have ended, all its readings end together, and the strand may go on.
 */
import { type Attribute, type EntityPlan, entityJson, type Fragment, type InputMessage } from './entity.ts';
import { wordsOf } from './errors.ts';
import { type Outcome, worst } from './ledger.ts';
import type { Part } from './parts.ts';
import type { Strand } from './strand.ts';

/** One state of one entity, as it goes out and, after an unknown outcome, goes out again unchanged. */
export interface Version {
  readonly plan: EntityPlan;
  readonly json: string;
  /** The readings in it. */
  readonly seqs: readonly number[];
  /** By stream id: newest time in it, for the guard. */
  readonly newest: ReadonlyMap<number, number>;
}

export interface Round {
  readonly strand: Strand;
  readonly parts: readonly Part[];
  readonly versions: readonly Version[];
  /** Readings older than what their entity was already given; they are not sent. */
  readonly late: ReadonlySet<number>;
}

/** Newest observation time, in ms since 1970, that an entity was given from a stream. */
export type Newest = (entity: string, streamId: number) => number | undefined;

export interface MappingProblem {
  readonly entity: string;
  readonly mapping: string;
  readonly attribute: string;
  readonly code: string;
  readonly words: string;
}

interface Growing {
  readonly measured: Record<string, Attribute>;
  readonly dating: Record<string, Attribute>;
  readonly seqs: number[];
  readonly newest: Map<number, number>;
}

interface Step {
  readonly plan: EntityPlan;
  readonly fragment: Fragment;
  /** Index in the part of each reading in the fragment. */
  readonly rows: readonly number[];
}

/**
 * Folds the front of a strand's parts (at least one) into a round. `report` is told of attributes that got no value.
 */
export function foldRound(
  strand: Strand,
  parts: Iterable<Part>,
  newest: Newest,
  report: (problem: MappingProblem) => void,
): Round {
  const growing = new Map<EntityPlan, Growing>();
  const late = new Set<number>();
  const taken: Part[] = [];
  for (const part of parts) {
    const lateHere = new Set<number>();
    const steps = strand.plans.flatMap((plan) => stepOf(plan, part, strand, newest, lateHere));
    if (steps.some(({ plan, fragment }) => overwrites(growing.get(plan), fragment))) break;
    for (const step of steps) grow(growing, step, part, report);
    for (const seq of lateHere) late.add(seq);
    taken.push(part);
  }
  const versions = [...growing].map(([plan, { measured, dating, seqs, newest }]) => ({
    plan,
    json: entityJson(plan, measured, dating),
    seqs,
    newest,
  }));
  return { strand, parts: taken, versions, late };
}

function stepOf(plan: EntityPlan, part: Part, strand: Strand, newest: Newest, late: Set<number>): Step[] {
  const rows: number[] = [];
  const shared = strand.plans.length > 1;
  part.readings.forEach(({ stream }, row) => {
    if (shared && !plan.uses(stream)) return;
    const given = newest(plan.id, part.streamIds[row] ?? 0);
    if (given !== undefined && part.observedAtMs < given) late.add(part.seqs[row] ?? 0);
    else rows.push(row);
  });
  if (rows.length === 0) return [];
  const message: InputMessage =
    rows.length === part.readings.length
      ? part
      : { ...part, readings: rows.flatMap((row) => part.readings[row] ?? []) };
  const fragment = mapped(plan, message);
  return fragment ? [{ plan, fragment, rows }] : [];
}

/** A mapping that throws is a bug in it; it must not hold up the destination for ever. */
function mapped(plan: EntityPlan, message: InputMessage): Fragment | undefined {
  try {
    return plan.map(message);
  } catch (error) {
    const problem = { attribute: '', code: 'MAPPING_BUG', words: wordsOf(error) };
    return { measured: {}, dating: {}, problems: [problem] };
  }
}

function overwrites(growing: Growing | undefined, fragment: Fragment): boolean {
  if (!growing) return false;
  for (const name in fragment.measured) if (Object.hasOwn(growing.measured, name)) return true;
  return false;
}

function grow(
  growing: Map<EntityPlan, Growing>,
  { plan, fragment, rows }: Step,
  part: Part,
  report: (problem: MappingProblem) => void,
): void {
  for (const { attribute, code, words } of fragment.problems) {
    report({ entity: plan.id, mapping: plan.mapping, attribute, code, words });
  }
  if (Object.keys(fragment.measured).length === 0) return;
  let version = growing.get(plan);
  if (!version) {
    version = { measured: {}, dating: {}, seqs: [], newest: new Map() };
    growing.set(plan, version);
  }
  Object.assign(version.measured, fragment.measured);
  Object.assign(version.dating, fragment.dating);
  for (const row of rows) {
    version.seqs.push(part.seqs[row] ?? 0);
    version.newest.set(part.streamIds[row] ?? 0, part.observedAtMs);
  }
}

/** How a version ended. */
export type VersionEnd =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'quarantined'; readonly code: string; readonly words: string };

export interface ReadingEnd {
  readonly seq: number;
  readonly outcome: Outcome;
  readonly reason: string;
}

/** How each reading of a finished round ended: by the worst of its versions, else as late or as unmapped. */
export function endsOf(round: Round, ends: ReadonlyMap<Version, VersionEnd>): ReadingEnd[] {
  const outcomes = new Map<number, Outcome>();
  for (const version of round.versions) {
    const outcome = ends.get(version)?.outcome ?? 'quarantined';
    for (const seq of version.seqs) outcomes.set(seq, worst(outcome, outcomes.get(seq) ?? outcome));
  }
  return round.parts.flatMap((part) =>
    part.seqs.map((seq): ReadingEnd => {
      if (part.damaged) return { seq, outcome: 'dropped', reason: 'damaged' };
      const outcome = outcomes.get(seq);
      if (outcome) return { seq, outcome, reason: '' };
      return round.late.has(seq)
        ? { seq, outcome: 'superseded', reason: 'late' }
        : { seq, outcome: 'unused', reason: 'unmapped' };
    }),
  );
}
