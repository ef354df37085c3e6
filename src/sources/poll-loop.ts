/**
 * When to poll what. Knows no protocol: a task polls itself and says whether its device answered. Each keeps
 * its own rhythm without drift, on the multiples of its interval by the wall clock, so that values of many cabinets
 * belong to the same moments, and never overlaps itself. A device that stays silent is parked: tried ever more
 * rarely, and all parked devices of one lane together may use only a fixed share of the lane's time, so that any
 * number of dead devices leaves the living ones their rhythm.
 */
import type { Clock } from '../core/environment.ts';

export interface PollTask {
  readonly id: string;
  /** What the devices share and must take turns on, for example the bus. */
  readonly lane: string;
  readonly everyMs: number;
  /** Never rejects. */
  readonly poll: () => Promise<Outcome>;
}

export type Outcome = 'answered' | 'silent';

export interface PollStatistics {
  readonly id: string;
  readonly running: 'polled' | 'parked';
  readonly polls: number;
  readonly silent: number;
  /** Polls left out because the one before was still under way. */
  readonly overruns: number;
  /** Duration of the last poll in milliseconds, waiting for its turn included. */
  readonly lastMs: number;
}

export interface PollLoop {
  start(): void;
  /** Begins no further poll; resolves when those under way have ended. */
  stop(): Promise<void>;
  /** Tries the parked devices of the lane now: what they share has come back. */
  wake(lane: string): void;
  statistics(): readonly PollStatistics[];
}

/** First polls are spread over at most this long. */
const spreadMs = 1_000;
const parkMostMs = 60_000;
const parkMostIntervals = 10;
/** A failed try of a parked device is followed by this many times its duration without another on the lane. */
const restFactor = 3;

/** Share of a lane's time that all its parked devices together may take. */
export const parkedShare = 1 / (1 + restFactor);

/** A device that stays silent is tried at least this often, while the others leave it the time. */
export const parkedAtMostEveryMs = (everyMs: number): number =>
  Math.max(everyMs, Math.min(parkMostMs, parkMostIntervals * everyMs));

interface Run {
  readonly task: PollTask;
  readonly lane: Lane;
  dueMs: number;
  silentInRow: number;
  polls: number;
  silent: number;
  overruns: number;
  lastMs: number;
  underWay: Promise<unknown> | undefined;
  cancel: () => void;
}

/** What the parked devices of a lane share: their turn, and the rest between two tries. */
interface Lane {
  /** Parked devices whose try is due, first come first served. */
  readonly waiting: Run[];
  trying: boolean;
  restUntilMs: number;
  cancel: () => void;
}

export function createPollLoop({ clock, tasks }: { clock: Clock; tasks: readonly PollTask[] }): PollLoop {
  const lanes = new Map<string, Lane>(tasks.map((task) => [task.lane, newLane()]));
  const runs = tasks.map((task) => newRun(task, lanes.get(task.lane) ?? newLane()));
  let running = false;

  const schedule = (run: Run) => {
    run.cancel();
    if (running) run.cancel = clock.after(Math.max(0, run.dueMs - clock.monotonicMs()), () => due(run));
  };

  const due = (run: Run) => {
    if (isParked(run)) {
      run.lane.waiting.push(run);
      serve(run.lane);
    } else run.underWay = poll(run);
  };

  const serve = (lane: Lane) => {
    const [next] = lane.waiting;
    if (!running || lane.trying || !next) return;
    const restMs = lane.restUntilMs - clock.monotonicMs();
    lane.cancel();
    if (restMs > 0) {
      lane.cancel = clock.after(restMs, () => serve(lane));
      return;
    }
    lane.waiting.shift();
    lane.trying = true;
    next.underWay = tryParked(next);
  };

  const tryParked = async (run: Run) => {
    const outcome = await poll(run);
    run.lane.trying = false;
    run.lane.restUntilMs = clock.monotonicMs() + (outcome === 'answered' ? 0 : run.lastMs * restFactor);
    serve(run.lane);
  };

  const poll = async (run: Run): Promise<Outcome> => {
    const beganMs = clock.monotonicMs();
    const outcome = await run.task.poll();
    const nowMs = clock.monotonicMs();
    run.polls++;
    run.lastMs = nowMs - beganMs;
    run.silentInRow = outcome === 'answered' ? 0 : run.silentInRow + 1;
    if (outcome === 'silent') run.silent++;
    run.underWay = undefined;
    plan(run, clock);
    schedule(run);
    return outcome;
  };

  return {
    start: () => {
      running = true;
      const nowMs = clock.monotonicMs();
      runs.forEach((run, i) => {
        run.dueMs = nowMs + (Math.min(spreadMs, run.task.everyMs) * i) / runs.length;
        schedule(run);
      });
    },
    stop: async () => {
      running = false;
      for (const { cancel } of [...runs, ...lanes.values()]) cancel();
      await Promise.all(runs.map((run) => run.underWay));
    },
    wake: (name) => {
      const lane = lanes.get(name);
      if (!lane) return;
      lane.cancel();
      lane.restUntilMs = 0;
      lane.waiting.length = 0;
      for (const run of runs) {
        if (run.lane !== lane || run.silentInRow === 0) continue;
        run.silentInRow = 0;
        run.dueMs = clock.monotonicMs();
        if (!run.underWay) schedule(run);
      }
    },
    statistics: () =>
      runs.map((run) => ({
        id: run.task.id,
        running: isParked(run) ? 'parked' : 'polled',
        polls: run.polls,
        silent: run.silent,
        overruns: run.overruns,
        lastMs: run.lastMs,
      })),
  };
}

const newLane = (): Lane => ({ waiting: [], trying: false, restUntilMs: 0, cancel: () => {} });

const newRun = (task: PollTask, lane: Lane): Run => ({
  task,
  lane,
  dueMs: 0,
  silentInRow: 0,
  polls: 0,
  silent: 0,
  overruns: 0,
  lastMs: 0,
  underWay: undefined,
  cancel: () => {},
});

/** One poll without an answer is bad luck; from the second on the device is parked. */
const isParked = (run: Run) => run.silentInRow >= 2;

/** Sets when the next poll is due: the next beat of the rhythm, or later if parked. */
function plan(run: Run, clock: Clock): void {
  const { everyMs } = run.task;
  const nowMs = clock.monotonicMs();
  if (isParked(run)) {
    run.dueMs = nowMs + Math.min(parkedAtMostEveryMs(everyMs), everyMs * 2 ** (run.silentInRow - 1));
    return;
  }
  run.dueMs = onTheBeat(run.dueMs + everyMs, everyMs, clock);
  if (run.dueMs > nowMs) return;
  const missed = Math.floor((nowMs - run.dueMs) / everyMs) + 1;
  run.overruns += missed;
  run.dueMs += missed * everyMs;
}

/**
 * The multiple of the interval by the wall clock that is nearest to this monotonic time. A clock that was set anew moves
 * one poll by half an interval at most; a clock that runs evenly moves none.
 */
function onTheBeat(dueMs: number, everyMs: number, clock: Clock): number {
  const behindMs = (clock.wallMs() + dueMs - clock.monotonicMs()) % everyMs;
  return behindMs <= everyMs / 2 ? dueMs - behindMs : dueMs + everyMs - behindMs;
}
