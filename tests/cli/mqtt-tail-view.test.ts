import { describe, expect, it } from 'vitest';
import { messageLines, messageMeaning, type ShownMessage } from '../../src/cli/mqtt-tail-view.ts';
import { createRoutes } from '../../src/sources/mqtt/routes.ts';
import { chirpstackUplink, lorawanMessage } from '../fakes/lorawan.ts';
import { mqttDevice, mqttMessage } from '../fakes/mqtt.ts';

const plug = mqttDevice(
  'plug',
  [
    mqttMessage(
      { power: { unit: 'WTT', path: '/P', meaning: { max: 3_000 } } },
      { topic: 'tele/plug' },
      'plug',
    ),
  ],
  { online: { topic: 'tele/plug/LWT', is: 'Online' } },
);
const routeOf = createRoutes([plug]);

function shown(topic: string, payload: string, change: Partial<ShownMessage> = {}): string[] {
  const message: ShownMessage = {
    topic,
    qos: 1,
    retain: false,
    client: 'p1',
    withheld: false,
    bytes: Buffer.byteLength(payload),
    payload: Buffer.from(payload),
    ...change,
  };
  return messageLines(message, messageMeaning(routeOf(topic), message));
}

describe('a message in kopru mqtt tail', () => {
  it.each([
    ['a reading', 'tele/plug', '{"P":12}', {}, 'plug: power 12 WTT'],
    ['a value beyond its limit', 'tele/plug', '{"P":3001}', {}, 'plug: power: range'],
    ['no JSON', 'tele/plug', 'x', {}, 'plug: the message: unreadable'],
    ['none of its points', 'tele/plug', '{}', {}, 'plug: the message: missing'],
    ['a last will', 'tele/plug/LWT', 'Offline', {}, 'plug: says whether it is there'],
    ['a stranger', 'tele/lamp', '1', {}, 'belongs to no device'],
    [
      'no right',
      'tele/plug',
      '{"P":12}',
      { withheld: true },
      'is kept from everybody: its user has no right to this topic',
    ],
  ])('says what the gateway makes of it: %s', (_name, topic, payload, change, expected) => {
    expect(shown(topic, payload, change)).toEqual([
      `${topic}  QoS 1, from p1`,
      `  ${payload}`,
      `  ${expected}`,
    ]);
  });

  it('shows the bytes of a LoRaWAN uplink, also of one that no message of its driver takes', () => {
    const level = mqttDevice('level', [lorawanMessage({ fPorts: [2] })]);
    const route = createRoutes([level])('application/1/device/24e124b000000001/event/up');
    const lines = (change: object) => {
      const payload = Buffer.from(JSON.stringify(chirpstackUplink('03 E8', change)));
      const facts = { qos: 1, retain: false, client: undefined, withheld: false } as const;
      const message = { topic: 'up', bytes: payload.length, payload, ...facts };
      return messageLines(message, messageMeaning(route, message));
    };

    expect(lines({})).toContain('  fPort 2: 03 E8');
    expect(lines({}).at(-1)).toBe('  level: distance 1000 MMT');
    expect(lines({ fPort: 9 })).toContain('  fPort 9: 03 E8');
    expect(lines({ fPort: 9 }).at(-1)).toBe('  level: the message: unmatched');
  });

  it('cuts what is long, and lets no device command the terminal', () => {
    const [head, body] = shown('a/\u001b[2J', `\u0007${'x'.repeat(9_000)}`, {
      retain: true,
      client: undefined,
    });

    expect(head).toBe('a/\\x1b[2J  QoS 1, retained');
    expect(body).toMatch(/^ {2}\\x07x+… \(9001 bytes\)$/);
    expect(body?.length).toBeLessThan(230);
  });
});
