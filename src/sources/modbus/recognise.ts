/**
 * Which driver fits an unknown device: each reads what it expects, and the values say how well. A model cannot be
 * proven this way, only proposed; limits, sentinels and refused addresses make wrong maps stand out.
 */
import type { Clock } from '../../core/environment.ts';
import { decodePoll } from './decode.ts';
import { pollDevice } from './device-poll.ts';
import type { Answer } from './exchange.ts';
import type { ReadRequest } from './pdu.ts';
import { isBitTable } from './pdu.ts';
import { planReads, RefusedReads } from './read-plan.ts';
import type { ModbusPoint } from './settings.ts';

export interface Likeness {
  readonly driver: string;
  /** Points with a possible value that is not 0. */
  readonly good: number;
  readonly points: number;
  /** For a person to compare with the display: the first values, as point and number. */
  readonly values: readonly { readonly point: string; readonly value: number }[];
}

export interface Candidate {
  readonly driver: string;
  readonly points: readonly ModbusPoint[];
}

/** Shares of the points that must be there before a driver is worth proposing. */
const leastGood = 0.5;
const mostImpossible = 0.1;
const shownValues = 3;

/** Undefined if the device does not look like it. */
export async function likeness(
  candidate: Candidate,
  unitId: number,
  parts: { readonly clock: Clock; readonly ask: (request: ReadRequest) => Promise<Answer> },
): Promise<Likeness | undefined> {
  const all = candidate.points.filter((point) => !isBitTable(point.table));
  const points = all.filter((point) => !point.hidden);
  if (points.length === 0) return undefined;
  const device = { driver: candidate.driver, unitId, quirks: { maxRegisters: 40 } };
  const { clock, ask } = parts;
  const reads = planReads(all, device.quirks);
  const { blocks } = await pollDevice({
    device,
    reads,
    memory: new RefusedReads(),
    clock,
    ask,
    patient: false,
  });
  const results = decodePoll(all, blocks).filter(({ point }) => !point.hidden);
  const values = results.flatMap(({ point, value }) =>
    'value' in value && typeof value.value === 'number' && value.value !== 0
      ? [{ point: point.stream.point, value: value.value }]
      : [],
  );
  const impossible = results.filter(({ value }) => 'refusal' in value && value.refusal === 'range').length;
  const enough = values.length >= points.length * leastGood && impossible <= points.length * mostImpossible;
  if (!enough) return undefined;
  return {
    driver: candidate.driver,
    good: values.length,
    points: points.length,
    values: values.slice(0, shownValues),
  };
}

/** Most points first: a map that fits in forty places is hardly a chance. */
export function likeliest(found: readonly Likeness[]): readonly Likeness[] {
  return found.toSorted((a, b) => b.good - a.good || a.points - b.points);
}
