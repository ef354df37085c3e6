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
  #tick = 0;

  /** Number of the last tick; 0 before the first. */
  get tick(): number {
    return this.#tick;
  }

  update(state: PageState): void {
    this.#tick += 1;
    for (const [name, part] of Object.entries(state)) {
      if (isDivided(name)) {
        for (const [key, entry] of Object.entries(state[name])) this.#set(`${name}\n${key}`, entry);
      } else this.#set(name, part);
    }
  }

  /** JSON of a `PageDelta` with everything that changed after this tick; 0 gives all. */
  since(tick: number): string {
    const whole: string[] = [];
    const entries = new Map<string, string[]>();
    for (const [name, { json, changed }] of this.#pieces) {
      if (changed <= tick) continue;
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
    devices: { ...state.devices, ...delta.devices },
    trends: { ...state.trends, ...delta.trends },
  };
}

function isDivided(name: string): name is (typeof divided)[number] {
  return divided.some((each) => each === name);
}
