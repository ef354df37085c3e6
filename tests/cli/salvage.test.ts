import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile } from '../../src/buffer/database.ts';
import { openBuffer } from '../../src/buffer/sqlite-buffer.ts';
import { main } from '../../src/cli/main.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { bufferWorkerUrl } from '../fakes/buffer-worker.ts';
import { silentLogger } from '../fakes/logger.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const count = 5_000;

describe('kopru salvage', () => {
  let folder: string;
  const kopru = async (...args: string[]) => {
    const world = recordingWorld({}, folder);
    const exit = await main(['salvage', ...args], world);
    return { exit, ...world.written };
  };
  const salvaged = () =>
    readFileSync(join(folder, 'out.ndjson'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-salvage-test-'));
    const clock = systemClock();
    const buffer = await openBuffer({
      folder,
      limitBytes: 64e6,
      limitAgeMs: 86_400_000,
      destinations: ['city'],
      clock,
      clockTrusted: true,
      logger: silentLogger,
      workerUrl: bufferWorkerUrl,
    });
    const stream = {
      device: 'meter',
      point: 'voltage.L1',
      quantity: 'voltage.L1',
      unit: 'VLT',
      kind: 'gauge',
    } as const;
    const text = { ...stream, point: 'x-text', quantity: 'x-text', unit: undefined, kind: 'text' } as const;
    const accept = (value: number) =>
      buffer.accept({
        device: 'meter',
        readings: [
          { stream, value },
          { stream: text, value: `0${value}` },
        ],
        monotonicMs: clock.monotonicMs(),
        awaited: true,
      });
    for (let from = 0; from < count; from += 500)
      await Promise.all(Array.from({ length: 500 }, (_, index) => accept(from + index)));
    await buffer.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes every reading of a sound one, with its names and times', async () => {
    const { exit, out } = await kopru('.', '--out', 'out.ndjson');

    expect(exit).toBe(0);
    expect(out).toMatch(/10.000 readings in out.ndjson; 0 damaged, 0 unreadable\./);
    expect(salvaged()).toHaveLength(2 * count);
    expect(salvaged()[0]).toMatchObject({
      seq: 1,
      device: 'meter',
      point: 'voltage.L1',
      unit: 'VLT',
      value: 0,
    });
    expect(salvaged()[1]).toMatchObject({ point: 'x-text', value: '00' });
    expect(Date.parse(salvaged()[0].observedAt)).toBeGreaterThan(Date.now() - 600_000);
  });

  it('finds what is around damaged pages, never gives a wrong value, and leaves the files as they are', async () => {
    await kopru('.', '--out', 'out.ndjson');
    const path = databaseFile(folder);
    const wal = `${path}-wal`;
    const damagedFile = statSync(wal, { throwIfNoEntry: false })?.size ? wal : path;
    const before = statSync(damagedFile).size;
    const file = openSync(damagedFile, 'r+');
    for (const at of [0.4, 0.6]) writeSync(file, Buffer.alloc(300, 0x5a), 0, 300, Math.floor(before * at));
    closeSync(file);
    const bytes = readFileSync(damagedFile);

    const { exit } = await kopru('.', '--out', 'out.ndjson');

    expect([0, 2]).toContain(exit);
    expect(salvaged().length).toBeGreaterThan(0);
    for (const { seq, point, value } of salvaged()) {
      const n = Math.floor((seq - 1) / 2);
      expect(value).toBe(point === 'x-text' ? `0${n}` : n);
    }
    expect(readFileSync(damagedFile).equals(bytes)).toBe(true);
  });

  it('says so when nothing can be read, or nothing is there', async () => {
    writeFileSync(databaseFile(folder), 'no database at all');
    rmSync(`${databaseFile(folder)}-wal`, { force: true });

    expect(await kopru('.', '--out', 'out.ndjson')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('.recover'),
    });
    expect(await kopru('elsewhere')).toMatchObject({ exit: 64, err: expect.stringContaining('no buffer') });
  });
});
