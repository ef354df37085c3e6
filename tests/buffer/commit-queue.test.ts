import { describe, expect, it } from 'vitest';
import { CommitQueue, queueReadings } from '../../src/buffer/commit-queue.ts';
import type { CommitReply, CommitRequest } from '../../src/buffer/protocol.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingLogger } from '../fakes/logger.ts';

function bench() {
  const clock = fakeClock({ monotonicMs: 0 });
  const sent: CommitRequest[] = [];
  const { logger, lines } = recordingLogger();
  const queue: CommitQueue = new CommitQueue({
    clock,
    logger,
    now: () => ({ wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs(), trusted: true }),
    compose: (gathering, now) => ({
      rows: gathering.rows,
      count: gathering.readings,
      texts: gathering.texts,
      streams: [],
      segments: [],
      settlements: [],
      anchor: undefined,
      now,
    }),
    send: ({ id, group }) => void sent.push({ id, group }),
    onCommitted: () => {},
  });
  let lastSeq = 0;
  const add = (connection: string, awaited: boolean, readings = 1): Promise<number> => {
    const nowMs = clock.monotonicMs();
    for (let i = 0; i < readings; i++) queue.gathering.addReading(1, 1, nowMs, i, Number.NaN);
    return new Promise((resolve, reject) => {
      const { gathering } = queue;
      gathering.endMessage(
        { connection, awaited, end: gathering.readings, resolve, reject },
        nowMs,
        awaited && queue.senders.came(connection, nowMs),
      );
      queue.schedule(nowMs);
    });
  };
  const reply = (answer: 'committed' | 'again', code = 'X') => {
    const { id, group } = sent.at(-1) ?? { id: 0, group: { count: 0, rows: new Float64Array() } };
    if (answer === 'committed') lastSeq += group.count;
    const failure = { kind: 'transient', code, message: 'disk I/O error', hint: undefined } as const;
    const committed = {
      lastSeq,
      answers: [],
      segments: [],
      gauges: { bytes: 0, limitBytes: 1, rows: 0, generation: 0 },
    };
    const told: CommitReply =
      answer === 'committed'
        ? { kind: 'committed', id, committed }
        : { kind: 'again', id, rows: group.rows, failure };
    queue.onReply(told);
  };
  return { clock, sent, queue, add, reply, lines };
}

describe('the queue before the disk', () => {
  it('lets polled readings linger 5 s and awaited messages 3.5 s', async () => {
    const { clock, sent, add, reply } = bench();
    void add('meter', false);
    await clock.advance(4_999);
    expect(sent).toHaveLength(0);
    await clock.advance(1);
    expect(sent).toHaveLength(1);
    reply('committed');

    void add('button', true);
    await clock.advance(3_500);

    expect(sent).toHaveLength(2);
  });

  it('lets a message linger that comes over another connection, or later than 100 ms after the acknowledgement', async () => {
    const { clock, sent, add, reply } = bench();
    void add('button', true);
    await clock.advance(3_500);
    reply('committed');
    await clock.advance(99);
    void add('other', true);
    await clock.advance(1);
    void add('button', true);
    await clock.advance(3_498);
    expect(sent).toHaveLength(1);

    await clock.advance(1);

    expect(sent).toHaveLength(2);
  });

  it('commits 5 ms after a message that came within 100 ms of its acknowledgement', async () => {
    const { clock, sent, add, reply } = bench();
    void add('button', true);
    await clock.advance(3_500);
    reply('committed');
    await clock.advance(20);
    void add('button', true);
    await clock.advance(5);

    expect(sent).toHaveLength(2);
  });

  it('gathers the next group while a commit runs', async () => {
    const { sent, add, reply } = bench();
    const first = add('meter', false, 500);
    const second = add('meter', false, 700);
    expect(sent.map(({ group }) => group.count)).toEqual([500]);

    reply('committed');
    reply('committed');

    expect(sent.map(({ group }) => group.count)).toEqual([500, 700]);
    expect(await Promise.all([first, second])).toEqual([500, 1_200]);
  });

  it('is full beyond 5000 readings, those under way included, but always takes one message when empty', () => {
    const { queue, add } = bench();
    expect(queue.isFull(queueReadings + 1)).toBe(false);
    void add('meter', false, 4_000);

    expect(queue.isFull(1_000)).toBe(false);
    expect(queue.isFull(1_001)).toBe(true);
  });

  it('sends what the disk refused again, later and later, with the same id, and acknowledges nothing meanwhile', async () => {
    const { clock, sent, queue, add, reply, lines } = bench();
    let acknowledged = false;
    const accepted = add('meter', false, 500).then(() => {
      acknowledged = true;
    });
    for (const waitMs of [1_000, 2_000, 4_000]) {
      reply('again');
      await clock.advance(waitMs - 1);
      const before = sent.length;
      await clock.advance(1);
      expect(sent.length).toBe(before + 1);
    }
    expect(acknowledged).toBe(false);
    expect(queue.trouble).toContain('disk I/O error');

    reply('committed');
    await accepted;

    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(queue.trouble).toBeUndefined();
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['error', 'info']);
    expect(clock.timers).toBe(0);
  });

  it('asks a full disk again every 10 s at the latest, so that it goes on soon after there is room', async () => {
    const { clock, sent, add, reply } = bench();
    void add('meter', false, 500);

    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
      reply('again', 'SQLITE_FULL');
      const before = sent.length;
      await clock.advance(waitMs);
      expect(sent.length).toBe(before + 1);
    }
  });

  it('says so when one commit takes long', async () => {
    const { clock, queue, add } = bench();
    void add('meter', false, 500);
    await clock.advance(11_000);

    expect(queue.trouble).toBe('The disk has been busy with one commit for 11 s.');
  });

  it('tries once more when it is closed, then rejects what the disk refuses', async () => {
    const { sent, queue, add, reply } = bench();
    const accepted = add('meter', false, 500);
    reply('again');
    const flushed = queue.flush();
    expect(sent).toHaveLength(2);
    reply('again');

    await flushed;
    await expect(accepted).rejects.toMatchObject({ kind: 'transient' });
  });
});
