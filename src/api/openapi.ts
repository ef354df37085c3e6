/**
 * The OpenAPI 3.1 document of the HTTP API on TCP, made from the same schemas that check what comes in. What only the
 * control socket has is for `kopru` itself and may change with any version; it is not in here.
 */
import { z } from 'zod';
import * as answers from './answers.ts';
import { tryQuestion } from './forward-routes.ts';
import { quarantineChoice, quarantineQuery } from './quarantine-routes.ts';
import { enterQuestion, signInQuestion } from './sign-in-routes.ts';

type Content = { readonly json: z.ZodType } | { readonly type: string };

interface Operation {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly question?: z.ZodType;
  /** Parts of the address. */
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly about: string;
  }[];
  readonly answers: Readonly<Record<number, readonly [about: string, content?: Content]>>;
  /** Whose session it needs; `reader`: anybody's, and on loopback nobody's. */
  readonly needs: 'nobody' | 'reader' | 'person' | 'technician';
}

const html = { type: 'text/html' };
const json = (schema: z.ZodType) => ({ json: schema });
const failed = json(answers.failure);
const since = {
  name: 'since',
  in: 'query',
  about: 'Number of the tick seen last; 0 or nothing: all.',
} as const;

const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/',
    summary: 'The page, complete without script.',
    parameters: [
      { name: 'language', in: 'query', about: '`en` or `tr`; kept in a cookie.' },
      { name: 'theme', in: 'query', about: '`auto`, `light`, `dark` or `sun`; kept in a cookie.' },
    ],
    answers: {
      200: ['The page.', html],
      302: ['The choice is kept; ask again.'],
      303: ['From the network: sign in first.'],
    },
    needs: 'nobody',
  },
  {
    method: 'get',
    path: '/assets/{name}',
    summary: 'What the page loads. Names change with their content.',
    parameters: [{ name: 'name', in: 'path', about: 'As the page names it.' }],
    answers: { 200: ['The file.', { type: '*/*' }], 404: ['There is none of this name.', failed] },
    needs: 'nobody',
  },
  {
    method: 'get',
    path: '/state',
    summary: 'What the page shows, as far as it changed. The header X-Tick numbers the answer.',
    parameters: [since],
    answers: { 200: ['Changes.', json(answers.pageDelta)] },
    needs: 'reader',
  },
  {
    method: 'get',
    path: '/events',
    summary: 'The same as a stream of server-sent events; Last-Event-ID goes on after an event.',
    parameters: [since],
    answers: {
      200: ['The stream.', { type: 'text/event-stream' }],
      503: ['Too many look already.', failed],
    },
    needs: 'reader',
  },
  {
    method: 'get',
    path: '/status',
    summary: 'Everything that is known about the gateway at one moment.',
    answers: { 200: ['The status.', json(answers.status)] },
    needs: 'reader',
  },
  {
    method: 'get',
    path: '/livez',
    summary: 'Would a restart help? Never depends on a broker.',
    answers: { 200: ['Alive.', json(answers.alive)], 503: ['A restart would help.', json(answers.alive)] },
    needs: 'reader',
  },
  {
    method: 'get',
    path: '/readyz',
    summary: 'Is it at work?',
    answers: { 200: ['At work.', json(answers.alive)], 503: ['Not yet.', json(answers.alive)] },
    needs: 'reader',
  },
  {
    method: 'get',
    path: '/healthz',
    summary: 'What is the matter, part by part?',
    answers: { 200: ['Alive.', json(answers.healthy)], 503: ['Not alive.', json(answers.alive)] },
    needs: 'reader',
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Metrics for Prometheus.',
    answers: { 200: ['The text format of Prometheus.', { type: 'text/plain' }] },
    needs: 'reader',
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document.',
    answers: { 200: ['OpenAPI 3.1.', json(z.looseObject({ openapi: z.string() }))] },
    needs: 'reader',
  },
  {
    method: 'get',
    path: '/sign-in',
    summary: 'The form to sign in.',
    answers: { 200: ['The form.', html] },
    needs: 'nobody',
  },
  {
    method: 'post',
    path: '/sign-in',
    summary: 'Signs in with name and secret; the answer brings the cookie and the token to act with.',
    question: signInQuestion,
    answers: {
      200: ['Signed in.', json(answers.session)],
      401: ['Not right.', failed],
      429: ['Too many tries; Retry-After says when again.', failed],
    },
    needs: 'nobody',
  },
  {
    method: 'get',
    path: '/enter',
    summary: 'The button of a link that works once.',
    parameters: [{ name: 'link', in: 'query', about: 'As kopru page link made it.' }],
    answers: { 200: ['The button.', html] },
    needs: 'nobody',
  },
  {
    method: 'post',
    path: '/enter',
    summary: 'Signs in by a link that works once.',
    question: enterQuestion,
    answers: { 200: ['Signed in.', json(answers.session)], 401: ['Used, over or wrong.', failed] },
    needs: 'nobody',
  },
  {
    method: 'post',
    path: '/sign-out',
    summary: 'Ends the session.',
    answers: { 200: ['Ended.', json(answers.plainOk)] },
    needs: 'person',
  },
  {
    method: 'post',
    path: '/actions/ledger',
    summary: 'Counts the waiting rows and compares them with the ledger.',
    answers: { 200: ['Counted.', json(answers.ledgerChecks)] },
    needs: 'technician',
  },
  {
    method: 'post',
    path: '/actions/quarantine/list',
    summary: 'Entries of the quarantine, oldest first.',
    question: quarantineQuery,
    answers: { 200: ['Entries.', json(answers.quarantined)], 400: ['No such question.', failed] },
    needs: 'technician',
  },
  {
    method: 'post',
    path: '/actions/try',
    summary: 'Ends the wait of a destination before its next try; of all when none is named.',
    question: tryQuestion,
    answers: { 200: ['Those that waited.', json(answers.tried)], 400: ['No such question.', failed] },
    needs: 'technician',
  },
  ...(['retry', 'drop'] as const).map(
    (action): Operation => ({
      method: 'post',
      path: `/actions/quarantine/${action}`,
      summary: action === 'retry' ? 'Sends entries of the quarantine again.' : 'Drops entries for good.',
      question: quarantineChoice,
      answers: {
        200: [action === 'retry' ? 'Marked to be sent.' : 'Dropped.', json(answers.entries)],
        400: ['No such question.', failed],
      },
      needs: 'technician',
    }),
  ),
];

