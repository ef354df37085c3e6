/** The parts of an API that answers, without a gateway behind it. */
import type { ApiParts } from '../../src/api/app.ts';
import type { PageFiles } from '../../src/page/files.ts';
import { silentLogger } from './logger.ts';
import { snapshot } from './snapshot.ts';

export const pageFiles: PageFiles = {
  assets: { script: '/assets/main-1.js', style: '/assets/main-1.css', icon: '/assets/icon-1.svg' },
  files: new Map([
    ['main-1.js', { type: 'text/javascript', bytes: new Uint8Array([1]), gzipped: new Uint8Array([2]) }],
  ]),
  render: (state) => `page of ${state.gateway.id}`,
  entry: ({ kind }) => kind,
};

export const apiParts = (change: Partial<ApiParts> = {}): ApiParts => ({
  logger: silentLogger,
  proofs: [],
  trouble: () => undefined,
  snapshot: async () => snapshot(),
  metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'kopru_up_seconds 1\n' }),
  checkLedger: async () => [{ destination: 'city', waiting: 3, counted: 3 }],
  reload: async () => undefined,
  read: async () => undefined,
  quarantine: { list: async () => [], retry: async () => 0, drop: async () => 0 },
  forward: { tryNow: () => [] },
  debug: { begin: () => false, end: () => false },
  mqtt: { messages: () => undefined },
  trace: { reading: async () => undefined },
  page: undefined,
  buses: {
    ask: () => undefined,
    identify: () => undefined,
    frames: () => undefined,
    statistics: () => undefined,
  },
  ...change,
});
