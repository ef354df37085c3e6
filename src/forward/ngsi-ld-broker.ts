/**
 * The NGSI-LD broker at the other end: `POST entityOperations/upsert?options=update` (GS CIM 009 clause 5.6.8)
 * with entities as the destination wants them (entity-form.ts). Update, because the default replaces whole entities
 * and would drop what others wrote. One connection, one request at a time.
 *
 * A broker without batch operations gets its entities one by one. Which it is shows with the first answer after a
 * start and stays so: a broker that forgets its batches for a minute has another trouble. What is written to the
 * history alone goes another way (temporal-writes.ts).
 */
import type { Answer, Batch, Broker } from '../core/broker.ts';
import { type Clock, type Logger, pause } from '../core/environment.ts';
import type { Secrets } from '../settings.ts';
import { bothAuths, staticAuth } from './auth/auth.ts';
import { type KeptToken, keptInMemory } from './auth/kept-token.ts';
import { OAuth2, TokenError } from './auth/oauth2.ts';
import { Veil } from './auth/veil.ts';
import { deniesOperation, readAnswer } from './batch-result.ts';
import { bodyOf } from './body.ts';
import { ByteMeter } from './connection/byte-meter.ts';
import { Connection } from './connection/connection.ts';
import { failureOf } from './connection/failure.ts';
import { isPage } from './connection/http.ts';
import { type Environment, proxyFor } from './connection/proxy.ts';
import { Session } from './connection/session.ts';
import { watchTlsFiles } from './connection/tls-files.ts';
import { entityForm } from './entity-form.ts';
import { type HeldEntity, readHeldEntity } from './held-entity.ts';
import type { DestinationSettings } from './settings.ts';
import { SingleEntities } from './single-entities.ts';
import { type TemporalWriteParts, writeHistory } from './temporal-writes.ts';

export interface NgsiLdBrokerParts {
  readonly settings: DestinationSettings;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where https_proxy, http_proxy and no_proxy are looked up; default: nowhere. */
  readonly environment?: Environment;
  /** Where a refresh token that follows another is kept; default: in memory. */
  readonly keptToken?: KeptToken;
  /** Sent as User-Agent. */
  readonly agent: string;
}

export interface NgsiLdBroker extends Broker {
  /** One entity as the broker holds it. Never throws; settles within 35 s. */
  entity(context: string, id: string): Promise<HeldEntity>;
}

const silenceMs = 10_000;

