import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileDriver } from '../src/config/compile-driver.ts';
import { parseDocument } from '../src/config/document.ts';
import { type Driver, readDriver } from '../src/config/driver-file.ts';
import { nodeFiles } from '../src/config/files.ts';
import { hexBytes } from '../src/config/serial-bytes.ts';
import { decodeFrame } from '../src/sources/mqtt/lorawan/decode.ts';

const folder = join(import.meta.dirname, '..', 'drivers');
const drivers = nodeFiles
  .list(folder)
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file): Driver[] => {
    const name = file.slice(0, -5);
    const { document } = parseDocument(file, readFileSync(join(folder, file), 'utf8'));
    const driver = document && readDriver(document, name).driver;
    return driver?.protocol === 'lorawan' ? [driver] : [];
  });

/** Samples of the driver in which bytes were changed, cut off or added. */
function mutated(driver: Driver): fc.Arbitrary<{ fPort: number; payload: Uint8Array }> {
  const samples = driver.samples.flatMap(({ protocol, sample }) =>
    protocol === 'lorawan' ? [{ fPort: sample.raw.fPort, bytes: hexBytes(sample.raw.data) ?? [] }] : [],
  );
  const changes = fc.array(fc.tuple(fc.nat(30), fc.nat(255)), { maxLength: 3 });
  return fc
    .tuple(fc.constantFrom(...samples), changes, fc.nat(20), fc.uint8Array({ maxLength: 4 }))
    .map(([{ fPort, bytes }, changed, length, tail]) => {
      const payload = Uint8Array.from([...bytes].slice(0, length > 15 ? undefined : length).concat(...tail));
      for (const [at, byte] of changed) if (at < payload.length) payload[at] = byte;
      return { fPort, payload };
    });
}

describe('a payload that was changed on its way', () => {
  it.each(drivers.map((driver) => [driver.name, driver] as const))(
    'never gives a value beyond the limits of its point: %s',
    (_, driver) => {
      const site = { device: 'd', answers: new Map(), tags: {}, timezone: 'UTC' };
      const { compiled } = compileDriver(driver, site);
      if (compiled.protocol !== 'lorawan') throw new Error('no LoRaWAN driver');

      fc.assert(
        fc.property(mutated(driver), (frame) => {
          for (const format of compiled.messages) {
            const decoded = decodeFrame(format, {
              ...frame,
              decoded: undefined,
              rssi: undefined,
              snr: undefined,
            });
            for (const { point, value } of decoded.kind === 'frame' ? decoded.results : []) {
              if (!('value' in value) || typeof value.value !== 'number') continue;
              // Every number of a shipped driver has both limits.
              const { min, max } = point.meaning;
              expect(value.value).toBeGreaterThanOrEqual(min ?? Number.NaN);
              expect(value.value).toBeLessThanOrEqual(max ?? Number.NaN);
            }
          }
        }),
        { numRuns: 2_000 },
      );
    },
  );
});
