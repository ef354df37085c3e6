/** Values put together from several places, each part still knowing where it was written. */
import { at, isMap, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import type { Place } from './problems.ts';

/**
 * The base with the keys of `over` laid on top: maps are merged for `depth` levels, below that the value of
 * `over` replaces the other whole. Places are those of whichever said it.
 */
export function overlaid(base: Sheet, over: Sheet, depth: number): Sheet {
  const speaker = (path: Path): Sheet => (reach(over.value, path) >= reach(base.value, path) ? over : base);
  return {
    value: merged(base.value, over.value, depth),
    place: (path) => speaker(path).place(path),
    keyPlace: (path) => speaker(path).keyPlace(path),
    written: (path) => (at(over.value, path) === undefined ? base : over).written(path),
  };
}

/** A sheet for a value that stands nowhere; everything in it is blamed on one place. */
export function sheetAt(place: Place, value: unknown, written: (path: Path) => string | undefined): Sheet {
  return { value, place: () => place, keyPlace: () => place, written };
}

function merged(base: unknown, over: unknown, depth: number): unknown {
  if (depth === 0 || !isMap(base) || !isMap(over) || Array.isArray(base) || Array.isArray(over)) {
    return over === undefined ? base : over;
  }
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(base[key], over[key], depth - 1)]));
}

/** How many steps of the path exist. */
function reach(value: unknown, path: Path): number {
  const depth = path.findIndex((_, index) => at(value, path.slice(0, index + 1)) === undefined);
  return depth < 0 ? path.length : depth;
}
