/**
 * The one thread that owns the database. A thin loop: it takes a message, has the steward do it, and answers.
 * Commits are taken before anything else that waits. An fsync may hold this thread for seconds, never the main one.
 * It ends when the main thread closes the ports, never by itself: a last message could be lost with it.
 */
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Chunk } from '../core/buffer.ts';
import { Count } from './count.ts';
import { mayMend } from './disk-errors.ts';
import {
  type Answers,
  type Asked,
  type CommitReply,
  type CommitRequest,
  failureOf,
  type Told,
} from './protocol.ts';
import { Steward } from './steward.ts';
import type { WorkerStart } from './worker-link.ts';

const { request, commits, questions } = workerData as WorkerStart;

let closed = false;
/** A settlement passed while rows were being counted: the count begins again. */
let disturbed = false;
const tell = (told: Told, hand: readonly ArrayBuffer[] = []) => questions.postMessage(told, [...hand]);
const steward = new Steward({ request, note: (note) => tell({ kind: 'note', note }) });

try {
  tell({ kind: 'opened', opened: steward.open() });
  audit();
  commits.on('message', commit);
  questions.on('message', (asked: Asked) => {
    drain(commits);
    answer(asked);
  });
} catch (error) {
  tell({ kind: 'unopened', failure: failureOf(error) });
  questions.ref();
}

function drain(port: MessagePort): void {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) commit(next.message);
}

function commit({ id, group }: CommitRequest): void {
  const reply = (answer: CommitReply, hand: ArrayBuffer[] = []) => commits.postMessage(answer, hand);
  if (group.settlements.length > 0) disturbed = true;
  try {
    reply({ kind: 'committed', id, committed: steward.commit(id, group) });
  } catch (error) {
    const failure = failureOf(error);
    if (mayMend(error))
      reply({ kind: 'again', id, rows: group.rows, failure }, [group.rows.buffer as ArrayBuffer]);
    else reply({ kind: 'refused', id, failure });
  }
}

function answer(asked: Asked): void {
  const { id } = asked;
  const done = (value: Answers[keyof Answers], hand: readonly ArrayBuffer[] = []) =>
    tell({ kind: 'answer', id, value }, hand);
  try {
    if (asked.kind === 'lease') {
      const chunk = steward.lease(asked.request);
      done(chunk, buffersOf(chunk));
    } else if (asked.kind === 'configure') {
      done(steward.configure(asked.configuration, asked.now));
    } else if (asked.kind === 'quarantined') {
      done(steward.quarantined(asked.query));
    } else if (asked.kind === 'change quarantine') {
      disturbed = true;
      done(steward.changeQuarantine(asked.change, asked.now));
    } else if (asked.kind === 'ledgers') {
      done(steward.ledgers());
    } else if (asked.kind === 'check') {
      count(done, (error) => tell({ kind: 'failed', id, failure: failureOf(error) }));
    } else {
      closed = true;
      steward.close();
      done(undefined);
    }
  } catch (error) {
    tell({ kind: 'failed', id, failure: failureOf(error) });
  }
}

function buffersOf({ seq, stream, segment, t, number }: Chunk): ArrayBuffer[] {
  return [seq, stream, segment, t, number].map((column) => column.buffer as ArrayBuffer);
}

/** Counts slice by slice, other messages in between. What turns out to be corrupt is replaced, and counted afresh. */
function count(done: (checks: Answers['check']) => void, failed: (error: unknown) => void): void {
  let counter: Count | undefined;
  let mended = false;
  steward.counting = true;
  const step = () => {
    if (closed) return;
    try {
      if (disturbed) counter = undefined;
      disturbed = false;
      counter ??= new Count(steward.store);
      const checks = counter.step(steward.store);
      if (!checks) return void setImmediate(step);
      steward.counting = false;
      done(checks);
    } catch (error) {
      if (!mended && steward.mend(error)) {
        mended = true;
        counter = undefined;
        return void setImmediate(step);
      }
      steward.counting = false;
      failed(error);
    }
  };
  step();
}

/** Before the first settlement: is the file's structure whole? True if it was not, and an empty one was begun. */
function inspect(doubted: boolean): boolean {
  try {
    return steward.inspect(doubted);
  } catch (error) {
    const { message } = failureOf(error);
    const sentence = 'The buffer could not be looked through for damage.';
    tell({ kind: 'note', note: { level: 'error', sentence, facts: { words: message } } });
    return false;
  }
}

/** Before the first settlement: are there as many waiting rows as the ledger says? */
function audit(): void {
  count(
    (checks) => {
      const wrong = checks.filter(({ waiting, counted }) => waiting !== counted);
      // Rows that cannot be found are mostly a damaged structure, which would swallow new ones too.
      const replaced = inspect(wrong.length > 0);
      for (const { destination, waiting, counted } of replaced ? [] : wrong) {
        steward.store.addUnexplained(destination, waiting - counted);
        tell({
          kind: 'note',
          note: {
            level: 'error',
            sentence:
              'The ledger does not agree with the rows on disk; the difference is booked as unexplained.',
            facts: { code: 'LEDGER_UNEXPLAINED', destination, waiting, counted },
            lasting: true,
          },
        });
      }
      tell({ kind: 'audited' });
    },
    (error) => {
      const { message } = failureOf(error);
      const sentence = 'The ledger could not be checked at start.';
      tell({ kind: 'note', note: { level: 'error', sentence, facts: { words: message } } });
      tell({ kind: 'audited' });
    },
  );
}
