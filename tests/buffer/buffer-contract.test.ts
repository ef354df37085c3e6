import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBuffer, type SqliteBuffer } from '../../src/buffer/sqlite-buffer.ts';
import { bufferWorkerUrl } from '../fakes/buffer-worker.ts';
import { silentLogger } from '../fakes/logger.ts';
import { MemoryBuffer, memoryDisk } from '../fakes/memory-buffer.ts';
import { type BufferBench, describeBuffer } from './contract.ts';

function sqliteBench(): BufferBench {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-buffer-'));
  return {
    open: (options) =>
      openBuffer({
        ...options,
        folder,
        limitBytes: 256e6,
        logger: silentLogger,
        workerUrl: bufferWorkerUrl,
      }),
    crash: (buffer) => (buffer as SqliteBuffer).crash(),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
}

function memoryBench(): BufferBench {
  const disk = memoryDisk();
  return {
    open: async (options) => new MemoryBuffer({ ...options, disk }),
    crash: (buffer) => buffer.close(),
    dispose: async () => {},
  };
}

describeBuffer('the buffer on SQLite', sqliteBench);
describeBuffer('the buffer in memory', memoryBench);
