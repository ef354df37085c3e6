/**
 * Lending a bus to the field tools: one read in turn with the polls, and what goes over the wire. On the control
 * socket only. Nothing is held: every request is one read, so a tool that dies has given the bus back already.
 */
import type { Hono } from 'hono';
import { z } from 'zod';

const question = z.strictObject({
  bus: z.string(),
  unitId: z.int().min(0).max(255),
  table: z.enum(['coil', 'discrete', 'input', 'holding']),
  address: z.int().min(0).max(65_535),
  count: z.int().min(1).max(2_000),
  timeoutMs: z.int().min(20).max(5_000).default(1_000),
});
export type BusQuestion = z.output<typeof question>;

const identityQuestion = question
  .omit({ table: true, address: true, count: true })
  .extend({ identity: z.enum(['device', 'server']) });
export type IdentityQuestion = z.output<typeof identityQuestion>;

export interface BusActions {
  /** The answer, exception or failure as plain data; undefined if there is no such bus. */
  ask(question: BusQuestion): Promise<object> | undefined;
  /** What a unit says it is, likewise. */
  identify(question: IdentityQuestion): Promise<object> | undefined;
  /** What went over the wire since the piece of this number; undefined if there is no such bus. */
  frames(bus: string, since: number): object | undefined;
  /** Counts since the start; undefined if there is no such bus. */
  statistics(bus: string): object | undefined;
}

const badQuestion = { error: 'This is no question to a bus.', code: 'BAD_QUESTION' };
const noBus = { error: 'There is no such bus.', code: 'UNKNOWN_BUS' };

export function addBusRoutes(app: Hono, buses: BusActions): void {
  app.post('/actions/ask', async (context) => {
    const parsed = question.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success || beyond(parsed.data)) return context.json(badQuestion, 400);
    const answer = await buses.ask(parsed.data);
    return answer ? context.json(answer) : context.json(noBus, 404);
  });
  app.post('/actions/identify', async (context) => {
    const parsed = identityQuestion.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) return context.json(badQuestion, 400);
    const answer = await buses.identify(parsed.data);
    return answer ? context.json(answer) : context.json(noBus, 404);
  });
  app.get('/actions/statistics/:bus', (context) => {
    const statistics = buses.statistics(context.req.param('bus'));
    return statistics ? context.json(statistics) : context.json(noBus, 404);
  });
  app.get('/actions/frames/:bus', (context) => {
    const since = Number(context.req.query('since') ?? 0);
    const frames = buses.frames(context.req.param('bus'), Number.isSafeInteger(since) ? since : 0);
    return frames ? context.json(frames) : context.json(noBus, 404);
  });
}

/** More than the protocol carries in one reply, or past the last address. */
function beyond({ table, address, count }: BusQuestion): boolean {
  const isBits = table === 'coil' || table === 'discrete';
  return count > (isBits ? 2_000 : 125) || address + count > 65_536;
}
