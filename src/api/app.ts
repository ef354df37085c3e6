/**
 * What the gateway answers over HTTP, without the listening. On TCP everything is read only but for what a technician
 * does who has signed in; all else that acts is on the unix socket alone, where the file's mode says who may. A page of
 * another site cannot reach either: the Host allow-list stops DNS rebinding, and no answer may be read across origins.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import type { Logger } from '../core/environment.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { LedgerCheck } from '../core/ledger.ts';
import type { Proof } from '../core/proof.ts';
import type { Snapshot } from '../core/status.ts';
import { type Door, guarded } from './access/door.ts';
import { type AccessActions, addAccessRoutes } from './access-routes.ts';
import { addBusRoutes, type BusActions } from './bus-routes.ts';
import { addDebugRoutes, type DebugActions } from './debug-routes.ts';
import { addForwardRoutes, type ForwardActions } from './forward-routes.ts';
import { type Answer, alive, health, ready } from './health.ts';
import { addMqttRoutes, type MqttActions } from './mqtt-routes.ts';
import { openApi } from './openapi.ts';
import { addPageRoutes, type PageParts } from './page-routes.ts';
import { addQuarantineRoutes, type QuarantineActions } from './quarantine-routes.ts';
import { addSignInRoutes } from './sign-in-routes.ts';
import { addTraceRoutes, type TraceActions } from './trace-routes.ts';

export const reloadQuestion = z.strictObject({
  dryRun: z.boolean().default(false),
  confirmed: z.boolean().default(false),
});
export type ReloadQuestion = z.output<typeof reloadQuestion>;

/** What the answers are made of. */
export interface ApiParts {
  readonly logger: Logger;
  readonly proofs: readonly Proof[];
  /** Why commits fail now. */
  trouble(): string | undefined;
  /** Made once per request; waits for the database. */
  snapshot(): Promise<Snapshot>;
  /** Text for a scrape and its content type. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Counts the waiting rows; takes a moment with a large backlog. */
  checkLedger(): Promise<readonly LedgerCheck[]>;
  /** Reads a polled device once, in turn with the polls; undefined if there is none of this name. */
  read(device: string): Promise<object | undefined>;
  /** Reads the configuration again and applies what changed; undefined if it came from no file. */
  reload(request: ReloadQuestion): Promise<object | undefined>;
  readonly buses: BusActions;
  readonly debug: DebugActions;
  readonly forward: ForwardActions;
  readonly mqtt: MqttActions;
  readonly quarantine: QuarantineActions;
  readonly trace: TraceActions;
  /** Undefined where the page was not built. */
  readonly page: PageParts | undefined;
}

/** The longest names entries of the quarantine. */
const mostBodyBytes = 64 * 1_024;

/** What is there on every way in; `door`: for a TCP listener, with what stands before it. */
export function createApp(parts: ApiParts, door?: Door): Hono {
  const app = bounded(door);
  if (door) {
    app.use(guarded(door));
    if (parts.page) addSignInRoutes(app, door, parts.page.files);
    addQuarantineRoutes(app, parts.quarantine);
    addForwardRoutes(app, parts.forward);
    addLedgerRoute(app, parts);
  }

  const living = () => alive(parts.proofs, parts.trouble());
  const ifAlive = async (ask: (snapshot: Snapshot) => Pick<Answer, 'ok'>) => {
    const answer = living();
    return answer.ok ? ask(await parts.snapshot()) : answer;
  };
  app.get('/status', async (context) => context.json(await parts.snapshot()));
  app.get('/livez', (context) => answer(context, living()));
  app.get('/readyz', async (context) => answer(context, await ifAlive(ready)));
  app.get('/healthz', async (context) => answer(context, await ifAlive(health)));
  app.get('/metrics', async (context) => {
    const { contentType, text } = await parts.metrics();
    return context.body(text, 200, { 'content-type': contentType });
  });

  app.get('/openapi.json', async (context) => {
    const { gateway } = await parts.snapshot();
    return context.json(openApi(gateway.version));
  });

  if (parts.page) addPageRoutes(app, parts.page, door);
  endWith(app, parts.logger);
  return app;
}

/** The same and the actions, for the unix socket. */
export function createControlApp(parts: ApiParts, access: AccessActions): Hono {
  const app = createApp(parts);
  addLedgerRoute(app, parts);
  app.post('/actions/read/:device', async (context) => {
    const reading = await parts.read(context.req.param('device'));
    return reading ? context.json(reading) : context.json({ error: 'There is no such polled device.' }, 404);
  });
  app.post('/actions/reload', async (context) => {
    const parsed = reloadQuestion.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success)
      return context.json({ error: 'This is no request to reload.', code: 'BAD_QUESTION' }, 400);
    const answer = await parts.reload(parsed.data);
    return answer ? context.json(answer) : context.json({ error: 'It has no configuration file.' }, 404);
  });
  addBusRoutes(app, parts.buses);
  addMqttRoutes(app, parts.mqtt);
  addDebugRoutes(app, parts.debug);
  addQuarantineRoutes(app, parts.quarantine);
  addTraceRoutes(app, parts.trace);
  addAccessRoutes(app, access);
  return app;
}

/** An app that answers nothing yet: headers, size of bodies, Host. */
export function bounded(door: Pick<Door, 'accepts'> | undefined): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
      // With `no-referrer` a browser leaves out where a form comes from.
      referrerPolicy: 'same-origin',
    }),
    bodyLimit({
      maxSize: mostBodyBytes,
      onError: (context) => context.json({ error: 'The request is too long.' }, 413),
    }),
    async (context, next) => {
      if (door && !door.accepts(context.req.header('host'))) {
        return context.json({ error: 'This address is not served here.' }, 421);
      }
      await next();
      if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
    },
  );
  return app;
}

/** What is answered when there is nothing, or something failed. */
export function endWith(app: Hono, logger: Logger): void {
  app.notFound((context) => context.json({ error: 'There is nothing here.' }, 404));
  app.onError((thrown, context) => {
    const code = thrown instanceof KopruError ? thrown.code : 'BUG';
    logger.error({ code, path: context.req.path, cause: thrown }, 'A request could not be answered.');
    return context.json({ error: wordsOf(thrown), code }, 500);
  });
}

function addLedgerRoute(app: Hono, parts: ApiParts): void {
  app.post('/actions/ledger', async (context) => context.json(await parts.checkLedger()));
}

interface JsonContext {
  json(body: object, status: 200 | 503): Response;
}

function answer(context: JsonContext, body: Pick<Answer, 'ok'>): Response {
  return context.json(body, body.ok ? 200 : 503);
}
