/**
 * The clock segments on the main thread: those stored, and the running one, which is written with its first
 * reading. It is given its offset once; a step of a clock that was right begins a new one.
 */
import type { Clock } from '../core/environment.ts';
import { KopruError } from '../core/errors.ts';
import { estimated, type Segment, stepMs } from '../core/timeline.ts';

/** A clock further away is not the one that was right. */
const agreesMs = 60_000;

export class SegmentLine {
  readonly #clock: Clock;
  readonly #byId = new Map<number, Segment>();
  readonly #unwritten = new Set<number>();
  #running: Segment;

  /** `trusted`: the wall clock is right from the start. */
  constructor(stored: readonly Segment[], clock: Clock, trusted: boolean) {
    this.#clock = clock;
    for (const segment of stored) this.#byId.set(segment.id, segment);
    const wallMs = Math.round(clock.wallMs());
    this.#running = this.#begin(
      clock.monotonicMs(),
      wallMs,
      trusted ? wallMs : null,
      trusted ? 'trusted' : null,
    );
  }

  get running(): Segment {
    return this.#running;
  }

  find(id: number): Segment {
    const segment = this.#byId.get(id);
    if (segment) return segment;
    throw new KopruError(`The buffer knows no segment ${id}.`, { kind: 'bug', code: 'UNKNOWN_SEGMENT' });
  }

  /**
   * The wall clock is right and said `wallMs` at `monotonicMs`. True when the running segment got its offset by
   * it, which must then be written.
   */
  synchronised(wallMs: number, monotonicMs: number, source: string): boolean {
    const { monoStart, offset } = this.#running;
    const since = monotonicMs - monoStart;
    if (offset === null) {
      this.#running = { ...this.#running, offset: Math.round(wallMs - since), source };
      this.#byId.set(this.#running.id, this.#running);
      return true;
    }
    if (this.#running.source === estimated || Math.abs(wallMs - (offset + since)) > stepMs) {
      this.#running = this.#begin(monotonicMs, Math.round(wallMs), Math.round(wallMs), source);
    }
    return false;
  }

  /** The running segment has readings on disk and no time for them. */
  get waits(): boolean {
    return this.#running.offset === null && !this.#unwritten.has(this.#running.id);
  }

  /** Whether the wall clock stands where the running segment says; not so for the moment until a step is noticed. */
  agrees(wallMs: number, monotonicMs: number): boolean {
    const { offset, monoStart } = this.#running;
    return offset !== null && Math.abs(wallMs - offset - (monotonicMs - monoStart)) <= agreesMs;
  }

  /** The wall clock is in doubt: what comes now is given its time once it is right again. */
  unsynchronised(): void {
    if (this.#running.offset === null) return;
    this.#running = this.#begin(this.#clock.monotonicMs(), Math.round(this.#clock.wallMs()), null, null);
  }

  /** Those of the given segments that no commit has confirmed. */
  unwritten(ids: Iterable<number>): Segment[] {
    return [...ids].filter((id) => this.#unwritten.has(id)).map((id) => this.find(id));
  }

  /** A commit wrote them; an offset that is known here already stays. */
  written(segments: readonly Segment[]): void {
    for (const segment of segments) {
      const known = this.#byId.get(segment.id);
      const { offset, source } = known?.offset == null ? segment : known;
      const merged = { ...segment, offset, source };
      this.#byId.set(segment.id, merged);
      this.#unwritten.delete(segment.id);
      if (segment.id === this.#running.id) this.#running = merged;
    }
  }

  #begin(monotonicMs: number, wallStart: number, offset: number | null, source: string | null): Segment {
    const segment: Segment = {
      id: Math.max(0, ...this.#byId.keys()) + 1,
      boot: this.#clock.boot,
      monoStart: Math.round(monotonicMs),
      wallStart,
      offset,
      source,
      firstSeq: 0,
    };
    this.#byId.set(segment.id, segment);
    this.#unwritten.add(segment.id);
    return segment;
  }
}
