import type { IncomingMessage, RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { keptInMemory } from '../../../src/forward/auth/kept-token.ts';
import { batch, bodyOf, clientOf, serve } from '../served.ts';

interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly form: Readonly<Record<string, string>>;
}

/** A token server that numbers its tokens, or answers as told, and remembers what it was asked. */
async function tokenServer(answer: (count: number) => [status: number, body: unknown] = numbered) {
  const asked: Asked[] = [];
  const host = await serve(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams((await bodyOf(request)).toString()));
    asked.push({ headers: request.headers, form });
    const [status, body] = answer(asked.length);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { asked, tokenUrl: `http://${host}/realms/city/protocol/openid-connect/token` };
}

const numbered = (count: number): [number, unknown] => [
  200,
  { access_token: `token-${count}`, expires_in: 100, token_type: 'Bearer' },
];

/** A broker that takes everybody whose token passes, and remembers the headers. */
async function brokerFor(passes: (token: string) => boolean = () => true, header = 'authorization') {
  const seen: string[] = [];
  const listener: RequestListener = async (request, response) => {
    await bodyOf(request);
    const token = String(request.headers[header]);
    seen.push(token);
    response.writeHead(passes(token) ? 204 : 401).end();
  };
  return { seen, broker: `http://${await serve(listener)}/ngsi-ld/v1` };
}

const secrets = { client: 'canary-client-secret', refresh: 'canary-refresh-1' };
const auth = (tokenUrl: string, more: object = {}) => ({
  type: 'oauth2',
  tokenUrl,
  clientId: 'kopru 017',
  clientSecret: { secret: 'client' },
  ...more,
});
const delivered = { scope: 'batch', status: 204, verdict: { kind: 'delivered' } };

