/** Drafts from what a serial device sends: a line of text cut at its separator, or a frame of bytes one by one. */
import { checksum, checksumBytes } from '../sources/serial/checksum.ts';
import type { ChecksumKind } from '../sources/serial/settings.ts';
import type { DraftedPoint, MessageDraft } from './drafted-driver.ts';
import { DraftedNames, takesText, unitDoubt, vocabularyUnit } from './drafted-names.ts';
import { guessUnit } from './quantity-guess.ts';

const line = 'line: 9600 8N1   # baud, data bits, parity, stop bits: see the manual';

/** What nothing else begins with; the last is STX. */
const starts = ['$', '#', '!', ':', '@', '\x02'];

const unknownChecksum =
  '# What stands behind * looks like a checksum, and no kind fits it. Without one a torn line passes: look in the manual.';

export function lineDraft(message: string): MessageDraft {
  const [, first = '', end = '\r\n'] = /^([^\r\n]*)(\r\n|\r|\n)?/.exec(message) ?? [];
  const start =
    starts.find((sign) => first.startsWith(sign)) ?? /^[A-Za-z]+(?=[+-]?\d+$)/.exec(first)?.[0] ?? '';
  const check = checkOf(first, start);
  const body = first.slice(start.length, check?.at ?? first.length);
  const separator = separatorOf(body);
  const pieces = separator === undefined ? [body] : body.split(separator === ' ' ? / +/ : separator);
  const pairs = ['=', ':'].find(
    (sign) => pieces.filter((piece) => piece.includes(sign)).length > pieces.length / 2,
  );
  const decimal = separator !== ',' && /\d,\d/.test(body) ? ',' : '.';
  const text = [
    ...(start === '' ? [] : [`start: ${JSON.stringify(start)}`]),
    `end: ${JSON.stringify(end)}`,
    ...(separator === undefined ? [] : [`separator: ${JSON.stringify(separator)}`]),
    ...(pairs === undefined ? [] : [`pairs: ${JSON.stringify(pairs)}`]),
    ...(decimal === ',' ? ['decimal: ","'] : []),
    // Without a separator or a checksum a torn number passes for a small one.
    ...(separator === undefined && !check ? [`length: ${body.length}`] : []),
    ...(check ? [`checksum: { kind: ${check.kind}, after: ${JSON.stringify(check.after)} }`] : []),
  ];
  const names = new DraftedNames();
  const drafted = pieces.flatMap((piece, index) => pointOf(piece, index, { pairs, decimal, names }));
  const isTaken = ({ name, value }: DraftedPoint) => typeof value !== 'string' || takesText(name);
  return {
    kind: 'line of text',
    lines: [
      ...(!check && /\*[0-9A-Fa-f]{2,4}$/.test(first) ? [unknownChecksum] : []),
      'serial:',
      `  ${line}`,
      `  text: { ${text.join(', ')} }`,
    ],
    points: drafted.filter(isTaken),
    leftOut: drafted.filter((each) => !isTaken(each)).map(({ value }) => String(value)),
    sample: [`raw: ${JSON.stringify(first + end)}`],
  };
}

