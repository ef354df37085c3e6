/**
 * The readings that a driver's own samples give for an installed device: what `kopru map` shows without a device.
 * They are the values that one sample expects, so they belong together and need no params; a point that the site has
 * given another unit is left out, for the sample's number would be wrong in it.
 */
import { join } from 'node:path';
import type { Point } from '../core/device.ts';
import type { Reading, Value } from '../core/reading.ts';
import { at } from './check-shape.ts';
import { parseDocument } from './document.ts';
import { type Driver, readDriver } from './driver-file.ts';
import { decodeText, nodeFiles } from './files.ts';

/** Of the sample that expects most values. Empty if the driver is not found or has none. */
export function sampleReadings(
  driverName: string,
  points: readonly Point[],
  driverFolders: readonly string[],
): readonly Reading[] {
  const driver = findDriver(driverName, driverFolders);
  if (!driver) return [];
  const byName = new Map(points.map((point) => [point.stream.point, point.stream]));
  const candidates = driver.samples.map(({ sample }) => Object.entries(sample.expect).filter(isValue));
  const [richest = []] = candidates.toSorted((a, b) => b.length - a.length);
  return richest.flatMap(([name, value]) => {
    const stream = byName.get(name);
    return stream && stream.unit === unitIn(driver, name, stream.unit) ? [{ stream, value }] : [];
  });
}

const isValue = (entry: [string, Value | null]): entry is [string, Value] => entry[1] !== null;

/** The unit that the driver's file gives the point; what it does not say is as the site has it. */
function unitIn({ document }: Driver, name: string, otherwise: string | undefined): string | undefined {
  const unit = at(document.value, ['points', name, 'unit']);
  return typeof unit === 'string' ? unit : otherwise;
}

function findDriver(name: string, folders: readonly string[]): Driver | undefined {
  for (const folder of folders) {
    const file = join(folder, `${name}.yaml`);
    const bytes = nodeFiles.read(file);
    const text = bytes && decodeText(bytes);
    const { document } = text === undefined ? {} : parseDocument(file, text);
    if (document) return readDriver(document, name).driver;
  }
  return undefined;
}
