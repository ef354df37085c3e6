/**
 * What a point needs of the other points of its message: guards, without which it has no value, and formulas over
 * several points. The same for every protocol; the points are decoded first, each for itself.
 */
import type { Computation, Condition, Point } from './device.ts';
import { type PointValue, withinLimits } from './point-value.ts';
import type { Value } from './reading.ts';
import { tidy } from './unit.ts';

/** True if the value is one of `is` and lies within the limits. */
export function holds({ is, min, max }: Condition, value: Value): boolean {
  if (is !== undefined && !is.some((wanted) => wanted === value || String(wanted) === String(value)))
    return false;
  if (min === undefined && max === undefined) return true;
  return typeof value === 'number' && value >= (min ?? -Infinity) && value <= (max ?? Infinity);
}

/**
 * The values of the points after guards and formulas, in their order. `alone` holds what each point gave by itself;
 * for one whose formula takes `raw` that is its raw number. A missing or refused input gives no value.
 */
export function relate(points: readonly Point[], alone: readonly PointValue[]): readonly PointValue[] {
  if (!points.some(({ guards, computation }) => guards || computation)) return alone;
  const places = new Map(points.map(({ stream }, index) => [stream.point, index]));
  const done: (PointValue | undefined)[] = points.map(() => undefined);
  const begun = new Set<number>();

  const valueAt = (index: number): PointValue => {
    const known = done[index];
    if (known) return known;
    const point = points[index];
    // A ring of formulas is refused when the driver is read.
    if (!point || begun.has(index)) return missing;
    begun.add(index);
    const value = guarded(point, index);
    done[index] = value;
    return value;
  };
  const valueNamed = (name: string): PointValue => {
    const index = places.get(name);
    return index === undefined ? missing : valueAt(index);
  };
  const guarded = (point: Point, index: number): PointValue => {
    for (const guard of point.guards ?? []) {
      const value = valueNamed(guard.point);
      if (!('value' in value && holds(guard, value.value))) return { refusal: 'guard' };
    }
    const own = alone[index] ?? missing;
    return point.computation ? computed(point, point.computation, own, valueNamed) : own;
  };
  return points.map((_, index) => valueAt(index));
}

const missing: PointValue = { refusal: 'missing' };

function computed(
  point: Point,
  { inputs, takesRaw, evaluate }: Computation,
  own: PointValue,
  valueNamed: (name: string) => PointValue,
): PointValue {
  if (takesRaw && !('value' in own)) return own;
  const given: Record<string, Value> = takesRaw && 'value' in own ? { raw: own.value } : {};
  for (const { name, point: source, convert } of inputs) {
    const value = valueNamed(source);
    if (!('value' in value)) return missing;
    given[name] = typeof value.value === 'number' ? convert(value.value) : value.value;
  }
  const result = evaluate(given);
  if (result === undefined) return { refusal: 'not a number' };
  if (typeof result === 'number') return limited(point, tidy(result));
  return { value: result };
}

function limited(point: Point, value: number): PointValue {
  return withinLimits(point.meaning, value) ? { value } : { refusal: 'range' };
}
