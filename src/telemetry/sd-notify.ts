/**
 * Tells systemd how the gateway is: ready, one line of status, and that it is alive. Node cannot send to a unix
 * datagram socket, so `systemd-notify` does (the unit needs NotifyAccess=all). Outside a unit of type notify
 * nothing happens.
 *
 * Alive means progress, not a running timer: the ping is left out as soon as one of the given proofs fails, so
 * that systemd restarts a gateway whose loop, database or poll loop hangs. A broker outage is no reason.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Clock, Logger } from '../core/environment.ts';
import { wordsOf } from '../core/errors.ts';
import { type Hung, hungStages, type Proof } from '../core/proof.ts';
import { cleanText } from './facts.ts';

export interface NotifySettings {
  readonly clock: Clock;
  readonly logger: Logger;
  /** NOTIFY_SOCKET and WATCHDOG_USEC, as systemd sets them. */
  readonly environment: {
    readonly NOTIFY_SOCKET?: string | undefined;
    readonly WATCHDOG_USEC?: string | undefined;
  };
  readonly proofs: readonly Proof[];
  /** The status line now. Not asked for while a stage hangs: it may need that stage. */
  status(): Promise<string>;
  /** Runs systemd-notify with these arguments; rejects when it fails. */
  send(args: readonly string[]): Promise<void>;
}

export interface Notifier {
  /** Tells READY=1, then status and life signs until the stop. */
  ready(): Promise<void>;
  /** Tells nothing more: another notifier does. */
  end(): void;
  /** Tells STOPPING=1; resolves when it was told or could not be. */
  stopping(): Promise<void>;
}

export function createNotifier(settings: NotifySettings): Notifier {
  const { clock, environment, proofs } = settings;
  if (!environment.NOTIFY_SOCKET) return { ready: async () => {}, end: () => {}, stopping: async () => {} };
  const watchdogMs = Number(environment.WATCHDOG_USEC ?? 0) / 1_000;
  const everyMs = watchdogMs > 0 ? Math.min(watchdogMs / 3, statusMs) : statusMs;
  let told = '';
  let dueMs = clock.monotonicMs();
  let ended = false;
  let cancel = () => {};

  const tell = async (...args: string[]) => {
    try {
      await settings.send(args);
    } catch (thrown) {
      settings.logger.warn({ cause: wordsOf(thrown) }, 'systemd could not be told how the gateway is.');
    }
  };

  const tick = async () => {
    const lagMs = clock.monotonicMs() - dueMs;
    const hung = hungStages([{ name: 'event loop', ageMs: () => lagMs, limitMs: longestLagMs }, ...proofs]);
    if (hung.length > 0) report(hung);
    else await tellAlive();
    if (ended) return;
    dueMs = clock.monotonicMs() + everyMs;
    cancel = clock.after(everyMs, tick);
  };

  const tellAlive = async () => {
    // A line end in it would begin another assignment.
    const status = cleanText(await settings.status());
    const args = status === told ? [] : [`--status=${status}`];
    if (watchdogMs > 0) args.push('WATCHDOG=1');
    if (args.length > 0) await tell(...args);
    told = status;
  };

  const report = (hung: readonly Hung[]) => {
    for (const { name, ageMs } of hung) {
      settings.logger.error(
        { code: 'HUNG', stage: name, ageMs },
        'A stage does not move on; systemd is not told that the gateway is alive.',
      );
    }
  };

  const end = () => {
    ended = true;
    cancel();
  };

  return {
    end,
    async ready() {
      await tell('--ready');
      dueMs = clock.monotonicMs();
      await tick();
    },
    async stopping() {
      end();
      await tell('STOPPING=1', '--status=Stopping.');
    },
  };
}

/** Status goes out at least this often, so that its ages are not stale. */
const statusMs = 10_000;
/** A timer that comes later than this says that the event loop was blocked. */
const longestLagMs = 1_000;

const run = promisify(execFile);

/** The way to systemd outside of tests. */
export async function systemdNotify(args: readonly string[]): Promise<void> {
  await run('systemd-notify', args, { timeout: 5_000 });
}
