/** Publishers with QoS 1 that remember what was acknowledged to them. Each number is published by one sender only. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';

export interface Senders {
  /** Numbers whose PUBACK came. */
  readonly acknowledged: ReadonlySet<number>;
  /** Starts no new message; resolves when every one under way is acknowledged. */
  finish(): Promise<void>;
  end(): Promise<void>;
}

export interface SendersOptions {
  readonly port: number;
  readonly senders: number;
  /** Unacknowledged messages that each sender has under way. */
  readonly window: number;
  /** Milliseconds between an acknowledgement and the next message. */
  readonly pauseMs?: number;
  readonly first?: number;
  readonly options?: IClientOptions;
}

export function startSenders(wanted: SendersOptions): Senders {
  const { port, senders, window, pauseMs = 0, first = 0, options = {} } = wanted;
  const acknowledged = new Set<number>();
  const underWay = new Set<Promise<void>>();
  let next = first;
  let finishing = false;

  const clients = Array.from({ length: senders }, (_, i): MqttClient => {
    const client = mqtt.connect({
      host: '127.0.0.1',
      port,
      clientId: `sender-${first}-${i}`,
      reconnectPeriod: 200,
      ...options,
    });
    client.on('error', () => {});
    const send = (): void => {
      if (finishing) return;
      const n = next++;
      const sent = client.publishAsync(`load/${i}`, JSON.stringify({ n }), { qos: 1 }).then(() => {
        acknowledged.add(n);
        underWay.delete(sent);
        if (pauseMs > 0) setTimeout(send, pauseMs);
        else send();
      });
      underWay.add(sent);
    };
    client.once('connect', () => {
      for (let i = 0; i < window; i += 1) send();
    });
    return client;
  });

  return {
    acknowledged,
    async finish() {
      finishing = true;
      await Promise.all(underWay);
    },
    async end() {
      finishing = true;
      await Promise.all(clients.map((client) => client.endAsync(true)));
    },
  };
}
