/**
 * LoRaWAN in: uplinks of ChirpStack decoded by a shipped driver, beside the bare JSON.parse of the same messages, which
 * is the least that any reader of them does. Then a million uplinks in which bytes were changed: how many gave a value
 * that the sensor cannot measure.
 *
 * Run after `npm run build`: npm run bench -- lorawan
 */
import { join } from 'node:path';
import { readSimulated } from '../../dist/config/simulated-device.js';
import { decodeUplink } from '../../dist/sources/mqtt/lorawan/uplink.js';
import { contentOf } from '../../dist/sources/mqtt/payload.js';

const decodedCount = 200_000;
const mutatedCount = 1_000_000;

export async function run() {
  const folders = [join(import.meta.dirname, '..', '..', 'drivers')];
  const { device } = readSimulated({ name: 'milesight/em500-udl', id: 'level', folders, params: {} });
  const [message] = device.messages;
  const uplinks = Array.from({ length: 1_000 }, (_, number) => Buffer.from(uplink(message.devEui, number)));
  const bare = perSecond(uplinks, (bytes) => JSON.parse(bytes.toString()));
  const decoded = perSecond(uplinks, (bytes) => decodeUplink(message, contentOf(message.topic, bytes)));
  return [
    {
      name: 'uplinks decoded, four values each',
      value: decoded,
      unit: '1/s',
      limit: bare,
      ratio: decoded / bare,
    },
    {
      name: 'wrong values of mutated uplinks',
      value: wrongValues(message, uplinks),
      unit: 'of a million',
      goal: '0',
    },
  ];
}

function perSecond(uplinks, work) {
  for (const bytes of uplinks) work(bytes);
  const from = performance.now();
  for (let i = 0; i < decodedCount; i += 1) work(uplinks[i % uplinks.length]);
  return (decodedCount / (performance.now() - from)) * 1_000;
}

/** Wrong is a value beyond what its point can have; one that stays within is the network's to vouch for. */
function wrongValues(message, uplinks) {
  const limits = new Map(message.points.map(({ stream, meaning }) => [stream, meaning]));
  let wrong = 0;
  for (let i = 0; i < mutatedCount; i += 1) {
    const bytes = Buffer.from(uplinks[i % uplinks.length]);
    for (let changes = 0; changes <= i % 3; changes += 1)
      bytes[Math.floor(Math.random() * bytes.length)] = Math.floor(Math.random() * 256);
    const decoded = decodeUplink(message, contentOf(message.topic, bytes));
    if (decoded.kind !== 'message') continue;
    for (const { stream, value } of decoded.readings) {
      const { min, max } = limits.get(stream);
      if (!(value >= min && value <= max)) wrong += 1;
    }
  }
  return wrong;
}

const uplink = (devEui, number) =>
  JSON.stringify({
    deduplicationId: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d',
    time: '2026-07-18T09:34:15.775023242+00:00',
    deviceInfo: {
      tenantId: '52f14cd4-c6f1-4fbd-8f87-4025e1d49242',
      tenantName: 'ChirpStack',
      applicationId: '17c82e96-be03-4f38-aef3-f83d48582d97',
      applicationName: 'City',
      deviceProfileName: 'Level',
      deviceName: 'level',
      devEui,
      tags: {},
    },
    devAddr: '00189440',
    dr: 1,
    fCnt: number,
    fPort: 85,
    data: Buffer.from([0x01, 0x75, 0x64, 0x03, 0x82, number & 0xff, number >> 8]).toString('base64'),
    rxInfo: [{ gatewayId: '0016c001f153a14c', uplinkId: 4217106255, rssi: -36, snr: 10.5 }],
    txInfo: { frequency: 867100000 },
  });
