/**
 * Whether the wall clock can be believed. A machine without a battery-backed clock boots at some old time and
 * jumps when a time server answers; until somebody vouches for the clock, readings wait. Looks once a second,
 * for ever: a cabinet may get its uplink after days. A right clock that jumps far is doubted: readings wait again
 * until it is back or somebody vouches for where it stands now.
 */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import type { Clock } from '../../core/environment.ts';
import { earliestMs, stepMs } from '../../core/timeline.ts';

/** Somebody who can vouch for the clock. */
export interface Voucher {
  /** For people and the segment's record, for example `timesyncd`. */
  readonly source: string;
  /** Asked this often, in milliseconds. */
  readonly everyMs: number;
  /**
   * Never rejects; whatever cannot be asked does not vouch. The clock, which says `nowMs`, must have been compared
   * since `sinceMs` of its own time, or at any time where that is -Infinity.
   */
  vouches(nowMs: number, sinceMs: number): Promise<boolean>;
}

export interface SynchronisationWatch {
  /** This machine's clock is right from the start; nobody needs to vouch for it. */
  readonly trusted: boolean;
  readonly vouchers?: readonly Voucher[];
  /** Told once, and again after each doubt; within the call that starts the watch if the clock is trusted. */
  onSynchronised(source: string): void;
  /** A clock that was right and is not trusted jumped by so many milliseconds: for now nobody vouches for it. */
  onDoubt(ms: number): void;
  /**
   * The wall clock moved against monotonic time by more than 500 ms (positive: forward), summed over smaller
   * moves since the last one told. Also told before the clock is synchronised.
   */
  onStep(ms: number): void;
  /** Nobody has vouched for ten minutes, since the start or a doubt; told each minute until somebody does. */
  onUnvouched(): void;
}

const lookEveryMs = 1_000;
const unvouchedAfterMs = 10 * 60_000;
const unvouchedEveryMs = 60_000;
/** A right clock is corrected by less, at a restart of its time service too. */
const doubtMs = 10 * 60_000;
/** A time service notes that it compared the clock after it has set it, and we look once a second. */
const noticedWithinMs = 3_000;

/** Starts to look. Returns what ends it. */
export function watchSynchronisation(clock: Clock, watch: SynchronisationWatch): () => void {
  const vouchers = watch.vouchers ?? systemVouchers;
  const dueMs = new Map<Voucher, number>();
  const offset = () => clock.wallMs() - clock.monotonicMs();
  let reference = offset();
  let synchronised = false;
  let sinceMs = Number.NEGATIVE_INFINITY;
  /** Who vouched last, and for which offset. */
  let vouched: { readonly source: string; readonly offset: number } | undefined;
  let unvouchedMs = clock.monotonicMs() + unvouchedAfterMs;
  let ended = false;
  let cancel = () => {};

  const followSteps = () => {
    const moved = offset() - reference;
    if (Math.abs(moved) > stepMs) {
      reference += moved;
      if (vouched && synchronised && !watch.trusted && Math.abs(moved) > doubtMs) {
        synchronised = false;
        unvouchedMs = clock.monotonicMs() + unvouchedAfterMs;
        sinceMs = clock.wallMs() - noticedWithinMs;
        watch.onDoubt(Math.round(moved));
      }
      watch.onStep(Math.round(moved));
    }
    if (vouched && synchronised) vouched = { ...vouched, offset: offset() };
  };

  const firstVoucher = async (): Promise<string | undefined> => {
    if (vouched && Math.abs(offset() - vouched.offset) <= stepMs) return vouched.source;
    const now = clock.monotonicMs();
    for (const voucher of vouchers) {
      if ((dueMs.get(voucher) ?? now) > now) continue;
      dueMs.set(voucher, now + voucher.everyMs);
      if (await voucher.vouches(clock.wallMs(), sinceMs)) return voucher.source;
    }
    return undefined;
  };

  const look = async () => {
    followSteps();
    if (!synchronised && clock.wallMs() >= earliestMs) {
      const source = watch.trusted ? 'trusted' : await firstVoucher();
      if (ended) return;
      if (source !== undefined) {
        followSteps();
        synchronised = true;
        vouched = { source, offset: offset() };
        watch.onSynchronised(source);
      }
    }
    if (!synchronised && !ended && clock.monotonicMs() >= unvouchedMs) {
      unvouchedMs = clock.monotonicMs() + unvouchedEveryMs;
      watch.onUnvouched();
    }
    cancel = clock.after(lookEveryMs, look);
  };
  void look();

  return () => {
    ended = true;
    cancel();
  };
}

/** Vouches by a file that a time service touches each time it has compared the clock. */
export function markVoucher(source: string, path: string): Voucher {
  return {
    source,
    everyMs: lookEveryMs,
    vouches: (nowMs, sinceMs) =>
      stat(path).then(
        // A mark from the future was made before the clock was set back.
        ({ mtimeMs }) => mtimeMs >= sinceMs && mtimeMs <= nowMs + noticedWithinMs,
        () => false,
      ),
  };
}

/**
 * The mark of systemd-timesyncd (man systemd-timesyncd) costs nothing; timedatectl, which knows what chrony or ntpd told
 * the kernel, costs a process. Whoever sets the clock by hand makes the kernel forget that it was synchronised.
 */
export const systemVouchers: readonly Voucher[] = [
  markVoucher('timesyncd', '/run/systemd/timesync/synchronized'),
  { source: 'kernel', everyMs: 15_000, vouches: askTimedatectl },
];

function askTimedatectl(): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(
      'timedatectl',
      ['show', '--property=NTPSynchronized', '--value'],
      { timeout: 5_000 },
      (error, answer) => resolve(error === null && answer.trim() === 'yes'),
    );
  });
}
