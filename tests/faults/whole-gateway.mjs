/**
 * The whole gateway as a person starts it, `kopru run`, for a scenario: installed once with devices that send rising
 * numbers by MQTT, then started as often as it is killed. Its clock is the machine's.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './mosquitto.mjs';
import { kopruArguments } from './product.mjs';
import { entityOf } from './site.mjs';

/** Nothing new for so long means that nothing is on its way any more. */
const stillMs = 3_000;

/**
 * Writes the configuration of `devices` devices that send to faults/0, faults/1 ...: every other one to the MQTT broker
 * at `mqttUrl`, the others to the gateway's own at `ownUrl`. Each `start` is one life of the gateway; `root` is another
 * build of it, where a control needs one.
 */
export async function installGateway({ folder, stateFolder, devices, mqttUrl, brokerUrl, root }) {
  const file = join(folder, 'gateway.yaml');
  const api = `127.0.0.1:${await freePort()}`;
  const own = `127.0.0.1:${await freePort()}`;
  const each = (line) => Array.from({ length: devices }, (_, n) => `  - ${line(n)}\n`).join('');
  mkdirSync(join(folder, 'drivers/faults'), { recursive: true });
  mkdirSync(join(folder, 'mappings/Faults'), { recursive: true });
  writeFileSync(join(folder, 'drivers/faults/counter.yaml'), driver);
  writeFileSync(join(folder, 'mappings/Faults/Counter.yaml'), mapping);
  writeFileSync(
    file,
    `schema: 1
gateway: { id: g, location: [28.97, 41.08], clock: trusted }
mqtt:
  brokers: { city: { url: "${mqttUrl}" } }
  listen: { plain: { address: "${own}", anonymous: true } }
devices:
${each((n) => `{ id: d${n}, driver: faults/counter, mqtt: ${n % 2 ? 'listen' : 'city'}, params: { n: "${n}" } }`)}entities:
${each((n) => `{ mapping: Faults/Counter, from: d${n}, id: "${entityOf(`d${n}`)}" }`)}forward: [ { name: city, broker: "${brokerUrl}", history: ordered, retryAtMost: 2s } ]
buffer: { folder: "${stateFolder}" }
api: { listen: "${api}" }
`,
  );
  return { ownUrl: `mqtt://${own}`, start: () => startLife({ file, api, root }) };
}

function startLife({ file, api, root }) {
  const child = spawn(process.execPath, [...kopruArguments(root), 'run', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      said = `${said}${bytes}`.slice(-2_000);
    });
  }
  const status = () =>
    fetch(`http://${api}/status`)
      .then((answer) => answer.json())
      .catch(() => undefined);
  const until = async (withinMs, holds) => {
    for (const endMs = performance.now() + withinMs; performance.now() < endMs; await delay(50)) {
      const now = await status();
      if (now && holds(now)) return now;
    }
    return undefined;
  };
  return {
    words: () => said.trim().split('\n').slice(-4).join(' '),
    subscribed: (withinMs) =>
      until(withinMs, ({ mqtt }) => mqtt.some(({ name, subscribed }) => name === 'city' && subscribed)),
    /** The last status when nothing came and nothing waited for a while; undefined if that does not happen in time. */
    async drained(withinMs) {
      let received = -1;
      let sinceMs = performance.now();
      return until(withinMs, ({ mqtt, buffer, destinations }) => {
        const waits = buffer.queued > 0 || destinations.some(({ ledger }) => ledger.waiting > 0);
        const now = mqtt.reduce((sum, each) => sum + each.received, 0);
        if (waits || now !== received) sinceMs = performance.now();
        received = now;
        return performance.now() - sinceMs > stillMs;
      });
    },
    /** From here no thread of it says anything more. */
    async freeze() {
      child.kill('SIGSTOP');
      while (!threadsOf(child.pid).every((state) => 'TtDZ'.includes(state))) await delay(1);
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** State of each thread: T is stopped, D waits for the disk and stops when it comes back from there. */
function threadsOf(pid) {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).map((tid) => {
    const stat = readFileSync(`${tasks}/${tid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0];
  });
}

const driver = `driver: faults/counter
maker: Faults
model: Counter
stale: 1h
params: { n: { help: "Number of the device" } }
mqtt: { topic: "faults/{n}", time: { path: /at, form: unixMs } }
points: { x-count: { path: /value, unit: MTR } }
samples: [ { raw: { topic: faults/0, payload: '{"value":1,"at":1795422540000}' }, params: { n: "0" }, expect: { x-count: 1 }, origin: computed } ]
`;
const mapping = `mapping: Faults/Counter
model: FloodMonitoring 0.0.1
context: https://raw.githubusercontent.com/smart-data-models/dataModel.Environment/master/context.jsonld
needs: [x-count]
attributes: { currentLevel: { from: x-count } }
`;
