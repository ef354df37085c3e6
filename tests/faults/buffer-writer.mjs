/**
 * Appends readings without end and prints the sequence number of each one acknowledged; made to be killed.
 * Usage: node buffer-writer.mjs <folder> [early]. With `early` it prints the number before the commit, as a gateway
 * would that acknowledges too soon: the control that shows the test can fail.
 */
import { writeSync } from 'node:fs';

const [folder, mode] = process.argv.slice(2);
const { openBuffer } = await import(new URL('../../dist/buffer/sqlite-buffer.js', import.meta.url));
const buffer = await openBuffer({
  folder,
  limitBytes: 256e6,
  limitAgeMs: 1e12,
  destinations: ['city'],
  clock: {
    boot: 'killed',
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    after(delayMs, action) {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  },
  clockTrusted: true,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
});
// Synchronous, so that what was printed was printed before the kill.
const print = (seq) => writeSync(1, `${seq}\n`);
let next = buffer.status().lastSeq + 1;

async function sender(device) {
  const stream = { device, point: 'count', quantity: 'count', unit: undefined, kind: 'counter' };
  for (;;) {
    const expected = next++;
    const accepted = buffer.accept({
      device,
      readings: [{ stream, value: expected }],
      monotonicMs: performance.now(),
      awaited: true,
    });
    if (mode === 'early') print(expected);
    const seq = await accepted;
    if (mode !== 'early') print(seq);
  }
}
for (let index = 0; index < 20; index++) sender(`device${index}`);
