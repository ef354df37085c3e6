/**
 * Modbus points of a driver: the defaults of its `modbus` part applied, addresses from the manual's notation to the
 * wire's (from 0), and everything refused that would read other registers than the manual means.
 */
import { isBitTable } from '../sources/modbus/pdu.ts';
import { rangeOf, registerCount } from '../sources/modbus/registers.ts';
import type { ModbusPart, ModbusPoint, RegisterType, Table } from '../sources/modbus/settings.ts';
import type { Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import type { ModbusPointText } from './driver-schema.ts';
import { makePoint, type PointContext } from './point-meaning.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';

export interface ModbusPointContext extends Omit<PointContext, 'raw' | 'text'> {
  readonly text: ModbusPointText & { readonly as?: string | undefined };
  readonly defaults: ModbusPart;
}

export interface Address {
  /** Counted from 0, as on the wire. */
  readonly address: number;
  /** Where the notation names it. */
  readonly table?: Table;
}

export function modbusPoint(context: ModbusPointContext): {
  readonly point?: ModbusPoint;
  readonly problems: readonly Problem[];
} {
  const { text, sheet, defaults } = context;
  const problems: Problem[] = [];
  const blame = (path: Path, fault: Fault) =>
    problems.push(problem(path.length === 0 ? sheet.keyPlace(path) : sheet.place(path), fault));

  const where = readAddress(text.address, sheet.written(['address']), defaults.addressing);
  const zeros = /^0\d/.test(sheet.written(['address']) ?? '') && typeof text.address === 'number';
  if ('code' in where && !zeros) blame(['address'], where);
  const named = 'code' in where ? undefined : where.table;
  if (named !== undefined && text.table !== undefined && text.table !== named) {
    blame(['table'], contradiction(named, text.table));
  }
  const table = named ?? text.table ?? defaults.table;
  if (table === undefined && !('code' in where)) blame([], tableMissing);
  const bitTable = table !== undefined && isBitTable(table);
  const type = bitTable ? 'u16' : (text.type ?? defaults.type);
  if (type === undefined) blame([], typeMissing);
  for (const [path, fault] of [...partFaults(text, type, bitTable), ...sentinelFaults(text, type)])
    blame(path, fault);

  const invalid = text.invalid ?? (type === undefined ? undefined : inheritable(defaults.invalid, type));
  const made = makePoint({
    ...context,
    text: invalid === undefined ? text : { ...text, invalid },
    raw: bitTable || text.bit !== undefined ? 'bit' : 'number',
  });
  problems.push(...made.problems);
  if (!made.point || table === undefined || type === undefined || 'code' in where || problems.some(isError)) {
    return { problems };
  }
  const count = bitTable ? 1 : registerCount(type);
  if (where.address + count > 65_536) {
    blame(['address'], {
      code: 'MODBUS_ADDRESS',
      message: `The point ends behind the last address, 65535.`,
      mend: 'Check the address.',
    });
    return { problems };
  }
  return {
    problems,
    point: {
      ...made.point,
      address: where.address,
      table,
      type,
      order: text.order ?? defaults.order ?? 'ABCD',
      ...(text.bit === undefined ? {} : { bit: text.bit }),
      ...(text.bits === undefined ? {} : { bits: text.bits }),
    },
  };
}

/** The wire address for what the manual writes. Without a notation, five digits as in 40001 are not guessed at. */
export function readAddress(
  address: number | string,
  written: string | undefined,
  addressing: ModbusPart['addressing'],
): Address | Fault {
  const text = typeof address === 'string' ? address.trim() : String(address);
  if (addressing === 'reference') return referenceAddress(text);
  const number = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(number) || number > 65_536) {
    const looksLike = /^[0134]\d{5}$/.test(text)
      ? ' It looks like a reference: add `addressing: reference`.'
      : '';
    return addressFault(`${text} is no address from 0 to 65535.`, `Write a number, hex as 0x10.${looksLike}`);
  }
  const asWritten = written ?? text;
  if (
    addressing === undefined &&
    /^[34]\d{4}$/.test(asWritten) &&
    number % 10_000 > 0 &&
    number % 10_000 < 10_000
  ) {
    return {
      code: 'MODBUS_NOTATION',
      message: `${asWritten} may be the reference ${asWritten} or the wire address ${number}.`,
      mend: 'Add to `modbus` either `addressing: reference` (the first digit is the table) or `addressing: wire`.',
    };
  }
  if (addressing !== 'register')
    return number <= 65_535
      ? { address: number }
      : addressFault(`${text} is no address from 0 to 65535.`, 'Check it in the manual.');
  if (number === 0)
    return addressFault(
      'Registers counted from 1 have no 0.',
      'Write `addressing: wire` if the manual counts from 0.',
    );
  return { address: number - 1 };
}

const referenceTables: Readonly<Record<string, Table>> = {
  '0': 'coil',
  '1': 'discrete',
  '3': 'input',
  '4': 'holding',
};

function referenceAddress(text: string): Address | Fault {
  const table = referenceTables[text.charAt(0)];
  const number = Number(text.slice(1));
  if (!/^\d{5,6}$/.test(text) || table === undefined || number < 1 || number > 65_536) {
    return addressFault(
      `${text} is no reference: five or six digits, the first one the table (0 coil, 1 discrete, 3 input, 4 holding).`,
      'Write it as in the manual; coils in quotes, "00001".',
    );
  }
  return { address: number - 1, table };
}

