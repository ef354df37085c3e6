import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/core/reading.ts';
import { createReceiver } from '../../../../src/sources/mqtt/receiver.ts';
import { fakeClock } from '../../../fakes/clock.ts';
import { silentLogger } from '../../../fakes/logger.ts';
import { chirpstackUplink, lorawanMessage } from '../../../fakes/lorawan.ts';
import { mqttDevice } from '../../../fakes/mqtt.ts';

function site() {
  const accepted: Message[] = [];
  const refusals: string[] = [];
  const receiver = createReceiver({
    name: 'lora',
    devices: [mqttDevice('level', [lorawanMessage({ fPorts: [2] })])],
    clock: fakeClock(),
    logger: silentLogger,
    intake: {
      accept: async (message) => void accepted.push(message),
      refuse: (device, point, reason, _raw, count = 1) => {
        refusals.push(`${device} ${point ?? '*'} ${reason} ${count}`);
      },
      link() {},
    },
  });
  let messageId = 0;
  const take = (change: object, hex = '03 E8') => {
    const payload = Buffer.from(JSON.stringify(chirpstackUplink(hex, change)));
    messageId += 1;
    const topic = 'application/1/device/24e124b000000001/event/up';
    return receiver.take({ topic, payload, qos: 1, dup: false, retain: false, messageId }, 'c');
  };
  return { accepted, refusals, receiver, take };
}

describe('the counter of a LoRaWAN device', () => {
  it('tells how many uplinks never came, those of other ports included', async () => {
    const { accepted, refusals, take } = site();

    await take({ fCnt: 5 });
    await take({ fCnt: 6, fPort: 9 });
    await take({ fCnt: 9 });

    expect(accepted).toHaveLength(2);
    expect(refusals).toEqual(['level * unmatched 1', 'level * not received 2']);
  });

  it('starts afresh when the device joins again', async () => {
    const { refusals, take } = site();

    await take({ fCnt: 500 });
    await take({ fCnt: undefined, devAddr: '00189441' });
    await take({ fCnt: 1, devAddr: '00189441' });

    expect(refusals).toEqual([]);
  });

  it('shows a repeated uplink, though the network server wraps it otherwise the second time', async () => {
    const { accepted, refusals, receiver, take } = site();

    await take({ fCnt: 5 });
    await take({ fCnt: 5, time: '2026-07-18T09:34:19Z', rxInfo: [] });

    expect(accepted).toHaveLength(1);
    expect(refusals).toEqual(['level * duplicate 1']);
    expect(receiver.counts().repeated).toBe(1);
  });

  it('may come by the same number and bytes again on another day', async () => {
    const { accepted, take } = site();

    await take({ fCnt: 5 });
    await take({ fCnt: 5, time: '2026-07-19T09:34:15Z' });

    expect(accepted).toHaveLength(2);
  });
});
