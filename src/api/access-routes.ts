/** Who may sign in at the page, set up over the control socket only: whoever may use that socket is trusted. */
import type { Hono } from 'hono';
import { z } from 'zod';
import { personName, roles } from './access/people.ts';

const named = z.strictObject({ name: personName });
const wanted = z.strictObject({
  name: personName,
  role: z.enum(roles),
  /** Absent: one is made up. */
  secret: z.string().min(8).max(200).optional(),
});

export interface AccessStatus {
  readonly enabled: boolean;
  readonly people: readonly { readonly name: string; readonly role: 'viewer' | 'technician' }[];
  /** Addresses of the page, the one for others than this machine first. */
  readonly urls: readonly string[];
  /** SHA-256 of the certificate, as browsers show it. */
  readonly fingerprint: string | undefined;
  /** Addresses at which it should be and is not. */
  readonly closed: readonly {
    readonly code: 'API_PORT' | 'PAGE_NETWORK';
    readonly listen: string;
    readonly cause: string;
  }[];
}

export interface AccessActions {
  status(): AccessStatus;
  enable(): Promise<{ readonly name: string; readonly secret: string | undefined; readonly link: string }>;
  disable(): Promise<void>;
  /** Undefined: there is no such person, or nobody may sign in now. */
  link(name: string): string | undefined;
  /** The secret if it was made up. */
  setPerson(name: string, role: 'viewer' | 'technician', secret?: string): Promise<string | undefined>;
  removePerson(name: string): boolean;
}

const badQuestion = { error: 'This is no question about people.', code: 'BAD_QUESTION' };
const noPerson = { error: 'There is no such person, or the page is not enabled.', code: 'UNKNOWN_PERSON' };

export function addAccessRoutes(app: Hono, access: AccessActions): void {
  app.get('/actions/page', (context) => context.json(access.status()));
  app.post('/actions/page/enable', async (context) =>
    context.json({ ...(await access.enable()), ...access.status() }),
  );
  app.post('/actions/page/disable', async (context) => {
    await access.disable();
    return context.json(access.status());
  });
  app.post('/actions/page/link', async (context) => {
    const parsed = named.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) return context.json(badQuestion, 400);
    const link = access.link(parsed.data.name);
    return link === undefined
      ? context.json(noPerson, 404)
      : context.json({ name: parsed.data.name, link, ...access.status() });
  });
  app.post('/actions/page/person', async (context) => {
    const parsed = wanted.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) return context.json(badQuestion, 400);
    const { name, role, secret } = parsed.data;
    const made = await access.setPerson(name, role, secret);
    return context.json({ name, role, secret: made, enabled: access.status().enabled });
  });
  app.post('/actions/page/remove', async (context) => {
    const parsed = named.safeParse(await context.req.json().catch(() => undefined));
    if (!parsed.success) return context.json(badQuestion, 400);
    return access.removePerson(parsed.data.name)
      ? context.json(access.status())
      : context.json(noPerson, 404);
  });
}
