/**
 * From one message to what it gives to each entity of its strand. Readings older than what the entity already has
 * are left out: they are late.
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
  readonly late: readonly number[];
  readonly bugs: readonly MappingBug[];
}

/** `told`: the marks of fragments before; needed for plans that have any. */
export function stepsOf(part: Part, strand: Strand, newest: Newest, told?: Told): Stepped {
  const steps: Step[] = [];
  const late: number[] = [];
  const bugs: MappingBug[] = [];
  const shared = strand.plans.length > 1;
  for (const plan of strand.plans) {
    const rows: number[] = [];
    const maps = plan.maps ?? plan.uses;
    const choosy = shared || plan.windows !== undefined;
    part.readings.forEach(({ stream }, row) => {
      if (choosy && !maps(stream)) return;
      const given = newest(plan.id, part.streamIds[row] ?? 0);
      if (given !== undefined && part.observedAtMs < given) late.push(part.seqs[row] ?? 0);
      else rows.push(row);
    });
    if (rows.length === 0) continue;
    try {
      const whole = rows.length === part.readings.length;
      const made = plan.map(whole ? part : { ...part, readings: at(part.readings, rows) }, told);
      const fragment = made && part.estimated ? withEstimatedTime(made) : made;
      const { seqs, streamIds } = whole
        ? part
        : { seqs: at(part.seqs, rows), streamIds: at(part.streamIds, rows) };
      if (fragment) steps.push({ plan, guard: plan.id, fragment, seqs, streamIds, atMs: part.observedAtMs });
    } catch (error) {
      // It must not hold up the destination for ever.
      bugs.push({ plan, seqs: rows.map((row) => part.seqs[row] ?? 0), words: wordsOf(error) });
    }
  }
  return { steps, late, bugs };
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
