/**
 * The part of a gateway between accepted and delivered, in this process: the real buffer on a real disk, the forwarder,
 * the HTTP client. Time of the gateway may run faster than time on the wire, so that its waits of minutes take
 * seconds; what the wire needs (timeouts, slow answers) stays as it is.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dist } from './product.mjs';

const { openBuffer } = await dist('buffer/sqlite-buffer.js');
const { balances, total } = await dist('core/ledger.js');
const { entityJson } = await dist('core/entity.js');
const { Forwarder } = await dist('forward/forwarder.js');
const { createNgsiLdBroker } = await dist('forward/ngsi-ld-broker.js');
const { destinationSettings } = await dist('forward/settings.js');

export const coreContext = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';
export const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A clock that runs `speed` times as fast as the real one; its wall starts right and runs ahead. */
export function fastClock(speed, boot = 'faults') {
  const startMs = performance.now();
  const startWallMs = Date.now();
  const sinceMs = () => (performance.now() - startMs) * speed;
  return {
    boot,
    monotonicMs: () => 1_000 + sinceMs(),
    wallMs: () => Math.floor(startWallMs + sinceMs()),
    after(delayMs, action) {
      const timer = setTimeout(action, Math.min(delayMs / speed, 2 ** 31 - 1));
      return () => clearTimeout(timer);
    },
  };
}

const streamOf = (device) => ({
  device,
  point: 'count',
  quantity: 'count',
  unit: undefined,
  kind: 'counter',
});
export const entityOf = (device) => `urn:ngsi-ld:Device:${device}`;

/** `attribute` is what the mapping calls the number. */
function planOf(device, attribute) {
  const plan = {
    id: entityOf(device),
    type: 'Device',
    mapping: 'Faults/Device',
    context: coreContext,
    statics: {},
    devices: [device],
    uses: (stream) => stream.device === device,
    map(message) {
      const observedAt = new Date(message.observedAtMs).toISOString();
      const [{ value }] = message.readings;
      return { measured: { [attribute]: { type: 'Property', value, observedAt } }, dating: {}, problems: [] };
    },
  };
  return { ...plan, json: (measured, dating) => entityJson(plan, measured, dating) };
}

/**
 * `brokers` are base URLs by name of the destination; `brokerUrl` is short for one that is called city. `wrap` is given
 * the client before the forwarder gets it. `sent` counts what the forwarders asked for and the longest time that one
 * request took, in milliseconds of the wire.
 */
export async function openSite({
  folder,
  brokerUrl,
  brokers = { city: brokerUrl },
  devices,
  clock,
  clockTrusted = true,
  random,
  limitBytes = 256e6,
  logger = silent,
  timeout = '30s',
  attribute = 'value',
  wrap = (x) => x,
}) {
  const names = Array.from({ length: devices }, (_, index) => `d${index}`);
  const buffer = await openBuffer({
    folder,
    limitBytes,
    limitAgeMs: 30 * 86_400_000,
    destinations: Object.keys(brokers),
    clock,
    clockTrusted,
    logger,
  });
  const sent = { requests: 0, longestMs: 0 };
  const lines = Object.entries(brokers).map(([name, broker]) => {
    const settings = destinationSettings.parse({ name, broker, retryAtMost: '2s', timeout });
    const client = createNgsiLdBroker({
      settings,
      secrets: () => '',
      clock,
      logger: silent,
      agent: 'kopru/faults',
    });
    const timed = {
      async upsert(batch) {
        const startMs = performance.now();
        const answer = await client.upsert(batch);
        sent.requests++;
        sent.longestMs = Math.max(sent.longestMs, performance.now() - startMs);
        return answer;
      },
      close: () => client.close(),
    };
    const forwarder = new Forwarder({
      settings,
      buffer,
      broker: wrap(timed),
      plans: names.map((name) => planOf(name, attribute)),
      streams: names.map(streamOf),
      clock,
      random,
      logger,
      onMappingProblem() {},
    });
    forwarder.start();
    return { forwarder, client };
  });
  const ledger = async (name = Object.keys(brokers)[0]) =>
    (await buffer.ledgers()).find(({ destination }) => destination === name);

  return {
    buffer,
    forwarder: lines[0].forwarder,
    forwarders: lines.map(({ forwarder }) => forwarder),
    sent,
    ledger,
    /** `awaited: false` lets the commit linger, as for a polled value. */
    accept(index, value, { awaited = true } = {}) {
      const stream = streamOf(names[index]);
      return buffer.accept({
        device: stream.device,
        readings: [{ stream, value }],
        monotonicMs: clock.monotonicMs(),
        awaited,
      });
    },
    /** Resolves true when nothing waits for the destination (all of them), false when that does not happen in time. */
    async drained(withinMs, name) {
      const endMs = performance.now() + withinMs;
      while (performance.now() < endMs) {
        const ledgers = await buffer.ledgers();
        const waits = ledgers.some(
          ({ destination, waiting }) => waiting > 0 && (name ?? destination) === destination,
        );
        if (!waits && buffer.status().queued === 0) return true;
        await delay(20);
      }
      return false;
    },
    async close() {
      const stopping = Promise.all(lines.map(({ forwarder }) => forwarder.stop()));
      await Promise.race([stopping, delay(200)]);
      await Promise.all(lines.map(({ client }) => client.close()));
      await stopping;
      await buffer.close();
    },
  };
}

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-faults-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The control: a gateway that takes every answer, also none, for a success. Whoever counts must see the loss. */
export const believing = (client) => ({
  async upsert(batch) {
    await client.upsert(batch);
    return { scope: 'batch', status: 204, verdict: { kind: 'delivered' } };
  },
  close: () => client.close(),
});

/** What the broker was given of each device, in the order of arrival. */
export function historyAt(store) {
  const values = new Map();
  for (const [id, { series }] of store.tenant('').histories) {
    const [one] = series.values();
    values.set(id, one ? one.instances.map(({ instance }) => instance.content) : []);
  }
  return values;
}

/**
 * Compares what was accepted (for each device a list of values that rise) with what the broker was given.
 * `missing`: never came; `twice`: came again; `reordered`: came for the first time after a newer one.
 */
export function compare(accepted, history) {
  const found = { in: 0, out: 0, missing: 0, twice: 0, reordered: 0 };
  for (const [device, values] of accepted) {
    const seen = new Set();
    let newest = Number.NEGATIVE_INFINITY;
    for (const value of history.get(entityOf(device)) ?? []) {
      if (seen.has(value)) found.twice++;
      else if (value < newest) found.reordered++;
      seen.add(value);
      newest = Math.max(newest, value);
    }
    found.in += values.length;
    const missing = values.filter((value) => !seen.has(value)).length;
    found.missing += missing;
    found.out += values.length - missing;
  }
  return found;
}

export { balances, total };
