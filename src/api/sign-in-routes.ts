/**
 * Signing in with name and secret, or by a link that works once, and signing out. Forms work without script; a program
 * sends the same as JSON and gets the session's token to act with. A link is only looked at until its button is
 * pressed, so that a messenger's preview does not use it up.
 */
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { EntryFault, PageFiles } from '../page/files.ts';
import type { SignedIn } from './access/access.ts';
import { addressOf, beginSession, type Door, endSession, isForm } from './access/door.ts';
import { viewerOf } from './viewer.ts';

export const signInQuestion = z.strictObject({
  name: z.string().min(1).max(32),
  secret: z.string().min(1).max(200),
});
export const enterQuestion = z.strictObject({ link: z.string().min(1).max(100) });

export function addSignInRoutes(app: Hono, door: Door, files: PageFiles): void {
  const entry = (context: Context, status: 200 | 401 | 429, shown: Shown) =>
    context.html(files.entry({ ...shown, viewer: viewerOf(context), assets: files.assets }), status);
  const answer = (context: Context, result: SignedIn) => {
    if (result.kind === 'in') {
      beginSession(door, context, result.token);
      const { person, role, csrf } = result.session;
      return isForm(context) ? context.redirect('/', 303) : context.json({ person, role, csrf });
    }
    if (result.kind === 'later') {
      const seconds = Math.ceil(result.waitMs / 1_000);
      context.header('retry-after', String(seconds));
      if (isForm(context)) return entry(context, 429, signIn({ kind: 'later', waitMs: result.waitMs }));
      return context.json({ error: `Too many tries. Again in ${seconds} s.`, code: 'TOO_MANY_TRIES' }, 429);
    }
    if (isForm(context)) return entry(context, 401, signIn({ kind: 'refused' }));
    return context.json({ error: 'That is not right.', code: 'NOT_RIGHT' }, 401);
  };

  app.get('/sign-in', (context) => entry(context, 200, signIn()));
  app.post('/sign-in', async (context) => {
    const parsed = signInQuestion.safeParse(await bodyOf(context));
    if (!parsed.success) return answer(context, { kind: 'refused' });
    const { name, secret } = parsed.data;
    return answer(context, await door.access.signIn(name, secret, addressOf(context)));
  });
  app.get('/enter', (context) => {
    const parsed = enterQuestion.safeParse(context.req.query());
    return entry(context, 200, { kind: 'enter', link: parsed.success ? parsed.data.link : '' });
  });
  app.post('/enter', async (context) => {
    const parsed = enterQuestion.safeParse(await bodyOf(context));
    if (!parsed.success) return answer(context, { kind: 'refused' });
    return answer(context, door.access.enter(parsed.data.link, addressOf(context)));
  });
  app.post('/sign-out', (context) => {
    endSession(door, context);
    return isForm(context) ? context.redirect('/', 303) : context.json({ ok: true });
  });
}

type Shown =
  | { readonly kind: 'sign-in'; readonly fault: EntryFault | undefined }
  | { readonly kind: 'enter'; readonly link: string };

const signIn = (fault?: EntryFault): Shown => ({ kind: 'sign-in', fault });

async function bodyOf(context: Context): Promise<unknown> {
  return isForm(context) ? context.req.parseBody() : context.req.json().catch(() => undefined);
}
