/**
 * Where a destination stands in the log: read up to here, settled up to here, and in between the readings that
 * still wait. The position is the end of the stretch in which nothing waits any more.
 */
export class Front {
  /** Everything up to here was read from the log. */
  readUpto: number;
  #position: number;
  /** Ascending, because readings are added in order of the log and a Set keeps that order. */
  readonly #waiting = new Set<number>();

  constructor(position: number) {
    this.#position = position;
    this.readUpto = position;
  }

  /** Number of readings that wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Sequence number up to which nothing waits. Never falls. */
  get position(): number {
    return this.#position;
  }

  /** Adds a reading just read from the log, in order. */
  add(seq: number): void {
    this.#waiting.add(seq);
  }

  /** The reading has ended, or somebody else looks after it. */
  remove(seq: number): void {
    this.#waiting.delete(seq);
  }

  /** Drops all up to `floor`, which retention took away. */
  strike(floor: number): void {
    for (const seq of this.#waiting) {
      if (seq > floor) break;
      this.#waiting.delete(seq);
    }
    this.readUpto = Math.max(this.readUpto, floor);
  }

  /** Leaves all up to `position` to the backlog. */
  jump(position: number): void {
    this.#waiting.clear();
    this.#position = Math.max(this.#position, position);
    this.readUpto = Math.max(this.readUpto, position);
  }

  /** Moves the position as far as it goes and returns it. */
  advance(): number {
    const first = this.#waiting.values().next();
    this.#position = Math.max(this.#position, first.done ? this.readUpto : first.value - 1);
    return this.#position;
  }
}
