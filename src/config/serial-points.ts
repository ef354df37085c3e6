/**
 * Serial points of a driver: the place in a frame, unit letters, guards. What a value means comes from
 * point-meaning.ts; formulas that take other points are added by point-formulas.ts.
 */
import { byteCount, byteRange, byteTypes, pickableBits } from '../core/byte-value.ts';
import type { SerialFraming, SerialGuard, SerialPoint, Where } from '../sources/serial/device.ts';
import type { GuardText, WhereText } from '../sources/serial/settings.ts';
import { part, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import type { SerialPointText } from './driver-schema.ts';
import { makePoint, type PointContext } from './point-meaning.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';
import { unitLetterFaults } from './unit-letters.ts';

export interface PlaceContext {
  readonly framing: SerialFraming;
  /** The message has groups, whose entries have names. */
  readonly grouped: boolean;
}

/** Its formula is left to `relateFormulas`. */
export function serialPoint(
  context: Omit<PointContext, 'raw' | 'text' | 'formulas'> &
    PlaceContext & { readonly text: SerialPointText },
): { readonly point?: SerialPoint; readonly problems: readonly Problem[] } {
  const { text, sheet } = context;
  const computed = !saysWhere(text) && text.formula !== undefined;
  const read = computed ? { problems: [] } : serialWhere(sheet, text, context);
  const unitAt = text.unitAt && serialWhere(part(sheet, ['unitAt']), text.unitAt, context);
  const guards = serialGuards(part(sheet, ['guard']), text.guard, context);
  const where: Where | undefined = 'where' in read ? read.where : undefined;
  const problems = [
    ...read.problems,
    ...(unitAt?.problems ?? []),
    ...guards.problems,
    ...unitLetterFaults(sheet, text),
  ];
  problems.push(...sentinelFaults(sheet, text, where));
  const made = makePoint({ ...context, raw: rawOf(where), formulas: 'later' });
  problems.push(...made.problems);
  if (!made.point || problems.some(isError) || (!where && !computed)) return { problems };
  const meaning =
    text.units === undefined ? made.point.meaning : { ...made.point.meaning, units: text.units };
  return {
    problems,
    point: {
      ...made.point,
      meaning,
      where,
      ...(unitAt?.where ? { unitAt: unitAt.where } : {}),
      guard: guards.guards,
    },
  };
}

/** Where a value stands; undefined after having told why it cannot. */
export function serialWhere(
  sheet: Sheet,
  text: WhereText,
  { framing, grouped }: PlaceContext,
): { readonly where?: Where; readonly problems: readonly Problem[] } {
  const found = framing.kind === 'binary' ? bytesPlace(text, framing) : textPlace(text, framing, grouped);
  if ('where' in found) return { where: found.where, problems: [] };
  const [path, fault] = found.fault;
  return { problems: [problem(path.length === 0 ? sheet.keyPlace([]) : sheet.place(path), fault)] };
}

export function serialGuards(
  sheet: Sheet,
  texts: readonly GuardText[] | undefined,
  context: PlaceContext,
): { readonly guards: readonly SerialGuard[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const guards = (texts ?? []).flatMap((text, index): SerialGuard[] => {
    const own = part(sheet, [index]);
    const { where, problems: found } = serialWhere(own, text, context);
    problems.push(...found);
    const { is, min, max } = text;
    if (is === undefined && min === undefined && max === undefined)
      problems.push(problem(own.place([]), emptyGuard));
    if (!where) return [];
    return [
      {
        where,
        ...(is === undefined ? {} : { is: Array.isArray(is) ? is : [is] }),
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      },
    ];
  });
  return { guards, problems };
}

type Placed = { readonly where: Where } | { readonly fault: readonly [Path, Fault] };

const saysWhere = ({ byte, field, chars }: WhereText) =>
  byte !== undefined || field !== undefined || chars !== undefined;

function bytesPlace(text: WhereText, framing: Extract<SerialFraming, { kind: 'binary' }>): Placed {
  const { byte, type = 'u8', endian = framing.endian, length, bit, bits } = text;
  for (const key of ['field', 'chars'] as const) {
    if (text[key] !== undefined)
      return { fault: [[key], placeFault(`\`${key}\` is for text frames.`, 'Write `byte`.')] };
  }
  if (byte === undefined)
    return {
      fault: [
        [],
        placeFault(
          'It does not say where in the frame the value is.',
          'Add `byte`, 0 for the first byte of `start`.',
        ),
      ],
    };
  if (type === 'hex')
    return {
      fault: [['type'], placeFault('`hex` is for text frames.', `Choose one of ${byteTypes.join(', ')}.`)],
    };
  if (type === 'text' && length === undefined)
    return { fault: [['type'], placeFault('A text needs `length`.', 'Add how many characters it has.')] };
  const bitFault = bitsFault(text, pickableBits(type));
  if (bitFault) return { fault: bitFault };
  const size = type === 'text' ? (length ?? 0) : byteCount(type);
  if (
    typeof framing.length === 'number' &&
    (byte < 0 ? -byte < size || -byte > framing.length : byte + size > framing.length)
  ) {
    return {
      fault: [
        ['byte'],
        placeFault(
          `The frame ends after ${framing.length} bytes, before this value does.`,
          'Positions count from 0.',
        ),
      ],
    };
  }
  return {
    where: {
      kind: 'bytes',
      byte,
      type,
      endian,
      ...(length === undefined ? {} : { length }),
      ...(bit === undefined ? {} : { bit }),
      ...(bits === undefined ? {} : { bits }),
    },
  };
}

function textPlace(
  text: WhereText,
  framing: Extract<SerialFraming, { kind: 'text' }>,
  grouped: boolean,
): Placed {
  const { field, chars, type, bit, bits } = text;
  for (const key of ['byte', 'endian', 'length'] as const) {
    if (text[key] !== undefined)
      return {
        fault: [
          [key],
          placeFault(`\`${key}\` is for binary frames.`, 'Write `field`, or `chars` for single characters.'),
        ],
      };
  }
  if (field === undefined && chars === undefined)
    return {
      fault: [
        [],
        placeFault('It does not say where in the text the value is.', 'Add `field`, 0 for the first.'),
      ],
    };
  if (type !== undefined && type !== 'hex' && type !== 'text')
    return {
      fault: [
        ['type'],
        placeFault('Numbers of a text need no type.', 'Remove it, or write hex for hexadecimal digits.'),
      ],
    };
  const bitFault = bitsFault(text, type === 'hex' ? 48 : 0);
  if (bitFault) return { fault: bitFault };
  const name = field === undefined ? undefined : String(field);
  const named = framing.pairs !== undefined || framing.fields !== undefined || grouped;
  if (name !== undefined && !/^-?\d+$/.test(name) && !named)
    return {
      fault: [
        ['field'],
        placeFault(
          'The fields of this text have no names.',
          'Write the number of the field, or name them all with `fields`.',
        ),
      ],
    };
  if (framing.separator === undefined && name !== undefined && /^-?\d+$/.test(name) && !/^(0|-1)$/.test(name))
    return {
      fault: [
        ['field'],
        placeFault(
          'Without `separator` the text is one field, number 0.',
          'Add `separator` to `text`, mostly ",".',
        ),
      ],
    };
  if (
    name !== undefined &&
    framing.fields &&
    !/^-?\d+$/.test(name) &&
    !framing.fields.includes(name) &&
    !grouped
  ) {
    // The instrument's own setting decides which fields there are; what it does not send is no fault of the driver.
    return { where: { kind: 'text', field: name } };
  }
  return {
    where: {
      kind: 'text',
      ...(name === undefined ? {} : { field: name }),
      ...(chars === undefined ? {} : { chars }),
      ...(type === 'hex' ? { hex: true as const } : {}),
      ...(bit === undefined ? {} : { bit }),
      ...(bits === undefined ? {} : { bits }),
    },
  };
}

function bitsFault({ bit, bits }: WhereText, pickable: number): readonly [Path, Fault] | undefined {
  if (bit === undefined && bits === undefined) return undefined;
  const path: Path = [bit === undefined ? 'bits' : 'bit'];
  if (pickable === 0)
    return [
      path,
      placeFault(
        'There are no bits to pick from.',
        'Bits are those of a whole number; in a text write `type: hex`.',
      ),
    ];
  const [low, high] = bits ?? [bit ?? 0, bit ?? 0];
  if (low > high) return [path, placeFault('The lowest bit is above the highest.', 'Swap them.')];
  return high >= pickable
    ? [path, placeFault(`The number has bits 0 to ${pickable - 1}.`, 'Bit 0 is the least significant.')]
    : undefined;
}

function rawOf(where: Where | undefined): PointContext['raw'] {
  if (!where) return 'any';
  if (where.bit !== undefined) return 'bit';
  if (where.kind === 'bytes') return where.type === 'text' ? 'text' : 'number';
  return where.hex ? 'number' : 'any';
}

function sentinelFaults(
  sheet: Sheet,
  { invalid = [] }: SerialPointText,
  where: Where | undefined,
): Problem[] {
  const range = where?.kind === 'bytes' ? byteRange(where.type) : undefined;
  return invalid.flatMap((sentinel, index) => {
    const isEnd = typeof sentinel === 'string';
    const possible = isEnd
      ? range !== undefined
      : !range || (sentinel >= range.lowest && sentinel <= range.highest);
    if (possible || !where) return [];
    const message = isEnd
      ? `${sentinel} is the end of an integer type, and this has none.`
      : `The type never gives ${sentinel}.`;
    return [
      problem(sheet.place(['invalid', index]), {
        code: 'SENTINEL_IMPOSSIBLE',
        message,
        mend: 'Write the raw number as the device sends it, before scaling.',
      }),
    ];
  });
}

const placeFault = (message: string, mend: string): Fault => ({ code: 'SERIAL_PLACE', message, mend });

const emptyGuard: Fault = {
  code: 'GUARD_EMPTY',
  message: 'The guard says no condition.',
  mend: 'Add `is`, `min` or `max`.',
};
