/** GeoJSON geometries as NGSI-LD takes them (clause 4.7): all but GeometryCollection, longitude before latitude. */
import { isObject, type Json } from './json.ts';
import { badData } from './problem.ts';
import { shown } from './values.ts';

/** How deep positions lie in `coordinates`, and how many of them the innermost list needs at least. */
const shapes: Readonly<Record<string, { readonly depth: number; readonly positions: number }>> = {
  Point: { depth: 0, positions: 1 },
  MultiPoint: { depth: 1, positions: 1 },
  LineString: { depth: 1, positions: 2 },
  MultiLineString: { depth: 2, positions: 2 },
  Polygon: { depth: 2, positions: 4 },
  MultiPolygon: { depth: 3, positions: 4 },
};

/** True if it claims to be a geometry, right or wrong. */
export function looksLikeGeometry(value: Json): boolean {
  return (
    isObject(value) &&
    typeof value.type === 'string' &&
    (Object.hasOwn(shapes, value.type) || value.type === 'GeometryCollection') &&
    ('coordinates' in value || 'geometries' in value)
  );
}

export function checkGeometry(value: Json, what: string): void {
  const shape =
    isObject(value) && typeof value.type === 'string' && Object.hasOwn(shapes, value.type)
      ? shapes[value.type]
      : undefined;
  if (!shape || !isObject(value)) {
    throw badData(`${what} must be a GeoJSON geometry other than GeometryCollection, not ${shown(value)}.`);
  }
  const closed = value.type === 'Polygon' || value.type === 'MultiPolygon';
  checkLevel(value.coordinates, shape.depth, shape.positions, closed, what);
}

function checkLevel(
  value: Json | undefined,
  depth: number,
  least: number,
  closed: boolean,
  what: string,
): void {
  if (depth === 0) {
    checkPosition(value, what);
    return;
  }
  if (!Array.isArray(value) || value.length < (depth === 1 ? least : 1)) {
    throw badData(`${what} has too few coordinates: ${shown(value)}.`);
  }
  for (const part of value) checkLevel(part, depth - 1, least, closed, what);
  if (closed && depth === 1 && JSON.stringify(value[0]) !== JSON.stringify(value.at(-1))) {
    throw badData(`${what} has a ring that does not end where it began.`);
  }
}

function checkPosition(value: Json | undefined, what: string): void {
  const [longitude, latitude, ...rest] = Array.isArray(value) ? value : [];
  const inRange = (number: unknown, limit: number) => typeof number === 'number' && Math.abs(number) <= limit;
  const heights = rest.length <= 1 && rest.every((height) => typeof height === 'number');
  if (!inRange(longitude, 180) || !inRange(latitude, 90) || !heights) {
    throw badData(`${what} has ${shown(value)} where [longitude, latitude] in WGS 84 belongs.`);
  }
}
