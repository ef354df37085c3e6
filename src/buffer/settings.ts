/** What people write about the buffer: the `buffer` part of gateway.yaml. */
import { z } from 'zod';
import { duration } from '../settings.ts';

export const bufferSettings = z.strictObject({
  folder: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder of the database; default $STATE_DIRECTORY, else /var/lib/kopru for /etc/kopru/gateway.yaml, ./state beside any other.',
    ),
  limitMegabytes: z
    .int()
    .min(1)
    .max(100_000)
    .default(256)
    .describe('Most megabytes on disk; beyond, the oldest readings are dropped and counted. Default 256.'),
  limitAge: duration('Readings older than this are dropped and counted; default 30d.').prefault('30d'),
});
export type BufferSettings = z.output<typeof bufferSettings>;
