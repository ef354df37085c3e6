/**
 * Where a cabinet stands, from what a GNSS receiver says again and again. A cabinet does not move: a place counts when
 * many fixes of different minutes agree, so a fix that is off, jumps or is forged for a while never becomes one. Pure.
 */
import type { Geometry, GeoPoint } from '../../core/device.ts';

export interface Fix {
  readonly longitude: number;
  readonly latitude: number;
  /** Milliseconds of the clock's monotonic time. */
  readonly atMs: number;
}

/** Fixes nearer together say the same: the errors of a receiver last for minutes. */
const leastApartMs = 50_000;
/** For a place where none was known: ten minutes of a receiver that speaks each second. */
const firstFixes = 10;
/** To leave a place that is known: an hour. */
const moveFixes = 60;
/** Farthest from their middle that fixes may lie and agree; a receiver between houses is off by some ten metres. */
const agreeMetres = 50;
const agreeShare = 0.8;
/** A cabinet that was moved stands farther off; anything nearer is the receiver. */
export const movedMetres = 200;
/** Receivers without a fix that do not say so give 0, 0: it lies in the sea, 570 km from land. */
const nowhereMetres = 10_000;

export class PlaceFinder {
  #fixes: Fix[] = [];

  /** Takes a fix; the place if by it one is found, or one far from the `known`; undefined: nothing is new. */
  take(fix: Fix, known: Geometry | undefined): GeoPoint | undefined {
    const last = this.#fixes.at(-1);
    if (last && fix.atMs - last.atMs < leastApartMs) return undefined;
    if (metresBetween([0, 0], [fix.longitude, fix.latitude]) < nowhereMetres) return undefined;
    const needed = known ? moveFixes : firstFixes;
    this.#fixes = [...this.#fixes, fix].slice(-needed);
    if (this.#fixes.length < needed) return undefined;
    const middle = middleOf(this.#fixes);
    const metresOff = metresFrom(known, middle);
    if (metresOff !== undefined && metresOff <= movedMetres) return undefined;
    const agreeing = this.#fixes.filter(
      ({ longitude, latitude }) => metresBetween(middle, [longitude, latitude]) <= agreeMetres,
    );
    if (agreeing.length < agreeShare * needed) return undefined;
    this.#fixes = [];
    return { type: 'Point', coordinates: middle };
  }
}

type Position = readonly [longitude: number, latitude: number];

/** From a written place; undefined for one that is no point. */
export function metresFrom(place: Geometry | undefined, position: Position): number | undefined {
  const [longitude, latitude] = place?.type === 'Point' ? place.coordinates.map(Number) : [];
  if (longitude === undefined || latitude === undefined) return undefined;
  return metresBetween([longitude, latitude], position);
}

const earthRadius = 6_371_000;

function metresBetween([longitude, latitude]: Position, [east, north]: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const share =
    half(latitude, north) + Math.cos(radians(latitude)) * Math.cos(radians(north)) * half(longitude, east);
  return 2 * earthRadius * Math.asin(Math.sqrt(Math.min(1, share)));
}

/** Six decimals are a tenth of a metre. Longitudes are taken as differences, because ±180° is one meridian. */
function middleOf(fixes: readonly Fix[]): Position {
  const first = fixes[0]?.longitude ?? 0;
  const east = median(fixes.map(({ longitude }) => around(longitude - first)));
  return [rounded(around(first + east)), rounded(median(fixes.map(({ latitude }) => latitude)))];
}

const around = (degrees: number) => degrees - 360 * Math.floor((degrees + 180) / 360);
const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
