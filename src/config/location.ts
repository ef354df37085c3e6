/**
 * Places on the map: `[longitude, latitude]` or a GeoJSON geometry, and the commonest slips: the two swapped, and a
 * digit or the decimal point lost, by which a thing lies far from the gateway that hears it.
 */
import type { Geometry } from '../core/device.ts';
import { metresFrom } from '../sources/host/place-finder.ts';
import type { Shaped, Sheet } from './check-shape.ts';
import type { LocationText } from './gateway-schema.ts';
import { type Problem, problem } from './problems.ts';

/** Türkiye and its neighbourhood, where most installations stand; only used to recognise swapped numbers. */
const inTurkiye = (longitude: number, latitude: number) =>
  longitude >= 25 && longitude <= 45 && latitude >= 35 && latitude <= 43;

const isSwapped = (longitude: number, latitude: number) =>
  !inTurkiye(longitude, latitude) && inTurkiye(latitude, longitude);

export function geometryOf(sheet: Sheet, text: LocationText): Shaped<Geometry> {
  if (!Array.isArray(text)) return { value: text, problems: [] };
  const [longitude, latitude] = text;
  const value: Geometry = { type: 'Point', coordinates: [longitude, latitude] };
  if (!isSwapped(longitude, latitude)) return { value, problems: [] };
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

/** Farther than any radio that a gateway hears. */
const farMetres = 200_000;

/** Of a place that is written at a device or an entity; one that is swapped is told as such. */
export function farFrom(gateway: Geometry | undefined, sheet: Sheet, place: Geometry | undefined): Problem[] {
  const [longitude, latitude] = place?.type === 'Point' ? place.coordinates.map(Number) : [];
  if (longitude === undefined || latitude === undefined || isSwapped(longitude, latitude)) return [];
  const metres = metresFrom(gateway, [longitude, latitude]);
  if (metres === undefined || metres <= farMetres) return [];
  return [
    problem(sheet.place([0]), {
      code: 'LOCATION_FAR',
      severity: 'warning',
      message: `This place lies ${Math.round(metres / 1000)} km from the gateway.`,
      mend: 'Look for a digit or a decimal point that is missing, here or at the gateway.',
    }),
  ];
}
