/**
 * A page state cut into pieces of JSON with the number of the tick at which each last changed. A viewer that has
 * seen tick n gets the pieces that changed after n, so a slow one skips what it missed and nothing is kept per viewer.
 */
import type { PageDelta, PageState } from './state.ts';

interface Piece {
  readonly json: string;
  readonly changed: number;
}

/** Parts that are made of entries, each of which changes alone. */
const divided = ['devices', 'trends'] as const;

export class Pieces {
  readonly #pieces = new Map<string, Piece>();
  #tick: number;

  /**
   * Ticks are counted from `before`. Two runs of a gateway count from different numbers, so that a page that saw
   * the one before gets everything.
   */
  constructor(before = 0) {
    this.#tick = before;
  }

  /** Number of the last tick; that of the constructor before the first. */
  get tick(): number {
    return this.#tick;
  }

  update(state: PageState): void {
    this.#tick += 1;
    for (const [name, part] of Object.entries(state)) {
      if (isDivided(name)) {
        for (const [key, entry] of Object.entries(state[name])) this.#set(`${name}\n${key}`, entry);
        for (const known of this.#pieces.keys()) {
          const [part, key] = known.split('\n');
          if (part === name && key !== undefined && !Object.hasOwn(state[name], key)) this.#set(known, null);
        }
      } else this.#set(name, part);
    }
  }

  /** JSON of a `PageDelta` with everything that changed after this tick; 0 gives all. */
  since(tick: number): string {
    const whole: string[] = [];
    const entries = new Map<string, string[]>();
    for (const [name, { json, changed }] of this.#pieces) {
      if (changed <= tick || (tick === 0 && json === 'null')) continue;
      const [part = '', key] = name.split('\n');
      if (key === undefined) whole.push(`${JSON.stringify(part)}:${json}`);
      else entries.set(part, [...(entries.get(part) ?? []), `${JSON.stringify(key)}:${json}`]);
    }
    for (const [part, list] of entries) whole.push(`${JSON.stringify(part)}:{${list.join(',')}}`);
    return `{${whole.join(',')}}`;
  }

  #set(name: string, part: unknown): void {
    const json = JSON.stringify(part);
    if (this.#pieces.get(name)?.json !== json) this.#pieces.set(name, { json, changed: this.#tick });
  }
}

/** The state with what changed. */
export function merged(state: PageState, delta: PageDelta): PageState {
  return {
    ...state,
    ...delta,
    devices: present({ ...state.devices, ...delta.devices }),
    trends: present({ ...state.trends, ...delta.trends }),
  };
}

function present<T>(entries: Readonly<Record<string, T | null>>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const [key, entry] of Object.entries(entries)) if (entry !== null) kept[key] = entry;
  return kept;
}

function isDivided(name: string): name is (typeof divided)[number] {
  return divided.some((each) => each === name);
}
