/**
 * Where a Modbus point or guard finds its words and how they make a value: the defaults of the `modbus` part applied,
 * and everything refused that would read other registers, or other bits, than the manual means.
 */
import type { z } from 'zod';
import { isBitTable } from '../sources/modbus/pdu.ts';
import { isFloat, pickableBits, registerCount } from '../sources/modbus/registers.ts';
import {
  type ModbusPart,
  type ModbusPoint,
  type modbusPointShape,
  type Order,
  type RegisterType,
  shortOrders,
  type Table,
} from '../sources/modbus/settings.ts';
import type { Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { addressFault, readAddress } from './modbus-address.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';

/** The keys that say where and how, as written. */
export type PlaceText = {
  readonly [key in Exclude<keyof typeof modbusPointShape, 'guard' | 'invalid'>]?:
    | z.output<(typeof modbusPointShape)[key]>
    | undefined;
};

export type Place = Pick<
  ModbusPoint,
  'address' | 'table' | 'type' | 'order' | 'bit' | 'bits' | 'length' | 'placement'
>;

export interface ReadPlace {
  readonly place?: Place;
  /** As far as they are known, also where the place has a fault. */
  readonly type: RegisterType | undefined;
  readonly isBit: boolean;
  readonly problems: readonly Problem[];
}

export function readPlace(text: PlaceText, sheet: Sheet, defaults: ModbusPart): ReadPlace {
  const problems: Problem[] = [];
  const blame = (path: Path, fault: Fault) =>
    problems.push(problem(path.length === 0 ? sheet.keyPlace(path) : sheet.place(path), fault));

  const where =
    text.address === undefined
      ? addressMissing
      : readAddress(text.address, sheet.written(['address']), defaults.addressing);
  const zeros = /^0\d/.test(sheet.written(['address']) ?? '') && typeof text.address === 'number';
  if ('code' in where && !zeros) blame(text.address === undefined ? [] : ['address'], where);
  const named = 'code' in where ? undefined : where.table;
  if (named !== undefined && text.table !== undefined && text.table !== named) {
    blame(['table'], contradiction(named, text.table));
  }
  const table = named ?? text.table ?? defaults.table;
  if (table === undefined && !('code' in where)) blame([], tableMissing);
  const bitTable = table !== undefined && isBitTable(table);
  const type = bitTable ? 'u16' : (text.type ?? defaults.type);
  if (type === undefined) blame([], typeMissing);
  const order = text.order ?? (type === 'text' ? undefined : defaults.order) ?? 'ABCD';
  const faults = bitTable ? idleKeys(text) : type === undefined ? [] : typeFaults(text, type, order);
  for (const [path, fault] of faults) blame(path, fault);
  const isBit = bitTable || text.bit !== undefined;
  if (table === undefined || type === undefined || 'code' in where || problems.some(isError)) {
    return { type, isBit, problems };
  }
  const { bit, bits, length, placement } = text;
  const count = bitTable ? 1 : registerCount(type, length, placement);
  if (where.address + count > 65_536) {
    blame(['address'], addressFault('The point ends behind the last address, 65535.', 'Check the address.'));
    return { type, isBit, problems };
  }
  const place = {
    address: where.address,
    table,
    type,
    order,
    ...(bit === undefined ? {} : { bit }),
    ...(bits === undefined ? {} : { bits }),
    ...(length === undefined ? {} : { length }),
    ...(placement === undefined ? {} : { placement }),
  };
  return { place, type, isBit, problems };
}

/** A coil or discrete input is one bit: nothing of a number applies. */
function idleKeys(text: PlaceText): [Path, Fault][] {
  return (['type', 'order', 'bit', 'bits', 'length', 'placement'] as const).flatMap((key): [Path, Fault][] =>
    text[key] === undefined ? [] : [[[key], idle(key, 'a coil or discrete input is one bit')]],
  );
}

function typeFaults(text: PlaceText, type: RegisterType, order: Order): [Path, Fault][] {
  return [...orderFaults(text, type, order), ...textFaults(text, type), ...bitFaults(text, type)];
}

function orderFaults(text: PlaceText, type: RegisterType, order: Order): [Path, Fault][] {
  const path: Path = text.order === undefined ? [] : ['order'];
  const wide = !shortOrders.some((each) => each === order);
  if (wide && (type === 'text' || registerCount(type) !== 4)) {
    const message = `The order ${order} is for 64 bits, and ${type} has fewer.`;
    return [[path, { code: 'MODBUS_ORDER', message, mend: 'Give the point an order of four letters.' }]];
  }
  const words = order === 'CDAB' || order === 'DCBA';
  if (type !== 'text' || !words) return [];
  const message = `The words of a text stand in their order, and ${order} turns them round.`;
  const mend = 'Write `order: BADC` if the letters come in swapped pairs, else ABCD.';
  return [[path, { code: 'MODBUS_ORDER', message, mend }]];
}

function textFaults({ length, placement }: PlaceText, type: RegisterType): [Path, Fault][] {
  const faults: [Path, Fault][] = [];
  if (type === 'text' && length === undefined) {
    const message = 'The text does not say how long it is.';
    const mend = 'Add `length` with the number of its characters, padding included.';
    faults.push([[], { code: 'MODBUS_TEXT', message, mend }]);
  }
  if (type === 'text' && registerCount(type, length, placement) > 125) {
    const message = 'The text is longer than one reply carries: 125 registers.';
    faults.push([['length'], { code: 'MODBUS_TEXT', message, mend: 'Read the part that matters.' }]);
  }
  if (type !== 'text' && length !== undefined)
    faults.push([['length'], idle('length', `${type} has its own`)]);
  const halves = type === 'u8' || type === 'i8';
  if (placement !== undefined && type !== 'text' && !halves) {
    faults.push([['placement'], idle('placement', 'it is for texts and 8-bit numbers')]);
  }
  if (placement === 'both' && halves) {
    const message = 'An 8-bit number lies in one byte of its register.';
    faults.push([
      ['placement'],
      { code: 'MODBUS_TEXT', message, mend: 'Write `placement: low` or `placement: high`.' },
    ]);
  }
  return faults;
}

function bitFaults(text: PlaceText, type: RegisterType): [Path, Fault][] {
  const { bit, bits } = text;
  if (bit === undefined && bits === undefined) return [];
  const faults: [Path, Fault][] = [];
  const key = bit === undefined ? 'bits' : 'bit';
  if (bit !== undefined && bits !== undefined) {
    const mend = 'Keep one: `bit` gives true or false, `bits` a number.';
    faults.push([['bits'], bitFault('`bit` and `bits` stand together.', mend)]);
  }
  const last = pickableBits(type) - 1;
  if (last < 0) {
    const what = type === 'text' || isFloat(type) ? type : 'number of coded digits';
    return [...faults, [[key], bitFault(`A ${what} has no bits to pick.`, 'Read it with u16 or u32.')]];
  }
  const highest = Math.max(bit ?? 0, bits?.[1] ?? 0);
  if (highest > last) {
    const message = `${type} has the bits 0 to ${last}, and no bit ${highest}.`;
    faults.push([[key], bitFault(message, 'Check bit and type.')]);
  }
  if (bits && bits[0] > bits[1])
    faults.push([['bits'], bitFault('`bits` names the higher bit first.', 'Write [low, high].')]);
  return faults;
}

const idle = (key: string, reason: string): Fault => ({
  code: 'KEY_WITHOUT_EFFECT',
  message: `\`${key}\` does nothing here: ${reason}.`,
  mend: `Remove \`${key}\`.`,
});
const bitFault = (message: string, mend: string): Fault => ({ code: 'MODBUS_BITS', message, mend });
const addressMissing: Fault = {
  code: 'MISSING_KEY',
  message: '`address` is missing.',
  mend: 'Add the address of the manual; only a formula over other points needs none.',
};
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
