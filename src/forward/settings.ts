/** What people write about destinations: one entry of `forward` in gateway.yaml. */
import { z } from 'zod';
import { duration, secretReference } from '../settings.ts';

const proxyUrl = z
  .string()
  .regex(/^https?:\/\/[^\s@/?#]+\/?$/, 'must be http://host:port, without user and password');

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'is no name of a header');

const basic = z.strictObject({
  type: z.literal('basic').describe('User name and password with each request.'),
  username: z
    .string()
    .min(1)
    .regex(/^[^:]*$/, 'must be without a colon')
    .describe('User name.'),
  password: secretReference.describe('The password, as a secret.'),
});

const oauth2 = z.strictObject({
  type: z.literal('oauth2').describe('A token from a token server, renewed before it ends.'),
  tokenUrl: z
    .string()
    .regex(/^https?:\/\/[^\s@?#]+(\?[^\s#]*)?$/, 'must be a URL such as https://id.city.example/oauth2/token')
    .describe('Where tokens are given, the whole URL, for example that of a Keycloak realm.'),
  grant: z
    .enum(['clientCredentials', 'refreshToken'])
    .default('clientCredentials')
    .describe('clientCredentials (default): with id and secret. refreshToken: with a token that renews.'),
  clientId: z.string().min(1).describe('Id of the client at the token server.'),
  clientSecret: secretReference.optional().describe('Secret of the client; a public client has none.'),
  refreshToken: secretReference
    .optional()
    .describe('With grant: refreshToken, the first one; those that follow are kept beside the buffer.'),
  scope: z.string().min(1).optional().describe('Scope to ask for; default: what the server gives.'),
  audience: z.string().min(1).optional().describe('Audience to ask for; few servers want it.'),
  clientAuthentication: z
    .enum(['header', 'body'])
    .default('header')
    .describe('Where id and secret stand: header (default; HTTP Basic), or body of the form.'),
  header: headerName
    .default('Authorization')
    .describe('Header that carries the token; default Authorization. Keyrock with Wilma: X-Auth-Token.'),
  prefix: z
    .string()
    .regex(/^[!-~]*$/, 'must be one word')
    .optional()
    .describe('Word before the token; default Bearer in Authorization, nothing in another header.'),
});

const contextUrl = z.string().regex(/^https?:\/\/[^\s"<>]+$/, 'must be the beginning of a URL');

const authSettings = z.union([basic, oauth2]);
export type OAuth2Settings = z.output<typeof oauth2>;

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
    .enum(['ordered', 'latest', 'temporal'])
    .default('ordered')
    .describe(
      'ordered (default): every value, oldest to newest; live data waits behind the backlog of its own entity. latest: of what waits only the newest value of each attribute; the others are counted as superseded. temporal: after an outage live data goes first, and what it overtakes goes into the history of the broker by temporal writes; works as ordered with a broker that has none.',
    ),
  output: z
    .enum(['normalized', 'concise'])
    .default('normalized')
    .describe(
      'Form of the entities. normalized (default): every attribute says what it is; all brokers read it. concise: without what can be told from the rest, about a seventh shorter; brokers read it from NGSI-LD 1.4 on.',
    ),
  context: z
    .strictObject({
      in: z
        .enum(['link', 'body'])
        .default('link')
        .describe(
          'Where the URL of the JSON-LD context stands. link (default): in a header, once for each request. body: in each entity, for platforms that drop the header.',
        ),
      mirrors: z
        .record(contextUrl, contextUrl)
        .optional()
        .describe(
          'Contexts that the city keeps itself: how the URL of the mapping begins, and how that of the copy does. For brokers that do not reach the internet.',
        ),
    })
    .prefault({})
    .describe('The JSON-LD context that goes with the entities.'),
  versionsPerRequest: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe(
      'With ordered, most states of one entity in one request, oldest first; default 1. More drain a backlog faster, but after a request without an answer older values may show again until it is repeated.',
    ),
  headers: z
    .record(z.string(), z.union([z.string(), secretReference]))
    .optional()
    .describe('Extra request headers, for example an API key as a secret.'),
  auth: authSettings
    .optional()
    .describe(
      'How the destination knows us: basic or oauth2; left out: by nothing but `headers` and `certificate`.',
    ),
  ca: z
    .string()
    .optional()
    .describe(
      'Path of a PEM file with the certificate authorities that vouch for the broker, in place of the usual ones.',
    ),
  certificate: z
    .string()
    .optional()
    .describe('Path of a PEM file with our client certificate and those between it and its authority.'),
  key: secretReference
    .optional()
    .describe('Private key of the client certificate, PEM without a passphrase.'),
  proxy: z
    .union([
      z.literal('none'),
      proxyUrl,
      z.strictObject({
        url: proxyUrl.describe('The proxy, for example http://proxy.city.example:3128.'),
        username: z.string().min(1).optional().describe('User name at the proxy.'),
        password: secretReference.optional(),
      }),
    ])
    .optional()
    .describe(
      'HTTP proxy on the way. Left out: that of the variables https_proxy, http_proxy and no_proxy. none: straight on, whatever they say.',
    ),
  compression: z
    .enum(['none', 'gzip'])
    .default('none')
    .describe(
      'gzip: request bodies are sent compressed, for a metered link; off again when the broker does not take it.',
    ),
  bytesPerSecond: z
    .int()
    .min(1_000)
    .optional()
    .describe(
      'Most bytes a second sent on average, headers included, compressed if they are; left out: no limit. For a metered or narrow link.',
    ),
  batch: z
    .strictObject({
      entities: z
        .int()
        .min(1)
        .max(500)
        .default(100)
        .describe(
          'Most entities in one request; default 100. With versionsPerRequest, up to 500 states of them in all.',
        ),
      bytes: z
        .int()
        .min(1_024)
        .max(900_000)
        .default(262_144)
        .describe('Most bytes in one request body; default 262144 (256 KiB).'),
    })
    .prefault({})
    .describe('Bounds of one request; the forwarder makes it smaller by itself when the broker asks for it.'),
  announce: z
    .enum(['none', 'gateway', 'devices'])
    .default('gateway')
    .describe(
      'What is told of the installation itself, as entities of the model Device, at once when something changes and else every five minutes: gateway (default), devices (the gateway and each device), none.',
    ),
  retryAtMost: duration(
    'Longest wait between two tries while the broker does not take anything; default 60s, for a metered link 5m.',
  ).prefault('60s'),
  timeout: duration('Longest time for one request, answer included; default 30s.').prefault('30s'),
});
export type DestinationSettings = z.output<typeof destinationSettings>;