describe('OAuth2 at a destination', () => {
  it('asks once for a token and sends it with every request', async () => {
    const { asked, tokenUrl } = await tokenServer();
    const { seen, broker } = await brokerFor();
    const client = clientOf({ broker, auth: auth(tokenUrl, { scope: 'write' }) }, secrets);

    await client.broker.upsert(batch);
    await client.broker.upsert(batch);

    expect(seen).toEqual(['Bearer token-1', 'Bearer token-1']);
    expect(asked).toMatchObject([{ form: { grant_type: 'client_credentials', scope: 'write' } }]);
    expect(asked[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('kopru+017:canary-client-secret').toString('base64')}`,
    );
  });

  it('puts id and secret into the form when the server wants that, and the token where it is wanted', async () => {
    const { asked, tokenUrl } = await tokenServer();
    const { seen, broker } = await brokerFor(undefined, 'x-auth-token');
    const wanted = { clientAuthentication: 'body', header: 'X-Auth-Token' };
    const client = clientOf({ broker, auth: auth(tokenUrl, wanted) }, secrets);

    await client.broker.upsert(batch);

    expect(asked[0]?.form).toMatchObject({ client_id: 'kopru 017', client_secret: 'canary-client-secret' });
    expect(asked[0]?.headers.authorization).toBeUndefined();
    expect(seen).toEqual(['token-1']);
  });

  it('renews at four fifths of the life of a token without holding up requests', async () => {
    const { asked, tokenUrl } = await tokenServer();
    const { seen, broker } = await brokerFor();
    const { broker: client, clock } = clientOf({ broker, auth: auth(tokenUrl) }, secrets);

    await client.upsert(batch);
    await clock.advance(81_000);
    await client.upsert(batch);
    await expect.poll(() => asked.length).toBe(2);
    await expect
      .poll(async () => {
        await client.upsert(batch);
        return seen.at(-1);
      })
      .toBe('Bearer token-2');

    expect(seen.slice(0, 2)).toEqual(['Bearer token-1', 'Bearer token-1']);
  });

  it('asks one time only for requests that come at once', async () => {
    const { asked, tokenUrl } = await tokenServer();
    const { broker } = await brokerFor();
    const client = clientOf({ broker, auth: auth(tokenUrl) }, secrets);

    await Promise.all([1, 2, 3, 4].map(() => client.broker.upsert(batch)));

    expect(asked).toHaveLength(1);
  });

  it('repeats a request once with another token after 401', async () => {
    const { tokenUrl } = await tokenServer();
    const { seen, broker } = await brokerFor((token) => token === 'Bearer token-2');
    const client = clientOf({ broker, auth: auth(tokenUrl) }, secrets);

    expect(await client.broker.upsert(batch)).toEqual(delivered);
    expect(seen).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('gives up after the second 401: an operator must act, nothing is consumed', async () => {
    const { tokenUrl } = await tokenServer();
    const { seen, broker } = await brokerFor(() => false);
    const client = clientOf({ broker, auth: auth(tokenUrl) }, secrets);

    expect(await client.broker.upsert(batch)).toMatchObject({ status: 401, verdict: { kind: 'denied' } });
    expect(seen).toHaveLength(2);
  });

  it.each<[string, [number, unknown], object]>([
    [
      'refuses us',
      [401, { error: 'invalid_client', error_description: 'Invalid client or Invalid client credentials' }],
      { kind: 'denied', code: 'TOKEN_REFUSED', words: expect.stringContaining('Invalid client credentials') },
    ],
    ['is busy', [503, ''], { kind: 'transient', code: 'TOKEN_SERVER_BUSY' }],
    ['is a captive portal', [200, '<html>Welcome</html>'], { kind: 'transient', code: 'TOKEN_UNREADABLE' }],
  ])('sends nothing while the token server %s', async (_, answer, verdict) => {
    const { tokenUrl } = await tokenServer(() => answer);
    const { seen, broker } = await brokerFor();
    const client = clientOf({ broker, auth: auth(tokenUrl) }, secrets);

    expect(await client.broker.upsert(batch)).toMatchObject({ scope: 'batch', status: 0, verdict });
    expect(seen).toEqual([]);
  });

  it('says that it is the token server that is away', async () => {
    const { broker } = await brokerFor();
    const client = clientOf({ broker, auth: auth('http://127.0.0.1:9/token') }, secrets);

    expect(await client.broker.upsert(batch)).toMatchObject({
      verdict: {
        kind: 'transient',
        code: 'TOKEN_SERVER_UNREACHABLE',
        words: expect.stringContaining('token server'),
      },
    });
  });

  it('goes on with the refresh token that the server gave last, also after a restart', async () => {
    const { asked, tokenUrl } = await tokenServer((count) => [
      200,
      { access_token: `token-${count}`, refresh_token: `canary-refresh-${count + 1}`, expires_in: 10 },
    ]);
    const { broker } = await brokerFor();
    const keptToken = keptInMemory();
    const settings = {
      broker,
      auth: auth(tokenUrl, { grant: 'refreshToken', refreshToken: { secret: 'refresh' } }),
    };
    const first = clientOf(settings, secrets, { keptToken });

    await first.broker.upsert(batch);
    await first.clock.advance(11_000);
    await first.broker.upsert(batch);
    await clientOf(settings, secrets, { keptToken }).broker.upsert(batch);

    expect(asked.map(({ form }) => form.refresh_token)).toEqual([
      'canary-refresh-1',
      'canary-refresh-2',
      'canary-refresh-3',
    ]);
  });

  it('lets no secret into answers and logs, even when servers quote them', async () => {
    const quoting: RequestListener = async (request, response) => {
      const quoted = `${JSON.stringify(request.headers)} ${await bodyOf(request)}`;
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'invalid_request', error_description: quoted }));
    };
    const host = await serve(quoting);
    const { tokenUrl } = await tokenServer();
    const fromToken = clientOf(
      { broker: `http://${host}/`, auth: auth(`http://${host}/token`, { clientAuthentication: 'body' }) },
      secrets,
    );
    const fromBroker = clientOf(
      { broker: `http://${host}/`, auth: auth(tokenUrl), headers: { 'x-key': { secret: 'refresh' } } },
      secrets,
    );
    const basic = clientOf(
      { broker: `http://${host}/`, auth: { type: 'basic', username: 'u', password: { secret: 'client' } } },
      secrets,
    );

    const clients = [fromToken, fromBroker, basic];
    const answers = await Promise.all(clients.map(({ broker }) => broker.upsert(batch)));

    const said = JSON.stringify([answers, clients.map(({ lines }) => lines)]);
    expect(said).toContain('***');
    expect(said).not.toMatch(/canary|token-1|dTpjYW5hcn/);
  });
});
