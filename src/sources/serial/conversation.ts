/**
 * One question to a device: the line quiet, the device awake, each step sent in its turn, answers waited for. What
 * comes meanwhile goes to this device alone.
 */
import { type Clock, pause } from '../../core/environment.ts';
import type { Wake } from './device.ts';
import { findBytes } from './frame-format.ts';
import type { Listening } from './listening.ts';
import { untilQuiet } from './port.ts';

export interface LineAccess {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** False if the port is not open. */
  send(bytes: Uint8Array): boolean;
  /** When the last byte came, in monotonic milliseconds. */
  lastByteMs(): number;
  /** Calls the listener for what comes in, until the returned function ends it. */
  incoming(listener: (bytes: Uint8Array) => void): () => void;
}

/** `answered`: every awaited answer came. `mute`: at least one did not. `closed`: the port is not open. */
export type ConversationEnd = 'answered' | 'mute' | 'asleep' | 'closed';

/** A late answer to the question before must not pass for one to this. */
const quietMs = 50;
const quietAtMostMs = 500;

export async function converse(listening: Listening, line: LineAccess): Promise<ConversationEnd> {
  const { device, cutter } = listening;
  const { clock, signal } = line;
  await untilQuiet(clock, () => line.lastByteMs(), { quietMs, limitMs: quietAtMostMs });
  if (device.wake && !(await woken(device.wake, line))) return signal.aborted ? 'closed' : 'asleep';
  cutter.restart(false);
  const { arrived, end } = counting(listening);
  try {
    let missing = 0;
    for (const step of device.ask) {
      if (signal.aborted) return 'closed';
      if (step.kind === 'wait') await pause(clock, step.ms, signal);
      else {
        const before = arrived();
        if (!line.send(step.bytes)) return 'closed';
        if (step.timeoutMs !== undefined && !(await comes(listening, line, step.timeoutMs))) {
          if (arrived() === before) missing++;
        }
      }
    }
    return missing === 0 && arrived() > 0 ? 'answered' : 'mute';
  } finally {
    end();
  }
}

function counting(listening: Listening): { arrived: () => number; end: () => void } {
  let count = 0;
  const end = listening.messages(() => {
    count++;
  });
  return { arrived: () => count, end };
}

/** True when a message of the device comes within the time. */
async function comes(
  listening: Listening,
  { clock, signal }: LineAccess,
  timeoutMs: number,
): Promise<boolean> {
  const came = new AbortController();
  const stop = () => came.abort();
  const end = listening.messages(stop);
  let message = false;
  const note = listening.messages(() => {
    message = true;
  });
  signal.addEventListener('abort', stop, { once: true });
  await pause(clock, timeoutMs, came.signal);
  signal.removeEventListener('abort', stop);
  end();
  note();
  return message;
}

/** True when the device said that it is awake, or when that is not waited for. */
async function woken({ bytes, answer, tries, waitMs }: Wake, line: LineAccess): Promise<boolean> {
  for (let tried = 0; tried < (answer ? tries : 1); tried++) {
    const heard = new AbortController();
    let tail: number[] = [];
    const end = line.incoming((piece) => {
      if (!answer) return;
      tail = [...tail, ...piece].slice(-mostTail);
      if (findBytes(Uint8Array.from(tail), answer, 0, tail.length) >= 0) heard.abort();
    });
    const stop = () => heard.abort();
    line.signal.addEventListener('abort', stop, { once: true });
    const sent = line.send(bytes);
    if (sent) await pause(line.clock, waitMs, heard.signal);
    line.signal.removeEventListener('abort', stop);
    end();
    if (!sent || line.signal.aborted) return false;
    if (!answer || heard.signal.aborted) return true;
  }
  return false;
}

const mostTail = 256;
