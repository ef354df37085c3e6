/** Fills a buffer with 72 h of 50 sensors, each read every 10 s, as if the broker had been away: 1,296,000 readings. */
import { pathToFileURL } from 'node:url';

const [dist, folder, sensors, rounds] = process.argv.slice(2);
const { openBuffer } = await import(pathToFileURL(`${dist}/buffer/sqlite-buffer.js`).href);
const everyMs = 10_000;
const beganMs = Date.now() - rounds * everyMs;
let nowMs = 0;
const clock = {
  boot: 'outage',
  monotonicMs: () => nowMs,
  wallMs: () => beganMs + nowMs,
  after(_, action) {
    const timer = setImmediate(action);
    return () => clearImmediate(timer);
  },
};
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const buffer = await openBuffer({
  folder,
  limitBytes: 256e6,
  limitAgeMs: 30 * 86_400_000,
  destinations: ['city'],
  clock,
  clockTrusted: true,
  logger,
});
for (let round = 0; round < rounds; round++) {
  nowMs = round * everyMs;
  const kept = [];
  for (let sensor = 0; sensor < sensors; sensor++) {
    const stream = { device: `d${sensor}`, point: 'x', quantity: 'x', unit: 'CEL', kind: 'gauge' };
    const readings = [{ stream, value: (round % 400) / 10 }];
    kept.push(buffer.accept({ device: `d${sensor}`, readings, monotonicMs: nowMs, awaited: false }));
  }
  if (round % 20 === 19 || round === rounds - 1) await Promise.all(kept);
}
await buffer.close();
process.exit(0);
