/** `kopru trace reading SEQ`: one reading from its device to the answers of the brokers, as far as it is still known. */
import { numberText } from '../core/number-text.ts';
import type { ReadingTrace, TracedFate, TraceQuestion } from '../reading-trace.ts';
import { cleanText } from '../telemetry/facts.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { columns, glyph, next, type Terminal, wrapped } from './terminal.ts';

export async function traceReading(terminal: Terminal, named: string): Promise<Exit> {
  const gateway = await runningGateway(terminal);
  const trace = await gateway.traceReading(questionOf(named));
  const refused = trace.destinations.some(({ state }) => state === 'quarantined');
  if (terminal.json) terminal.out(JSON.stringify(trace));
  else {
    for (const line of traceLines(trace, terminal)) terminal.out(line);
    const entry = trace.destinations.find(({ quarantine }) => quarantine)?.quarantine;
    next(terminal, entry ? `kopru quarantine show ${entry.id}` : 'kopru status --ledger');
  }
  return refused ? exits.findings : exits.fine;
}

function questionOf(named: string): TraceQuestion {
  const seq = Number(named);
  if (Number.isSafeInteger(seq) && seq > 0) return { seq };
  const dot = named.indexOf('.');
  if (dot > 0 && dot < named.length - 1) return { device: named.slice(0, dot), point: named.slice(dot + 1) };
  throw usageError(
    `"${named}" is no reading.`,
    'Name it by its number, or a point for its newest: kopru trace reading meter.activePower',
  );
}

export function traceLines(
  { seq, reading, destinations }: ReadingTrace,
  style: Pick<Terminal, 'color'>,
): string[] {
  const head = reading
    ? [
        `reading ${seq}  ${reading.device}.${reading.point}  ${cleanText(`${reading.value}`)} ${reading.unit ?? ''}`.trimEnd(),
        `  observed  ${reading.observedAt ?? 'not known until the clock is set'}${reading.clock === undefined ? '' : `, clock: ${reading.clock}`}`,
        ...(reading.quantity === reading.point ? [] : [`  means     ${reading.quantity}`]),
      ]
    : [`reading ${seq}  nothing of it is left here`];
  return [...head, ...destinations.flatMap((each) => fateLines(each, style))];
}

function fateLines(fate: TracedFate, style: Pick<Terminal, 'color'>): string[] {
  const { destination, state, quarantine, entities } = fate;
  const mark =
    state === 'quarantined' || state === 'dropped' ? 'look' : state === 'waiting' ? 'waiting' : 'fine';
  const lines = [`${glyph(style, mark)} ${destination}: ${stateText(fate)}`];
  if (quarantine)
    lines.push(
      ...indented(
        `entry ${quarantine.id}, tries ${numberText(quarantine.tries)}: ${quarantine.code} ${cleanText(quarantine.words)}`,
      ),
    );
  for (const { id, mapping, words, answer, attributes } of entities) {
    lines.push(`  ${id}`);
    if (attributes.length === 0) lines.push(`    by ${mapping}`);
    for (const { name, json, place } of attributes)
      lines.push(`    ${name}  by ${place}`, `      ${cleanText(json)}`);
    if (answer) {
      const status = answer.status === 0 ? 'no answer' : `status ${answer.status}`;
      lines.push(`    ${status} at ${answer.at}, with ${numberText(answer.together)} in the request`);
    }
    if (words !== undefined && !quarantine) lines.push(...indented(cleanText(words)));
  }
  return lines;
}

function stateText({ state, reason, quarantine }: TracedFate): string {
  if (state === 'waiting') return 'waits on disk';
  if (state === 'ended')
    return 'has ended; how is remembered only of the last readings, the ledger counts it';
  if (state === 'quarantined' && !quarantine) return 'was refused, and is no longer in the quarantine';
  return reason === '' ? state : `${state} (${reason})`;
}

const indented = (text: string) => wrapped(text, columns - 4).map((line) => `    ${line}`);
