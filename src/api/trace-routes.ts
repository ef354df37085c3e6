/** One reading followed through the gateway, over the control socket. */
import type { Hono } from 'hono';
import { z } from 'zod';

const question = z.union([
  z.strictObject({ seq: z.int().min(1) }),
  z.strictObject({ device: z.string().min(1), point: z.string().min(1) }),
]);
export type TraceQuery = z.output<typeof question>;

export interface TraceActions {
  /** Undefined: there is no such reading, or nothing is known of the point. */
  reading(question: TraceQuery): Promise<object | undefined>;
}

export function addTraceRoutes(app: Hono, trace: TraceActions): void {
  app.post('/actions/trace', async (context) => {
    const parsed = question.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) return context.json({ error: 'This names no reading.', code: 'BAD_QUESTION' }, 400);
    const found = await trace.reading(parsed.data);
    return found
      ? context.json(found)
      : context.json({ error: 'Nothing is known of this reading.', code: 'UNKNOWN_READING' }, 404);
  });
}
