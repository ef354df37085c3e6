/**
 * What stands before every route of a TCP listener: the Host allow-list, who somebody is, and whether this may be done.
 * On loopback reading is open and acting needs a session; from the network everything does. What acts must come from
 * this page itself: same origin, and with the session's own token, so that no other site can do it for somebody.
 */
import { timingSafeEqual } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Access, Session } from './access.ts';

export interface Door {
  /** Whether requests for this Host header are answered. */
  accepts(host: string | undefined): boolean;
  /** TLS, and nothing without a session. */
  readonly network: boolean;
  readonly access: Access;
}

/** How a form and a script bring the session's token. */
export const csrfField = 'csrf';
const csrfHeader = 'x-csrf-token';

/** Answered without a session, also from the network: they let in, or show nothing of this gateway. */
const open = /^\/(sign-in|enter|assets\/[^/]+)$/;

export function guarded(door: Door): MiddlewareHandler {
  return async (context, next) => {
    const refuse = (status: 401 | 403, error: string, code: string) => {
      const person = sessionOf(door, context)?.person;
      const facts = { address: addressOf(context), why: code, path: context.req.path.slice(0, 100) };
      door.access.audit('refused', { ...facts, ...(person === undefined ? {} : { person }) });
      return context.json({ error, code }, status);
    };
    const { method, path } = context.req;
    const reads = method === 'GET' || method === 'HEAD';
    if (!isOwn(context, reads)) return refuse(403, 'Another site asks for this.', 'CROSS_SITE');
    if (open.test(path)) return next();
    const session = sessionOf(door, context);
    if (reads) {
      if (session || !door.network) return next();
      if (path === '/') return context.redirect('/sign-in', 303);
      return context.json({ error: 'Sign in first.', code: 'SIGN_IN' }, 401);
    }
    if (!session) return refuse(401, 'Sign in first.', 'SIGN_IN');
    if (!(await hasToken(context, session.csrf))) {
      return refuse(403, 'This did not come from the page.', 'CSRF');
    }
    if (session.role !== 'technician' && path !== '/sign-out') {
      return refuse(403, 'A viewer may look and not act.', 'ROLE');
    }
    await next();
    if (path !== '/sign-out' && path.startsWith('/actions/')) {
      door.access.audit('acted', { person: session.person, path, status: context.res.status });
    }
  };
}

/** Undefined for somebody who has not signed in, or whose session is over. Counts as a use. */
export function sessionOf(door: Door, context: Context): Session | undefined {
  const token = tokenOf(door, context);
  return token === undefined ? undefined : door.access.session(token);
}

/** Whether what is shown may go on being shown. */
export const mayLook = (door: Door, context: Context): boolean =>
  !door.network || sessionOf(door, context) !== undefined;

export function beginSession(door: Door, context: Context, token: string): void {
  // What the browser brought along is worth nothing from now on, whoever put it there.
  endSession(door, context);
  setCookie(context, cookieName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    ...(door.network ? { secure: true, prefix: 'host' as const } : {}),
  });
}

export function endSession(door: Door, context: Context): void {
  const token = tokenOf(door, context);
  if (token === undefined) return;
  door.access.signOut(token);
  deleteCookie(context, cookieName, {
    path: '/',
    ...(door.network ? { secure: true, prefix: 'host' as const } : {}),
  });
}

/** The other end; empty where there is none, as on a unix socket. */
export function addressOf(context: Context): string {
  return context.env === undefined || !('incoming' in Object(context.env))
    ? ''
    : (getConnInfo(context).remote.address ?? '');
}

const cookieName = 'kopru-session';
/** Of 32 bytes. */
const tokenForm = /^[\w-]{43}$/;

function tokenOf({ network }: Door, context: Context): string | undefined {
  const token = getCookie(context, cookieName, network ? 'host' : undefined);
  return token !== undefined && tokenForm.test(token) ? token : undefined;
}

/** Browsers say where a request comes from. Coming here by a link of another site is no harm; anything else is. */
function isOwn(context: Context, reads: boolean): boolean {
  const site = context.req.header('sec-fetch-site');
  const isFollowed = reads && context.req.header('sec-fetch-mode') === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isFollowed) return false;
  const origin = context.req.header('origin');
  if (reads || origin === undefined) return true;
  return origin === new URL(context.req.url).origin;
}

async function hasToken(context: Context, csrf: string): Promise<boolean> {
  const given = context.req.header(csrfHeader) ?? (await formField(context, csrfField));
  if (given === undefined) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(csrf)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A text field of a form; undefined for anything but a form. */
async function formField(context: Context, name: string): Promise<string | undefined> {
  if (!isForm(context)) return undefined;
  const value = (await context.req.parseBody())[name];
  return typeof value === 'string' ? value : undefined;
}

export const isForm = (context: Context): boolean =>
  context.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