export function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Köprü',
      version,
      description:
        'The local HTTP API of a gateway. On loopback reading is open; from the network, and to act, people sign in (kopru page enable).',
    },
    servers: [{ url: 'http://127.0.0.1:8080' }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'kopru-session',
          description: 'Over TLS its name begins with __Host-.',
        },
        csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token' },
      },
    },
  };
}

function described({ method, path, summary, question, parameters, answers, needs }: Operation): object {
  const session = needs === 'reader' ? [{}, { session: [] }] : [{ session: [], csrf: [] }];
  return {
    operationId: `${method}${path.replace(/\W+(\w?)/g, (_whole, letter: string) => letter.toUpperCase())}`,
    summary: needs === 'technician' ? `${summary} For technicians.` : summary,
    ...(needs === 'nobody' ? { security: [] } : { security: session }),
    ...(parameters && {
      parameters: parameters.map(({ name, in: place, about }) => ({
        name,
        in: place,
        description: about,
        required: place === 'path',
        schema: { type: 'string' },
      })),
    }),
    ...(question && { requestBody: { required: true, content: contentOf({ json: question }) } }),
    responses: Object.fromEntries([
      ...Object.entries(answers).map(([status, [about, content]]) => [
        status,
        { description: about, ...(content && { content: contentOf(content) }) },
      ]),
      ...refusals(needs),
    ]),
  };
}

function refusals(needs: Operation['needs']): [string, object][] {
  const refused = { content: contentOf(failed) };
  if (needs === 'nobody') return [];
  const unknown: [string, object] = ['401', { description: 'Sign in first.', ...refused }];
  if (needs === 'reader') return [unknown];
  return [unknown, ['403', { description: 'Not from the page, or not this role.', ...refused }]];
}

function contentOf(content: Content): object {
  if ('type' in content) return { [content.type]: {} };
  // As it comes in: what has a default may be left out, and more keys may come with another version.
  const { $schema: _, ...schema } = z.toJSONSchema(content.json, { io: 'input' });
  return { 'application/json': { schema } };
}
