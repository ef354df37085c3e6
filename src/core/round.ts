/**
 * A round is the next stretch of a strand: its oldest messages, folded into versions of its entities. A strand has
 * one round open at a time; when all its versions have ended, all its readings end together, and the strand may go
 * on.
 */

import { type EntityPlan, marksIn, type Told } from './entity.ts';
import { type InstanceBounds, Instances, textsOf } from './instances.ts';
import { type Ending, worse } from './ledger.ts';
import type { OpenWindows } from './open-windows.ts';
import type { Part } from './parts.ts';
import {
  type MappingBug,
  type Newest,
  type Remembered,
  rememberedOf,
  type Step,
  type Stepped,
  stepsOf,
} from './step.ts';
import type { Strand } from './strand.ts';
import { Growing, type Version } from './version.ts';
import { type Settled, settleClosing } from './window-step.ts';

/** How much of a strand one round takes. */
export type Folding =
  /**
   * Up to so many versions of each entity, every value in one of them. `late`: what comes late goes into a history, of
   * each entity so much in one write; left out: it is superseded.
   */
  | { readonly kind: 'every'; readonly versions: number; readonly late?: InstanceBounds }
  /** All that waits, in one version of each entity: the newest value of each attribute. */
  | { readonly kind: 'newest' };

export interface Round {
  readonly strand: Strand;
  readonly parts: readonly Part[];
  /** Those of one entity oldest first; what is late stands behind all others. */
  readonly versions: readonly Version[];
  /** How readings end that are in no version: something newer replaces them, or their period was thin. */
  readonly others: ReadonlyMap<number, Ending>;
  readonly bugs: readonly MappingBug[];
  /** What sensors said, and marks of fragments that sent nothing: to be remembered with the round. */
  readonly remembered?: readonly Remembered[];
}

/** What folding a strand with periods or marks needs to know besides. */
export interface Periods {
  readonly open: OpenWindows;
  /** Messages that wait, those beyond the ones handed over too. */
  readonly waiting: number;
  /** Everything that came before this time, in ms since 1970, is among what waits. */
  readonly completeMs: number;
  /** Up to this sequence number the entities had what they take at once. */
  readonly sentUpto: number;
  /** Marks that were made before the round; left out: none. */
  readonly told?: Told;
}

export interface MappingProblem {
  readonly entity: string;
  readonly mapping: string;
  readonly attribute: string;
  readonly code: string;
  readonly words: string;
}

/**
 * Folds the front of a strand's parts (at least one, or a period that is over) into a round. `newest` knows what the
 * entities were given before; `report` is told of attributes that got no value. Messages that a period still needs
 * are in the round all the same; `periods.open` holds them from then on.
 */
export function foldRound(
  strand: Strand,
  parts: Iterable<Part>,
  folding: Folding,
  newest: Newest,
  report: (problem: MappingProblem) => void,
  periods?: Periods,
): Round {
  const folder = new Folder(folding, newest, report, periods?.told);
  const mapsLate = folding.kind === 'every' && folding.late !== undefined;
  const taken: Part[] = [];
  let full = false;
  for (const part of parts) {
    full = !closePeriods(folder, periods, part.cameMs);
    if (full) break;
    const stepped = periods
      ? unsent(stepsOf(part, strand, folder.newest, { told: folder.told }), part, periods)
      : stepsOf(part, strand, folder.newest, { mapsLate });
    full = !folder.takes(stepped);
    if (full) break;
    for (const seq of periods?.open.take(part) ?? []) folder.end(seq, late);
    taken.push(part);
  }
  if (periods && !full && taken.length === periods.waiting) closePeriods(folder, periods, periods.completeMs);
  folder.finishLayer();
  const { others, bugs, remembered } = folder;
  const versions = [...folder.versions, ...folder.lateVersions()];
  return { strand, parts: taken, versions, others, bugs, ...(remembered.length > 0 && { remembered }) };
}

const late: Ending = { outcome: 'superseded', reason: 'late' };
const coalesced: Ending = { outcome: 'superseded', reason: 'coalesced' };
const given: Ending = { outcome: 'delivered', reason: '' };

/** Closes what is over at that time, in order. False if the round is full before it is through. */
function closePeriods(folder: Folder, periods: Periods | undefined, atMs: number): boolean {
  for (;;) {
    const closing = periods?.open.over(atMs);
    if (!periods || !closing) return true;
    if (!folder.takes(settleClosing(closing, folder.newest))) return false;
    periods.open.close(closing);
  }
}

/** Without what the entities were given before a crash, that is settled only now. */
function unsent(stepped: Stepped, part: Part, { sentUpto }: Periods): Settled {
  if ((part.seqs.at(-1) ?? 0) > sentUpto) return stepped;
  const before = [...stepped.steps.flatMap(({ seqs }) => seqs), ...stepped.late];
  return { steps: [], late: [], bugs: [], others: before.map((seq) => [seq, given]) };
}

/** Lays steps over each other, entity by entity. */
class Folder {
  readonly versions: Version[] = [];
  readonly others = new Map<number, Ending>();
  readonly bugs: MappingBug[] = [];
  readonly remembered: Remembered[] = [];
  readonly #folding: Folding;
  readonly #before: Newest;
  readonly #report: (problem: MappingProblem) => void;
  readonly #toldBefore: Told;
  /** Marks of this round. */
  readonly #marks = new Map<string, number>();
  readonly #growing = new Map<string, Growing>();
  readonly #late = new Map<EntityPlan, Instances>();
  /** By the guard's name and stream: newest time in this round. */
  readonly #given = new Map<string, Map<number, number>>();
  #layers = 1;

