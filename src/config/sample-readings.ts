/** The readings that a driver's own samples give for an installed device: what `kopru map` shows without a device. */
import { join } from 'node:path';
import type { Point } from '../core/device.ts';
import type { PointValue } from '../core/point-value.ts';
import type { Reading } from '../core/reading.ts';
import { decodeSample as decodeModbus } from '../sources/modbus/decode.ts';
import { modbusPart } from '../sources/modbus/settings.ts';
import { decodeSample as decodeMqtt } from '../sources/mqtt/payload.ts';
import { at } from './check-shape.ts';
import { parseDocument } from './document.ts';
import { type Driver, readDriver } from './driver-file.ts';
import { wireRaw } from './driver-samples.ts';
import { decodeText, nodeFiles } from './files.ts';
import type { SiteDevice } from './site.ts';

/** The first value that any sample gives for each point, with the site's own changes to points applied. */
export function sampleReadings(device: SiteDevice, driverFolders: readonly string[]): readonly Reading[] {
  const driver = findDriver(device.driver, driverFolders);
  const found = new Map<string, Reading>();
  for (const { stream, value } of driver ? readingsOf(device, driver) : []) {
    if (!found.has(stream.point)) found.set(stream.point, { stream, value });
  }
  return [...found.values()];
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

function readingsOf(device: SiteDevice, driver: Driver): Reading[] {
  return driver.samples.flatMap((each) => {
    if (each.protocol === 'modbus' && device.protocol === 'modbus') {
      const addressing = modbusPart.safeParse(at(driver.document.value, ['modbus'])).data?.addressing;
      const raw = wireRaw(each.sample.raw, addressing, () => {});
      return taken(device.points, decodeModbus(device.points, raw));
    }
    if (each.protocol === 'mqtt' && device.protocol === 'mqtt') {
      return device.messages.flatMap((message) => {
        const raw = { ...each.sample.raw, topic: message.topic };
        return taken(message.points, decodeMqtt([{ ...message, guard: [] }], raw));
      });
    }
    return [];
  });
}

function taken(points: readonly Point[], values: ReadonlyMap<string, PointValue>): Reading[] {
  return points.flatMap(({ stream }) => {
    const value = values.get(stream.point);
    return value && 'value' in value ? [{ stream, value: value.value }] : [];
  });
}
