/**
 * The quarantine: what destinations refused, sent again or dropped when a person says so, from the control socket or by
 * a technician on the page.
 */
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { csrfField, isForm } from './access/door.ts';

const id = z.int().min(1);

export const quarantineQuery = z.strictObject({
  destination: z.string().optional(),
  ids: z.array(id).max(1_000).optional(),
  after: z.int().min(0).default(0),
  limit: z.int().min(1).max(1_000).default(100),
});
export type QuarantineQuestion = z.output<typeof quarantineQuery>;

export const quarantineChoice = z.strictObject({
  ids: z.union([z.array(id).min(1).max(10_000), z.literal('all')]),
  destination: z.string().optional(),
});
export type QuarantineAction = z.output<typeof quarantineChoice>;

export interface QuarantineActions {
  /** Entries, oldest first, their readings with the names of their points. */
  list(question: QuarantineQuestion): Promise<readonly object[]>;
  /** How many were marked to be sent again. */
  retry(choice: QuarantineAction): Promise<number>;
  /** How many went. */
  drop(choice: QuarantineAction): Promise<number>;
}

const badQuestion = { error: 'This is no question to the quarantine.', code: 'BAD_QUESTION' };

export function addQuarantineRoutes(app: Hono, quarantine: QuarantineActions): void {
  app.post('/actions/quarantine/list', async (context) => {
    const parsed = quarantineQuery.safeParse(await context.req.json().catch(() => undefined));
    return parsed.success ? context.json(await quarantine.list(parsed.data)) : context.json(badQuestion, 400);
  });
  for (const action of ['retry', 'drop'] as const) {
    app.post(`/actions/quarantine/${action}`, async (context) => {
      const parsed = quarantineChoice.safeParse(await choiceOf(context));
      if (!parsed.success) return context.json(badQuestion, 400);
      const entries = await quarantine[action](parsed.data);
      return isForm(context) ? context.redirect('/#quarantine', 303) : context.json({ entries });
    });
  }
}

/** JSON, or a form of the page with one id or `all`. */
async function choiceOf(context: Context): Promise<unknown> {
  if (!isForm(context)) return context.req.json().catch(() => undefined);
  const { [csrfField]: _, ids, ...rest } = await context.req.parseBody();
  return { ...rest, ids: ids === 'all' ? 'all' : [Number(ids)] };
}
