/**
 * The power of the gateway is cut while it takes messages of QoS 1: the whole gateway as `kopru run`, its state on ext4 in
 * a file, and publishers that never pause. Half of them publish to a mosquitto elsewhere, which lives on: what it has
 * acknowledged is on the gateway's disk, or mosquitto still holds it for the gateway's session and sends it again. The
 * other half publish to the gateway's own MQTT broker: what that has acknowledged is on its disk. So nothing may be
 * missing at the end, and a message whose acknowledgement died with the power may come twice.
 *
 * The process is stopped before the cut and killed after it: nothing that the disk says after the cut leaves it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { makeDisk, missingForDisks } from '../loop-disk.mjs';
import { missingForMosquitto, startMosquitto } from '../mosquitto.mjs';
import { dist, productWithout } from '../product.mjs';
import { balances, compare, fastClock, historyAt, temporaryFolder } from '../site.mjs';
import { installGateway } from '../whole-gateway.mjs';

const { startBroker } = await dist('simulator/broker/broker.js');
const { seeded } = await dist('simulator/seeded.js');

export const about =
  '--cycles power cuts of a gateway that takes QoS 1 from mosquitto and as MQTT broker (needs root)';
export const cycles = 20;
export const control = 'synchronous=NORMAL in place of FULL';
export const missing = () => missingForDisks() ?? missingForMosquitto();

const devices = 10;
const everyMs = 20;
const cutAfterMs = [50, 1_500];
const startsWithinMs = 20_000;
const startsAtMost = 3;
/** Also the longest time in which what mosquitto holds has come. */
const drainsWithinMs = 60_000;
/** A control may have broken the buffer for good. */
const controlWaitsMs = 6_000;

export async function run({ cycles: cuts, seed, control: isControl, print }) {
  const random = seeded(seed);
  const product = isControl ? productWithout('full-sync') : undefined;
  const { folder, remove } = temporaryFolder();
  const disk = makeDisk('ext4', 64);
  const mosquitto = await startMosquitto();
  const broker = await startBroker({
    clock: fastClock(1),
    host: '127.0.0.1',
    port: 0,
    instancesPerAttribute: 1_000_000,
  });
  const gateway = await installGateway({
    folder,
    stateFolder: `${disk.folder}/state`,
    devices,
    mqttUrl: mosquitto.url,
    brokerUrl: broker.url,
    root: product?.root,
  });
  let starts = 0;
  const unclean = [];
  /** As a service manager would: a start that ends with an error is made again. */
  const begin = async () => {
    for (let tries = 0; tries < startsAtMost; tries++) {
      const life = gateway.start();
      starts++;
      if (await life.subscribed(startsWithinMs)) return life;
      unclean.push(`start ${starts} did not come up: ${life.words()}`);
      await life.kill();
    }
    throw new Error(unclean.at(-1));
  };
  let life = await begin();
  const publisher = await startPublisher([mosquitto.url, gateway.ownUrl]);
  for (let cut = 0; cut < cuts; cut++) {
    await delay(cutAfterMs[0] + random() * (cutAfterMs[1] - cutAfterMs[0]));
    await life.freeze();
    disk.cut();
    await life.kill();
    disk.remount();
    life = await begin();
    if ((cut + 1) % 25 === 0) print(`  ${cut + 1} cuts, ${publisher.count()} acknowledged`);
  }
  const accepted = await publisher.stop();
  const last = await life.drained(isControl ? controlWaitsMs : drainsWithinMs);
  await life.stop();
  const { missing: lost, reordered, ...counts } = compare(accepted, historyAt(broker.store));
  const ledger = last?.destinations[0]?.ledger;
  const isBalanced = ledger !== undefined && balances(ledger);
  const inversions = broker.store.counters.inversions;
  await broker.close();
  await mosquitto.stop();
  for (const each of unclean) print(`  ${each}`);
  disk.remove();
  remove();
  product?.remove();
  return {
    ...counts,
    lost,
    reordered: reordered + inversions,
    fine: isBalanced && unclean.length === 0,
    facts: `${cuts} cuts, ${unclean.length} unclean starts, ledger ${isBalanced ? 'balances' : 'does NOT balance'}`,
  };
}

/** Publishes rising numbers of each device without end, to one URL after the other; counts what was acknowledged. */
async function startPublisher(urls) {
  const clients = await Promise.all(urls.map((url) => connectAsync(url, { reconnectPeriod: 200 })));
  const acknowledged = Array.from({ length: devices }, () => []);
  let goesOn = true;
  const sender = async (n) => {
    const client = clients[n % clients.length];
    for (let value = n; goesOn; value += devices) {
      await published(client, `faults/${n}`, JSON.stringify({ value, at: Date.now() }));
      acknowledged[n].push(value);
      await delay(everyMs);
    }
  };
  const senders = acknowledged.map((_, n) => sender(n));
  return {
    count: () => acknowledged.reduce((sum, values) => sum + values.length, 0),
    /** The values of each device. */
    async stop() {
      goesOn = false;
      await Promise.all(senders);
      await Promise.all(clients.map((client) => client.endAsync()));
      return new Map(acknowledged.map((values, n) => [`d${n}`, values]));
    },
  };
}

/** Until it was acknowledged: the client gives up a message when the connection goes in an awkward moment. */
async function published(client, topic, payload) {
  const isDone = await client.publishAsync(topic, payload, { qos: 1 }).then(
    () => true,
    () => false,
  );
  if (isDone) return;
  await delay(everyMs);
  await published(client, topic, payload);
}
