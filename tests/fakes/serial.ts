/** Serial devices and a line that exists in memory only. */
import type {
  BinaryFraming,
  SerialDevice,
  SerialMessage,
  SerialPoint,
  TextFraming,
  Where,
} from '../../src/sources/serial/device.ts';
import type { CutterCounts } from '../../src/sources/serial/frame-cutter.ts';
import { FrameCutter } from '../../src/sources/serial/frame-cutter.ts';
import type { Connect, Problem, TransportEvents } from '../../src/sources/transport.ts';

export const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
export const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

const nothing = new Uint8Array(0);

export const binary = (parts: Partial<BinaryFraming>): BinaryFraming => ({
  kind: 'binary',
  start: nothing,
  end: nothing,
  endian: 'big',
  ...parts,
});

export const text = (parts: Partial<TextFraming>): TextFraming => ({
  kind: 'text',
  start: nothing,
  end: latin1('\r\n'),
  decimal: '.',
  ...parts,
});

/** The dust sensor's frame: AA C0, six bytes, sum, AB. */
export const dustFraming = binary({
  start: hex('AAC0'),
  length: 10,
  end: hex('AB'),
  checksum: { kind: 'sum8', over: [2, 7], byte: 8, endian: 'little' },
  endian: 'little',
});

export const bytesAt = (byte: number, type: Extract<Where, { kind: 'bytes' }>['type'] = 'u16'): Where => ({
  kind: 'bytes',
  byte,
  type,
  endian: 'little',
});

export const field = (name: string | number): Where => ({ kind: 'text', field: String(name) });

export const serialPoint = (
  name: string,
  where: Where | undefined,
  parts: Partial<Omit<SerialPoint, 'stream'>> & { readonly unit?: string } = {},
): SerialPoint => {
  const { unit, ...rest } = parts;
  return {
    stream: { device: 'air', point: name, quantity: name, unit, kind: 'gauge' },
    meaning: {},
    hidden: name.startsWith('_'),
    used: true,
    where,
    guard: [],
    ...rest,
  };
};

export const serialMessage = (
  points: readonly SerialPoint[],
  parts: Partial<SerialMessage> = {},
): SerialMessage => ({
  name: 'message',
  guard: [],
  points,
  ...parts,
});

export const dustMessage = serialMessage([
  serialPoint('pm25', bytesAt(2), { meaning: { scale: 0.1 }, unit: 'GQ' }),
  serialPoint('pm10', bytesAt(4), { meaning: { scale: 0.1 }, unit: 'GQ' }),
]);

export const dustFrame = hex('AAC0060006 0058D93DAB');

export const serialDevice = (id: string, parts: Partial<SerialDevice> = {}): SerialDevice => ({
  id,
  driver: 'test/dust',
  everyMs: undefined,
  staleMs: 3_000,
  name: undefined,
  location: { type: 'Point', coordinates: [28.97, 41.07] },
  serialNumber: undefined,
  facts: {},
  filter: undefined,
  protocol: 'serial',
  port: 'line',
  framing: dustFraming,
  ask: [],
  messages: [dustMessage],
  ...parts,
});

/** The frames in the bytes as hex, given in pieces; `ended`: the line is silent afterwards. */
export function cut(
  framing: BinaryFraming | TextFraming,
  pieces: readonly Uint8Array[],
  { ended = true, joinsIn = false } = {},
): { readonly frames: string[]; readonly counts: CutterCounts } {
  const frames: string[] = [];
  const shown = (content: Uint8Array) =>
    framing.kind === 'text' ? Buffer.from(content).toString('latin1') : hexOf(content);
  const cutter = new FrameCutter(framing, { frame: (content) => frames.push(shown(content)) }, joinsIn);
  for (const piece of pieces) cutter.push(piece);
  if (ended) cutter.silence();
  return { frames, counts: cutter.statistics() };
}

export interface SerialLine {
  readonly connect: Connect;
  /** What the device says. */
  say(bytes: Uint8Array): void;
  /** Called with what the gateway sends. */
  hears: (bytes: Uint8Array) => void;
  /** Everything that was sent, as hex. */
  readonly sent: string[];
  readonly opened: number;
  refuse(problem: Problem | undefined): void;
  unplug(problem: Problem): void;
}

export function serialLine(): SerialLine {
  let current: TransportEvents | undefined;
  let refusal: Problem | undefined;
  let opened = 0;
  const line = {
    sent: [] as string[],
    hears: (_: Uint8Array) => {},
    get opened() {
      return opened;
    },
    connect: (async (_, events) => {
      if (refusal) return { kind: 'failed', ...refusal };
      opened++;
      current = events;
      const close = async () => {
        if (current === events) current = undefined;
      };
      const write = (bytes: Buffer) => {
        line.sent.push(hexOf(bytes));
        line.hears(bytes);
      };
      return { kind: 'connected', transport: { write, flush: () => {}, close } };
    }) satisfies Connect,
    say: (bytes: Uint8Array) => current?.data(Buffer.from(bytes)),
    refuse: (problem: Problem | undefined) => {
      refusal = problem;
    },
    unplug: (problem: Problem) => {
      const events = current;
      current = undefined;
      events?.closed(problem);
    },
  };
  return line;
}
