/** Publishes `rounds` messages of each of `sensors` citizen sensors with QoS 1: PORT SENSORS ROUNDS. */
import mqtt from 'mqtt';

const [port, sensors, rounds] = process.argv.slice(2).map(Number);
const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);

const inFlight = 500;
let sent = 0;
let acknowledged = 0;
await new Promise((resolve) => {
  const more = () => {
    while (sent < sensors * rounds && sent - acknowledged < inFlight) {
      const sensor = sent % sensors;
      const round = Math.floor(sent / sensors);
      sent++;
      client.publish(`dust/${sensor}`, payload(sensor, round), { qos: 1 }, () => {
        acknowledged++;
        if (acknowledged === sensors * rounds) resolve();
        else more();
      });
    }
  };
  more();
});
await client.endAsync();

function payload(sensor, round) {
  const values = {
    SDS_P1: (10 + (round % 50) / 10).toFixed(2),
    SDS_P2: (5 + (round % 50) / 10).toFixed(2),
    BME280_temperature: '21.1',
    BME280_humidity: '45.0',
    BME280_pressure: '98234.0',
  };
  const sensordatavalues = Object.entries(values).map(([value_type, value]) => ({ value_type, value }));
  return JSON.stringify({ esp8266id: String(sensor), sensordatavalues });
}
