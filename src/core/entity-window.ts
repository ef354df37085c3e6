/**
 * The attributes of one entity that share a period: at its end each is made of the values in it, if enough of them
 * came. Nothing is remembered here; who calls keeps the messages until the period is over.
 */

import { acrossGap, acrossValue } from './across.ts';
import type { Made } from './attribute-value.ts';
import type { Attribute, Closed, EntityWindow, Fragment, InputMessage, Span } from './entity.ts';
import { withEstimatedTime } from './estimated-time.ts';
import type { AcrossKind, TimeAttribute } from './mapping.ts';
import type { Rhythm, WindowMeasure } from './measure.ts';
import type { Value } from './reading.ts';
import { type Placed, type Problems, Slots } from './slots.ts';
import { datingOf, timeText } from './time-attribute.ts';
import { type Counting, increaseOf, type Sample, windowValue } from './window-value.ts';

export interface WindowFacts {
  readonly id: string;
  readonly periodMs: number;
  /** Share of the expected readings that must have come. */
  readonly coverage: number;
  readonly measures: readonly WindowMeasure[];
  /** Attributes that date the period. */
  readonly times: readonly TimeAttribute[];
  readonly gasReference: number;
}

const leastGraceMs = 30_000;

export function entityWindow({
  id,
  periodMs,
  coverage,
  measures,
  times,
  gasReference,
}: WindowFacts): EntityWindow {
  const slots = new Slots(measures, gasReference);
  const slowest = Math.max(...measures.map(({ rhythm }) => rhythm.everyMs ?? 0));
  const counts = (measure: WindowMeasure) => measure.kind === 'increase' || measure.weight?.counting;
  return {
    periodMs,
    graceMs: Math.max(leastGraceMs, 2 * slowest),
    guard: `${id} ${periodMs}`,
    uses: (stream) => slots.usesOf(stream).length > 0,
    carries: (stream) => slots.usesOf(stream).some(({ measure }) => counts(measure)),
    close: (span) => close(span, slots, coverage, times),
  };
}

/** The periods of messages that are all there is, each with the period before it. */
export function spansOf({ periodMs }: EntityWindow, messages: readonly InputMessage[]): readonly Span[] {
  const periods = new Map<number, InputMessage[]>();
  for (const message of messages) {
    const startMs = Math.floor(message.observedAtMs / periodMs) * periodMs;
    const members = periods.get(startMs);
    if (members) members.push(message);
    else periods.set(startMs, [message]);
  }
  return [...periods.keys()]
    .sort((a, b) => a - b)
    .map((startMs) => ({
      startMs,
      endMs: startMs + periodMs,
      messages: inOrder(periods.get(startMs) ?? []),
      before: inOrder(periods.get(startMs - periodMs) ?? []),
    }));
}

const inOrder = (messages: readonly InputMessage[]) =>
  messages.toSorted((a, b) => a.observedAtMs - b.observedAtMs);

function close(
  span: Span,
  slots: Slots<WindowMeasure>,
  coverage: number,
  times: readonly TimeAttribute[],
): Closed {
  const problems: Problems = [];
  const rows = span.messages.flatMap((message): Row[] => {
    const values = slots.valuesOf(message, problems);
    return values ? [{ atMs: message.observedAtMs, values }] : [];
  });
  const before = span.before.flatMap((message): Row[] => {
    const values = slots.valuesOf(message, []);
    return values ? [{ atMs: message.observedAtMs, values }] : [];
  });
  const measured: Record<string, Attribute> = {};
  const given = new Set<WindowMeasure>();
  for (const measure of slots.placed) {
    const result = resultOf(measure, rows, before, span, coverage);
    if (!result) continue;
    if (result.refused) problems.push({ attribute: measure.name, ...result.refused });
    if (result.value === undefined) continue;
    given.add(measure);
    measured[measure.name] = {
      type: 'Property',
      value: result.value,
      ...(measure.unitCode === undefined ? {} : { unitCode: measure.unitCode }),
      observedAt: timeText(result.atMs) ?? '',
    };
  }
  const sent = Object.keys(measured).length > 0;
  const plain: Fragment = { measured, dating: sent ? datingOf(times, span) : {}, problems };
  const fragment = span.messages.some(({ estimated }) => estimated) ? withEstimatedTime(plain) : plain;
  return { fragment, gives: (stream) => slots.usesOf(stream).some(({ measure }) => given.has(measure)) };
}

/** A message's values by slot. */
interface Row {
  readonly atMs: number;
  readonly values: readonly (Value | undefined)[];
}

interface Result {
  readonly value?: unknown;
  readonly refused?: { readonly code: string; readonly words: string };
  /** When it was observed. */
  readonly atMs: number;
}

