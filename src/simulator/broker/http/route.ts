/** One path, its methods, and 405 with Allow for all others. */
import type { Context as Call, Hono } from 'hono';
import { Refusal } from './refusal.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Handler = (call: Call) => Response | Promise<Response>;

export function route(app: Hono, path: string, handlers: Readonly<Partial<Record<Method, Handler>>>): void {
  const methods = Object.entries(handlers);
  for (const [method, handler] of methods) app.on(method, path, handler);
  const allow = methods.map(([method]) => method).join(', ');
  app.all(path, (call) => {
    throw new Refusal(405, `${call.req.method} is not among ${allow}.`, { allow });
  });
}

/** A named part of the path, decoded. */
export function pathPart(call: Call, name: string): string {
  return call.req.param(name) ?? '';
}
