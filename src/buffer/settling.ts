/** Applies what the forwarder says has ended, inside the caller's transaction: places, counters, guards, quarantine. */
import type { SettleAnswer, Settlement } from '../core/buffer.ts';
import { KopruError } from '../core/errors.ts';
import type { Guards } from './guards.ts';
import type { Places } from './places.ts';
import { advance, type Place } from './positions.ts';
import { failureOf, type Now, type QuarantineChange, type SettleRefused } from './protocol.ts';
import type { Quarantine } from './quarantine.ts';
import type { Tallies } from './tallies.ts';

export interface SettlingParts {
  readonly places: Places;
  readonly tallies: Tallies;
  readonly guards: Guards;
  readonly quarantine: Quarantine;
}

/** What retention did last; settlements made before it are stale. */
export interface RetentionMark {
  readonly generation: number;
  readonly floor: number;
}

export class Settling {
  readonly #parts: SettlingParts;

  constructor(parts: SettlingParts) {
    this.#parts = parts;
  }

  /** A settlement that is wrong in itself is refused and changes nothing; a disk fault is thrown. */
  settle(
    settlement: Settlement,
    { generation, floor }: RetentionMark,
    now: Now,
  ): SettleAnswer | SettleRefused {
    const { places, tallies, guards, quarantine } = this.#parts;
    const destination = places.find(settlement.destination);
    if (!destination) {
      return { kind: 'refused', failure: failureOf(unknownDestination(settlement.destination)) };
    }
    if (settlement.generation < generation) return { kind: 'stale', floor, generation };
    let place: Place | undefined;
    try {
      place = advance(destination.place, settlement);
    } catch (error) {
      return { kind: 'refused', failure: failureOf(error) };
    }
    guards.raise(destination, settlement.newest, trustedMs(now));
    if (!place) return { kind: 'settled' };
    places.move(destination, place);
    for (const { outcome, reason, count } of settlement.tallies) {
      tallies.add(destination, outcome, reason, count);
    }
    quarantine.add(destination, settlement.quarantine, now.wallMs);
    return { kind: 'settled' };
  }

  /** Changes the quarantine; returns how many entries. */
  change(change: QuarantineChange, now: Now): number {
    const { places, guards, quarantine } = this.#parts;
    if (change.kind !== 'ended') return quarantine[change.kind](change.choice);
    const { end } = change;
    const [entry] = quarantine.list({ ids: [end.id], limit: 1 });
    const destination = entry && places.find(entry.destination);
    if (!destination) return 0;
    guards.raise(destination, end.newest, trustedMs(now));
    quarantine.ended(end, now.wallMs);
    return 1;
  }
}

export function unknownDestination(name: string): KopruError {
  return new KopruError(`The buffer knows no destination ${name}.`, {
    kind: 'bug',
    code: 'UNKNOWN_DESTINATION',
  });
}

const trustedMs = ({ trusted, wallMs }: Now) => (trusted ? wallMs : undefined);
