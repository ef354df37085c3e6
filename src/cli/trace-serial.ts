/**
 * `kopru trace` for a serial device: what went over its line, decoded by its driver. While the gateway runs it is
 * overheard; alone the port is opened, and the device asked in its rhythm or listened to.
 */
import type { Site } from '../config/site.ts';
import { numberText } from '../core/number-text.ts';
import type { Intake } from '../core/source.ts';
import { units } from '../core/unit.ts';
import type { Pieces } from '../sources/frame-tap.ts';
import { systemClock } from '../sources/host/clock.ts';
import type { PointResult } from '../sources/serial/decode.ts';
import type { SerialDevice } from '../sources/serial/device.ts';
import { SerialTracer, type Traced } from '../sources/serial/trace.ts';
import { cleanText } from '../telemetry/facts.ts';
import { gatewayOf } from './borrowed-bus.ts';
import { loadConfiguration } from './configuration.ts';
import { type Exit, exits } from './exit.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { VerbCall } from './verb.ts';

const lookMs = 200;

/** Looks up a device, or a port, that speaks a serial protocol of its own; undefined if the name is none. */
export function serialTarget(
  terminal: Terminal,
  named: string | undefined,
  options: VerbCall['options'],
): { readonly site: Site; readonly device: SerialDevice } | undefined {
  if (options.port !== undefined || options.tcp !== undefined) return undefined;
  const wanted = named ?? options.bus;
  const { site } = loadConfiguration(terminal, typeof options.file === 'string' ? options.file : undefined);
  const device = site?.devices.find(
    (each): each is SerialDevice =>
      each.protocol === 'serial' && (each.id === wanted || each.port === wanted),
  );
  return site && device && { site, device };
}

export interface TraceRequest {
  readonly site: Site;
  readonly device: SerialDevice;
  /** Undefined: until Ctrl-C. */
  readonly forMs: number | undefined;
  readonly errorsOnly: boolean;
  /** Frames as they came, below what they say. */
  readonly raw: boolean;
}

export async function traceSerial(terminal: Terminal, request: TraceRequest): Promise<Exit> {
  const { device, forMs, errorsOnly, raw } = request;
  const line = await openLine(terminal, request);
  const tracer = new SerialTracer(device);
  const seen: Traced[] = [];
  const show = (events: readonly Traced[]) => {
    for (const event of events) {
      const [first = event] = seen;
      seen.push(event);
      if (!terminal.json && (!errorsOnly || isBad(event))) {
        for (const each of lines(event, event.atMs - first.atMs, raw)) terminal.out(each);
      }
    }
  };
  try {
    if (!terminal.json)
      terminal.out(`${device.port}${line.borrowed ? '  borrowed from run' : ''}  Ctrl-C ends it`);
    let stopped = false;
    void terminal.untilStopped().then(() => {
      stopped = true;
    });
    const untilMs = performance.now() + (forMs ?? Number.POSITIVE_INFINITY);
    let { next: number } = await line.since(0);
    while (!stopped && performance.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, lookMs));
      const heard = await line.since(number);
      number = heard.next;
      show(heard.pieces.length > 0 ? tracer.take(heard.pieces) : tracer.silence());
    }
  } finally {
    await line.release();
  }
  return conclude(terminal, device, errorsOnly ? seen.filter(isBad) : seen, seen);
}

interface OpenLine {
  readonly borrowed: boolean;
  since(number: number): Promise<Pieces>;
  release(): Promise<void>;
}

async function openLine(terminal: Terminal, { site, device }: TraceRequest): Promise<OpenLine> {
  const gateway = await gatewayOf(terminal, site);
  if (gateway) {
    const since = async (number: number) => (await gateway.frames(device.port, number)) as Pieces;
    return { borrowed: true, since, release: async () => {} };
  }
  const { createSerialSource } = await import('../sources/serial/source.ts');
  const sources = site.serialPorts
    .filter(({ name }) => name === device.port)
    .map((port) =>
      createSerialSource({
        port,
        devices: site.devices.filter((each) => each.protocol === 'serial'),
        clock: systemClock(),
        random: Math.random,
        logger: { debug() {}, info() {}, warn() {}, error() {} },
        intake: deaf,
      }),
    );
  for (const source of sources) source.start();
  return {
    borrowed: false,
    since: async (number) => sources[0]?.framesSince(number) ?? { pieces: [], next: 0, missed: 0 },
    release: async () => {
      for (const source of sources) await source.stop();
    },
  };
}

const deaf: Intake = { accept: async () => {}, refuse() {}, link() {} };

const isBad = (event: Traced) =>
  event.kind === 'damaged' ||
  event.kind === 'discarded' ||
  event.kind === 'unmatched' ||
  (event.kind === 'message' &&
    (event.clock || event.results.some(({ point, value }) => !point.hidden && 'refusal' in value)));

function lines(event: Traced, sinceMs: number, raw: boolean): string[] {
  const time = `${(sinceMs / 1000).toFixed(3)} s`.padStart(11);
  switch (event.kind) {
    case 'sent':
      return [`${time}  > ${event.raw}`];
    case 'message': {
      const values = event.clock
        ? 'its time cannot be true'
        : event.results
            .filter(({ point }) => !point.hidden)
            .map(valueText)
            .join('  ');
      return [
        `${time}  < ${event.name}: ${values}`,
        ...(raw ? [`             < ${cleanText(event.raw)}`] : []),
      ];
    }
    case 'unmatched':
      return [`${time}  < another kind of frame: ${cleanText(event.raw)}`];
    case 'damaged':
      return [`${time}  < damaged (${event.flaw}): ${event.raw}`];
    case 'discarded':
      return [`${time}  < ${event.bytes} bytes that belong to no frame`];
  }
}

function valueText({ point: { stream }, value, raw }: PointResult): string {
  if ('refusal' in value)
    return `${stream.point} no value (${value.refusal}${raw === undefined ? '' : `: ${cleanText(String(raw))}`})`;
  const unit = stream.unit === undefined ? '' : ` ${units.get(stream.unit)?.symbol ?? stream.unit}`;
  const text = typeof value.value === 'number' ? numberText(value.value) : String(value.value);
  return `${stream.point} ${cleanText(text)}${unit}`;
}

function conclude(
  terminal: Terminal,
  device: SerialDevice,
  shown: readonly Traced[],
  all: readonly Traced[],
): Exit {
  const count = (kind: Traced['kind']) => all.filter((event) => event.kind === kind).length;
  const discarded = all.reduce((sum, event) => sum + (event.kind === 'discarded' ? event.bytes : 0), 0);
  const [messages, unmatched, damaged] = [count('message'), count('unmatched'), count('damaged')];
  const fine = messages > 0 && damaged === 0;
  if (terminal.json) {
    const events = shown.map((event) =>
      event.kind === 'message'
        ? {
            ...event,
            results: event.results.map(({ point, raw, value }) => ({
              point: point.stream.point,
              raw: String(raw ?? ''),
              ...value,
            })),
          }
        : event,
    );
    terminal.out(
      JSON.stringify({
        port: device.port,
        device: device.id,
        events,
        messages,
        unmatched,
        damaged,
        discarded,
      }),
    );
  } else {
    terminal.out(
      `${glyph(terminal, fine ? 'fine' : 'look')} ${messages} messages, ${unmatched} frames of another kind, ${damaged} damaged, ${discarded} bytes in no frame.`,
    );
    next(terminal, fine ? `kopru read ${device.id}` : 'kopru ports');
  }
  return fine ? exits.fine : exits.findings;
}
