/**
 * `kopru health`: is the gateway alive? Never asks about the broker, since a restart does not end an outage. With
 * `--gate` it judges an update: waits until the gateway is at work and all that was fine before is fine again.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Health } from '../api/health.ts';
import { parseDurationMs, spanText } from '../core/duration.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { glyph, type Terminal } from './terminal.ts';
import type { RunVerb, VerbCall } from './verb.ts';

export const health: RunVerb = async (terminal, { options }) => {
  if (options.gate) return gate(terminal, options);
  const answer = await (await runningGateway(terminal)).health();
  if (terminal.json) terminal.out(JSON.stringify(answer));
  else if (answer.ok) terminal.out(`${glyph(terminal, 'fine')} alive, ${answer.verdict.word}`);
  else terminal.out(`${glyph(terminal, 'stopped')} ${answer.reasons.join(' ')}`);
  return answer.ok ? exits.fine : exits.failed;
};

const defaultWaitMs = 60_000;
const betweenMs = 1_000;

async function gate(terminal: Terminal, options: VerbCall['options']): Promise<Exit> {
  const waitMs = waitOf(options.wait);
  const before = typeof options.before === 'string' ? healthIn(terminal, options.before) : undefined;
  const endMs = performance.now() + waitMs;
  let reasons = await shortcomings(terminal, before);
  while (reasons.length > 0 && performance.now() < endMs) {
    await new Promise((done) => setTimeout(done, Math.min(betweenMs, waitMs)));
    reasons = await shortcomings(terminal, before);
  }
  const ok = reasons.length === 0;
  if (terminal.json) terminal.out(JSON.stringify({ ok, reasons }));
  else if (ok) terminal.out(`${glyph(terminal, 'fine')} The gateway is at work: keep this version.`);
  else {
    terminal.out(`${glyph(terminal, 'stopped')} Not within ${spanText(waitMs)}. ${reasons.join(' ')}`);
  }
  return ok ? exits.fine : exits.failed;
}

/** Why this version should not be kept; a gateway that is not there yet is one. */
async function shortcomings(terminal: Terminal, before: Parts | undefined): Promise<string[]> {
  try {
    const gateway = await runningGateway(terminal);
    const now = await gateway.health();
    if (!now.ok) return [...now.reasons];
    const { reasons } = await gateway.readiness();
    return [...reasons, ...worsened(before, now)];
  } catch (thrown) {
    return [wordsOf(thrown)];
  }
}

/** Parts that were fine before and are not now. One that was in trouble already proves nothing against an update. */
export function worsened(before: Parts | undefined, now: Health): string[] {
  const fine = new Set(before?.parts.filter(({ ok }) => ok).map(({ part }) => part));
  return now.parts
    .filter(({ ok, part }) => !ok && fine.has(part))
    .map(({ part, reason }) => `${part} was fine before: ${reason ?? 'it is not now'}.`);
}

/** What is needed of an answer from before. */
interface Parts {
  readonly parts: readonly { readonly part: string; readonly ok: boolean }[];
}

const healthFile = z.object({
  ok: z.literal(true),
  parts: z.array(z.object({ part: z.string(), ok: z.boolean() })),
});

function healthIn({ workingFolder }: Terminal, path: string): Parts {
  try {
    return healthFile.parse(JSON.parse(readFileSync(resolve(workingFolder, path), 'utf8')));
  } catch (cause) {
    throw new KopruError(`${path} is no answer of kopru health --json.`, {
      kind: 'config',
      code: 'NO_HEALTH_FILE',
      hint: `Before the update, write one: kopru health --json > ${path}`,
      cause,
    });
  }
}

function waitOf(text: VerbCall['options'][string]): number {
  if (text === undefined) return defaultWaitMs;
  const waitMs = typeof text === 'string' ? parseDurationMs(text) : undefined;
  if (waitMs === undefined) throw usageError(`--wait ${String(text)} is no duration.`, 'Write 90s or 2m.');
  return waitMs;
}
