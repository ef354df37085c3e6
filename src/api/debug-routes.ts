/** What goes over the line of a device, written into the log for a while. On the control socket only. */
import type { Hono } from 'hono';
import { z } from 'zod';

const question = z.strictObject({
  device: z.string().min(1),
  /** 0 ends it. */
  forMs: z.int().min(0).max(86_400_000),
});

export interface DebugActions {
  /** False: there is no such device. */
  begin(device: string, forMs: number): boolean;
  /** False: it was not written. */
  end(device: string): boolean;
}

export function addDebugRoutes(app: Hono, debug: DebugActions): void {
  app.post('/actions/debug', async (context) => {
    const parsed = question.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success)
      return context.json({ error: 'This names no device and time.', code: 'BAD_QUESTION' }, 400);
    const { device, forMs } = parsed.data;
    if (forMs === 0) return context.json({ writes: false, wrote: debug.end(device) });
    if (debug.begin(device, forMs)) return context.json({ writes: true });
    return context.json({ error: 'There is no such device.', code: 'UNKNOWN_DEVICE' }, 404);
  });
}
