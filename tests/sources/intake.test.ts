import { describe, expect, it } from 'vitest';
import type { Filter, Plausibility } from '../../src/core/device.ts';
import type { Message, Value } from '../../src/core/reading.ts';
import { type DeviceStatus, stalePoints } from '../../src/core/status.ts';
import { createIntake } from '../../src/sources/intake.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { mqttDevice, mqttMessage } from '../fakes/mqtt.ts';

function arrange(
  filter: Filter | undefined,
  plausibility: Plausibility = {},
  { unused, running = 'polled' }: { readonly unused?: string; readonly running?: 'polled' | 'listens' } = {},
) {
  const clock = fakeClock();
  const accepted: Record<string, Value>[] = [];
  const points = { level: { plausibility }, temperature: {} };
  const device = mqttDevice('tank', [mqttMessage(points, {}, 'tank')], { filter, everyMs: undefined });
  const all = (device.messages[0]?.points ?? []).map((point) => ({
    ...point,
    used: point.stream.point !== unused,
  }));
  const streams = all.map(({ stream }) => stream);
  const intake = createIntake({
    devices: [{ device, points: all, running, connection: 'rs485' }],
    accept: async ({ readings }: Message) => {
      accepted.push(Object.fromEntries(readings.map(({ stream, value }) => [stream.point, value])));
    },
    clock,
    logger: silentLogger,
  });
  const say = (values: Record<string, Value>) =>
    intake.accept({
      device: 'tank',
      readings: streams.flatMap((stream) => {
        const value = values[stream.point];
        return value === undefined ? [] : [{ stream, value }];
      }),
      monotonicMs: clock.monotonicMs(),
      awaited: false,
    });
  return { clock, intake, accepted, say, status: () => intake.devices(true)[0] };
}

describe('the intake', () => {
  it('refuses a value that cannot be true, counts it, and keeps the rest of the message', async () => {
    const { clock, accepted, say, status } = arrange(undefined, { maxPerMinute: 1 });
    await say({ level: 2, temperature: 20 });
    await clock.advance(60_000);

    await say({ level: 9, temperature: 21 });

    expect(accepted).toEqual([{ level: 2, temperature: 20 }, { temperature: 21 }]);
    expect(status()?.refusals).toEqual([{ point: 'level', reason: 'rate', count: 1, raw: '9' }]);
    expect(status()?.values.map(({ point, value, ageMs }) => [point, value, ageMs])).toEqual([
      ['level', 2, 60_000],
      ['temperature', 21, 0],
    ]);
  });

  it('counts what its filter and the want of an entity leave out, also of a device that is gone', async () => {
    const { clock, intake, say, status } = arrange(
      { heartbeatMs: 3_600_000, deadband: { level: 1 } },
      {},
      { unused: 'temperature' },
    );
    for (const level of [2, 2.5, 4]) {
      await say({ level, temperature: 20 });
      await clock.advance(10_000);
    }
    const counts = [
      { reason: 'filter', count: 1 },
      { reason: 'unused', count: 3 },
    ];

    expect(status()?.filtered).toEqual(counts);
    intake.replace([]);
    expect(intake.status().filtered).toEqual(counts);
  });

  it('does not call a value old that its device tells rarely by itself, and one that is refused at once', async () => {
    const { clock, intake, say, status } = arrange(undefined, {}, { running: 'listens' });
    const staleMs = status()?.staleMs ?? 0;
    await say({ level: 1, temperature: 20 });
    await clock.advance(staleMs + 1);
    await say({ level: 2 });
    const old = () => (status() ? stalePoints(status() as DeviceStatus).map(({ point }) => point) : []);

    expect(old()).toEqual([]);
    intake.refuse('tank', 'temperature', 'sentinel', '999');
    expect(old()).toEqual(['temperature']);
  });

  it('calls a value old that a poll did not bring', async () => {
    const { clock, say, status } = arrange(undefined);
    await say({ level: 1, temperature: 20 });
    await clock.advance((status()?.staleMs ?? 0) + 1);
    await say({ level: 2 });

    expect(stalePoints(status() as DeviceStatus).map(({ point }) => point)).toEqual(['temperature']);
  });

  it('does not call a device silent that sends a frozen value', async () => {
    const { clock, say, status } = arrange(undefined, { frozenMs: 60_000 });
    await say({ level: 2 });
    await clock.advance(60_001);

    await say({ level: 2 });

    expect(status()).toMatchObject({ lastReadingMs: 0, refusals: [{ reason: 'frozen', count: 1 }] });
  });

  it('keeps one message in the interval of the filter, the newest, also of a device that is polled', async () => {
    const { clock, accepted, say } = arrange({ heartbeatMs: undefined, deadband: {}, intervalMs: 30_000 });
    for (const level of [1, 2, 3]) {
      await say({ level });
      await clock.advance(10_000);
    }

    expect(accepted).toEqual([{ level: 1 }, { level: 3 }]);
  });
});
