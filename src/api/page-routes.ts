/**
 * The local page: a document that is complete without script, what the browser loads with it, and a stream of what
 * changes. Reading only; nothing here asks a device anything.
 */
import type { Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { type PageFiles, themes } from '../page/files.ts';
import type { LivePage } from '../page/live.ts';
import { languages } from '../page/state.ts';
import { type Door, mayLook, sessionOf } from './access/door.ts';
import { viewerOf } from './viewer.ts';

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
/** A reader that takes nothing for so long is gone. */
const stuckMs = 30_000;
const yearSeconds = 365 * 86_400;

const tickText = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0);
const choice = z.object({ language: z.enum(languages).optional(), theme: z.enum(themes).optional() });

/** Without a door there are no sessions: everybody is a mere viewer. */
export function addPageRoutes(app: Hono, { files, live }: PageParts, door?: Door): void {
  app.get('/', async (context) => {
    const chosen = choice.safeParse(context.req.query());
    if (chosen.success && (chosen.data.language || chosen.data.theme)) {
      for (const [name, value] of Object.entries(chosen.data)) {
        if (value !== undefined) remember(context, name, value);
      }
      return context.redirect('/');
    }
    const state = await live.now();
    const viewer = viewerOf(context, door && sessionOf(door, context));
    return context.html(files.render(state, { viewer, assets: files.assets, tick: live.tick }));
  });
  addAssetRoute(app, files);

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
      try {
        await tell(stream, live, tickText.parse(seen), () => !door || mayLook(door, context));
      } finally {
        leave();
      }
    });
  });
}

/** What the browser loads with a document. */
export function addAssetRoute(app: Hono, { files }: PageFiles): void {
  app.get('/assets/:name', (context) => {
    const file = files.get(context.req.param('name'));
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
}

/** Tells what is new until the reader leaves, hangs or may look no more, or the page ends. */
async function tell(
  stream: SSEStreamingApi,
  live: LivePage,
  since: number,
  allowed: () => boolean,
): Promise<void> {
  const left = new AbortController();
  stream.onAbort(() => left.abort());
  let tick = since;
  await inTime(stream.write(`retry: ${retryMs}\n\n`), left);
  while (!left.signal.aborted && !live.ended && allowed()) {
    await live.news(tick, commentEveryMs, left.signal);
    if (left.signal.aborted || !allowed()) break;
    // What a slow reader missed meanwhile is in the next piece; nothing is kept for it.
    if (live.tick === tick) await inTime(stream.write(':\n\n'), left);
    else {
      const data = live.since(tick);
      tick = live.tick;
      await inTime(stream.writeSSE({ id: String(tick), data }), left);
    }
  }
}

/** Resolves when it is written, or when the reader is given up. */
async function inTime(written: Promise<unknown>, left: AbortController): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      left.abort();
      resolve();
    }, stuckMs);
  });
  await Promise.race([written, late]);
  clearTimeout(timer);
}

function remember(context: Context, name: string, value: string): void {
  setCookie(context, name, value, { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: yearSeconds });
}
