/**
 * What is settled for one destination, as numbers: a position, exceptions per stream, and at most one backlog. Pure;
 * the tables `destination` and `stream_position` hold the same.
 *
 * A stream with a front exception is settled up to its own `done`, whatever the position says: behind (a kept
 * strand, a window) or ahead of it. An exception that the position has reached says nothing more and goes.
 *
 * The backlog is a stretch that the position jumped over. What lies in it is owed apart, stream by stream, until it
 * is settled there; a stream that was behind at the jump did not jump, and the backlog owes nothing of it.
 */
import type { BacklogPosition, Settlement } from '../core/buffer.ts';
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
  /** By stream. */
  readonly backlog: ReadonlyMap<number, InBacklog>;
}

/** Inside the backlog a stream is settled up to `done`, and at `sent`. */
export type InBacklog = Omit<BacklogPosition, 'stream'>;

/** The place of a destination that is owed everything after `seq`. */
export function placeAt(seq: number): Place {
  return { position: seq, backlogFrom: 0, backlogUpto: 0, front: new Map(), backlog: new Map() };
}

export function isSettled(place: Place, seq: number, stream: number): boolean {
  return settledByFront(place, seq, stream) && !owedByBacklog(place, seq, stream);
}

export function settledByFront({ front, position }: Place, seq: number, stream: number): boolean {
  return seq <= (front.get(stream)?.done ?? position);
}

export function owedByBacklog(
  { backlog, backlogFrom, backlogUpto }: Place,
  seq: number,
  stream: number,
): boolean {
  if (seq <= backlogFrom || seq > backlogUpto) return false;
  const row = backlog.get(stream);
  return !row || (seq > row.done && seq !== row.sent);
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
export function advance(
  before: Place,
  move: Pick<Settlement, 'position' | 'streams' | 'backlog'>,
): Place | undefined {
  const inBacklog = move.backlog && moveBacklog(before, move.backlog);
  const place = inBacklog ?? before;
  const position = Math.max(place.position, move.position ?? 0);
  const front = new Map(place.front);
  let moved = inBacklog !== undefined || position > place.position;
  for (const given of move.streams) {
    const had = place.front.get(given.stream);
    const { behind } = given;
    // Retention may have lifted the stream past where the settlement saw it catch up.
    const released = had?.behind === true && !behind && had.done >= position;
    const done = released ? Math.max(had.done, given.done) : given.done;
    if (done < (had?.done ?? before.position)) continue;
    if (!had && !behind && done <= position) continue;
    if (had?.behind && !behind && done < position) throw leftGap(given.stream, done, position);
    const sent = Math.max(given.sent, had?.sent ?? 0, done);
    if (had && had.done === done && had.sent === sent && had.behind === behind) continue;
    front.set(given.stream, { done, sent, behind });
    moved = true;
  }
  return moved ? withoutReached({ ...place, position, front }) : undefined;
}

type Backlog = NonNullable<Settlement['backlog']>;

/** Opens the backlog, or moves what is open; undefined when nothing moves. */
function moveBacklog(before: Place, move: Backlog): Place | undefined {
  const { upto = 0 } = move;
  const opens = upto > before.position;
  if (opens && before.backlogUpto > 0) throw secondBacklog();
  const place = opens ? jump(before, move, upto) : before;
  const backlog = new Map(place.backlog);
  const from = Math.max(place.backlogFrom, Math.min(move.from, place.backlogUpto));
  let moved = opens || from > place.backlogFrom;
  if (place.backlogUpto > 0) {
    for (const { stream, ...given } of move.streams) {
      const had = backlog.get(stream);
      const done = Math.max(had?.done ?? 0, given.done);
      const sent = Math.max(had?.sent ?? 0, given.sent);
      if (Math.max(done, sent) <= from || (done === had?.done && sent === had?.sent)) continue;
      backlog.set(stream, { done, sent });
      moved = true;
    }
  }
  return moved ? withoutPassed({ ...place, backlogFrom: from, backlog }) : undefined;
}

/** What was settled ahead of the position is so in the backlog; streams that do not jump stay as they are. */
function jump(place: Place, { from, streams }: Backlog, upto: number): Place {
  const staying = new Set(streams.filter(({ done }) => done >= upto).map(({ stream }) => stream));
  const backlog = new Map<number, InBacklog>();
  const front = new Map<number, Exception>();
  for (const [stream, exception] of place.front) {
    const stays = exception.behind || staying.has(stream);
    backlog.set(stream, { done: stays ? upto : exception.done, sent: 0 });
    if (stays) front.set(stream, { ...exception, behind: true });
  }
  return { position: upto, backlogFrom: from, backlogUpto: upto, backlog, front };
}

/** The place after everything up to `floor` was taken away by retention. */
export function raise(place: Place, floor: number): Place {
  return withoutReached(
    withoutPassed({
      position: Math.max(place.position, floor),
      backlogFrom: Math.min(Math.max(place.backlogFrom, floor), place.backlogUpto),
      backlogUpto: place.backlogUpto,
      backlog: place.backlog,
      front: mapValues(place.front, ({ done, sent, behind }) => ({
        done: Math.max(done, floor),
        sent: Math.max(sent, floor),
        behind,
      })),
    }),
  );
}

function withoutReached(place: Place): Place {
  const front = new Map(place.front);
  for (const [stream, { behind, done }] of place.front) {
    if (!behind && done <= place.position) front.delete(stream);
  }
  return { ...place, front };
}

/** Without what the start of the backlog has passed; a backlog that is over is none. */
function withoutPassed(place: Place): Place {
  const { backlogFrom, backlogUpto } = place;
  if (backlogFrom >= backlogUpto) return { ...place, backlogFrom: 0, backlogUpto: 0, backlog: new Map() };
  const backlog = new Map(place.backlog);
  for (const [stream, { done, sent }] of place.backlog) {
    if (Math.max(done, sent) <= backlogFrom) backlog.delete(stream);
  }
  return { ...place, backlog };
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

function secondBacklog(): KopruError {
  return new KopruError('A backlog is open, and a second one would be forgotten with it.', {
    kind: 'bug',
    code: 'SETTLE_SECOND_BACKLOG',
  });
}
