/**
 * When to poll what. Knows no protocol: a task polls itself and says whether its device answered. Each keeps
 * its own rhythm without drift, and never overlaps itself. A device that stays silent is parked: tried ever more
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
  readonly poll: () => Promise<'answered' | 'silent'>;
}

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

interface Run {
  readonly task: PollTask;
  dueMs: number;
  silentInRow: number;
  polls: number;
  silent: number;
  overruns: number;
  lastMs: number;
  underWay: Promise<void> | undefined;
  cancel: () => void;
}

export function createPollLoop({ clock, tasks }: { clock: Clock; tasks: readonly PollTask[] }): PollLoop {
  const runs = tasks.map(
    (task): Run => ({
      task,
      dueMs: 0,
      silentInRow: 0,
      polls: 0,
      silent: 0,
      overruns: 0,
      lastMs: 0,
      underWay: undefined,
      cancel: () => {},
    }),
  );
  /** When a parked device of the lane may be tried again. */
  const restUntilMs = new Map<string, number>();
  let running = false;

  const schedule = (run: Run) => {
    run.cancel();
    if (running) run.cancel = clock.after(Math.max(0, run.dueMs - clock.monotonicMs()), () => begin(run));
  };

  const begin = (run: Run) => {
    const { lane } = run.task;
    const nowMs = clock.monotonicMs();
    const restMs = restUntilMs.get(lane) ?? 0;
    if (isParked(run) && nowMs < restMs) {
      run.dueMs = restMs;
      return schedule(run);
    }
    // Reserved until the try has ended, so that two parked devices never stand in the lane together.
    if (isParked(run)) restUntilMs.set(lane, nowMs + parkMostMs);
    run.underWay = poll(run, nowMs);
  };

  const poll = async (run: Run, beganMs: number) => {
    const wasParked = isParked(run);
    const outcome = await run.task.poll();
    const nowMs = clock.monotonicMs();
    run.polls++;
    run.lastMs = nowMs - beganMs;
    if (outcome === 'answered') run.silentInRow = 0;
    else {
      run.silent++;
      run.silentInRow++;
    }
    if (wasParked) {
      restUntilMs.set(run.task.lane, outcome === 'answered' ? nowMs : nowMs + run.lastMs * restFactor);
    }
    plan(run, nowMs);
    run.underWay = undefined;
    schedule(run);
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
      for (const run of runs) run.cancel();
      await Promise.all(runs.map((run) => run.underWay));
    },
    wake: (lane) => {
      restUntilMs.delete(lane);
      for (const run of runs) {
        if (run.task.lane !== lane || run.silentInRow === 0) continue;
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

/** One poll without an answer is bad luck; from the second on the device is parked. */
const isParked = (run: Run) => run.silentInRow >= 2;

/** Sets when the next poll is due: the next beat of the rhythm, or later if parked. */
function plan(run: Run, nowMs: number): void {
  const { everyMs } = run.task;
  if (isParked(run)) {
    const most = Math.max(everyMs, Math.min(parkMostMs, parkMostIntervals * everyMs));
    run.dueMs = nowMs + Math.min(most, everyMs * 2 ** (run.silentInRow - 1));
    return;
  }
  run.dueMs += everyMs;
  if (run.dueMs > nowMs) return;
  const missed = Math.floor((nowMs - run.dueMs) / everyMs) + 1;
  run.overruns += missed;
  run.dueMs += missed * everyMs;
}
