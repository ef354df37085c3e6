/**
 * Sequential reads per second of the Modbus client over TCP, beside a bare socket that sends the same bytes to the
 * same server and waits for as many back, in the same run. Run alone it prints; `run()` gives the rows.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { printRows } from './print.mjs';

const self = new URL(import.meta.url);
const unitId = 1;
/** Short and alternating, because the kernel wakes threads in moods that last for seconds. */
const rounds = 31;
const roundMs = 60;

if (!isMainThread && parentPort) serve(parentPort);

/** Rows `{ name, value, unit, limit, ratio, goal }`; `limit` is what the bare socket did, `ratio` the median of the pairs. */
export async function run() {
  const { createModbusSource } = await import('../../dist/sources/modbus/source.js');
  const { systemClock } = await import('../../dist/sources/host/clock.js');
  const worker = new Worker(self);
  const [port] = await once(worker, 'message');
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const intake = { accept: async () => {}, refuse() {}, link() {} };
  const source = createModbusSource({
    bus: { name: 'bench', kind: 'socket', framing: 'tcp', host: '127.0.0.1', port },
    devices: [],
    clock: systemClock(),
    random: Math.random,
    logger: silent,
    intake,
  });
  source.start();
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');

  const rows = [];
  for (const count of [10, 125]) {
    const ours = [];
    const bare = [];
    const ask = async () => {
      const answer = await source.ask({ unitId, table: 'holding', address: 0, count }, 1_000);
      if (answer.kind !== 'words' || answer.words.length !== count)
        throw new Error(`No answer: ${answer.kind}`);
    };
    const ping = pinger(socket, count);
    await timed(ask);
    await timed(ping);
    for (let round = 0; round < rounds; round++) {
      bare.push(await timed(ping));
      ours.push(await timed(ask));
    }
    const value = median(ours);
    const limit = median(bare);
    rows.push({
      name: `Modbus TCP, sequential reads of ${count} registers`,
      value: Math.round(value),
      unit: 'reads/s',
      limit: Math.round(limit),
      ratio: Number(median(ours.map((each, round) => each / bare[round])).toFixed(3)),
      goal: 0.8,
    });
  }
  socket.destroy();
  await source.stop();
  await worker.terminate();
  return rows;
}

/** Calls per second of `step`, one after the other. */
async function timed(step) {
  const began = performance.now();
  let calls = 0;
  while (performance.now() - began < roundMs) {
    await step();
    calls++;
  }
  return (calls * 1000) / (performance.now() - began);
}

function pinger(socket, count) {
  const request = Buffer.from([0, 1, 0, 0, 0, 6, unitId, 3, 0, 0, 0, count]);
  const wanted = 9 + count * 2;
  return () =>
    new Promise((resolve) => {
      let got = 0;
      const listen = (bytes) => {
        got += bytes.length;
        if (got < wanted) return;
        socket.off('data', listen);
        resolve();
      };
      socket.on('data', listen);
      socket.write(request);
    });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Answers every 12-byte request at once, in a thread of its own. */
function serve(port) {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (request) => {
      const count = request.readUInt16BE(10);
      const reply = Buffer.alloc(9 + count * 2, 0x11);
      request.copy(reply, 0, 0, 8);
      reply.writeUInt16BE(3 + count * 2, 4);
      reply[8] = count * 2;
      socket.write(reply);
    });
  });
  server.listen(0, '127.0.0.1', () => port.postMessage(server.address().port));
}

if (isMainThread && self.pathname === process.argv[1]) printRows(await run());
