import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GeoPoint } from '../../../src/core/device.ts';
import { metresFrom, PlaceFinder } from '../../../src/sources/host/place-finder.ts';

const minute = 60_000;
const here = { longitude: 28.9708, latitude: 41.0785 };
const known: GeoPoint = { type: 'Point', coordinates: [here.longitude, here.latitude] };

/** One fix a minute; what was found. */
function found(fixes: readonly (readonly [number, number])[], place?: GeoPoint) {
  const finder = new PlaceFinder();
  let current = place;
  return fixes.flatMap(([longitude, latitude], index) => {
    const next = finder.take({ longitude, latitude, atMs: index * minute }, current);
    current = next ?? current;
    return next ? [next.coordinates] : [];
  });
}

const times = (count: number, longitude: number, latitude: number) =>
  Array.from({ length: count }, () => [longitude, latitude] as const);

describe('the place of a cabinet', () => {
  it('is the middle of ten fixes that agree, one in five of them off', () => {
    const fixes = [...times(8, here.longitude, here.latitude), [30, 41], [28, 40]] as const;

    expect(found(fixes)).toEqual([[here.longitude, here.latitude]]);
  });

  it('is not found by fixes that wander', () => {
    const wandering = Array.from({ length: 500 }, (_, index) => [28 + index * 0.001, 41] as const);

    expect(found(wandering)).toEqual([]);
  });

  it('is not found by many fixes of one minute', () => {
    const finder = new PlaceFinder();
    const told = Array.from({ length: 60 }, (_, second) =>
      finder.take({ ...here, atMs: second * 1_000 }, undefined),
    );

    expect(told.every((place) => place === undefined)).toBe(true);
  });

  it('is never the 0, 0 of a receiver without a fix', () => {
    expect(found(times(500, 0, 0))).toEqual([]);
    expect(found(times(500, 0.00001, -0.00002), known)).toEqual([]);
  });

  it('is one place on both sides of the meridian of 180°', () => {
    const fixes = Array.from({ length: 10 }, (_, i) => [i % 2 === 0 ? 179.9999 : -179.9999, -17] as const);
    const [place] = found(fixes);

    expect(metresFrom({ type: 'Point', coordinates: [180, -17] }, place ?? [0, 0])).toBeLessThan(20);
  });

  it('stays where it is known to be, whatever comes for less than three quarters of an hour', () => {
    const far = fc.tuple(
      fc.double({ min: -179, max: 179, noNaN: true }),
      fc.double({ min: -80, max: 80, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 45 }), far, fc.boolean(), (forged, [east, north], jumps) => {
        const lie = Array.from(
          { length: forged },
          (_, i) => [jumps ? east + i * 0.01 : east, north] as const,
        );
        const fixes = [...times(60, here.longitude, here.latitude), ...lie];

        return found(fixes, known).length === 0;
      }),
    );
  });

  it('is found wherever the cabinet stands, however the receiver trembles', () => {
    const place = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -70, max: 70, noNaN: true }),
    );
    const tremor = fc.array(fc.double({ min: -0.0001, max: 0.0001, noNaN: true }), {
      minLength: 10,
      maxLength: 10,
    });
    fc.assert(
      fc.property(place, tremor, ([longitude, latitude], tremors) => {
        fc.pre(Math.abs(longitude) > 1 || Math.abs(latitude) > 1);
        const [first] = found(tremors.map((by) => [longitude + by, latitude - by] as const));
        const metres = first && metresFrom({ type: 'Point', coordinates: [longitude, latitude] }, first);

        return metres !== undefined && metres < 20;
      }),
    );
  });
});