/** Points that read the same registers in part, or whole without being bits of one number. */
export function overlaps(points: readonly ModbusPoint[], placeOf: (name: string) => Sheet): Problem[] {
  const problems: Problem[] = [];
  const span = (point: ModbusPoint) => (isBitTable(point.table) ? 1 : registerCount(point.type));
  points.forEach((point, index) => {
    const other = points
      .slice(0, index)
      .find(
        (each) =>
          each.table === point.table &&
          each.address < point.address + span(point) &&
          point.address < each.address + span(each) &&
          !(each.address === point.address && span(each) === span(point) && sharesBits(each, point)),
      );
    if (!other) return;
    const [name, otherName] = [point.stream.point, other.stream.point];
    const at = Math.max(point.address, other.address);
    problems.push(
      problem(placeOf(name).place(['address']), {
        code: 'MODBUS_OVERLAP',
        message: `Point \`${name}\` overlaps \`${otherName}\` at address ${at} (0x${at.toString(16).toUpperCase().padStart(4, '0')}).`,
        mend: 'Give one of them another address or type; parts of one register are read with `bit` or `bits`.',
      }),
    );
  });
  return problems;
}

/** A status word may be read whole and by its bits. */
const sharesBits = (a: ModbusPoint, b: ModbusPoint) =>
  [a, b].some((each) => each.bit !== undefined || each.bits !== undefined) || a.hidden || b.hidden;

function partFaults(
  text: ModbusPointText,
  type: RegisterType | undefined,
  bitTable: boolean,
): [Path, Fault][] {
  const faults: [Path, Fault][] = [];
  const part = text.bit === undefined ? 'bits' : 'bit';
  const has = text.bit !== undefined || text.bits !== undefined;
  if (text.bit !== undefined && text.bits !== undefined) {
    faults.push([
      ['bits'],
      bitFault('`bit` and `bits` stand together.', 'Keep one: `bit` gives true or false, `bits` a number.'),
    ]);
  }
  if (bitTable) {
    for (const key of ['type', 'order', 'bit', 'bits'] as const) {
      if (text[key] !== undefined)
        faults.push([
          [key],
          {
            code: 'KEY_WITHOUT_EFFECT',
            message: `\`${key}\` does nothing here: a coil or discrete input is one bit.`,
            mend: `Remove \`${key}\`.`,
          },
        ]);
    }
    return faults;
  }
  if (!has || type === undefined) return faults;
  if (type === 'float32' || type === 'float64') {
    faults.push([[part], bitFault(`A ${type} has no bits to pick.`, 'Read it with u16 or u32.')]);
    return faults;
  }
  const highest = Math.max(text.bit ?? 0, text.bits?.[1] ?? 0);
  const last = registerCount(type) * 16 - 1;
  if (highest > last)
    faults.push([
      [part],
      bitFault(`${type} has the bits 0 to ${last}, and no bit ${highest}.`, 'Check bit and type.'),
    ]);
  if (text.bits && text.bits[0] > text.bits[1])
    faults.push([['bits'], bitFault('`bits` names the higher bit first.', 'Write [low, high].')]);
  return faults;
}

/** A sentinel that the type can never hold would let the device's "no value" through as a value. */
function sentinelFaults(text: ModbusPointText, type: RegisterType | undefined): [Path, Fault][] {
  if (type === undefined || !text.invalid) return [];
  return text.invalid.flatMap((sentinel, index): [Path, Fault][] => {
    // Digits beyond what a number keeps are told by the shape already.
    if (fits(sentinel, type, text.bits) || !isKept(sentinel)) return [];
    const range = rangeOf(type);
    return [
      [
        ['invalid', index],
        {
          code: 'SENTINEL_IMPOSSIBLE',
          message: `${sentinel} never occurs in ${type}${range ? `, which goes from ${range.lowest} to ${range.highest}` : ''}.`,
          mend: range
            ? 'Write the number as the type reads it, or highest or lowest.'
            : 'Floats say "no value" by NaN, which never passes.',
        },
      ],
    ];
  });
}

function fits(
  sentinel: number | 'highest' | 'lowest',
  type: RegisterType,
  bits?: readonly [number, number],
): boolean {
  const range = rangeOf(type);
  if (typeof sentinel === 'string') return range !== undefined;
  if (!range) return true;
  if (bits) return sentinel >= 0 && sentinel < 2 ** (bits[1] - bits[0] + 1);
  return sentinel >= Number(range.lowest) && sentinel <= Number(range.highest);
}

const isKept = (sentinel: number | string) => typeof sentinel === 'string' || Number.isSafeInteger(sentinel);

/** A default for many types counts where the type can hold it. */
function inheritable(invalid: ModbusPart['invalid'], type: RegisterType): ModbusPart['invalid'] {
  return invalid?.filter((sentinel) => fits(sentinel, type));
}

const addressFault = (message: string, mend: string): Fault => ({ code: 'MODBUS_ADDRESS', message, mend });
const bitFault = (message: string, mend: string): Fault => ({ code: 'MODBUS_BITS', message, mend });
const contradiction = (named: Table, table: Table): Fault => ({
  code: 'MODBUS_TABLE',
  message: `The first digit of the address says ${named}, and \`table\` says ${table}.`,
  mend: 'Remove `table`.',
});
const tableMissing: Fault = {
  code: 'MODBUS_TABLE',
  message: 'Neither the point nor the `modbus` part says which table the address is in.',
  mend: 'Add `table: input` (FC04), holding (FC03), coil (FC01) or discrete (FC02).',
};
const typeMissing: Fault = {
  code: 'MODBUS_TYPE',
  message: 'Neither the point nor the `modbus` part says the type of the registers.',
  mend: 'Add `type`, for example u16, i32 or float32.',
};
