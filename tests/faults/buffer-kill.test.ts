import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBuffer } from '../../src/buffer/sqlite-buffer.ts';
import { bufferWorkerUrl } from '../fakes/buffer-worker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';

const kills = 10;
const writer = join(import.meta.dirname, 'buffer-writer.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kopru-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Lets a writer run until `delayMs` after its first acknowledgement, kills it, and returns what it had acknowledged. */
async function killedWriter(delayMs: number, mode: 'early' | 'honest'): Promise<number[]> {
  const child = spawn(process.execPath, [writer, folder, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (data) => {
    if (printed === '') setTimeout(() => child.kill('SIGKILL'), delayMs);
    printed += data;
  });
  await once(child, 'close');
  // The kill may cut the last line.
  return printed.split('\n').slice(0, -1).map(Number);
}

/** Sequence numbers on disk, and whether the ledger agrees with them. */
async function onDisk(): Promise<{ seqs: Set<number>; agrees: boolean }> {
  const buffer = await openBuffer({
    folder,
    limitBytes: 256e6,
    limitAgeMs: 1e12,
    destinations: ['city'],
    clock: fakeClock(),
    clockTrusted: true,
    logger: silentLogger,
    workerUrl: bufferWorkerUrl,
  });
  const { seq, damaged } = await buffer.lease({ destination: 'city', after: 0, limit: 1_000_000 });
  const [check] = await buffer.checkLedger();
  const { lastSeq } = buffer.status();
  await buffer.close();
  const agrees = check?.counted === check?.waiting && damaged.length === 0 && (seq.at(-1) ?? 0) === lastSeq;
  return { seqs: new Set(seq), agrees };
}

async function lostAfterKills(mode: 'early' | 'honest'): Promise<{ acknowledged: number; lost: number }> {
  let [acknowledged, lost] = [0, 0];
  for (let kill = 0; kill < kills; kill++) {
    const seqs = await killedWriter(Math.random() * 120, mode);
    const found = await onDisk();
    expect(found.agrees).toBe(true);
    acknowledged += seqs.length;
    lost += seqs.filter((seq) => !found.seqs.has(seq)).length;
  }
  return { acknowledged, lost };
}

describe('kill -9 at any time', () => {
  it('loses nothing that was acknowledged', async () => {
    const { acknowledged, lost } = await lostAfterKills('honest');

    expect(acknowledged).toBeGreaterThan(kills);
    expect(lost).toBe(0);
  }, 60_000);

  it('would lose readings that were acknowledged before their commit', async () => {
    const { lost } = await lostAfterKills('early');

    expect(lost).toBeGreaterThan(0);
  }, 60_000);
});
