/**
 * Pieces that several settings files share. Settings files describe what people write; they import zod and
 * core only, so that `kopru check` and the schema generator never load a native module.
 */
import { z } from 'zod';
import { durationPattern, parseDurationMs } from './core/duration.ts';

/** Text such as `10s`; becomes milliseconds. The description carries meaning, default and when to change it. */
export function duration(description: string) {
  return z
    .string()
    .regex(durationPattern, 'is no duration; write a number and a unit, for example 10s, 5m or 1h')
    .transform((text) => parseDurationMs(text) ?? 0)
    .meta({ title: 'duration', description });
}

/** A secret is named, never written: `{ secret: broker }`. */
export const secretReference = z
  .strictObject({
    secret: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and -')
      .describe('Name of the secret: a systemd credential, else a file named by KOPRU_SECRET_<NAME>_FILE.'),
  })
  .meta({
    title: 'secret',
    description: 'Reference to a secret. Secrets are never written into a file.',
    examples: [{ secret: 'broker' }],
  });
export type SecretReference = z.output<typeof secretReference>;

/** What turns a reference into the secret itself; asked at each use, so that a changed secret takes effect. */
export type Secrets = (reference: SecretReference) => string;

/** Of the gateway's own state at an MQTT broker. */
export const announceTopic = z
  .string()
  .max(200)
  .regex(/^[^$+#\s\0][^+#\0]*$/, 'must be the name of one topic, without + and #')
  .optional()
  .describe(
    'Topic on which the gateway keeps its own state, retained, as JSON: on change, every 5 minutes, and as a last will {"state":"lost"}. Left out: it publishes nothing.',
  );
