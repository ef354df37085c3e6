/**
 * `kopru trace`: what goes over a bus, decoded, with the time each answer took. While the gateway runs its own polls
 * are shown; alone the devices of the bus are polled here as they would be by the gateway.
 */
import { parseDurationMs } from '../core/duration.ts';
import { exceptionText } from '../sources/modbus/pdu.ts';
import type { ModbusDevice } from '../sources/modbus/settings.ts';
import { type Exchanged, requestText, Tracer } from '../sources/modbus/trace.ts';
import { cleanText } from '../telemetry/facts.ts';
import { type BorrowedBus, borrowBus, gatewayOf, opened } from './borrowed-bus.ts';
import { type BusTarget, busTarget, busText, repeated } from './bus-target.ts';
import { loadConfiguration } from './configuration.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { hexOf } from './probe-view.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import { traceReading } from './trace-reading.ts';
import { serialTarget, traceSerial } from './trace-serial.ts';
import type { Option, RunVerb, VerbCall } from './verb.ts';

const pollMs = 200;

export const trace: RunVerb = async (terminal, { args: [named, reading], options }) => {
  if (reading !== undefined) {
    if (named !== 'reading')
      throw usageError('One bus at a time.', 'A single reading: kopru trace reading 4127480');
    return traceReading(terminal, reading);
  }
  const serial = serialTarget(terminal, named, options);
  if (serial) {
    const { errorsOnly, hex } = options;
    const request = { ...serial, forMs: durationOf(options.for), errorsOnly: errorsOnly === true };
    return traceSerial(terminal, { ...request, raw: hex === true });
  }
  const target = busTarget(
    terminal,
    named === undefined ? options : { ...options, bus: busOf(terminal, named, options) },
  );
  if (!target) return exits.configuration;
  const forMs = durationOf(options.for);
  const bus = await openFor(terminal, target);
  const tracer = new Tracer(target.bus.framing);
  const wanted = options.errorsOnly === true ? isBad : () => true;
  const seen: Exchanged[] = [];
  let beganMs: number | undefined;
  const show = (exchanges: readonly Exchanged[]) => {
    for (const each of exchanges) {
      seen.push(each);
      beganMs ??= each.atMs;
      if (!terminal.json && wanted(each)) {
        for (const line of lines(each, beganMs, options.hex === true)) terminal.out(line);
      }
    }
  };
  try {
    if (!terminal.json)
      terminal.out(`${busText(target)}${bus.borrowed ? '  borrowed from run' : ''}  Ctrl-C ends it`);
    await follow(terminal, bus, tracer, forMs, show);
    // A request that was still under way at the end is no silence.
    show(tracer.end().filter(({ received }) => received !== ''));
  } finally {
    await bus.release();
  }
  return conclude(terminal, target, seen.filter(wanted), seen);
};

/** A device stands for its bus; what comes over MQTT is no exchange of question and answer. */
function busOf(terminal: Terminal, named: string, { file }: VerbCall['options']): string {
  const { site } = loadConfiguration(terminal, typeof file === 'string' ? file : undefined);
  const device = site?.devices.find(({ id }) => id === named);
  if (!device || site?.buses.some(({ name }) => name === named)) return named;
  if (device.protocol === 'modbus') return device.bus;
  if (device.protocol === 'host') {
    throw usageError(
      `${named} is this machine itself, and has no line.`,
      `See its values with: kopru read ${named}`,
    );
  }
  if (device.protocol !== 'mqtt') return named;
  throw usageError(
    `${named} is heard over MQTT.`,
    `See its messages and what they give with: kopru mqtt tail --broker ${device.mqtt}`,
  );
}

