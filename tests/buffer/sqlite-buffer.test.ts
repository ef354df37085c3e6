import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile } from '../../src/buffer/database.ts';
import { openSqlite } from '../../src/buffer/open-sqlite.ts';
import { type BufferParts, openBuffer } from '../../src/buffer/sqlite-buffer.ts';
import { bufferWorkerUrl } from '../fakes/buffer-worker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingLogger } from '../fakes/logger.ts';
import { message, settlement, voltage } from './contract.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kopru-buffer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function bench(more: Partial<BufferParts> = {}) {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  const open = (again: Partial<BufferParts> = {}) =>
    openBuffer({
      folder,
      limitBytes: 256e6,
      limitAgeMs: 1e12,
      destinations: ['city'],
      clock,
      clockTrusted: true,
      logger,
      workerUrl: bufferWorkerUrl,
      ...more,
      ...again,
    });
  const many = (count: number) =>
    message(clock, ...Array.from({ length: count }, () => [voltage, 1] as const));
  return { clock, lines, open, many };
}

describe('the buffer and its thread', () => {
  it('rejects what does not fit its memory, whole, and takes again once there is room', async () => {
    const { open, many } = bench();
    const buffer = await open();
    const first = buffer.accept(many(4_999));
    const second = buffer.accept(many(2));

    await expect(second).rejects.toMatchObject({ kind: 'transient', code: 'QUEUE_FULL' });
    expect(buffer.status().queued).toBe(4_999);
    expect(await first).toBe(4_999);
    expect(await buffer.accept(many(500))).toBe(5_499);
    await buffer.close();
  });

  it('commits a full group without waiting for time', async () => {
    const { open, many } = bench();
    const buffer = await open();

    expect(await buffer.accept(many(500))).toBe(500);
    expect(buffer.status()).toMatchObject({
      lastSeq: 500,
      rows: 500,
      queued: 0,
      commits: 1,
      trouble: undefined,
    });
    await buffer.close();
  });

  it('commits what still waits when it is closed', async () => {
    const { open, many } = bench();
    const buffer = await open();
    const accepted = buffer.accept(many(3));
    await buffer.close();

    expect(await accepted).toBe(3);
    const again = await open();
    expect(again.status().lastSeq).toBe(3);
    await again.close();
  });

  it('lets a settlement that need not be durable ride on the next commit', async () => {
    const { clock, open, many } = bench();
    const buffer = await open();
    await buffer.accept(many(500));
    await buffer.checkLedger();
    const settled = buffer.settle(settlement(buffer, { position: 500, durable: false }));
    await clock.advance(4_999);
    expect(buffer.status().commits).toBe(1);

    await clock.advance(1);

    expect(await settled).toEqual({ kind: 'settled' });
    expect(buffer.status().commits).toBe(2);
    await buffer.close();
  });

  it('rejects all that waits when its thread is gone, and says so', async () => {
    const { open, many, lines } = bench();
    const buffer = await open();
    const accepted = buffer.accept(many(3));
    const outcome = expect(accepted).rejects.toMatchObject({ kind: 'fatal', code: 'BUFFER_DEAD' });
    await buffer.crash();

    await outcome;
    await expect(buffer.accept(many(1))).rejects.toMatchObject({ code: 'BUFFER_DEAD' });
    await expect(buffer.lease({ destination: 'city', after: 0, limit: 1 })).rejects.toMatchObject({
      code: 'BUFFER_DEAD',
    });
    await expect(buffer.checkLedger()).rejects.toMatchObject({ code: 'BUFFER_DEAD' });
    expect(buffer.status().trouble).toContain('gone');
    expect(lines.at(-1)).toContain('error The buffer stopped.');
    await buffer.close();
  });

  it('is refused to a second one', async () => {
    const { open } = bench();
    const buffer = await open();

    await expect(open()).rejects.toMatchObject({ kind: 'fatal', code: 'BUFFER_IN_USE' });
    await buffer.close();
  });

  it('says which folder cannot be used', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { open } = bench({ folder: join(folder, 'file') });

    await expect(open()).rejects.toMatchObject({ kind: 'fatal', code: 'BUFFER_UNREADABLE' });
  });

  it('books at its start what rows and ledger disagree on, before anything is settled', async () => {
    const { open, many, lines } = bench();
    const first = await open();
    await first.accept(many(500));
    await first.close();
    const database = openSqlite(databaseFile(folder));
    database.exec('DELETE FROM reading WHERE seq IN (7, 8)');
    database.close();

    const buffer = await open();
    const answer = await buffer.settle(settlement(buffer, { position: 100 }));

    expect(answer).toEqual({ kind: 'settled' });
    expect((await buffer.ledgers())[0]).toMatchObject({ accepted: 500, unexplained: 2 });
    expect(lines.at(-1)).toContain('error The ledger does not agree');
    expect(buffer.status().trouble).toContain('ledger');
    await buffer.close();
  });

  it('gives the readings of an earlier boot their time at the open when the clock is trusted', async () => {
    const { open, many } = bench();
    const first = await open({ clockTrusted: false, clock: fakeClock({ boot: 'first', wallMs: 5_000 }) });
    await first.accept(many(500));
    expect(first.segment(1).offset).toBeNull();
    await first.close();

    const buffer = await open();

    expect(buffer.segment(1)).toMatchObject({ offset: 5_000, source: 'estimated' });
    await buffer.close();
  });
});
