/** The destinations' stored state as the main thread saw it last: at the open, and after each settlement. */
import type { DestinationState, SettleAnswer, Settlement } from '../core/buffer.ts';
import { KopruError } from '../core/errors.ts';
import { advance, type Place, raise } from './positions.ts';
import { placeOf, stateOf } from './stored-place.ts';

type Guard = DestinationState['newest'][number];

interface Mirrored {
  place: Place;
  readonly newest: Map<string, Guard>;
}

export class DestinationMirror {
  readonly #byName = new Map<string, Mirrored>();

  constructor(stored: readonly DestinationState[]) {
    this.add(stored);
  }

  /** Takes these as they are stored; none of them may have a settlement under way. */
  add(stored: readonly DestinationState[]): void {
    for (const { name, newest, ...state } of stored) {
      const guards = new Map(newest.map((guard) => [keyOf(guard), guard]));
      this.#byName.set(name, { place: placeOf(state), newest: guards });
    }
  }

  state(name: string): DestinationState {
    const mirrored = this.#byName.get(name);
    if (!mirrored) {
      throw new KopruError(`The buffer knows no destination ${name}.`, {
        kind: 'bug',
        code: 'UNKNOWN_DESTINATION',
      });
    }
    const { place, newest } = mirrored;
    return {
      name,
      ...stateOf(place),
      newest: [...newest.values()],
    };
  }

  settled(settlement: Settlement, answer: SettleAnswer): void {
    const mirrored = this.#byName.get(settlement.destination);
    if (!mirrored) return;
    if (answer.kind === 'stale') {
      mirrored.place = raise(mirrored.place, answer.floor);
      return;
    }
    mirrored.place = advance(mirrored.place, settlement) ?? mirrored.place;
    for (const guard of settlement.newest) {
      const key = keyOf(guard);
      if (guard.at > (mirrored.newest.get(key)?.at ?? Number.NEGATIVE_INFINITY))
        mirrored.newest.set(key, guard);
    }
  }
}

function keyOf({ stream, entity }: Pick<Guard, 'stream' | 'entity'>): string {
  return `${stream}\n${entity}`;
}
