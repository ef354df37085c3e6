import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/sources/mqtt/json.ts';
import { readUplink } from '../../../../src/sources/mqtt/lorawan/envelope.ts';
import { chirpstackUplink, devEui, ttsUplink } from '../../../fakes/lorawan.ts';

const chirpstack = (hex: string, change: object = {}) =>
  readUplink('chirpstack', chirpstackUplink(hex, change) as Json);
const tts = (hex: string, change: object = {}) => readUplink('tts', ttsUplink(hex, change) as Json);

describe('an uplink of ChirpStack', () => {
  it('says device, counter, port, bytes, time and the radio gateway that heard best', () => {
    expect(chirpstack('03 E8')).toEqual({
      devEui,
      devAddr: '00189440',
      fCnt: 12,
      fPort: 2,
      payload: Uint8Array.of(0x03, 0xe8),
      decoded: undefined,
      time: '2026-07-18T09:34:15.775023242+00:00',
      rssi: -36,
      snr: 0,
    });
  });

  it.each<[string, object, object]>([
    ['a counter of 0', { fCnt: undefined }, { fCnt: 0 }],
    ['a payload without bytes', { data: undefined }, { payload: new Uint8Array() }],
    ['a frame of network commands', { fPort: undefined }, { fPort: 0 }],
    ['no radio gateway', { rxInfo: undefined }, { rssi: undefined, snr: undefined }],
  ])('may leave out what is zero: %s', (_, change, expected) => {
    const json = JSON.parse(JSON.stringify(chirpstackUplink('03 E8', change))) as Json;

    expect(readUplink('chirpstack', json)).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['another event', { deviceInfo: undefined }],
    ['a DevEUI that is none', { deviceInfo: { devEui: '24e1' } }],
    ['a payload that is no base64', { data: 'A*==' }],
    ['a counter below 0', { fCnt: -1 }],
    ['a port that is none', { fPort: 256 }],
    ['a counter in words', { fCnt: 'twelve' }],
  ])('is none with %s', (_, change) => {
    expect(chirpstack('03 E8', change)).toBeUndefined();
  });
});

describe('an uplink of The Things Stack', () => {
  it('says the same, with the time at which the network received it', () => {
    expect(tts('03 E8', { f_cnt: 7, decoded_payload: { distance: 1000 } })).toEqual({
      devEui,
      devAddr: '00189440',
      fCnt: 7,
      fPort: 2,
      payload: Uint8Array.of(0x03, 0xe8),
      decoded: { distance: 1000 },
      time: '2026-07-18T09:34:15.775Z',
      rssi: -97,
      snr: 7.5,
    });
  });

  it('leaves out a counter of 0', () => {
    expect(tts('03 E8')?.fCnt).toBe(0);
  });

  it('is none without a message', () => {
    expect(readUplink('tts', { end_device_ids: { dev_eui: devEui }, join_accept: {} })).toBeUndefined();
  });
});