export function createNgsiLdBroker(parts: NgsiLdBrokerParts): NgsiLdBroker {
  const { settings, clock, logger } = parts;
  const veil = new Veil();
  const meter = new ByteMeter(settings.bytesPerSecond ?? Number.POSITIVE_INFINITY);
  const closing = new AbortController();
  const session = openSession(parts, veil, meter);
  const form = entityForm(settings);
  const base = new URL(`${settings.broker.replace(/\/+$/, '')}/`).pathname;
  const singles = new SingleEntities({
    ask: (method, path, context, body, signal) =>
      session.send({ method, path: base + path, headers: form.headers(context), body }, signal),
  });
  const temporal: TemporalWriteParts = {
    post: (path, context, body, signal) =>
      session.send({ method: 'POST', path: base + path, headers: form.headers(context), body }, signal),
  };
  let strategy: 'unknown' | 'batches' | 'single' = 'unknown';

  const postBatch = async (batch: Batch, signal: AbortSignal): Promise<Answer> => {
    const body = bodyOf(batch.items);
    const path = `${base}entityOperations/upsert?options=update`;
    const answer = await session.send(
      { method: 'POST', path, headers: form.headers(batch.context), body },
      signal,
    );
    const type = typeOf(batch);
    const isOpen = strategy === 'unknown' && deniesOperation(answer) && type !== undefined;
    // A broker that takes single entities can tell which it has.
    if (isOpen && (await lists(batch.context, type, signal))) {
      strategy = 'single';
      logger.warn(
        { destination: settings.name, status: answer.status },
        'The broker has no batch operations, entities are sent one by one until the next start.',
      );
      return singles.upsert(batch, signal);
    }
    if (answer.status >= 200 && answer.status < 300 && !isPage(answer)) strategy = 'batches';
    return readAnswer(answer, batch, body.length);
  };

  const lists = async (context: string, type: string, signal: AbortSignal): Promise<boolean> => {
    const path = `${base}entities?type=${encodeURIComponent(type)}&limit=1`;
    const headers = { link: form.link(context) };
    const answer = await session.send({ method: 'GET', path, headers }, signal);
    return answer.status === 200 && !isPage(answer);
  };

  const heldEntity = async (context: string, id: string, signal: AbortSignal): Promise<HeldEntity> => {
    const headers = { link: form.link(context), accept: 'application/json' };
    const path = `${base}entities/${encodeURIComponent(id)}`;
    return readHeldEntity(await session.send({ method: 'GET', path, headers }, signal), id);
  };

  /** What the broker answers, or `without` an answer the reason why there is none. */
  const answered = async <A>(
    ask: (signal: AbortSignal) => Promise<A>,
    without: (verdict: ReturnType<typeof failureOf>) => A,
  ): Promise<A> => {
    try {
      const waitMs = meter.waitMs(clock.monotonicMs());
      if (waitMs > 0) await pause(clock, waitMs, closing.signal);
      return await session.within(ask);
    } catch (error) {
      const verdict = failureOf(error);
      const after = error instanceof TokenError ? error.retryAfterMs : undefined;
      const waits = verdict.kind === 'transient' && after !== undefined ? { retryAfterMs: after } : {};
      return without({ ...verdict, words: veil.hide(verdict.words), ...waits });
    }
  };
  const asAnswer = (ask: (signal: AbortSignal) => Promise<Answer>) =>
    answered(ask, (verdict): Answer => ({ scope: 'batch', status: 0, verdict }));

  return {
    upsert: ({ context, items }) => {
      const batch = { context, items: items.map((item) => form.item(context, item)) };
      return asAnswer((signal) =>
        strategy === 'single' ? singles.upsert(batch, signal) : postBatch(batch, signal),
      );
    },
    addHistory: (context, item) =>
      asAnswer((signal) => writeHistory(temporal, context, form.item(context, item), signal)),
    lists: (context, type) =>
      answered(
        (signal) => lists(context, type, signal),
        () => false,
      ),
    entity: (context, id) =>
      answered<HeldEntity>(
        (signal) => heldEntity(context, id, signal),
        (verdict) => ({ kind: 'trouble', verdict }),
      ),
    close: () => {
      closing.abort();
      return session.close();
    },
  };
}

function openSession(parts: NgsiLdBrokerParts, veil: Veil, meter: ByteMeter): Session {
  const { settings, clock, logger, environment = {}, agent } = parts;
  const secrets = veil.over(parts.secrets);
  const tls = watchTlsFiles(settings, secrets, logger);
  const connect = (url: string) => {
    const server = new URL(url);
    const proxy = proxyFor(server, settings.proxy, environment, secrets);
    return new Connection({ server, proxy, tls, silenceMs: Math.min(silenceMs, settings.timeout) });
  };
  const fixed = staticAuth(settings, secrets, veil);
  const auth =
    settings.auth?.type === 'oauth2'
      ? bothAuths(
          fixed,
          new OAuth2({
            settings: settings.auth,
            destination: settings.name,
            secrets,
            veil,
            connection: connect(settings.auth.tokenUrl),
            kept: parts.keptToken ?? keptInMemory(),
            clock,
            logger,
            agent,
          }),
        )
      : fixed;
  return new Session({
    settings,
    connection: connect(settings.broker),
    auth,
    veil,
    logger,
    agent,
    onSent: (bytes) => meter.sent(bytes, clock.monotonicMs()),
  });
}

function typeOf({ items: [first] }: Batch): string | undefined {
  const { type } = JSON.parse(first?.json ?? '{}') as { readonly type?: unknown };
  return typeof type === 'string' ? type : undefined;
}
