/**
 * System calls that fail or dawdle, by strace: from the start of a process (a launcher for `startSubject`), or in one
 * that runs, from `attach` to `detach`. `when` counts the calls of each thread; the buffer's are all made by one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** What is missing here to inject faults, as a sentence; undefined when nothing is. */
export function missingForStrace() {
  const { error } = spawnSync('strace', ['-V']);
  if (error) return 'strace is not installed.';
  const tried = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true']);
  return tried.status === 0 ? undefined : `strace may not trace here: ${tried.stderr}`.trim();
}

const expressions = ({ calls, error, when, delayMs }) => {
  const what = [
    error && `error=${error}`,
    delayMs && `delay_enter=${delayMs * 1_000}`,
    when && `when=${when}`,
  ].filter(Boolean);
  return ['-e', `trace=${calls}`, '-e', `inject=${calls}:${what.join(':')}`, '-o', '/dev/null'];
};

/** `calls`: names with commas; `error`: EIO or such; `when`: `3` the third call, `3+` it and all after. */
export const straced = (fault) => ['strace', '-D', '-f', '-qq', '--seccomp-bpf', ...expressions(fault)];

/** Resolves once every thread of the process is watched. */
export async function attach(pid, fault) {
  const tracer = spawn('strace', ['-f', '-p', String(pid), ...expressions(fault)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(tracer, 'close');
  await Promise.race([once(tracer.stderr, 'data'), ended]);
  await delay(50);
  return {
    /** From here every call does what it is asked to. */
    async detach() {
      tracer.kill('SIGINT');
      await ended;
    },
  };
}
