/** The shapes of what the HTTP API answers, for its OpenAPI document. Ages are milliseconds of monotonic time. */
import { z } from 'zod';
import { outcomes } from '../core/ledger.ts';
import { destinationPhases, filterReasons } from '../core/status.ts';
import { roles } from './access/people.ts';

const count = z.int().min(0);
const ms = z.number();
const perSecond = z.number();
const text = z.string();
const value = z.union([z.number(), z.boolean(), text]);
const counted = <T extends string>(name: T) => z.array(z.looseObject({ [name]: text, count }));

export const failure = z.object({
  error: text.describe('One sentence for people.'),
  code: text.optional().describe('Stable name.'),
});

export const alive = z.object({
  ok: z.boolean(),
  reasons: z.array(text).describe('Why not, one sentence each; empty when ok.'),
});

const verdict = z.object({
  situation: text.describe('Stable name of the situation.'),
  glyph: z.enum(['fine', 'look', 'waiting', 'stopped']),
  word: text,
  sentence: text,
});

export const healthy = z.object({
  ok: z.literal(true),
  verdict,
  parts: z.array(z.object({ part: text, ok: z.boolean(), reason: text.optional(), sinceMs: ms.optional() })),
});

const ledger = z.object({
  destination: text,
  accepted: count,
  waiting: count,
  tallies: z.array(z.object({ outcome: z.enum(outcomes), reason: text, count })),
  unexplained: count,
});

const filtered = z
  .array(z.object({ reason: z.enum(filterReasons), count }))
  .describe('Good readings that were held back on purpose.');

const device = z.object({
  id: text,
  driver: text,
  name: text.optional(),
  connection: text.describe('Name of its bus or MQTT broker.'),
  running: z.enum(['polled', 'listens', 'parked', 'off']),
  link: z.object({
    state: z.enum(['starting', 'answers', 'silent']),
    code: text.optional(),
    reason: text.optional(),
  }),
  linkMs: ms,
  everyMs: ms.optional(),
  staleMs: ms,
  lastReadingMs: ms.optional(),
  lastReadingAt: text.optional(),
  accepted: count,
  values: z.array(
    z.object({
      point: text,
      quantity: text,
      value,
      unit: text.optional().describe('UN/CEFACT code.'),
      ageMs: ms,
      dueMs: ms.optional().describe('Age beyond which it is old; left out: staleMs of the device.'),
    }),
  ),
  filtered,
  refusals: z.array(z.object({ point: text.optional(), reason: text, count, raw: text })),
});

const bus = z.object({
  name: text,
  connected: z.boolean(),
  plannedShare: z.number(),
  busyShare: z.number(),
  busyMs: ms,
  requests: count,
  answers: count,
  exceptions: count,
  timeouts: count,
  damaged: count,
  overruns: count,
});

const mqtt = z.looseObject({
  kind: z.enum(['client', 'listener']),
  name: text,
  received: count,
  repeated: count,
  unmatched: count,
  stale: count,
  lost: count,
});

const destination = z.object({
  name: text,
  broker: text,
  history: text,
  state: z.enum(destinationPhases),
  troubleMs: ms.optional(),
  lastAnswer: z.object({ words: text, status: z.int().optional(), ageMs: ms }).optional(),
  lastSuccessMs: ms.optional(),
  nextTryMs: ms.optional(),
  answerMs: ms.optional().describe('From a request to its answer, lately.'),
  inFlight: count,
  ledger,
  quarantined: count,
  backlog: z.object({ waiting: count.optional(), trouble: text.optional() }).optional(),
  asOrdered: text.optional(),
  oldestWaitingMs: ms,
  requests: counted('outcome'),
  entities: z.object({ delivered: count, rejected: count }),
  held: z.array(z.object({ mapping: text, code: text, words: text, forMs: ms, nextTryMs: ms })),
  failures: counted('code'),
});

export const status = z
  .object({
    gateway: z.object({
      id: text,
      name: text.optional(),
      version: text,
      runtime: z.object({ node: text, arch: text }),
    }),
    at: text,
    startedAt: text,
    upMs: ms,
    phase: z.enum(['starting', 'running', 'stopping']),
    configuration: z.object({
      mark: text.describe('Equal for two gateways that would work the same.'),
      devices: count,
      entities: count,
      destinations: count,
      buses: count,
      mqttBrokers: count,
      reload: z.object({ ok: z.boolean(), at: text, errors: count, place: text.optional() }).optional(),
    }),
    clock: z.object({ synchronised: z.boolean(), source: text.optional(), steps: count }),
    place: z.object({
      location: z.looseObject({ type: text }).optional().describe('GeoJSON; left out while nobody knows it.'),
      receiver: text
        .optional()
        .describe('Id of the device that finds it; left out: gateway.yaml says where.'),
      found: z.boolean().describe('Whether the receiver has found it.'),
    }),
    host: z.object({
      processorCelsius: z.number().optional(),
      underVoltage: z.boolean().optional(),
      disk: z.object({ freeBytes: count, bytes: count }).optional(),
      writtenBytes: count.optional(),
      memory: z.object({ freeBytes: count, bytes: count }),
      upMs: ms,
    }),
    devices: z.array(device),
    mqtt: z.array(mqtt),
    buses: z.array(bus),
    intake: z.object({ read: count, filtered, lost: counted('reason'), lastLossMs: ms.optional() }),
    buffer: z.object({
      lastSeq: count,
      bytes: count,
      limitBytes: count,
      rows: count,
      queued: count,
      lastCommitMs: ms,
      commits: count,
      generation: count,
      trouble: text.optional(),
      setAside: text.optional(),
      inPerSecond: perSecond,
      outPerSecond: perSecond,
      roomMs: ms.optional(),
      loss: z.object({ count, since: text, lastMs: ms }).optional(),
    }),
    destinations: z.array(destination),
  })
  .describe('Everything that is known about the gateway at one moment.');

/** The page's own; what is in each part is between it and its browser. */
export const pageDelta = z
  .looseObject({
    now: z.object({ atMs: ms, wallMs: ms }).optional(),
    verdict: z.looseObject({ situation: text }).optional(),
    devices: z.record(text, z.looseObject({ id: text })).optional(),
  })
  .describe('Parts of the page that changed since a tick; what is left out is as before.');

export const session = z.object({ person: text, role: z.enum(roles), csrf: text });
export const tried = z.object({ tried: z.array(text) });
export const entries = z.object({ entries: count });
export const ledgerChecks = z.array(z.object({ destination: text, waiting: count, counted: count }));
export const quarantined = z.array(
  z.looseObject({ id: count, destination: text, entity: text, code: text, words: text, count }),
);
export const plainOk = z.object({ ok: z.literal(true) });
