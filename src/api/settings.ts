/** What people write about the local HTTP interface: the `api` part of gateway.yaml. */
import { z } from 'zod';

export const apiSettings = z.strictObject({
  listen: z
    .string()
    .regex(
      /^(127\.0\.0\.1|\[::1\]|localhost):\d{1,5}$/,
      'must be a loopback address with a port, for example 127.0.0.1:8080',
    )
    .default('127.0.0.1:8080')
    .describe('Address of status, health and metrics; loopback only. Default 127.0.0.1:8080.'),
});
export type ApiSettings = z.output<typeof apiSettings>;
