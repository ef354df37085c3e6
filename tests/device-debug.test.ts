import { describe, expect, it } from 'vitest';
import type { Site } from '../src/config/site.ts';
import { DeviceDebug, type DeviceDebugParts } from '../src/device-debug.ts';
import type { Piece } from '../src/sources/frame-tap.ts';
import type { Tapped } from '../src/sources/mqtt/tap.ts';
import { fakeClock } from './fakes/clock.ts';
import { recordingLogger } from './fakes/logger.ts';
import { modbusDevice } from './fakes/modbus.ts';
import { mqttDevice, mqttMessage } from './fakes/mqtt.ts';

function arrange(devices: readonly object[]) {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  const pieces: Piece[] = [];
  const messages: Tapped[] = [];
  let missed = 0;
  let state: ReturnType<DeviceDebugParts['state']>;
  const site = { devices, buses: [{ name: 'rs485', framing: 'rtu' }] } as unknown as Site;
  const parts: DeviceDebugParts = {
    clock,
    logger,
    site: () => site,
    frames: (_bus, since) => ({ pieces: pieces.slice(since), next: pieces.length, missed }),
    state: () => state,
    messages: (_broker, since) => ({ messages: messages.slice(since), next: messages.length, missed: 0 }),
  };
  const piece = (direction: Piece['direction'], hex: string) =>
    pieces.push({ number: pieces.length, atMs: clock.monotonicMs(), direction, hex });
  const written = () => lines.map((line) => line.replace(/^info (.*) \{.*?\}$/, '$1'));
  return {
    clock,
    debug: new DeviceDebug(parts),
    piece,
    messages,
    written,
    becomes: (next: typeof state) => {
      state = next;
    },
    lose: (count: number) => {
      missed = count;
    },
  };
}

const meter = modbusDevice('meter');
const climate = modbusDevice('climate', { unitId: 2 });

describe('the line of a device in the log', () => {
  it('shows what a Modbus device was asked and answered, and nothing of the others on the bus', async () => {
    const { clock, debug, piece, written } = arrange([meter, climate]);
    expect(debug.begin('meter', 60_000)).toBe(true);

    piece('sent', '010400000002' + '71cb');
    piece('received', '01040443664000' + 'e474');
    piece('sent', '020400000002' + '71f8');
    await clock.advance(1_000);
    piece('sent', '010400000002' + '71cb');
    await clock.advance(1_000);

    expect(written()[1]).toMatch(
      /^\+0\.000 s read input 0x0000 ×2: .*; sent 01040000000271cb, received 0104/,
    );
    expect(written()).toHaveLength(2);
  });

  it('shows what became of it: values that came together in a line, and what was refused', async () => {
    const { clock, debug, becomes, written } = arrange([meter]);
    const value = (point: string, value: number, unit: string, ageMs: number) => ({
      point,
      quantity: point,
      value,
      unit,
      ageMs,
    });
    const refusal = (count: number) => ({
      point: 'frequency',
      reason: 'range' as const,
      count,
      raw: '6553.5',
    });
    becomes({ values: [value('voltage', 229, 'VLT', 400)], refusals: [refusal(3)] });
    debug.begin('meter', 60_000);
    await clock.advance(999);
    const together = [value('activePower', 1_280, 'WTT', 500), value('voltage', 230.5, 'VLT', 500)];
    becomes({ values: [...together, value('old', 1, 'VLT', 9_000)], refusals: [refusal(4)] });
    await clock.advance(1);
    becomes({ values: [value('activePower', 1_280, 'WTT', 1_500)], refusals: [refusal(4)] });
    await clock.advance(1_000);

    expect(written().slice(1)).toEqual([
      '+0.500 s gives activePower 1280 WTT, voltage 230.5 VLT',
      '+1.000 s refused frequency (range): 6553.5',
    ]);
  });

  it('ends by itself, after what came last', async () => {
    const { clock, debug, written } = arrange([meter]);
    debug.begin('meter', 3_000);

    await clock.advance(60_000);

    expect(written().at(-1)).toBe('The line of this device is no longer written into the log.');
    expect(debug.end('meter')).toBe(false);
  });

  it('ends on demand, and with the gateway', () => {
    const { debug } = arrange([meter, climate]);
    debug.begin('meter', 60_000);
    debug.begin('climate', 60_000);

    expect(debug.end('meter')).toBe(true);
    debug.stop();
    expect(debug.end('climate')).toBe(false);
  });

  it('shows the messages of a device that is heard over MQTT', async () => {
    const plug = mqttDevice('plug', [mqttMessage({ power: {} }, { topic: 'tele/plug/+' })]);
    const { clock, debug, messages, written } = arrange([plug]);
    debug.begin('plug', 60_000);
    const message = (topic: string, text: string): Tapped => ({
      number: messages.length,
      atMs: clock.monotonicMs(),
      topic,
      qos: 1,
      retain: false,
      client: undefined,
      withheld: false,
      bytes: text.length,
      payload: Buffer.from(text).toString('base64'),
    });

    messages.push(message('tele/plug/SENSOR', '{"P":12}'), message('tele/door', '{}'));
    await clock.advance(1_000);

    expect(written().slice(1)).toEqual(['+0.000 s tele/plug/SENSOR, 8 bytes: {"P":12}']);
  });

  it('says how much it left out of a line that never rests', async () => {
    const { clock, debug, piece, written, lose } = arrange([{ ...meter, protocol: 'serial', port: 'rs485' }]);
    debug.begin('meter', 60_000);

    for (let i = 0; i < 103; i += 1) piece('received', 'ff');
    await clock.advance(1_000);
    lose(40);
    await clock.advance(1_000);

    expect(
      written().filter((sentence) => sentence === 'More went over the line than is written.'),
    ).toHaveLength(2);
    expect(written()).toHaveLength(1 + 100 + 2);
  });

  it('knows the devices of the site only', () => {
    expect(arrange([meter]).debug.begin('ghost', 1_000)).toBe(false);
  });
});
