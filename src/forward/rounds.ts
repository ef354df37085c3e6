/**
 * The rounds of one destination's lanes: opens the next one of a lane from what waits in it, and ends it once all its
 * versions have. What has ended is kept here until the forwarder settles it. Sends nothing and writes nothing.
 */
import type { Buffer } from '../core/buffer.ts';
import type { Clock } from '../core/environment.ts';
import type { Front } from '../core/front.ts';
import { type Folding, foldRound, type MappingProblem, type Round } from '../core/round.ts';
import type { State } from './backlog/survey.ts';
import { finishedHeldOf, finishedOf, finishedStateOf } from './finished.ts';
import type { Guard } from './guard.ts';
import type { Lane } from './lane.ts';
import type { Reader } from './reader.ts';
import type { Recollection } from './recollection.ts';
import type { Finished } from './settler.ts';

export interface RoundsParts {
  readonly buffer: Pick<Buffer, 'segment' | 'status'>;
  readonly clock: Pick<Clock, 'boot' | 'monotonicMs' | 'wallMs'>;
  readonly front: Front;
  readonly reader: Pick<Reader, 'waitsForClock'>;
  readonly guard: Guard;
  readonly recollection: Recollection;
  /** For the next round. */
  readonly folding: () => Folding;
  readonly onMappingProblem: (problem: MappingProblem) => void;
  /** The newest readings of these streams of the backlog have ended ahead of it. */
  readonly onState: (streams: readonly number[]) => void;
}

/** A reading is committed so long after it came in at most, unless the disk hangs. */
const commitAtMostMs = 10_000;
/** Between two versions of a strand that the broker stumbles over, for the sake of the others. */
const suspectRestMs = 1_000;

export class Rounds {
  readonly #parts: RoundsParts;
  #finished: Finished[] = [];

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  /** Rounds that are over and not handed to the settler yet. */
  get finished(): readonly Finished[] {
    return this.#finished;
  }

  takeFinished(): readonly Finished[] {
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  /** Opens the next round of a lane that is ready. One in which nothing maps to an entity is over at once. */
  open(lane: Lane): void {
    if (lane.state) this.#openState(lane, lane.state);
    else this.#openFront(lane);
    this.finishIfOver(lane);
  }

  /** Ends the open round if none of its versions is left to send. */
  finishIfOver(lane: Lane): void {
    const { round, openState } = lane;
    if (!round || lane.pending().length > 0) return;
    const { front, guard, clock, onState } = this.#parts;
    const finished = this.#finishedOf(lane, round);
    if (openState) {
      lane.unsettledState = true;
      onState((finished.sent ?? []).map(({ stream }) => stream));
    }
    lane.finish(round);
    guard.remember(round.remembered ?? []);
    if (lane.suspect) lane.notBeforeMs = clock.monotonicMs() + suspectRestMs;
    if (!openState) for (const { seq } of finished.ends) front.remove(seq);
    this.#finished.push(finished);
  }

  /** What came to the lane before this time, in ms since 1970, was read; minus infinity while that is not sure. */
  completeMs(lane: Lane): number {
    const { buffer, front, reader } = this.#parts;
    const read = front.readUpto >= buffer.status().lastSeq && !reader.waitsForClock;
    const nowMs = read ? this.#nowOf(lane) : undefined;
    return nowMs === undefined ? Number.NEGATIVE_INFINITY : nowMs - commitAtMostMs;
  }

  /** Milliseconds from now until the lane's open period is over; infinite when it has none, negative when it is. */
  periodEndsInMs(lane: Lane): number {
    const dueMs = lane.held?.open.dueMs ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(dueMs) ? dueMs + commitAtMostMs - (this.#nowOf(lane) ?? dueMs) : dueMs;
  }

  #openFront(lane: Lane): void {
    const { front, guard, onMappingProblem } = this.#parts;
    const folding = this.#parts.folding();
    const { held } = lane;
    const periods = held && {
      open: held.open,
      waiting: lane.queued,
      completeMs: this.completeMs(lane),
      sentUpto: lane.sentUpto,
      told: guard.told,
    };
    const waiting = lane.peek(folding);
    const round = foldRound(lane.strand, waiting, folding, guard.newest, onMappingProblem, periods);
    lane.take(round.parts.length);
    lane.round = round;
    if (!held) return;
    // From now on the rows of the lane say what it still owes.
    held.add(round.parts);
    for (const { seqs } of round.parts) for (const seq of seqs) front.remove(seq);
  }

  /** The newest of the backlog; what something newer has overtaken meanwhile stays in the backlog. */
  #openState(lane: Lane, state: State): void {
    const { guard, onMappingProblem } = this.#parts;
    const newest: Folding = { kind: 'newest' };
    lane.round = foldRound(lane.strand, state.parts, newest, guard.newest, onMappingProblem);
    lane.openState = state;
    lane.state = undefined;
  }

  #finishedOf(lane: Lane, round: Round): Finished {
    const { recollection } = this.#parts;
    const { held, ends, openState } = lane;
    if (held && !openState) {
      const { finished, parts } = finishedHeldOf(lane, held, round, ends);
      recollection.ended({ ...round, parts }, ends);
      return finished;
    }
    recollection.ended(round, ends);
    return openState ? finishedStateOf(lane, round, ends, openState) : finishedOf(lane, round, ends);
  }

  /** The time in the lane's periods, in ms since 1970: as its last reading was dated, whatever the wall clock does. */
  #nowOf({ held }: Lane): number | undefined {
    const { buffer, clock } = this.#parts;
    const newest = held?.newest;
    if (!newest) return undefined;
    const { boot, offset, monoStart } = buffer.segment(newest.segment);
    if (boot !== clock.boot || offset === null) return clock.wallMs();
    return offset + clock.monotonicMs() - monoStart;
  }
}
