/** What a technician does about a destination that waits before it tries again. */
import type { Hono } from 'hono';
import { z } from 'zod';
import { csrfField, isForm } from './access/door.ts';

/** Left out: every destination. */
export const tryQuestion = z.strictObject({ destination: z.string().max(200).optional() });

export interface ForwardActions {
  /** Ends the wait before the next try; the names of the destinations that did wait. */
  tryNow(destination?: string): readonly string[];
}

export function addForwardRoutes(app: Hono, forward: ForwardActions): void {
  app.post('/actions/try', async (context) => {
    const form = isForm(context);
    const { [csrfField]: _, ...asked } = form ? await context.req.parseBody() : {};
    const parsed = tryQuestion.safeParse(form ? asked : await context.req.json().catch(() => undefined));
    if (!parsed.success)
      return context.json({ error: 'This names no destination.', code: 'BAD_QUESTION' }, 400);
    const tried = forward.tryNow(parsed.data.destination);
    return form ? context.redirect('/#forwarding', 303) : context.json({ tried });
  });
}
