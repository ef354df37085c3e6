/**
 * Misbehaves towards an MQTT broker until it is killed: 1,000 sockets that say nothing, half CONNECTs, headers that
 * announce 256 MB, and one client that publishes 10,000 messages a second. Who is sent away comes again.
 * Usage: node attack.mjs PORT
 */
import { connect } from 'node:net';
import mqtt from 'mqtt';

const port = Number(process.argv[2]);
const againMs = 500;

const halfConnect = Buffer.from([0x10, 0x40, 0x00]);
const connectThen256Megabytes = Buffer.from([
  ...[0x10, 0x0c, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 0],
  ...[0x30, 0xff, 0xff, 0xff, 0x7f],
]);

function dial(greeting) {
  const socket = connect(port, '127.0.0.1', () => {
    if (greeting) socket.write(greeting);
  });
  socket.on('error', () => {});
  socket.resume();
  socket.on('close', () => setTimeout(dial, againMs * (0.5 + Math.random()), greeting));
}

for (let i = 0; i < 1_000; i += 1) dial();
for (let i = 0; i < 20; i += 1) dial(halfConnect);
for (let i = 0; i < 20; i += 1) dial(connectThen256Megabytes);

const flood = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: 'flood' });
flood.on('error', () => {});
const publish = () => {
  // mqtt.js queues without bound what TCP does not take.
  if (flood.stream.writableLength < 1_000_000)
    for (let i = 0; i < 500; i += 1) flood.publish('load/9', '{"n":-1}', { qos: 0 });
  setTimeout(publish, 50);
};
flood.once('connect', publish);
