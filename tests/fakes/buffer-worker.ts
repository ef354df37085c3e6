/** The compiled worker of the buffer: a thread cannot be started from TypeScript on every supported Node. */
import { existsSync } from 'node:fs';

export const bufferWorkerUrl = new URL('../../dist/buffer/worker.js', import.meta.url);

if (!existsSync(bufferWorkerUrl))
  throw new Error('dist/buffer/worker.js is missing: run `npm run build` first.');
