/**
 * Modbus points of a driver: where and how from modbus-place.ts, what it means from point-meaning.ts, and sentinels that
 * the type can hold. Formulas and guards that name other points are added by point-formulas.ts and modbus-guards.ts.
 */
import { wordCount } from '../sources/modbus/decode.ts';
import { rangeOf } from '../sources/modbus/registers.ts';
import type { ModbusPart, ModbusPoint, RegisterType } from '../sources/modbus/settings.ts';
import type { Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import type { ModbusPointText } from './driver-schema.ts';
import { addressesText } from './modbus-address.ts';
import { type Place, type ReadPlace, readPlace } from './modbus-place.ts';
import { makePoint, type PointContext } from './point-meaning.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';

export interface ModbusPointContext extends Omit<PointContext, 'raw' | 'text'> {
  readonly text: ModbusPointText & { readonly as?: string | undefined };
  readonly defaults: ModbusPart;
}

/** Its formula is left to `relateFormulas`. */
export function modbusPoint(context: ModbusPointContext): {
  readonly point?: ModbusPoint;
  readonly problems: readonly Problem[];
} {
  const { text, sheet, defaults } = context;
  const isComputed = text.address === undefined && text.formula !== undefined;
  const { place, type, isBit, problems: faults } = isComputed ? computed : readPlace(text, sheet, defaults);
  const problems = [
    ...faults,
    ...sentinelFaults(text, type).map(([path, fault]) => problem(sheet.place(path), fault)),
  ];
  const invalid = text.invalid ?? (type === undefined ? undefined : inheritable(defaults.invalid, type));
  const made = makePoint({
    ...context,
    text: invalid === undefined ? text : { ...text, invalid },
    raw: isComputed ? 'any' : isBit ? 'bit' : type === 'text' ? 'text' : 'number',
    formulas: 'later',
  });
  problems.push(...made.problems);
  if (!made.point || !place || problems.some(isError)) return { problems };
  return { problems, point: { ...made.point, ...place } };
}

const noPlace: Place = { address: 0, table: 'holding', type: 'u16', order: 'ABCD' };
const computed: ReadPlace = { place: noPlace, type: undefined, isBit: false, problems: [] };

/** Points that read the same registers in part, or whole without being bits of one number. */
export function overlaps(
  points: readonly ModbusPoint[],
  placeOf: (name: string) => Sheet,
  addressing: ModbusPart['addressing'],
): Problem[] {
  const problems: Problem[] = [];
  points.forEach((point, index) => {
    const other = points
      .slice(0, index)
      .find(
        (each) =>
          each.table === point.table &&
          each.address < point.address + wordCount(point) &&
          point.address < each.address + wordCount(each) &&
          !(
            each.address === point.address &&
            wordCount(each) === wordCount(point) &&
            sharesBits(each, point)
          ),
      );
    if (!other) return;
    const [name, otherName] = [point.stream.point, other.stream.point];
    const taken = addressesText(addressing, other.table, other.address, wordCount(other));
    problems.push(
      problem(placeOf(name).place(['address']), {
        code: 'MODBUS_OVERLAP',
        message: `Point \`${name}\` overlaps \`${otherName}\`, which takes ${taken}.`,
        mend: 'Give one of them another address or type; parts of one register are read with `bit` or `bits`.',
      }),
    );
  });
  return problems;
}

/** A status word may be read whole and by its bits. */
const sharesBits = (a: ModbusPoint, b: ModbusPoint) =>
  [a, b].some((each) => each.bit !== undefined || each.bits !== undefined) || a.hidden || b.hidden;

/** A sentinel that the type can never hold would let the device's "no value" through as a value. */
function sentinelFaults(text: ModbusPointText, type: RegisterType | undefined): [Path, Fault][] {
  if (type === undefined || !text.invalid) return [];
  return text.invalid.flatMap((sentinel, index): [Path, Fault][] => {
    // Digits beyond what a number keeps are told by the shape already.
    if (fits(sentinel, type) || !isKept(sentinel)) return [];
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

function fits(sentinel: number | 'highest' | 'lowest', type: RegisterType): boolean {
  const range = rangeOf(type);
  if (typeof sentinel === 'string') return range !== undefined;
  if (!range) return true;
  return sentinel >= Number(range.lowest) && sentinel <= Number(range.highest);
}

const isKept = (sentinel: number | string) => typeof sentinel === 'string' || Number.isSafeInteger(sentinel);

/** A default for many types counts where the type can hold it. */
function inheritable(invalid: ModbusPart['invalid'], type: RegisterType): ModbusPart['invalid'] {
  return invalid?.filter((sentinel) => fits(sentinel, type));
}
