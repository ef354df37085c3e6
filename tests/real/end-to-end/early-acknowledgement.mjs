/**
 * The gateway with one safeguard off: a message counts as accepted before its commit. Runs the configuration named
 * as its argument; shows that the end-to-end test notices.
 */
import { openBuffer } from '../../../dist/buffer/sqlite-buffer.js';
import { loadSite } from '../../../dist/config/load.js';
import { startDaemon } from '../../../dist/daemon.js';
import { systemClock } from '../../../dist/sources/host/clock.js';

const file = process.argv[2];
const root = `${import.meta.dirname}/../../..`;
const folders = [file.slice(0, file.lastIndexOf('/')), root];
const { site } = loadSite({
  file,
  driverFolders: folders.map((folder) => `${folder}/drivers`),
  mappingFolders: folders.map((folder) => `${folder}/mappings`),
});
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

await startDaemon({
  site,
  secrets: () => '',
  clock: systemClock(),
  random: Math.random,
  logger: quiet,
  version: '0',
  environment: {},
  openBuffer: async (parts) => {
    const buffer = await openBuffer(parts);
    const accept = buffer.accept.bind(buffer);
    buffer.accept = async (message) => {
      // Nobody waits for this commit, so it takes its time.
      accept({ ...message, awaited: false }).catch(() => {});
      return 0;
    };
    return buffer;
  },
});
