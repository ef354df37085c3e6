/** Places on the map: `[longitude, latitude]` or a GeoJSON geometry, and the commonest slip, the two swapped. */
import type { Geometry } from '../core/device.ts';
import type { Shaped, Sheet } from './check-shape.ts';
import type { LocationText } from './gateway-schema.ts';
import { problem } from './problems.ts';

/** Türkiye and its neighbourhood, where most installations stand; only used to recognise swapped numbers. */
const inTurkiye = (longitude: number, latitude: number) =>
  longitude >= 25 && longitude <= 45 && latitude >= 35 && latitude <= 43;

export function geometryOf(sheet: Sheet, text: LocationText): Shaped<Geometry> {
  if (!Array.isArray(text)) return { value: text, problems: [] };
  const [longitude, latitude] = text;
  const value: Geometry = { type: 'Point', coordinates: [longitude, latitude] };
  if (inTurkiye(longitude, latitude) || !inTurkiye(latitude, longitude)) return { value, problems: [] };
  return {
    value,
    problems: [
      problem(sheet.place([0]), {
        code: 'LOCATION_SWAPPED',
        severity: 'warning',
        message: `Longitude comes first, and ${longitude}, ${latitude} read so lies far from Türkiye.`,
        mend: `If latitude was written first, exchange the two: ${latitude}, ${longitude}.`,
      }),
    ],
  };
}
