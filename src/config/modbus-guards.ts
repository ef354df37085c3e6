/**
 * Guards of a Modbus driver: conditions without which a point, or with those of the `modbus` part every point, has no
 * value. A guard with an address becomes a hidden point of its own, so that it is read in the same poll.
 */
import type { PointGuard } from '../core/device.ts';
import type { ModbusGuardText, ModbusPart, ModbusPoint } from '../sources/modbus/settings.ts';
import { part, type Sheet } from './check-shape.ts';
import { type Place, readPlace } from './modbus-place.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';
import { didYouMean } from './suggest.ts';

export interface GuardedText {
  readonly guards: readonly ModbusGuardText[] | undefined;
  /** Where the list stands. */
  readonly sheet: Sheet;
}

/** The points with their guards, and behind them the hidden points that the guards look at. */
export function withGuards(
  points: readonly ModbusPoint[],
  own: ReadonlyMap<string, GuardedText>,
  ofAll: GuardedText,
  defaults: ModbusPart,
): { readonly points: readonly ModbusPoint[]; readonly problems: readonly Problem[] } {
  const work = new Guards(points, defaults);
  const shared = work.resolve(ofAll);
  const guarded = points.map((point): ModbusPoint => {
    const text = own.get(point.stream.point);
    const guards = [...(point.hidden ? [] : shared), ...(text ? work.resolve(text) : [])];
    return guards.length === 0 ? point : { ...point, guards };
  });
  return { points: [...guarded, ...work.looked.values()], problems: work.problems };
}

class Guards {
  readonly problems: Problem[] = [];
  /** Hidden points that were made for guards, by name. */
  readonly looked = new Map<string, ModbusPoint>();
  private readonly points: readonly ModbusPoint[];
  private readonly defaults: ModbusPart;

  constructor(points: readonly ModbusPoint[], defaults: ModbusPart) {
    this.points = points;
    this.defaults = defaults;
  }

  resolve({ guards, sheet }: GuardedText): readonly PointGuard[] {
    return (guards ?? []).flatMap((text, index) => {
      const at = part(sheet, [index]);
      const blame = (fault: Fault) => this.problems.push(problem(at.place([]), fault));
      if (text.is === undefined && text.min === undefined && text.max === undefined) blame(empty);
      const point = text.point === undefined ? this.lookAt(text, at) : this.named(text, text.point, at);
      if (point === undefined) return [];
      const { is, min, max } = text;
      return [
        {
          point,
          ...(is === undefined ? {} : { is: Array.isArray(is) ? is : [is] }),
          ...(min === undefined ? {} : { min }),
          ...(max === undefined ? {} : { max }),
        },
      ];
    });
  }

  private named(text: ModbusGuardText, name: string, sheet: Sheet): string | undefined {
    if (text.address !== undefined) this.problems.push(problem(sheet.place(['address']), twice));
    const names = this.points.map(({ stream }) => stream.point);
    if (names.includes(name)) return name;
    const message = `The driver has no point \`${name}\`.`;
    const mend = didYouMean(name, names, 'Name one of its points, or give an address.');
    this.problems.push(problem(sheet.place(['point']), { code: 'UNKNOWN_POINT', message, mend }));
    return undefined;
  }

  private lookAt(text: ModbusGuardText, sheet: Sheet): string | undefined {
    const { place, isBit, problems } = readPlace(text, sheet, this.defaults);
    this.problems.push(...problems);
    if (!place || problems.some(isError)) return undefined;
    const name = nameOf(place);
    const kind = isBit ? 'state' : place.type === 'text' ? 'text' : 'gauge';
    const device = this.points[0]?.stream.device ?? '';
    const stream = { device, point: name, quantity: name, unit: undefined, kind } as const;
    this.looked.set(name, { ...place, stream, meaning: {}, hidden: true, used: false });
    return name;
  }
}

/** Told apart from every name a person may write by its blanks. */
function nameOf({ table, address, type, order, bit, bits, length, placement }: Place): string {
  const where = `_guard ${table} 0x${address.toString(16).toUpperCase().padStart(4, '0')}`;
  const how = [type, order, bit === undefined ? '' : `bit ${bit}`, bits?.join('-'), length, placement];
  return [where, ...how.filter((each) => each !== undefined && each !== '')].join(' ');
}

const empty: Fault = {
  code: 'GUARD_EMPTY',
  message: 'The guard says no condition.',
  mend: 'Add `is`, `min` or `max`.',
};
const twice: Fault = {
  code: 'KEY_WITHOUT_EFFECT',
  message: '`address` does nothing here: the guard names a point.',
  mend: 'Remove `address` or `point`.',
};