  constructor(
    folding: Folding,
    before: Newest,
    report: (problem: MappingProblem) => void,
    toldBefore: Told = () => undefined,
  ) {
    this.#toldBefore = toldBefore;
    this.#folding = folding;
    this.#before = before;
    this.#report = report;
  }

  /** As given before the round or in it. */
  readonly newest: Newest = (guard, stream) =>
    this.#given.get(guard)?.get(stream) ?? this.#before(guard, stream);

  readonly told: Told = (mark) => this.#marks.get(mark) ?? this.#toldBefore(mark);

  /** Lays these steps over the others. False, and nothing is done, if the round has no room for them. */
  takes({ steps, late: lates, lateSteps = [], bugs, others = [] }: Settled): boolean {
    const folding = this.#folding;
    if (folding.kind === 'every' && folding.late && this.#exceededBy(lateSteps, folding.late)) return false;
    if (folding.kind === 'every' && this.#overwrittenBy(steps)) {
      if (this.#layers === folding.versions) return false;
      this.finishLayer();
      this.#layers++;
    }
    for (const step of steps) this.#add(step);
    for (const step of lateSteps) this.#addLate(step);
    for (const seq of lates) this.end(seq, late);
    for (const [seq, ending] of others) this.end(seq, ending);
    this.bugs.push(...bugs);
    return true;
  }

  /** The reading ended so, unless it did worse elsewhere. */
  end(seq: number, ending: Ending): void {
    this.others.set(seq, worse(ending, this.others.get(seq)));
  }

  finishLayer(): void {
    for (const growing of this.#growing.values()) {
      const { version, coalesced: replaced } = growing.finish();
      this.versions.push(version);
      for (const seq of replaced) this.end(seq, coalesced);
    }
    this.#growing.clear();
  }

  /** Of each entity what came late, all in one. */
  lateVersions(): Version[] {
    return [...this.#late.values()].flatMap((instances) => {
      const version = instances.finish();
      return version ? [{ ...version, late: true, newest: new Map() }] : [];
    });
  }

  #addLate(step: Step): void {
    this.#tell(step);
    const instances = this.#late.get(step.plan) ?? new Instances(step.plan);
    this.#late.set(step.plan, instances);
    instances.add(step);
  }

  #exceededBy(lateSteps: readonly Step[], bounds: InstanceBounds): boolean {
    return lateSteps.some(({ plan, fragment }) =>
      this.#late.get(plan)?.exceededBy(textsOf(fragment), bounds),
    );
  }

  #overwrittenBy(steps: readonly Step[]): boolean {
    return steps.some(({ plan, fragment }) => this.#growing.get(plan.id)?.overwrittenBy(fragment));
  }

  #add(step: Step): void {
    const { plan, guard, fragment, streamIds, atMs } = step;
    this.#tell(step);
    for (const [mark, at] of Object.entries(marksIn(fragment))) this.#marks.set(mark, at);
    this.remembered.push(...rememberedOf(step, fragment.seen));
    if (Object.keys(fragment.measured).length === 0) {
      this.remembered.push(...rememberedOf(step, fragment.marks));
      return;
    }
    let version = this.#growing.get(plan.id);
    if (!version) {
      version = new Growing(plan);
      this.#growing.set(plan.id, version);
    }
    version.add(step);
    let times = this.#given.get(guard);
    if (!times) {
      times = new Map();
      this.#given.set(guard, times);
    }
    for (const stream of streamIds) times.set(stream, atMs);
  }

  #tell({ plan, fragment }: Step): void {
    for (const { attribute, code, words } of fragment.problems) {
      this.#report({ entity: plan.id, mapping: plan.mapping, attribute, code, words });
    }
  }
}

/** How a version ended. */
export type VersionEnd =
  | { readonly outcome: 'delivered' }
  /** It came late, and the broker takes no history. */
  | { readonly outcome: 'superseded'; readonly reason: 'late' }
  | { readonly outcome: 'quarantined'; readonly code: string; readonly words: string };

export interface ReadingEnd extends Ending {
  readonly seq: number;
}

/** How the readings ended that are in a version, or somewhere else: by the worst of it. */
export function endingsOf(round: Round, ends: ReadonlyMap<Version, VersionEnd>): Map<number, Ending> {
  const endings = new Map<number, Ending>();
  const end = (seq: number, ending: Ending) => endings.set(seq, worse(ending, endings.get(seq)));
  const refused: Ending = { outcome: 'quarantined', reason: '' };
  for (const version of round.versions) {
    const ended = ends.get(version);
    const ending = ended && ended.outcome !== 'quarantined' ? { reason: '', ...ended } : refused;
    for (const seq of version.seqs) end(seq, ending);
  }
  for (const { seqs } of round.bugs) for (const seq of seqs) end(seq, refused);
  for (const [seq, ending] of round.others) endings.set(seq, worse(ending, endings.get(seq)));
  return endings;
}

/** How each reading of a finished round ended: by the worst of it, else as unmapped. */
export function endsOf(round: Round, ends: ReadonlyMap<Version, VersionEnd>): ReadingEnd[] {
  const endings = endingsOf(round, ends);
  return round.parts.flatMap((part) => endsOfPart(part, (seq) => endings.get(seq)));
}

export function endsOfPart(part: Part, endingOf: (seq: number) => Ending | undefined): ReadingEnd[] {
  return part.seqs.map((seq): ReadingEnd => {
    if (part.damaged) return { seq, outcome: 'dropped', reason: 'damaged' };
    return { seq, ...(endingOf(seq) ?? unmapped) };
  });
}

const unmapped: Ending = { outcome: 'unused', reason: 'unmapped' };
