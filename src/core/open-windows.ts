/**
 * The periods of a strand that are not over yet, with the messages in them. A period is over when a message has come in
 * later than its end and grace, or when nothing that came before is left to read and the clock says so. Which period
 * a reading belongs to follows from its times alone, so that reading the log again, in whatever pieces, gives the
 * same periods with the same messages.
 */
import type { EntityPlan, EntityWindow, Span } from './entity.ts';
import type { Part } from './parts.ts';
import type { Strand } from './strand.ts';

/** A period that is over. */
export interface Closing {
  readonly plan: EntityPlan;
  readonly window: EntityWindow;
  /** With the messages in order of observation. */
  readonly span: Span;
  /** In order of the log. */
  readonly parts: readonly Part[];
  /** Of the period before. */
  readonly before: readonly Part[];
}

interface Opened {
  readonly startMs: number;
  readonly parts: Part[];
  readonly before: readonly Part[];
}

/** The open periods of one window of one entity, by their start. */
interface Course {
  readonly plan: EntityPlan;
  readonly window: EntityWindow;
  readonly opened: Map<number, Opened>;
}

export class OpenWindows {
  readonly #courses: readonly Course[];
  /** How many periods need the message. */
  readonly #holders = new Map<Part, number>();

  constructor({ plans }: Strand) {
    this.#courses = plans.flatMap((plan) =>
      (plan.windows ?? []).map((window) => ({ plan, window, opened: new Map<number, Opened>() })),
    );
  }

  /** When the next period is over, in ms since 1970; infinite if none is open. */
  get dueMs(): number {
    let due = Number.POSITIVE_INFINITY;
    for (const { window, opened } of this.#courses) {
      for (const { startMs } of opened.values()) due = Math.min(due, overMs(window, startMs));
    }
    return due;
  }

  /** A period that is over needs the message, or an open one. */
  holds(part: Part): boolean {
    return this.#holders.has(part);
  }

  /** Puts the message into its periods. Returns the readings that came after the end of theirs. */
  take(part: Part): readonly number[] {
    const late: number[] = [];
    for (const { window, opened } of this.#courses) {
      const seqs = part.seqs.filter((_, row) => {
        const reading = part.readings[row];
        return reading && window.uses(reading.stream);
      });
      if (seqs.length === 0) continue;
      const startMs = Math.floor(part.observedAtMs / window.periodMs) * window.periodMs;
      if (part.cameMs >= overMs(window, startMs)) {
        late.push(...seqs);
        continue;
      }
      const period = opened.get(startMs) ?? { startMs, parts: [], before: [] };
      opened.set(startMs, period);
      period.parts.push(part);
      this.#hold(part);
    }
    return late;
  }

  /** The first period that is over when everything that came before `atMs` was taken. */
  over(atMs: number): Closing | undefined {
    let first: { readonly course: Course; readonly period: Opened; readonly endMs: number } | undefined;
    for (const course of this.#courses) {
      for (const period of course.opened.values()) {
        const endMs = period.startMs + course.window.periodMs;
        if (overMs(course.window, period.startMs) > atMs) continue;
        if (!first || endMs < first.endMs) first = { course, period, endMs };
      }
    }
    if (!first) return undefined;
    const { course, period, endMs } = first;
    const { parts, before, startMs } = period;
    const { plan, window } = course;
    const span = { startMs, endMs, messages: inOrder(parts), before: inOrder(before) };
    return { plan, window, span, parts, before };
  }

  /** The period has been dealt with. What the next one needs of it is kept for as long as that one is open. */
  close({ window, span: { startMs, endMs }, parts, before }: Closing): void {
    const course = this.#courses.find((each) => each.window === window);
    if (!course) return;
    course.opened.delete(startMs);
    const carried = carriedOf(window, parts);
    if (carried.length > 0) {
      const next = course.opened.get(endMs);
      course.opened.set(endMs, { startMs: endMs, parts: next?.parts ?? [], before: carried });
      for (const part of carried) this.#hold(part);
    }
    for (const part of [...parts, ...before]) this.#release(part);
  }

  #hold(part: Part): void {
    this.#holders.set(part, (this.#holders.get(part) ?? 0) + 1);
  }

  #release(part: Part): void {
    const holders = (this.#holders.get(part) ?? 0) - 1;
    if (holders > 0) this.#holders.set(part, holders);
    else this.#holders.delete(part);
  }
}

const overMs = ({ periodMs, graceMs }: EntityWindow, startMs: number) => startMs + periodMs + graceMs;

/** By observation; what was observed together stays in order of the log. */
function inOrder(parts: readonly Part[]): readonly Part[] {
  return parts.toSorted((a, b) => a.observedAtMs - b.observedAtMs);
}

/** The last message of each stream that the next period counts on from. */
function carriedOf(window: EntityWindow, parts: readonly Part[]): Part[] {
  const last = new Map<number, Part>();
  for (const part of inOrder(parts)) {
    part.readings.forEach(({ stream }, row) => {
      if (window.carries(stream)) last.set(part.streamIds[row] ?? 0, part);
    });
  }
  return [...new Set(last.values())];
}
