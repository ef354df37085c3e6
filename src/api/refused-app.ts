/**
 * What a gateway answers that does not run because its configuration was refused: the page, /status and the health
 * answers with the text of `kopru check`, and on the control socket the request to read it again. It is alive, since a
 * restart would not help, and not ready.
 */
import type { Hono } from 'hono';
import type { Logger } from '../core/environment.ts';
import type { Language } from '../core/language.ts';
import type { PageFiles } from '../page/files.ts';
import { type Door, guarded } from './access/door.ts';
import { bounded, endWith, reloadQuestion } from './app.ts';
import { addAssetRoute } from './page-routes.ts';
import { viewerOf } from './viewer.ts';

/** Why it does not run. */
export interface Refusal {
  /** Absolute path of gateway.yaml. */
  readonly file: string;
  readonly errors: number;
  /** What `kopru check --all` says of them, in English. */
  readonly text: string;
  readonly problems: readonly object[];
}

export interface RefusedParts {
  readonly logger: Logger;
  refusal(): Refusal;
  /** Its text in the language of a viewer. */
  textIn(language: Language): string;
  /** Undefined where the page was not built. */
  readonly files: PageFiles | undefined;
}

export const refusedSentence = ({ errors }: Pick<Refusal, 'errors'>): string =>
  `Not running: the configuration has ${errors} ${errors === 1 ? 'error' : 'errors'}.`;

export function createRefusedApp({ logger, refusal, textIn, files }: RefusedParts, door?: Door): Hono {
  const app = bounded(door);
  if (door) app.use(guarded(door));
  const notReady = () => ({ ok: false, reasons: [refusedSentence(refusal())] });
  app.get('/', (context) => {
    const { errors } = refusal();
    const viewer = viewerOf(context);
    const text = textIn(viewer.language);
    return files
      ? context.html(files.entry({ kind: 'refused', viewer, assets: files.assets, errors, text }), 503)
      : context.text(`${refusedSentence(refusal())}\n\n${text}`, 503);
  });
  if (files) addAssetRoute(app, files);
  app.get('/status', (context) => {
    const sentence = refusedSentence(refusal());
    const verdict = { situation: 'configuration refused', glyph: 'stopped', word: 'not running', sentence };
    return context.json({ phase: 'refused', verdict, ...refusal() });
  });
  app.get('/livez', (context) => context.json({ ok: true, reasons: [] }));
  app.get('/readyz', (context) => context.json(notReady(), 503));
  app.get('/healthz', (context) => context.json(notReady(), 503));
  endWith(app, logger);
  return app;
}

/** The same for the control socket; `reload` reads the configuration again and answers with what came of it. */
export function createRefusedControl(
  parts: RefusedParts,
  reload: (request: { readonly dryRun: boolean }) => object,
): Hono {
  const app = createRefusedApp(parts);
  app.post('/actions/reload', async (context) => {
    const parsed = reloadQuestion.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) {
      return context.json({ error: 'This is no request to reload.', code: 'BAD_QUESTION' }, 400);
    }
    return context.json(reload(parsed.data));
  });
  app.all('/actions/*', (context) =>
    context.json({ error: refusedSentence(parts.refusal()), code: 'CONFIGURATION_REFUSED' }, 503),
  );
  return app;
}
