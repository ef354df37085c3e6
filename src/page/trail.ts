/**
 * A curve of fixed length: at most `columns` columns of `widthMs` each. A fresh trail begins with narrow columns
 * and, each time it is full, joins pairs of them, so that minutes after a start there is something to see already.
 * Costs a few hundred bytes whatever is added.
 */

/** How the samples of one column become its value. */
export type Joining = 'mean' | 'greatest' | 'sum';

export interface Curve {
  readonly widthMs: number;
  /** Monotonic milliseconds at which the last column ends. */
  readonly endMs: number;
  /** Oldest first; null where nothing was sampled. */
  readonly values: readonly (number | null)[];
}

interface Column {
  value: number;
  samples: number;
}

export interface TrailOptions {
  readonly columns: number;
  /** Final width of a column. */
  readonly widthMs: number;
  /** How often the width may still double; the first columns are `widthMs / 2 ** doublings` wide. */
  readonly doublings: number;
  readonly joining: Joining;
}

export class Trail {
  readonly #columns: number;
  readonly #widestMs: number;
  readonly #joining: Joining;
  #widthMs: number;
  #list: (Column | undefined)[] = [];
  /** Number of the first column of the list, counted in the present width. */
  #first: number | undefined;

  constructor({ columns, widthMs, doublings, joining }: TrailOptions) {
    this.#columns = columns;
    this.#widestMs = widthMs;
    this.#widthMs = widthMs / 2 ** doublings;
    this.#joining = joining;
  }

  /** Notes a value at a monotonic time; times never fall. */
  add(atMs: number, value: number): void {
    this.#first ??= Math.floor(atMs / this.#widthMs);
    let index = this.#indexOf(atMs);
    while (index >= this.#columns && this.#widthMs < this.#widestMs) {
      this.#fold();
      index = this.#indexOf(atMs);
    }
    const excess = Math.min(index - this.#columns + 1, this.#columns);
    if (excess > 0) {
      this.#list.splice(0, excess);
      this.#first = Math.floor(atMs / this.#widthMs) - this.#columns + 1;
      index = this.#columns - 1;
    }
    this.#list[index] = join(this.#joining, this.#list[index], { value, samples: 1 });
  }

  /** The finished columns up to now; the one that is being filled is left out. */
  curve(nowMs: number): Curve {
    while (this.#indexOf(nowMs) > this.#columns && this.#widthMs < this.#widestMs) this.#fold();
    const done = Math.floor(nowMs / this.#widthMs);
    const length = this.#first === undefined ? 0 : Math.min(this.#columns, done - this.#first);
    const begin = done - length;
    const values = Array.from({ length }, (_, offset) => {
      const column = this.#list[begin + offset - (this.#first ?? 0)];
      if (!column) return null;
      return rounded(this.#joining === 'mean' ? column.value / column.samples : column.value);
    });
    return { widthMs: this.#widthMs, endMs: done * this.#widthMs, values };
  }

  #indexOf(atMs: number): number {
    const number = Math.floor(atMs / this.#widthMs);
    return Math.max(0, number - (this.#first ?? number));
  }

  #fold(): void {
    const first = this.#first ?? 0;
    const folded: (Column | undefined)[] = [];
    const newFirst = Math.floor(first / 2);
    this.#list.forEach((column, offset) => {
      if (!column) return;
      const target = Math.floor((first + offset) / 2) - newFirst;
      folded[target] = join(this.#joining, folded[target], column);
    });
    this.#list = folded;
    this.#first = newFirst;
    this.#widthMs *= 2;
  }
}

function join(joining: Joining, a: Column | undefined, b: Column): Column {
  if (!a) return { ...b };
  const value = joining === 'greatest' ? Math.max(a.value, b.value) : a.value + b.value;
  return { value, samples: a.samples + b.samples };
}

/** Six digits are more than a curve shows. */
const rounded = (value: number) => Number(value.toPrecision(6));
