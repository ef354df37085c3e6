import { describe, expect, it } from 'vitest';
import { mqttLines } from '../../src/cli/mqtt-lines.ts';
import type { MqttClientStatus, MqttListenerStatus } from '../../src/core/status.ts';
import { snapshot } from '../fakes/snapshot.ts';

const traffic = { received: 12_402, repeated: 0, unmatched: 0, stale: 0, lost: 0 };
const city: MqttClientStatus = {
  ...traffic,
  kind: 'client',
  name: 'city',
  url: 'mqtts://mqtt.city.example',
  connected: true,
  subscribed: true,
  trouble: undefined,
  connections: 1,
  gaps: 0,
  held: 0,
  refusedTopics: [],
};
const listen: MqttListenerStatus = {
  ...traffic,
  kind: 'listener',
  name: 'listen',
  addresses: [{ address: '[::]:8883', tls: true, trouble: undefined }],
  users: { file: '/var/lib/kopru/mqtt-users.json', count: 3, trouble: undefined },
  clients: [
    {
      clientId: 'meter',
      user: 'meter',
      address: '10.0.8.7',
      tls: true,
      connectedMs: 60_000,
      messages: 12_402,
      withheld: 0,
      lastMessageMs: 4_000,
    },
  ],
  connections: 4,
  refused: [],
};
const lines = (...mqtt: (MqttClientStatus | MqttListenerStatus)[]) =>
  mqttLines(snapshot({ mqtt }), { color: false });

describe('MQTT in kopru status', () => {
  it('is one line where all is well', () => {
    expect(lines(city, listen)).toEqual(
      [
        '✓ mqtt city: connected, 12 402 messages',
        '✓ mqtt listen: [::]:8883 with TLS, 1 client, last message 4 s ago, 12 402 messages',
      ]
        .map((line) => line.replaceAll('12 402', '12\u202f402'))
        .flatMap((line) => wrappedAt80(line)),
    );
  });

  it('says what is wrong, and what mends it', () => {
    const trouble = { code: 'MQTT_TLS', reason: 'MQTT broker city is not trusted.', hint: 'Check `ca`.' };

    expect(
      lines({ ...city, connected: false, trouble, received: 0, gaps: 1, refusedTopics: ['a/#'] }),
    ).toEqual([
      '✗ mqtt city: not connected, 0 messages, 1 gap: it forgot our session, messages',
      '  may be missing',
      '  MQTT broker city is not trusted. Check `ca`.',
      '  refuses the topic a/#',
    ]);
    expect(
      lines({
        ...listen,
        clients: [],
        received: 0,
        addresses: [{ address: '10.0.8.1:1883', tls: false, trouble: 'It cannot listen.' }],
        refused: [{ reason: 'login', count: 3 }],
      }),
    ).toEqual([
      '✗ mqtt listen: 10.0.8.1:1883, 0 clients, 0 messages, refused: login 3',
      '  It cannot listen.',
    ]);
  });
});

function wrappedAt80(line: string): string[] {
  if (line.length <= 80) return [line];
  const cut = line.lastIndexOf(' ', 80);
  return [line.slice(0, cut), `  ${line.slice(cut + 1)}`];
}
