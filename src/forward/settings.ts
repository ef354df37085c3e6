/** What people write about destinations: one entry of `forward` in gateway.yaml. */
import { z } from 'zod';
import { duration, secretReference } from '../settings.ts';

export const destinationSettings = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and -')
    .describe('Name of the destination; its place in the buffer hangs on it.'),
  broker: z
    .string()
    .regex(/^https?:\/\/[^\s@?#]+$/, 'must be a URL such as https://context.city.example/ngsi-ld/v1')
    .describe('Base URL of the NGSI-LD API, ending in /ngsi-ld/v1 for most brokers.'),
  tenant: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('NGSILD-Tenant; left out: the default tenant of the broker.'),
  history: z
    .enum(['ordered'])
    .default('ordered')
    .describe(
      'ordered: every value, oldest to newest; live data waits behind the backlog of its own entity.',
    ),
  headers: z
    .record(z.string(), z.union([z.string(), secretReference]))
    .optional()
    .describe('Extra request headers, for example an API key as a secret.'),
  ca: z.string().optional().describe('Path of a PEM file with the certificate authority of the broker.'),
  batch: z
    .strictObject({
      entities: z.int().min(1).max(500).default(100).describe('Most entities in one request; default 100.'),
      bytes: z
        .int()
        .min(1_024)
        .max(900_000)
        .default(262_144)
        .describe('Most bytes in one request body; default 262144 (256 KiB).'),
    })
    .prefault({})
    .describe('Bounds of one request; the forwarder makes it smaller by itself when the broker asks for it.'),
  retryAtMost: duration(
    'Longest wait between two tries while the broker does not take anything; default 60s, for a metered link 5m.',
  ).default(60_000),
  timeout: duration('Longest time for one request, answer included; default 30s.').default(30_000),
});
export type DestinationSettings = z.output<typeof destinationSettings>;
