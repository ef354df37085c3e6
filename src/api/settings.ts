/** What people write about the local HTTP interface: the `api` part of gateway.yaml. */
import { z } from 'zod';

const file = z.string().min(1);

const networkSettings = z
  .strictObject({
    listen: z
      .string()
      .regex(
        /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):\d{1,5}$/,
        'must be an address with a port, for example 0.0.0.0:8443',
      )
      .describe('Address and port for others than this machine, for example 0.0.0.0:8443; TLS only.'),
    names: z
      .array(z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'is no host name; use lower-case letters'))
      .max(20)
      .default([])
      .describe('Names by which it is called, besides its addresses and the name of this machine.'),
    certificate: file
      .optional()
      .describe('PEM file with the certificate, its chain behind it; default: a self-signed one is made.'),
    key: file.optional().describe('PEM file with the key of the certificate.'),
  })
  .refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
    error: 'has a certificate without its key, or a key alone; give both or neither',
  });
export type NetworkSettings = z.output<typeof networkSettings>;

export const apiSettings = z.strictObject({
  listen: z
    .string()
    .regex(
      /^(127\.0\.0\.1|\[::1\]|localhost):\d{1,5}$/,
      'must be a loopback address with a port, for example 127.0.0.1:8080',
    )
    .default('127.0.0.1:8080')
    .describe('Address of the page, status, health and metrics; loopback only. Default 127.0.0.1:8080.'),
  network: networkSettings
    .optional()
    .describe(
      'The page for others than this machine, over TLS and for people who sign in; served once kopru page enable was run.',
    ),
});
export type ApiSettings = z.output<typeof apiSettings>;
