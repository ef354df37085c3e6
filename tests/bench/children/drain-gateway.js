/**
 * Buffer, forwarder and broker connection in one process, with live readings of 50 sensors every 10 s: drains a full
 * buffer and prints how long it took and what it cost as JSON.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const [dist, folder, url, settingsJson, sensors] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(`${dist}/${path}`).href);
const { openBuffer } = await load('buffer/sqlite-buffer.js');
const { Forwarder } = await load('forward/forwarder.js');
const { createNgsiLdBroker } = await load('forward/ngsi-ld-broker.js');
const { destinationSettings } = await load('forward/settings.js');
const { keepHeapSmall } = await load('cli/small-heap.js');

keepHeapSmall();

const clock = {
  boot: 'drain',
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};
const say = (facts, sentence) => console.error(sentence, JSON.stringify(facts));
const logger = { debug() {}, info: say, warn: say, error: say };
const settings = destinationSettings.parse({ name: 'city', broker: url, ...JSON.parse(settingsJson) });
const openedMs = performance.now();
const buffer = await openBuffer({
  folder,
  limitBytes: 256e6,
  limitAgeMs: 30 * 86_400_000,
  destinations: ['city'],
  clock,
  clockTrusted: true,
  logger,
});
const openMs = performance.now() - openedMs;
const bufferBytes = buffer.status().bytes;
const devices = Array.from({ length: Number(sensors) }, (_, index) => `d${index}`);
const streamOf = (device) => ({ device, point: 'x', quantity: 'x', unit: 'CEL', kind: 'gauge' });
const planOf = (device) => ({
  id: `urn:ngsi-ld:Thing:${device}`,
  type: 'Thing',
  mapping: 'Bench/Thing',
  context: 'https://example.org/context.jsonld',
  statics: {},
  devices: [device],
  uses: (stream) => stream.device === device,
  map: ({ readings, observedAtMs }) => {
    const observedAt = new Date(observedAtMs).toISOString();
    const temperature = { type: 'Property', value: readings[0].value, unitCode: 'CEL', observedAt };
    return { measured: { temperature }, dating: {}, problems: [] };
  },
});
const broker = createNgsiLdBroker({ settings, secrets: () => '', clock, logger, agent: 'bench' });
const forwarder = new Forwarder({
  settings,
  buffer,
  broker,
  plans: devices.map(planOf),
  streams: devices.map(streamOf),
  clock,
  random: Math.random,
  logger,
  onMappingProblem() {},
});
const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();
const cpu = process.cpuUsage();
const startMs = performance.now();
forwarder.start();
let next = 0;
const live = setInterval(() => {
  const device = devices[next++ % devices.length];
  const readings = [{ stream: streamOf(device), value: 1 }];
  void buffer.accept({ device, readings, monotonicMs: clock.monotonicMs(), awaited: false });
}, 10_000 / devices.length);
let mostBytes = 0;
let settledMs = 0;
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 250));
  mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  const [ledger] = await buffer.ledgers();
  if (ledger.waiting > devices.length) continue;
  settledMs = performance.now() - startMs;
  break;
}
clearInterval(live);
const { user, system } = process.cpuUsage(cpu);
const [ledger] = await buffer.ledgers();
console.log(
  JSON.stringify({
    seconds: settledMs / 1_000,
    openMs,
    bufferBytes,
    rssBytes: mostBytes,
    lagP99Ms: lag.percentile(99) / 1e6,
    cpuMicroseconds: (user + system) / ledger.accepted,
    tallies: ledger.tallies,
  }),
);
await forwarder.stop();
await broker.close();
await buffer.close();
process.exit(0);
