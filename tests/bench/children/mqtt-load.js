/**
 * Publishes as fast as it is allowed to, by several clients, and prints how long it took: PORT CLIENTS WINDOW COUNT
 * READINGS QOS. Client i publishes to load/<i>; WINDOW is how many messages each has unacknowledged.
 */
import mqtt from 'mqtt';

const [port, clients, window, count, readings, qos] = process.argv.slice(2).map(Number);

const connected = await Promise.all(
  Array.from({ length: clients }, (_, i) =>
    mqtt.connectAsync({ host: '127.0.0.1', port, clientId: `load-${process.pid}-${i}` }),
  ),
);
const values = (n) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: readings }, (_, i) => [`v${i}`, n + i / 10])));
let sent = 0;
let acknowledged = 0;
const startMs = performance.now();
await new Promise((resolve) => {
  for (const [i, client] of connected.entries()) {
    const publish = () => {
      if (sent === count) return;
      client.publish(`load/${i}`, values(sent++), { qos }, () => {
        acknowledged += 1;
        if (acknowledged === count) resolve();
        else publish();
      });
    };
    for (let under = 0; under < window; under += 1) publish();
  }
});
console.log(JSON.stringify({ seconds: (performance.now() - startMs) / 1000 }));
await Promise.all(connected.map((client) => client.endAsync()));