/** Undefined when nothing came for the measure. */
function resultOf(
  measure: Placed<WindowMeasure>,
  rows: readonly Row[],
  before: readonly Row[],
  span: Span,
  coverage: number,
): Result | undefined {
  if (measure.across) return acrossOf(measure, measure.across, rows, span, coverage);
  if (measure.kind === 'last') return lastOf(measure, rows);
  const samples = samplesOf(measure, rows, before);
  const times = samples.filter(({ counts }) => counts).map(({ atMs }) => atMs);
  if (times.length === 0) return undefined;
  const covered = coveredShare(times, span, measure.rhythm);
  const atMs = span.endMs;
  if (covered < coverage) {
    const words = `only ${percent(covered)} of its period came, ${percent(coverage)} are needed`;
    return { refused: { code: 'WINDOW_THIN', words }, atMs };
  }
  const raw = rawOf(measure, samples, before);
  const made = 'refused' in raw ? raw : measure.finish(raw.value);
  return 'refused' in made ? { refused: made.refused, atMs } : { value: made.value, atMs };
}

const percent = (share: number) => `${Math.floor(share * 100)} %`;

/** The newest message that gives a value says it, with its own time. */
function lastOf(measure: Placed<WindowMeasure>, rows: readonly Row[]): Result | undefined {
  let refused: Result['refused'];
  for (const { values, atMs } of [...rows].reverse()) {
    const outcome = measure.make(values, measure.first);
    if (outcome?.value !== undefined) return { value: outcome.value, atMs };
    refused ??= outcome?.refused?.[0];
  }
  return refused && { refused, atMs: rows.at(-1)?.atMs ?? 0 };
}

/** What each device told last, taken together. */
function acrossOf(
  { inputs, first, finish }: Placed<WindowMeasure>,
  across: AcrossKind,
  rows: readonly Row[],
  { endMs }: Span,
  coverage: number,
): Result | undefined {
  const values = inputs.map((_, index) =>
    rows.map((row) => row.values[first + index]).findLast((value) => value !== undefined),
  );
  if (values.every((value) => value === undefined)) return undefined;
  const gap = acrossGap(across, values, coverage);
  const made: Made =
    gap === undefined
      ? finish(acrossValue(across, values))
      : { refused: { code: 'ACROSS_THIN', words: gap } };
  return 'refused' in made ? { refused: made.refused, atMs: endMs } : { value: made.value, atMs: endMs };
}

function rawOf(measure: Placed<WindowMeasure>, samples: readonly Sample[], before: readonly Row[]): Made {
  const { kind, counting, turn } = measure;
  if (kind !== 'increase' || !counting) return windowValue(kind === 'increase' ? 'sum' : kind, samples, turn);
  const totals = samples.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  return increaseOf(totals, totalBefore(measure, before), counting);
}

function totalBefore({ make, first }: Placed<WindowMeasure>, before: readonly Row[]): number | undefined {
  const total = before.map(({ values }) => make(values, first)?.value).findLast((each) => each !== undefined);
  return typeof total === 'number' ? total : undefined;
}

interface TimedSample extends Sample {
  readonly atMs: number;
  /** False for a total that nothing came before: nobody knows what it grew by. */
  readonly counts: boolean;
}

function samplesOf(
  measure: Placed<WindowMeasure>,
  rows: readonly Row[],
  before: readonly Row[],
): TimedSample[] {
  const { weight, inputs, first, make, counting } = measure;
  let counts = counting?.kind !== 'counter' || totalBefore(measure, before) !== undefined;
  const place = first + inputs.length - 1;
  let total = weight && before.map(({ values }) => values[place]).findLast((each) => each !== undefined);
  return rows.flatMap(({ atMs, values }) => {
    const value = make(values, first)?.value;
    const known = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
    if (!known) return [];
    const sample = { value, atMs, counts };
    counts = true;
    if (!weight) return [sample];
    const now = values[place];
    const counted = weight.counting ? countedBetween(total, now, weight.counting) : now;
    if (now !== undefined) total = now;
    return typeof counted === 'number' && counted >= 0 ? [{ ...sample, weight: counted }] : [];
  });
}

function countedBetween(
  from: Value | undefined,
  to: Value | undefined,
  counting: Counting,
): number | undefined {
  if (typeof to !== 'number') return undefined;
  if (counting.kind === 'amount') return to;
  const made = typeof from === 'number' ? increaseOf([to], from, counting) : undefined;
  return made && 'value' in made && typeof made.value === 'number' ? made.value : undefined;
}

/** By count where the rhythm is known; else what is not in a gap; a device without either covers all. */
function coveredShare(
  times: readonly number[],
  { startMs, endMs }: Span,
  { everyMs, staleMs }: Rhythm,
): number {
  const period = endMs - startMs;
  if (everyMs !== undefined && everyMs > 0) return Math.min(1, times.length / Math.floor(period / everyMs));
  if (staleMs === undefined) return 1;
  const marks = [startMs, ...times, endMs];
  const gaps = marks.slice(1).map((mark, index) => Math.max(0, mark - (marks[index] ?? mark) - staleMs));
  return 1 - gaps.reduce((sum, gap) => sum + gap, 0) / period;
}
