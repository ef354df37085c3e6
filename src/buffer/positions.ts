/**
 * What is settled for one destination, as numbers: a position, at most one backlog stretch, and exceptions per
 * stream. Pure; the tables `destination` and `stream_position` hold the same.
 *
 * A stream with a front exception is settled up to its own `done`, whatever the position says: behind (a kept
 * strand, a window) or ahead of it. An exception that the position has reached says nothing more and goes.
 */
import type { Settlement } from '../core/buffer.ts';
import { KopruError } from '../core/errors.ts';

export interface Exception {
  readonly done: number;
  readonly sent: number;
  readonly behind: boolean;
}

export interface Place {
  readonly position: number;
  /** The backlog is the stretch backlogFrom < seq <= backlogUpto; both 0 when there is none. */
  readonly backlogFrom: number;
  readonly backlogUpto: number;
  readonly front: ReadonlyMap<number, Exception>;
  /** By stream: settled up to here inside the backlog. */
  readonly backlog: ReadonlyMap<number, number>;
}

/** The place of a destination that is owed everything after `seq`. */
export function placeAt(seq: number): Place {
  return { position: seq, backlogFrom: 0, backlogUpto: 0, front: new Map(), backlog: new Map() };
}

export function isSettled(place: Place, seq: number, stream: number): boolean {
  const exception = place.front.get(stream);
  if (exception) return seq <= exception.done;
  if (seq > place.backlogFrom && seq <= place.backlogUpto) return seq <= (place.backlog.get(stream) ?? 0);
  return seq <= place.position;
}

/** No reading at or below this sequence number is owed any more. */
export function lowOf(place: Place): number {
  let low = place.position;
  if (place.backlogFrom < place.backlogUpto) low = Math.min(low, place.backlogFrom);
  for (const exception of place.front.values()) {
    if (exception.behind) low = Math.min(low, exception.done);
  }
  return low;
}

/**
 * The place after a settlement; undefined when it moves nothing, that is, when it was applied before. What
 * would fall stays where it is.
 */
export function advance(place: Place, move: Pick<Settlement, 'position' | 'streams'>): Place | undefined {
  const position = Math.max(place.position, move.position ?? 0);
  const front = new Map(place.front);
  let moved = position > place.position;
  for (const given of move.streams) {
    const had = place.front.get(given.stream);
    const { behind } = given;
    // Retention may have lifted the stream past where the settlement saw it catch up.
    const released = had?.behind === true && !behind && had.done >= position;
    const done = released ? Math.max(had.done, given.done) : given.done;
    if (done < (had?.done ?? place.position)) continue;
    if (!had && !behind && done <= position) continue;
    if (had?.behind && !behind && done < position) throw leftGap(given.stream, done, position);
    const sent = Math.max(given.sent, had?.sent ?? 0, done);
    if (had && had.done === done && had.sent === sent && had.behind === behind) continue;
    front.set(given.stream, { done, sent, behind });
    moved = true;
  }
  return moved ? withoutReached({ ...place, position, front }) : undefined;
}

/** The place after everything up to `floor` was taken away by retention. */
export function raise(place: Place, floor: number): Place {
  const closes = floor >= place.backlogUpto;
  return withoutReached({
    position: Math.max(place.position, floor),
    backlogFrom: closes ? 0 : Math.max(place.backlogFrom, floor),
    backlogUpto: closes ? 0 : place.backlogUpto,
    backlog: closes ? new Map() : mapValues(place.backlog, (done) => Math.max(done, floor)),
    front: mapValues(place.front, ({ done, sent, behind }) => ({
      done: Math.max(done, floor),
      sent: Math.max(sent, floor),
      behind,
    })),
  });
}

function withoutReached(place: Place): Place {
  const front = new Map(place.front);
  const backlog = new Map(place.backlog);
  for (const [stream, exception] of place.front) {
    if (exception.behind || exception.done > place.position) continue;
    front.delete(stream);
    if (place.backlogFrom < place.backlogUpto) backlog.set(stream, place.backlogUpto);
  }
  return { ...place, front, backlog };
}

function mapValues<T>(map: ReadonlyMap<number, T>, change: (value: T) => T): Map<number, T> {
  return new Map(Array.from(map, ([key, value]) => [key, change(value)]));
}

function leftGap(stream: number, done: number, position: number): KopruError {
  return new KopruError(
    `Stream ${stream} is settled up to ${done} only and cannot rejoin the position ${position}: the readings between would be forgotten.`,
    { kind: 'bug', code: 'SETTLE_LEAVES_GAP' },
  );
}
