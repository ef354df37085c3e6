/**
 * From one message to what it gives to each entity of its strand. Readings older than what the entity already has
 * are left out: they are late.
 */
import type { EntityPlan, Fragment, InputMessage } from './entity.ts';
import { wordsOf } from './errors.ts';
import type { Part } from './parts.ts';
import type { Strand } from './strand.ts';

/** Newest observation time, in ms since 1970, that an entity was given from a stream. */
export type Newest = (entity: string, streamId: number) => number | undefined;

/** What a message gives to one entity. */
export interface Step {
  readonly plan: EntityPlan;
  readonly fragment: Fragment;
  /** Index in the part of each reading in the fragment. */
  readonly rows: readonly number[];
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

export function stepsOf(part: Part, strand: Strand, newest: Newest): Stepped {
  const steps: Step[] = [];
  const late: number[] = [];
  const bugs: MappingBug[] = [];
  const shared = strand.plans.length > 1;
  for (const plan of strand.plans) {
    const rows: number[] = [];
    part.readings.forEach(({ stream }, row) => {
      if (shared && !plan.uses(stream)) return;
      const given = newest(plan.id, part.streamIds[row] ?? 0);
      if (given !== undefined && part.observedAtMs < given) late.push(part.seqs[row] ?? 0);
      else rows.push(row);
    });
    if (rows.length === 0) continue;
    try {
      const fragment = plan.map(rows.length === part.readings.length ? part : only(part, rows));
      if (fragment) steps.push({ plan, fragment, rows });
    } catch (error) {
      // It must not hold up the destination for ever.
      bugs.push({ plan, seqs: rows.map((row) => part.seqs[row] ?? 0), words: wordsOf(error) });
    }
  }
  return { steps, late, bugs };
}

function only(part: Part, rows: readonly number[]): InputMessage {
  return { ...part, readings: rows.flatMap((row) => part.readings[row] ?? []) };
}
