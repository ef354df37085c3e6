/** How somebody wants to see the page: what was chosen on it, else what the browser asks for. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { themes, type Viewer } from '../page/files.ts';
import { languages } from '../page/state.ts';
import type { Session } from './access/access.ts';

export function viewerOf(context: Context, session?: Session): Viewer {
  const language = languages.find((each) => each === getCookie(context, 'language'));
  const theme = themes.find((each) => each === getCookie(context, 'theme'));
  const turkish = /^\s*tr\b/i.test(context.req.header('accept-language') ?? '');
  return {
    language: language ?? (turkish ? 'tr' : 'en'),
    theme: theme ?? 'auto',
    ...(session && { session: { person: session.person, role: session.role, csrf: session.csrf } }),
  };
}
