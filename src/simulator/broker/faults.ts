/**
 * A broker that misbehaves by a script: which faults are played, and on which requests. Only writes are struck, so
 * that a test or a person can look at what the broker holds meanwhile. With the same seed and the same requests
 * the same ones are struck.
 */
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { parseDurationMs } from '../../core/duration.ts';
import { type Clock, pause, type Random } from '../../core/environment.ts';
import type { FaultCall } from './faults/fault.ts';
import { findFault } from './faults/table.ts';
import { isObject, type Json } from './ngsi-ld/json.ts';

/** Everything that is given must hold for a request to be struck. */
export interface FaultRule {
  /** A name of the table. */
  readonly name: string;
  /** Only so many requests. */
  readonly count?: number;
  /** Only this share of the requests, 0 to 1. */
  readonly share?: number;
  /** Only from this time on, in milliseconds since the script began. */
  readonly fromMs?: number;
  /** Only until this time, in milliseconds since the script began. */
  readonly untilMs?: number;
}

export interface FaultScriptParts {
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Reads `NAME`, or `NAME=LIMIT,LIMIT`: a limit is a count (`3`), a share (`20%`), a time (`30s`: so long) or a span
 * (`10s-40s`: from, until). Undefined if it is none of these; the name is not looked up.
 */
export function parseFaultRule(text: string): FaultRule | undefined {
  const [name = '', limits, ...more] = text.split('=');
  if (more.length > 0 || name === '') return undefined;
  let rule: FaultRule = { name };
  for (const limit of limits?.split(',') ?? []) {
    const read = parseLimit(limit.trim());
    if (!read) return undefined;
    rule = { ...rule, ...read };
  }
  return rule;
}

function parseLimit(text: string): Omit<FaultRule, 'name'> | undefined {
  if (/^\d{1,9}$/.test(text)) return { count: Number(text) };
  const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined) return Number(percent) <= 100 ? { share: Number(percent) / 100 } : undefined;
  const [from = '', until, ...more] = text.split('-');
  const fromMs = parseDurationMs(from);
  if (fromMs === undefined || more.length > 0) return undefined;
  if (until === undefined) return { untilMs: fromMs };
  const untilMs = parseDurationMs(until);
  return untilMs === undefined || untilMs <= fromMs ? undefined : { fromMs, untilMs };
}

export class FaultScript {
  /** How often each fault struck since the beginning. */
  readonly struck = new Map<string, number>();
  readonly #parts: FaultScriptParts;
  #rules: readonly { readonly rule: FaultRule; left: number; poison: string | undefined }[] = [];
  #beganMs = 0;
  #ending = new AbortController();

  constructor(parts: FaultScriptParts) {
    this.#parts = parts;
  }

  /** Plays these from now on and nothing else; the first that strikes a request is played on it. */
  play(rules: readonly FaultRule[]): void {
    this.stop();
    this.#ending = new AbortController();
    this.#beganMs = this.#parts.clock.monotonicMs();
    this.#rules = rules.map((rule) => ({
      rule,
      left: rule.count ?? Number.POSITIVE_INFINITY,
      poison: undefined,
    }));
  }

  /** No fault any more; those that wait (to answer, to apply late) end. */
  stop(): void {
    this.#rules = [];
    this.#ending.abort();
  }

  /** For the broker's `middleware`. */
  get middleware(): MiddlewareHandler<{ Bindings: HttpBindings }> {
    return async (call, next) => {
      const striking = call.req.method === 'GET' ? undefined : this.#strike();
      const fault = striking && findFault(striking.rule.name);
      if (!striking || !fault) return next();
      const { name } = striking.rule;
      this.struck.set(name, (this.struck.get(name) ?? 0) + 1);
      const text = await call.req.raw.text();
      const { url, method, headers } = call.req.raw;
      const carry = (body: string) => {
        call.req.raw = new Request(url, { method, headers, body });
      };
      const elements = elementsOf(text);
      const ids = elements.map((element) => (isObject(element) ? String(element.id) : ''));
      striking.poison ??= ids[0];
      const { clock } = this.#parts;
      const { signal } = this.#ending;
      const faultCall: FaultCall = {
        elements,
        ids,
        bytes: Buffer.byteLength(text),
        poison: striking.poison ?? '',
        get wire() {
          return call.env.outgoing;
        },
        async apply(some) {
          carry(some ? JSON.stringify(some) : text);
          await next();
          return call.res;
        },
        async wait(ms) {
          await pause(clock, ms, signal);
          return !signal.aborted;
        },
        wallMs: () => clock.wallMs(),
      };
      const result = await fault.play(faultCall);
      if (result === call.res) return;
      // hono keeps the headers of the answer that is replaced, unless there is none.
      call.res = undefined;
      call.res = result;
    };
  }

  #strike() {
    const nowMs = this.#parts.clock.monotonicMs() - this.#beganMs;
    for (const entry of this.#rules) {
      const { share, fromMs = 0, untilMs = Number.POSITIVE_INFINITY } = entry.rule;
      if (entry.left <= 0 || nowMs < fromMs || nowMs >= untilMs) continue;
      if (share !== undefined && this.#parts.random() >= share) continue;
      entry.left--;
      return entry;
    }
    return undefined;
  }
}

function elementsOf(text: string): readonly Json[] {
  try {
    const body: Json = JSON.parse(text);
    return Array.isArray(body) ? body : [];
  } catch {
    return [];
  }
}
