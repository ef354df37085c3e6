/** The gateway as a service in this process, from a configuration on disk, its control socket beside it. */
import { dirname, join } from 'node:path';
import { type BufferParts, openBuffer } from '../../src/buffer/sqlite-buffer.ts';
import type { Files } from '../../src/config/files.ts';
import { loadSite } from '../../src/config/load.ts';
import { type Daemon, type DaemonParts, startDaemon } from '../../src/daemon.ts';
import { bufferWorkerUrl } from './buffer-worker.ts';
import { silentLogger } from './logger.ts';

export type StartedParts = Pick<DaemonParts, 'clock'> &
  Partial<Pick<DaemonParts, 'logger' | 'vouchers' | 'openBuffer'>> & {
    readonly mappingFolders?: readonly string[];
  };

/** The SQLite buffer as the daemon opens it. */
export const openRealBuffer = (parts: BufferParts) => openBuffer({ ...parts, workerUrl: bufferWorkerUrl });

/** Throws the problems of a configuration that has errors. */
export function startDaemonOf(file: string, parts: StartedParts): Promise<Daemon> {
  const { mappingFolders = ['mappings'], ...rest } = parts;
  const load = (files?: Files) =>
    loadSite({ file, driverFolders: ['drivers'], mappingFolders, ...(files ? { files } : {}) });
  const { site, sources, problems } = load();
  if (!site) throw new Error(JSON.stringify(problems));
  return startDaemon({
    site,
    configuration: { file, load, sources },
    secrets: () => '',
    random: () => 0,
    logger: silentLogger,
    version: '0.0.0',
    environment: { KOPRU_SOCKET: join(dirname(file), 'kopru.sock') },
    openBuffer: openRealBuffer,
    ...rest,
  });
}
