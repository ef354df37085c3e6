import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { openApi } from '../../src/api/openapi.ts';
import { LivePage } from '../../src/page/live.ts';
import { doorFor, freshAccess } from '../fakes/access.ts';
import { apiParts, pageFiles } from '../fakes/api.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { bareSite } from '../fakes/page-site.ts';
import { backlog, silentDevice, snapshot } from '../fakes/snapshot.ts';

interface Described {
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: object }>> };
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema?: object }>> }>>;
}
type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Record<string, Described>>>;
};

const document = openApi('0.1.0') as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method, described })),
);
const host = 'localhost:8080';

/** So that nothing is answered that the document does not know. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]));
  return 'properties' in inner && !('additionalProperties' in inner)
    ? { ...inner, additionalProperties: false }
    : inner;
}

const outage = backlog(9_282, 2_820_000, {
  state: 'backing off',
  troubleMs: 2_820_000,
  nextTryMs: 24_000,
  lastAnswer: { words: 'connect ECONNREFUSED', status: undefined, ageMs: 6_000 },
  backlog: { waiting: 3, trouble: undefined },
  held: [{ mapping: 'Environment/NoiseLevelObserved', code: 'X', words: 'no', forMs: 1, nextTryMs: 2 }],
  failures: [{ code: 'ECONNREFUSED', count: 3 }],
});
const entry = { id: 1, destination: 'city', entity: 'urn:x', code: 'X', words: 'no', count: 2 };

const parts = (databaseMs: number) =>
  apiParts({
    proofs: [{ name: 'database', ageMs: () => databaseMs, limitMs: 10_000 }],
    snapshot: async () => snapshot({ destinations: [outage], devices: [silentDevice('noise', 60_000)] }),
    quarantine: { list: async () => [entry], retry: async () => 1, drop: async () => 1 },
    page: {
      files: pageFiles,
      live: new LivePage({
        clock: fakeClock(),
        logger: silentLogger,
        site: () => bareSite,
        snapshot: async () => snapshot(),
        quarantined: async () => [],
        random: () => 0,
      }),
    },
  });

describe('the OpenAPI document', () => {
  const { access } = freshAccess();
  const app = createApp(parts(0), doorFor([host], { access }));
  const hung = createApp(parts(20_000), doorFor([host], { access }));
  const outside = createApp(parts(0), doorFor([host], { access, network: true }));
  let cookie = '';
  let csrf = '';

  const ask = (on: typeof app, method: string, path: string, body?: object, headers = {}) =>
    on.request(`http://${host}${path}`, {
      method: method.toUpperCase(),
      headers: { host, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  const acting = () => ({ cookie, 'x-csrf-token': csrf });

  beforeAll(async () => {
    const { link } = await access.enable();
    const answer = await ask(app, 'post', '/enter', { link });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    ({ csrf } = (await answer.json()) as { csrf: string });
  });

  it('is served', async () => {
    const answer = await ask(app, 'get', '/openapi.json');

    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has every route that is served on TCP, and no other', () => {
    const served = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);

    expect([...new Set(served)].sort()).toEqual(
      operations.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  const calls: readonly [method: string, path: string, status: number, body?: object][] = [
    ['get', '/', 200],
    ['get', '/assets/main-1.js', 200],
    ['get', '/assets/none.js', 404],
    ['get', '/state', 200],
    ['get', '/events', 200],
    ['get', '/status', 200],
    ['get', '/livez', 200],
    ['get', '/readyz', 503],
    ['get', '/healthz', 200],
    ['get', '/metrics', 200],
    ['get', '/openapi.json', 200],
    ['get', '/sign-in', 200],
    ['post', '/sign-in', 401, { name: 'x', secret: 'y' }],
    ['get', '/enter?link=x', 200],
    ['post', '/enter', 401, { link: 'x' }],
    ['post', '/actions/ledger', 200, {}],
    ['post', '/actions/try', 200, {}],
    ['post', '/actions/try', 400, { destination: 1 }],
    ['post', '/actions/quarantine/list', 200, {}],
    ['post', '/actions/quarantine/list', 400, { limit: 0 }],
    ['post', '/actions/quarantine/retry', 200, { ids: [1] }],
    ['post', '/actions/quarantine/retry', 400, { ids: [] }],
    ['post', '/actions/quarantine/drop', 200, { ids: 'all' }],
    ['post', '/sign-out', 200, {}],
  ];

  it.each(calls)('tells what %s %s answers with %i', async (method, path, status, body) => {
    const answer = await ask(app, method, path, body, acting());

    expect(answer.status).toBe(status);
    await fits(answer, method, path);
  });

  it.each([
    ['get', '/livez', 503],
    ['get', '/healthz', 503],
  ])('tells what %s %s answers while the database hangs', async (method, path, status) => {
    const answer = await ask(hung, method, path);

    expect(answer.status).toBe(status);
    await fits(answer, method, path);
  });

  it.each(operations.map(({ method, path }) => [method, path] as const))(
    'tells what %s %s answers from the network without a session',
    async (method, path) => {
      const answer = await ask(outside, method, path.replace('{name}', 'main-1.js'), undefined);

      await fits(answer, method, path);
    },
  );

  it('is called as a whole', () => {
    const called = new Set(calls.map(([method, path]) => `${method} ${keyOf(path)}`));

    expect([...called].sort()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).sort());
  });

  async function fits(answer: Response, method: string, path: string): Promise<void> {
    const described = document.paths[keyOf(path)]?.[method]?.responses[String(answer.status)];
    expect(described, `${method} ${path} answers ${answer.status}`).toBeDefined();
    const schema = described?.content?.['application/json']?.schema;
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    if (!schema) {
      const types = Object.keys(described?.content ?? {});
      if (types.length > 0 && types[0] !== '*/*') expect(types).toContain(type);
      await answer.body?.cancel();
      return;
    }
    expect(type).toBe('application/json');
    const validate = new Ajv2020({ strict: false }).compile(closed(schema) as object);
    validate(await answer.json());
    expect(validate.errors).toBeNull();
  }
});

const keyOf = (path: string) =>
  path.startsWith('/assets/') ? '/assets/{name}' : (path.split('?')[0] ?? path);
