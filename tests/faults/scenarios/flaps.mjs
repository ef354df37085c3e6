/**
 * A line that comes and goes between gateway and broker: up for a moment, down for a moment, cut in the middle of
 * whatever passes, slow and sliced while it is up. At the end sockets must be back to where they began.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  balances,
  believing,
  compare,
  fastClock,
  historyAt,
  openSite,
  temporaryFolder,
  total,
} from '../site.mjs';

const dist = (path) => import(new URL(`../../../dist/${path}`, import.meta.url).href);
const { startBroker } = await dist('simulator/broker/broker.js');
const { startChaosProxy } = await dist('simulator/proxy/chaos-proxy.js');
const { seeded } = await dist('simulator/seeded.js');

export const about = 'a line that is cut --cycles times by the chaos proxy while readings come in';
export const cycles = 200;
export const control = 'a gateway that takes every answer for a success';

const devices = 40;
/** Waits of the gateway are a tenth, so that it meets every flap awake. */
const speed = 10;
const upMs = [100, 900];
const downMs = [50, 450];
const acceptEveryMs = 20;

export async function run({ cycles: flaps, seed, control: isControl }) {
  const random = seeded(seed);
  const between = ([least, most]) => least + random() * (most - least);
  const clock = fastClock(speed);
  const broker = await startBroker({ clock, host: '127.0.0.1', port: 0 });
  const proxy = await startChaosProxy({
    listen: { host: '127.0.0.1', port: 0 },
    to: { host: '127.0.0.1', port: broker.port },
    clock: fastClock(1),
    random,
  });
  const { folder, remove } = temporaryFolder();
  const site = await openSite({
    folder,
    brokerUrl: broker.url.replace(`:${broker.port}`, `:${proxy.port}`),
    devices,
    clock,
    random,
    timeout: '5s',
    wrap: isControl ? believing : undefined,
  });
  const accepted = new Map(Array.from({ length: devices }, (_, index) => [`d${index}`, []]));
  const lists = [...accepted.values()];
  const pending = new Set();
  let next = 0;
  const timer = setInterval(() => {
    const value = next++;
    const index = value % devices;
    const done = site.accept(index, value).then(() => {
      lists[index].push(value);
      pending.delete(done);
    });
    pending.add(done);
  }, acceptEveryMs);

  await delay(500);
  const handlesBefore = openFiles();
  for (let flap = 0; flap < flaps; flap++) {
    const slow = random() < 0.5 ? [{ kind: 'latency', ms: 20, jitterMs: 20 }] : [];
    const sliced = random() < 0.5 ? [{ kind: 'slicer', bytes: 700, ms: 2 }] : [];
    await proxy.apply([...slow, ...sliced]);
    await delay(between(upMs));
    if (random() < 0.5) proxy.cut();
    else {
      await proxy.apply([{ kind: 'down' }]);
      await delay(between(downMs));
    }
  }
  await proxy.apply([]);
  clearInterval(timer);
  await Promise.all(pending);
  const empty = await site.drained(30_000);
  await delay(500);
  const handlesMore = openFiles() - handlesBefore;
  const ledger = await site.ledger();
  const end = compare(accepted, historyAt(broker.store));
  const { requests } = site.sent;
  const { taken } = proxy;
  await site.close();
  await proxy.close();
  await broker.close();
  remove();
  return {
    in: end.in,
    out: end.out,
    lost: end.missing - total(ledger, 'quarantined'),
    twice: end.twice,
    reordered: end.reordered + broker.store.counters.inversions,
    fine: empty && balances(ledger) && total(ledger, 'quarantined') === 0 && handlesMore <= 2,
    facts: `${flaps} flaps, ${taken} connections, ${requests} requests, open files ${handlesMore >= 0 ? '+' : ''}${handlesMore}`,
  };
}

function openFiles() {
  return readdirSync('/proc/self/fd').length;
}
