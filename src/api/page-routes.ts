/**
 * The local page: a document that is complete without script, what the browser loads with it, and a stream of what
 * changes. Reading only; nothing here asks a device anything.
 */
import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { type PageFiles, themes, type Viewer } from '../page/files.ts';
import type { LivePage } from '../page/live.ts';
import { languages } from '../page/state.ts';

export interface PageParts {
  readonly files: PageFiles;
  readonly live: LivePage;
}

/** So many streams at once; a cabinet's page is looked at by few. */
const mostViewers = 16;
/** A proxy that hears nothing for longer may end the stream. */
const commentEveryMs = 15_000;
/** A browser that lost the stream comes back after so long. */
const retryMs = 3_000;
const yearSeconds = 365 * 86_400;

const tickText = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0);
const choice = z.object({ language: z.enum(languages).optional(), theme: z.enum(themes).optional() });

export function addPageRoutes(app: Hono, { files, live }: PageParts): void {
  app.get('/', async (context) => {
    const chosen = choice.safeParse(context.req.query());
    if (chosen.success && (chosen.data.language || chosen.data.theme)) {
      for (const [name, value] of Object.entries(chosen.data)) {
        if (value !== undefined) remember(context, name, value);
      }
      return context.redirect('/');
    }
    const state = await live.now();
    return context.html(
      files.render(state, { viewer: viewerOf(context), assets: files.assets, tick: live.tick }),
    );
  });

  app.get('/assets/:name', (context) => {
    const file = files.files.get(context.req.param('name'));
    if (!file) return context.notFound();
    const packed = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '');
    return context.body(packed ? file.gzipped : file.bytes, 200, {
      'content-type': file.type,
      // The name changes with the content.
      'cache-control': `public, max-age=${yearSeconds}, immutable`,
      vary: 'accept-encoding',
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    });
  });

  app.get('/state', async (context) => {
    await live.now();
    context.header('x-tick', String(live.tick));
    return context.body(live.since(tickText.parse(context.req.query('since'))), 200, {
      'content-type': 'application/json',
    });
  });

  app.get('/events', (context) => {
    if (live.viewers >= mostViewers) {
      context.header('retry-after', '10');
      return context.json({ error: `${mostViewers} others look at this page already.` }, 503);
    }
    const seen = context.req.header('last-event-id') ?? context.req.query('since');
    return streamSSE(context, async (stream) => {
      const leave = live.enter();
      const left = new AbortController();
      stream.onAbort(() => left.abort());
      let tick = tickText.parse(seen);
      try {
        await stream.write(`retry: ${retryMs}\n\n`);
        while (!left.signal.aborted && !live.ended) {
          await live.news(tick, commentEveryMs, left.signal);
          if (left.signal.aborted) break;
          // What a slow reader missed meanwhile is in the next piece; nothing is kept for it.
          if (live.tick === tick) await stream.write(':\n\n');
          else {
            const data = live.since(tick);
            tick = live.tick;
            await stream.writeSSE({ id: String(tick), data });
          }
        }
      } finally {
        leave();
      }
    });
  });
}

/** What was chosen on the page, else what the browser asks for. */
function viewerOf(context: Context): Viewer {
  const language = languages.find((each) => each === getCookie(context, 'language'));
  const theme = themes.find((each) => each === getCookie(context, 'theme'));
  const turkish = /^\s*tr\b/i.test(context.req.header('accept-language') ?? '');
  return { language: language ?? (turkish ? 'tr' : 'en'), theme: theme ?? 'auto' };
}

function remember(context: Context, name: string, value: string): void {
  setCookie(context, name, value, { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: yearSeconds });
}
