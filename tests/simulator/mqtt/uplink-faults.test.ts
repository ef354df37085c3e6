import { describe, expect, it } from 'vitest';
import { playMqttDevice } from '../../../src/simulator/mqtt/play-device.ts';
import type { UplinkFault } from '../../../src/simulator/mqtt/uplink-faults.ts';
import { decodeUplink } from '../../../src/sources/mqtt/lorawan/uplink.ts';
import { contentOf } from '../../../src/sources/mqtt/payload.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { lorawanMessage } from '../../fakes/lorawan.ts';

describe('the faults of a simulated LoRaWAN device', () => {
  it.each<[UplinkFault | undefined, readonly number[]]>([
    [undefined, [0, 1, 2, 3]],
    ['gap', [0, 1, 3]],
    ['repeat', [0, 0, 1, 1, 2, 2, 3, 3]],
  ])('%s: uplinks with the numbers %j', (fault, numbers) => {
    const device = playMqttDevice({ id: 'level', messages: [lorawanMessage()] }, { clock: fakeClock() });
    device.setFault(fault);

    const sent = [0, 1, 2, 3].flatMap(() => device.publications());

    const counters = sent.map(({ payload }) => Object(payload).fCnt ?? 0);
    expect(counters).toEqual(numbers);
  });

  it('cut: the gateway finds no value', () => {
    const message = lorawanMessage();
    const device = playMqttDevice({ id: 'level', messages: [message] }, { clock: fakeClock() });
    device.setFault('cut');

    const [uplink] = device.publications();
    const decoded = decodeUplink(message, contentOf('', Buffer.from(JSON.stringify(uplink?.payload))));

    expect(decoded).toMatchObject({ readings: [] });
  });
});
