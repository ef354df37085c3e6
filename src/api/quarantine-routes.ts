/** The quarantine over the control socket: what destinations refused, sent again or dropped when a person says so. */
import type { Hono } from 'hono';
import { z } from 'zod';

const id = z.int().min(1);

const query = z.strictObject({
  destination: z.string().optional(),
  ids: z.array(id).max(1_000).optional(),
  after: z.int().min(0).default(0),
  limit: z.int().min(1).max(1_000).default(100),
});
export type QuarantineQuestion = z.output<typeof query>;

const choice = z.strictObject({
  ids: z.union([z.array(id).min(1).max(10_000), z.literal('all')]),
  destination: z.string().optional(),
});
export type QuarantineAction = z.output<typeof choice>;

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
    const parsed = query.safeParse(await context.req.json().catch(() => undefined));
    return parsed.success ? context.json(await quarantine.list(parsed.data)) : context.json(badQuestion, 400);
  });
  for (const action of ['retry', 'drop'] as const) {
    app.post(`/actions/quarantine/${action}`, async (context) => {
      const parsed = choice.safeParse(await context.req.json().catch(() => undefined));
      if (!parsed.success) return context.json(badQuestion, 400);
      return context.json({ entries: await quarantine[action](parsed.data) });
    });
  }
}
