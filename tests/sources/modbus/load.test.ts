import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../src/core/line.ts';
import { busLoad, shareWithDead } from '../../../src/sources/modbus/load.ts';
import type { Bus } from '../../../src/sources/modbus/settings.ts';
import { modbusDevice, modbusPoint } from '../../fakes/modbus.ts';

const line = parseLine('9600 8N1');
if (!line) throw new Error('9600 8N1 is a line.');
const rtu: Bus = { name: 'rs485', kind: 'serial', framing: 'rtu', port: '/dev/null', line };
const tcp: Bus = { name: 'rs485', kind: 'socket', framing: 'tcp', host: '10.0.0.5', port: 502 };

const points = Array.from({ length: 20 }, (_, i) =>
  modbusPoint(`x${i}`, { type: 'float32', address: 2 * i }),
);
const meter = modbusDevice('meter', { points, everyMs: 1_000 });

describe('the load of a bus', () => {
  it('counts every byte on the line, the silence and the thinking of the device', () => {
    const load = busLoad(rtu, [meter]);

    // 8 bytes of request, 85 of answer and 3.5 characters of silence, 10 bits each at 9600 baud, and 20 ms.
    const pollMs = ((8 + 85 + 3.5) * 10_000) / 9600 + 20;
    expect(load.devices).toMatchObject([{ id: 'meter', requests: 1 }]);
    expect(load.devices[0]?.pollMs).toBeCloseTo(pollMs, 6);
    expect(load.share).toBeCloseTo(pollMs / 1_000, 6);
    expect(load.requestsPerMinute).toBe(60);
  });

  it('is twice as long in ASCII, where each byte is two characters', () => {
    const [ascii, plain] = [{ ...rtu, framing: 'ascii' } as const, rtu].map(
      (bus) => (busLoad(bus, [meter]).devices[0]?.pollMs ?? 0) - 20,
    );

    expect((ascii ?? 0) / (plain ?? 1)).toBeGreaterThan(1.9);
  });

  it('is only the thinking over TCP', () => {
    expect(busLoad(tcp, [meter]).devices[0]?.pollMs).toBe(5);
  });

  it('counts the pauses a model needs, and leaves devices of other buses alone', () => {
    const quirks = { oneRead: true, pauseBetweenRequestsMs: 50 };
    const slow = modbusDevice('slow', { points: points.slice(0, 3), everyMs: 1_000, quirks });
    const other = modbusDevice('other', { points, everyMs: 1_000, bus: 'elsewhere' });

    expect(busLoad(tcp, [slow, other]).devices).toMatchObject([{ id: 'slow', requests: 3, pollMs: 115 }]);
  });

  it('gives dead devices their timeouts, and all of them together a quarter of the time at most', () => {
    const devices = [1, 2, 3].map((unitId) => modbusDevice(`m${unitId}`, { points, everyMs: 1_000, unitId }));
    const load = busLoad(rtu, devices);
    const alive = load.share / 3;

    expect(shareWithDead(load, 0)).toBeCloseTo(load.share, 9);
    // One timeout of a second and its quiet time in ten intervals.
    expect(shareWithDead(load, 1)).toBeCloseTo(2 * alive + 0.11, 9);
    expect(shareWithDead(load, 3)).toBe(0.25);
  });
});
