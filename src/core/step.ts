/**
 * From one message to what it gives to each entity of its strand. Readings older than what the entity already has
 * are late: they are left out, or made into steps of their own where a history takes them.
 */

import type { EntityPlan, Fragment, Marks, Told } from './entity.ts';
import { wordsOf } from './errors.ts';
import { withEstimatedTime } from './estimated-time.ts';
import type { Part } from './parts.ts';
import type { Strand } from './strand.ts';

/** Newest observation time, in ms since 1970, that an entity was given from a stream; `guard` is its id. */
export type Newest = (guard: string, streamId: number) => number | undefined;

/** What a message, or a period of messages, gives to one entity. */
export interface Step {
  readonly plan: EntityPlan;
  /** Name under which the guard remembers that it was given. */
  readonly guard: string;
  readonly fragment: Fragment;
  /** The readings in the fragment. */
  readonly seqs: readonly number[];
  /** Stream ids, one for each seq. */
  readonly streamIds: readonly number[];
  /** When it was observed, in ms since 1970. */
  readonly atMs: number;
}

/** Readings on which a mapping threw. */
export interface MappingBug {
  readonly plan: EntityPlan;
  readonly seqs: readonly number[];
  readonly words: string;
}

export interface Stepped {
  readonly steps: readonly Step[];
  /** Late readings that go nowhere. */
  readonly late: readonly number[];
  /** What late readings give, where it was asked for. */
  readonly lateSteps?: readonly Step[];
  readonly bugs: readonly MappingBug[];
}

export interface StepOptions {
  /** The marks of fragments before; needed for plans that have any. */
  readonly told?: Told;
  /** Late readings are mapped too, for a history. Not for plans with windows or marks: they need the order. */
  readonly mapsLate?: boolean;
}

export function stepsOf(
  part: Part,
  strand: Strand,
  newest: Newest,
  { told, mapsLate = false }: StepOptions = {},
): Stepped {
  const steps: Step[] = [];
  const lateSteps: Step[] = [];
  const late: number[] = [];
  const bugs: MappingBug[] = [];
  const shared = strand.plans.length > 1;
  for (const plan of strand.plans) {
    const rows: number[] = [];
    const lateRows: number[] = [];
    const maps = plan.maps ?? plan.uses;
    const choosy = shared || plan.windows !== undefined;
    part.readings.forEach(({ stream }, row) => {
      if (choosy && !maps(stream)) return;
      const given = newest(plan.id, part.streamIds[row] ?? 0);
      const isLate = given !== undefined && part.observedAtMs < given;
      (isLate ? lateRows : rows).push(row);
    });
    if (!mapsLate) late.push(...at(part.seqs, lateRows));
    try {
      const step = stepOf(plan, part, rows, told);
      if (step) steps.push(step);
      const lateStep = mapsLate ? stepOf(plan, part, lateRows, told) : undefined;
      if (lateStep) lateSteps.push(lateStep);
    } catch (error) {
      // It must not hold up the destination for ever.
      const mapped = mapsLate ? [...rows, ...lateRows] : rows;
      bugs.push({ plan, seqs: at(part.seqs, mapped), words: wordsOf(error) });
    }
  }
  return { steps, late, bugs, ...(lateSteps.length > 0 && { lateSteps }) };
}

/** What these readings of the message give to the entity; undefined if that is nothing. Throws when the mapping does. */
function stepOf(
  plan: EntityPlan,
  part: Part,
  rows: readonly number[],
  told: Told | undefined,
): Step | undefined {
  if (rows.length === 0) return undefined;
  const whole = rows.length === part.readings.length;
  const made = plan.map(whole ? part : { ...part, readings: at(part.readings, rows) }, told);
  if (!made) return undefined;
  const fragment = part.estimated ? withEstimatedTime(made) : made;
  const { seqs, streamIds } = whole
    ? part
    : { seqs: at(part.seqs, rows), streamIds: at(part.streamIds, rows) };
  return { plan, guard: plan.id, fragment, seqs, streamIds, atMs: part.observedAtMs };
}

/** A mark as the guard keeps it: under a name of its own, with a stream of the message that made it. */
export interface Remembered {
  readonly guard: string;
  readonly stream: number;
  /** In ms since 1970. */
  readonly at: number;
}

/** `marks` are of the fragment of the step. */
export function rememberedOf({ streamIds }: Step, marks: Marks | undefined): readonly Remembered[] {
  const [stream] = streamIds;
  if (stream === undefined || !marks) return [];
  return Object.entries(marks).map(([guard, at]) => ({ guard, stream, at }));
}

const at = <T>(all: readonly T[], rows: readonly number[]): readonly T[] =>
  rows.flatMap((row) => all[row] ?? []);
