/**
 * The machine's clock. Monotonic time is CLOCK_MONOTONIC: it counts from the boot, so times of two runs within one
 * boot can be compared, and it never steps. The wall clock is only passed on; whether to believe it is the
 * business of `synchronisation.ts`.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Clock } from '../../core/environment.ts';

export interface BootEnvironment {
  /** The boot id handed in by the unit (`%b`): a hardened unit does not see the kernel's file. */
  readonly KOPRU_BOOT_ID?: string | undefined;
}

export function systemClock(environment: BootEnvironment = process.env): Clock {
  return { boot: bootId(environment), monotonicMs, wallMs: Date.now, after };
}

/**
 * Names this boot, alike whether systemd or the kernel tells it. Where neither does, each start counts as a boot
 * of its own: times of different runs are then never compared.
 */
export function bootId(environment: BootEnvironment, kernelFile = '/proc/sys/kernel/random/boot_id'): string {
  return (
    plainId(environment.KOPRU_BOOT_ID) ?? plainId(textOf(kernelFile)) ?? randomUUID().replaceAll('-', '')
  );
}

function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1e6;
}

/** Longest delay that setTimeout keeps; beyond it fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Node's timers count whole milliseconds of loop time and may come a part of one early: the rest is waited for. */
function after(delayMs: number, action: () => void): () => void {
  const dueMs = monotonicMs() + delayMs;
  let timer = setTimeout(check, Math.min(delayMs, longestTimerMs));
  function check() {
    const restMs = dueMs - monotonicMs();
    if (restMs <= 0) action();
    else timer = setTimeout(check, Math.min(Math.ceil(restMs), longestTimerMs));
  }
  return () => clearTimeout(timer);
}

/** 32 hexadecimal digits; systemd writes them without strokes, the kernel with. */
function plainId(text: string | undefined): string | undefined {
  const plain = text?.trim().replaceAll('-', '').toLowerCase();
  return plain !== undefined && /^[0-9a-f]{32}$/.test(plain) ? plain : undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
