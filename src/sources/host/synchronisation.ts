/**
 * Whether the wall clock can be believed. A machine without a battery-backed clock boots at some old time and
 * jumps when a time server answers; until somebody vouches for the clock, readings wait. Looks once a second,
 * for ever: a cabinet may get its uplink after days.
 */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import type { Clock } from '../../core/environment.ts';
import { stepMs } from '../../core/timeline.ts';

/** Somebody who can vouch for the clock. */
export interface Voucher {
  /** For people and the segment's record, for example `timesyncd`. */
  readonly source: string;
  /** Asked this often, in milliseconds. */
  readonly everyMs: number;
  /** Never rejects; whatever cannot be asked does not vouch. */
  vouches(): Promise<boolean>;
}

export interface SynchronisationWatch {
  /** This machine's clock is right from the start; nobody needs to vouch for it. */
  readonly trusted: boolean;
  readonly vouchers?: readonly Voucher[];
  /** Told once, and within the call that starts the watch if the clock is trusted. */
  onSynchronised(source: string): void;
  /**
   * The wall clock moved against monotonic time by more than 500 ms (positive: forward), summed over smaller
   * moves since the last one told. Also told before the clock is synchronised.
   */
  onStep(ms: number): void;
}

/** A clock that shows an earlier year is wrong, whoever vouches for it. */
const earliestMs = Date.UTC(2026, 0, 1);
const lookEveryMs = 1_000;

/** Starts to look. Returns what ends it. */
export function watchSynchronisation(clock: Clock, watch: SynchronisationWatch): () => void {
  const vouchers = watch.vouchers ?? systemVouchers;
  const dueMs = new Map<Voucher, number>();
  const offset = () => clock.wallMs() - clock.monotonicMs();
  let reference = offset();
  let synchronised = false;
  let ended = false;
  let cancel = () => {};

  const followSteps = () => {
    const moved = offset() - reference;
    if (Math.abs(moved) <= stepMs) return;
    reference += moved;
    watch.onStep(Math.round(moved));
  };

  const firstVoucher = async (): Promise<string | undefined> => {
    const now = clock.monotonicMs();
    for (const voucher of vouchers) {
      if ((dueMs.get(voucher) ?? now) > now) continue;
      dueMs.set(voucher, now + voucher.everyMs);
      if (await voucher.vouches()) return voucher.source;
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
        watch.onSynchronised(source);
      }
    }
    cancel = clock.after(lookEveryMs, look);
  };
  void look();

  return () => {
    ended = true;
    cancel();
  };
}

/** systemd-timesyncd touches this file when a time server answered in this boot (man systemd-timesyncd). */
const timesyncdMark = '/run/systemd/timesync/synchronized';

/** The mark costs nothing; timedatectl, which knows what chrony or ntpd told the kernel, costs a process. */
export const systemVouchers: readonly Voucher[] = [
  {
    source: 'timesyncd',
    everyMs: lookEveryMs,
    vouches: () =>
      access(timesyncdMark).then(
        () => true,
        () => false,
      ),
  },
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
