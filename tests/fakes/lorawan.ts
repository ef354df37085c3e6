/** Hand-made LoRaWAN messages, and uplinks as network servers publish them. */
import type { LorawanMessage, LorawanPoint, Region } from '../../src/sources/mqtt/lorawan/message.ts';

export const devEui = '24e124b000000001';

/** A number of two bytes in a region; limits 0 to 10,000. */
export function lorawanPoint(name: string, region: Region, change: Partial<LorawanPoint> = {}): LorawanPoint {
  return {
    stream: { device: 'level', point: name, quantity: name, unit: 'MMT', kind: 'gauge' },
    meaning: { min: 0, max: 10_000 },
    where: { kind: 'bytes', region, byte: 0, type: 'u16', endian: 'big' },
    guard: [],
    hidden: false,
    used: true,
    ...change,
  };
}

export function lorawanMessage(change: Partial<LorawanMessage> = {}): LorawanMessage {
  return {
    name: 'message',
    topic: `application/+/device/${devEui}/event/up`,
    network: 'chirpstack',
    devEui,
    guard: [],
    decoded: false,
    codec: { kind: 'fixed' },
    points: [lorawanPoint('distance', { kind: 'payload' })],
    ...change,
  };
}

const base64 = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('base64');

export function chirpstackUplink(hex: string, change: object = {}): object {
  return {
    time: '2026-07-18T09:34:15.775023242+00:00',
    deviceInfo: { devEui, deviceName: 'level' },
    devAddr: '00189440',
    fCnt: 12,
    fPort: 2,
    data: base64(hex),
    rxInfo: [
      { gatewayId: 'a', rssi: -110, snr: -3.5 },
      { gatewayId: 'b', rssi: -36 },
    ],
    ...change,
  };
}

export function ttsUplink(hex: string, change: object = {}): object {
  return {
    end_device_ids: { device_id: 'level', dev_eui: devEui.toUpperCase(), dev_addr: '00189440' },
    received_at: '2026-07-18T09:34:17Z',
    uplink_message: {
      f_port: 2,
      frm_payload: base64(hex),
      rx_metadata: [{ gateway_ids: { gateway_id: 'a' }, rssi: -97, snr: 7.5 }],
      received_at: '2026-07-18T09:34:15.775Z',
      ...change,
    },
  };
}
