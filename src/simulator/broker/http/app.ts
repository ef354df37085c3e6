/** The broker's HTTP face as a hono app: what holds for every request, and the routes. Listens nowhere itself. */
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { addAttributeRoutes } from './attribute-routes.ts';
import { addBatchRoutes } from './batch-routes.ts';
import { addEntityRoutes } from './entity-routes.ts';
import { basePath, type Parts } from './parts.ts';
import { problemResponse, Refusal } from './refusal.ts';
import { tenantOf } from './request.ts';
import { addTemporalRoutes } from './temporal-routes.ts';
import { addTypeRoutes } from './type-routes.ts';

export interface AppOptions extends Parts {
  /** Larger bodies get 413. */
  readonly bytesPerBody: number;
  /** Runs before anything else, outermost first: where faults are played. */
  readonly middleware: readonly MiddlewareHandler[];
}

export function createApp(options: AppOptions): Hono {
  const app = new Hono().basePath(basePath);
  for (const handler of options.middleware) app.use(handler);
  app.use(limit(options.bytesPerBody), echoTenant);
  addBatchRoutes(app, options);
  addEntityRoutes(app, options);
  addAttributeRoutes(app, options);
  addTemporalRoutes(app, options);
  addTypeRoutes(app, options);
  app.onError(problemResponse);
  app.notFound((call) => problemResponse(new Refusal(404, `There is no ${call.req.path} here.`)));
  return app;
}

function limit(bytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: bytes,
    onError: () => problemResponse(new Refusal(413, `The body may have ${bytes} bytes at most.`)),
  });
}

/** Clause 6.3.14: the answer names the tenant it is about. */
const echoTenant: MiddlewareHandler = async (call, next) => {
  const tenant = tenantOf(call);
  await next();
  if (tenant !== '') call.res.headers.set('ngsild-tenant', tenant);
};