async function follow(
  terminal: Terminal,
  bus: BorrowedBus,
  tracer: Tracer,
  forMs: number | undefined,
  show: (exchanges: readonly Exchanged[]) => void,
): Promise<void> {
  let stopped = false;
  void terminal.untilStopped().then(() => {
    stopped = true;
  });
  const untilMs = performance.now() + (forMs ?? Number.POSITIVE_INFINITY);
  let { next: number } = await bus.framesSince(0);
  while (!stopped && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const pieces = await bus.framesSince(number);
    number = pieces.next;
    if (pieces.missed > 0 && !terminal.json)
      terminal.out(`  (${pieces.missed} pieces were too fast to show)`);
    show(tracer.take(pieces.pieces));
  }
}

async function openFor(terminal: Terminal, target: BusTarget): Promise<BorrowedBus> {
  const { bus, site } = target;
  if (!site || (await gatewayOf(terminal, site))) return borrowBus(terminal, bus, site);
  const devices = site.devices.filter((each): each is ModbusDevice => each.protocol === 'modbus');
  return opened(
    bus,
    devices.filter((device) => device.bus === bus.name),
  );
}

const isBad = ({ result }: Exchanged) => result.kind !== 'words' && result.kind !== 'identity';

function lines(
  { atMs, request, result, sent, received, tookMs }: Exchanged,
  beganMs: number,
  hex: boolean,
): string[] {
  const time = `${((atMs - beganMs) / 1000).toFixed(3)} s`.padStart(11);
  const who = request ? `unit ${request.unitId}  ${requestText(request)}` : 'nobody asked';
  const took = tookMs === undefined ? '' : `${Math.round(tookMs)} ms`;
  const shown = [`${time}  ${who.padEnd(32)} ${took.padStart(7)}  ${resultText(result)}`.trimEnd()];
  if (!hex) return shown;
  return [
    ...shown,
    ...(sent ? [`             > ${spaced(sent)}`] : []),
    ...(received ? [`             < ${spaced(received)}`] : []),
  ];
}

function resultText(result: Exchanged['result']): string {
  switch (result.kind) {
    case 'words':
      return result.words.length > 6
        ? `${hexOf(result.words.subarray(0, 6))} … ${result.words.length} words`
        : hexOf(result.words);
    case 'identity':
      return result.texts.map(({ text }) => cleanText(text)).join(', ');
    case 'exception':
      return exceptionText(result.exception);
    case 'silence':
      return 'no answer';
    case 'damaged':
      return result.why;
  }
}

const spaced = (hex: string) => hex.toUpperCase().replace(/(..)(?=.)/g, '$1 ');

function conclude(
  terminal: Terminal,
  target: BusTarget,
  shown: readonly Exchanged[],
  all: readonly Exchanged[],
): Exit {
  const count = (kind: Exchanged['result']['kind']) =>
    all.filter(({ result }) => result.kind === kind).length;
  const [good, exceptions, silent, damaged] = [
    count('words') + count('identity'),
    count('exception'),
    count('silence'),
    count('damaged'),
  ];
  if (terminal.json) {
    const exchanges = shown.map(({ result, ...each }) => ({
      ...each,
      result: result.kind === 'words' ? { kind: 'words', words: hexOf(result.words) } : result,
    }));
    terminal.out(
      JSON.stringify({ bus: busText(target), exchanges, answers: good, exceptions, silent, damaged }),
    );
  } else {
    const fine = good > 0 && silent + damaged === 0;
    terminal.out(
      `${glyph(terminal, fine ? 'fine' : 'look')} ${all.length} requests, ${good} answers, ${exceptions} exceptions, ${silent} without answer, ${damaged} damaged.`,
    );
    next(
      terminal,
      silent > 0
        ? `kopru scan${target.site ? ` --bus ${target.bus.name}` : repeated(target)}`
        : 'kopru watch',
    );
  }
  return silent + damaged > 0 ? exits.findings : exits.fine;
}

/** Undefined: until Ctrl-C. */
export function durationOf(option: Option): number | undefined {
  if (option === undefined) return undefined;
  const ms = typeof option === 'string' ? parseDurationMs(option) : undefined;
  if (ms !== undefined) return ms;
  throw usageError(`${option} is no duration.`, 'Write a number and a unit, for example --for 30s.');
}