export function frameDraft(bytes: Uint8Array): MessageDraft {
  const hex = (from: number, to: number) =>
    Array.from(bytes.subarray(from, to), (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(
      ' ',
    );
  const found = frameCheckOf(bytes);
  const until = found?.byte ?? bytes.length;
  return {
    kind: 'frame of bytes',
    lines: [
      '# Byte by byte, for the table of the manual: join bytes (type: u16), and look whether every frame begins with these two.',
      'serial:',
      `  ${line}`,
      '  binary:',
      `    start: "${hex(0, 2)}"`,
      `    length: ${bytes.length}`,
      ...(found
        ? [
            `    checksum: { kind: ${found.kind}, over: [${found.from}, ${found.byte - 1}], byte: ${found.byte}${found.endian} }`,
          ]
        : ['    # No checksum was found. Without one a torn frame passes: look for it in the manual.']),
      '    endian: big',
    ],
    points: Array.from(bytes.subarray(2, until), (value, index) => ({
      name: `x-byte${index + 2}`,
      keys: [`byte: ${index + 2}`],
      value,
    })),
    leftOut: [],
    sample: [`raw: "${hex(0, bytes.length)}"`],
  };
}

interface Check {
  readonly kind: ChecksumKind;
  readonly after: string;
  /** Where the sign before the digits stands. */
  readonly at: number;
}

const textKinds = [
  'xor8',
  'sum8',
  'sum8-neg',
  'crc8',
  'crc16-ccitt',
  'crc16-modbus',
  'crc16-xmodem',
] as const;

/** Digits at the end that are the checksum of what stands before them. */
function checkOf(text: string, start: string): Check | undefined {
  const [, after = '', digits = ''] = /([^0-9A-Fa-f])([0-9A-Fa-f]{2}|[0-9A-Fa-f]{4})$/.exec(text) ?? [];
  if (digits === '') return undefined;
  const at = text.length - digits.length - after.length;
  const bytes = Buffer.from(text, 'latin1');
  const kind = textKinds.find(
    (each) =>
      checksumBytes[each] * 2 === digits.length &&
      checksum(each, bytes, start.length, at) === Number.parseInt(digits, 16),
  );
  return kind && { kind, after, at };
}

const frameKinds = [
  'crc16-modbus',
  'crc16-ccitt',
  'crc16-xmodem',
  'sum16',
  'sum8',
  'sum8-not',
  'sum8-neg',
  'xor8',
  'crc8',
] as const;

/** A checksum at the end, or before an end byte, over everything before it or without the first bytes. */
function frameCheckOf(bytes: Uint8Array) {
  for (const kind of frameKinds) {
    const width = checksumBytes[kind];
    for (const byte of [bytes.length - width, bytes.length - width - 1]) {
      for (const from of [0, 1, 2]) {
        if (byte - from < 3) continue;
        const sum = checksum(kind, bytes, from, byte);
        const [high = 0, low = 0] = bytes.subarray(byte, byte + 2);
        if (width === 1 && sum === high) return { kind, from, byte, endian: '' };
        if (width === 2 && sum === high * 256 + low) return { kind, from, byte, endian: ', endian: big' };
        if (width === 2 && sum === low * 256 + high) return { kind, from, byte, endian: ', endian: little' };
      }
    }
  }
  return undefined;
}

function separatorOf(body: string): string | undefined {
  const counted = [';', ',', '|', '\t', ' '].map((sign) => ({ sign, count: body.split(sign).length - 1 }));
  const [most] = counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  return most?.sign;
}

interface Cut {
  readonly pairs: string | undefined;
  readonly decimal: '.' | ',';
  readonly names: DraftedNames;
}

/** Nothing of a piece that is empty, or has no name among pieces that have one. */
function pointOf(piece: string, index: number, { pairs, decimal, names }: Cut): DraftedPoint[] {
  const sign = pairs === undefined ? -1 : piece.indexOf(pairs);
  if (piece.trim() === '' || (pairs !== undefined && sign < 0)) return [];
  const label = sign < 0 ? `field ${index}` : piece.slice(0, sign).trim();
  const text = piece.slice(sign + 1).trim();
  const field = sign < 0 ? index : label;
  const name = names.of(label);
  const [, digits, letters = ''] = /^([+-]?\d+(?:[.,]\d+)?)\s*([^\d\s]\S*)?$/.exec(text) ?? [];
  const guess = letters === '' ? undefined : guessUnit(letters).unit;
  if (digits === undefined || guess === 'unknown') return [{ name, keys: [`field: ${field}`], value: text }];
  const value = Number(digits.replace(decimal, '.'));
  const unit = guess ?? vocabularyUnit(name);
  const keys = [
    `field: ${field}`,
    ...(unit === undefined ? [] : [`unit: ${unit}`]),
    ...(guess === undefined ? [] : [`units: { ${JSON.stringify(letters)}: ${guess} }`]),
  ];
  const doubt = unit === undefined || guess !== undefined ? undefined : unitDoubt(unit);
  return [{ name, keys, value, doubt }];
}
