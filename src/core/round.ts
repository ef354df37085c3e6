/**
 * A round is the next stretch of a strand: its oldest messages, folded into versions of its entities. A strand has
 * one round open at a time; when all its versions have ended, all its readings end together, and the strand may go
 * on.
 */
import { type Outcome, worst } from './ledger.ts';
import type { Part } from './parts.ts';
import { type MappingBug, type Newest, type Step, stepsOf } from './step.ts';
import type { Strand } from './strand.ts';
import { Growing, type Version } from './version.ts';

/** How much of a strand one round takes. */
export type Folding =
  /** Up to so many versions of each entity, every value in one of them. */
  | { readonly kind: 'every'; readonly versions: number }
  /** All that waits, in one version of each entity: the newest value of each attribute. */
  | { readonly kind: 'newest' };

export interface Round {
  readonly strand: Strand;
  readonly parts: readonly Part[];
  /** Those of one entity oldest first. */
  readonly versions: readonly Version[];
  /** Readings that something newer replaces: sent before this round (late), or in it (coalesced). */
  readonly superseded: ReadonlyMap<number, 'late' | 'coalesced'>;
  readonly bugs: readonly MappingBug[];
}

export interface MappingProblem {
  readonly entity: string;
  readonly mapping: string;
  readonly attribute: string;
  readonly code: string;
  readonly words: string;
}

/**
 * Folds the front of a strand's parts (at least one) into a round. `newest` knows what the entities were given
 * before; `report` is told of attributes that got no value.
 */
export function foldRound(
  strand: Strand,
  parts: Iterable<Part>,
  folding: Folding,
  newest: Newest,
  report: (problem: MappingProblem) => void,
): Round {
  const folder = new Folder(newest, report);
  const taken: Part[] = [];
  let layers = 1;
  for (const part of parts) {
    const { steps, late, bugs } = stepsOf(part, strand, folder.newest);
    if (folding.kind === 'every' && folder.overwrittenBy(steps)) {
      if (layers === folding.versions) break;
      folder.finishLayer();
      layers++;
    }
    for (const step of steps) folder.add(step, part);
    for (const seq of late) folder.superseded.set(seq, 'late');
    folder.bugs.push(...bugs);
    taken.push(part);
  }
  folder.finishLayer();
  const { versions, superseded, bugs } = folder;
  return { strand, parts: taken, versions, superseded, bugs };
}

/** Lays steps over each other, entity by entity. */
class Folder {
  readonly versions: Version[] = [];
  readonly superseded = new Map<number, 'late' | 'coalesced'>();
  readonly bugs: MappingBug[] = [];
  readonly #before: Newest;
  readonly #report: (problem: MappingProblem) => void;
  readonly #growing = new Map<string, Growing>();
  /** By entity and stream: newest time in this round. */
  readonly #given = new Map<string, Map<number, number>>();

  constructor(before: Newest, report: (problem: MappingProblem) => void) {
    this.#before = before;
    this.#report = report;
  }

  /** As given before the round or in it. */
  readonly newest: Newest = (entity, stream) =>
    this.#given.get(entity)?.get(stream) ?? this.#before(entity, stream);

  overwrittenBy(steps: readonly Step[]): boolean {
    return steps.some(({ plan, fragment }) => this.#growing.get(plan.id)?.overwrittenBy(fragment));
  }

  add({ plan, fragment, rows }: Step, part: Part): void {
    for (const { attribute, code, words } of fragment.problems) {
      this.#report({ entity: plan.id, mapping: plan.mapping, attribute, code, words });
    }
    if (Object.keys(fragment.measured).length === 0) return;
    let version = this.#growing.get(plan.id);
    if (!version) {
      version = new Growing(plan);
      this.#growing.set(plan.id, version);
    }
    version.add(fragment, part, rows);
    let given = this.#given.get(plan.id);
    if (!given) {
      given = new Map();
      this.#given.set(plan.id, given);
    }
    for (const row of rows) given.set(part.streamIds[row] ?? 0, part.observedAtMs);
  }

  finishLayer(): void {
    for (const growing of this.#growing.values()) {
      const { version, coalesced } = growing.finish();
      this.versions.push(version);
      for (const seq of coalesced) this.superseded.set(seq, 'coalesced');
    }
    this.#growing.clear();
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

/** How each reading of a finished round ended: by the worst of its versions, else as superseded or unmapped. */
export function endsOf(round: Round, ends: ReadonlyMap<Version, VersionEnd>): ReadingEnd[] {
  const outcomes = new Map<number, Outcome>();
  for (const version of round.versions) {
    const outcome = ends.get(version)?.outcome ?? 'quarantined';
    for (const seq of version.seqs) outcomes.set(seq, worst(outcome, outcomes.get(seq) ?? outcome));
  }
  for (const { seqs } of round.bugs) for (const seq of seqs) outcomes.set(seq, 'quarantined');
  return round.parts.flatMap((part) =>
    part.seqs.map((seq): ReadingEnd => {
      if (part.damaged) return { seq, outcome: 'dropped', reason: 'damaged' };
      const outcome = outcomes.get(seq);
      if (outcome) return { seq, outcome, reason: '' };
      const superseded = round.superseded.get(seq);
      return superseded
        ? { seq, outcome: 'superseded', reason: superseded }
        : { seq, outcome: 'unused', reason: 'unmapped' };
    }),
  );
}
