/** The devices behind one MQTT broker that runs elsewhere: our client there, and what takes its messages in. */
import { readFileSync } from 'node:fs';
import type { Clock, Logger, Random } from '../../core/environment.ts';
import type { Backoff } from '../../core/retry.ts';
import type { ShortStatus } from '../../core/short-status.ts';
import type { Intake, Source } from '../../core/source.ts';
import type { MqttClientStatus } from '../../core/status.ts';
import type { Secrets } from '../../settings.ts';
import { MqttClient } from './client.ts';
import type { MqttDevice } from './device.ts';
import { createFlow, flowing, readingsInFlight } from './flow.ts';
import type { OpenMqttJs } from './mqtt-js.ts';
import { openMqttJs } from './open-mqtt-js.ts';
import { createReceiver } from './receiver.ts';
import { topicsOf } from './routes.ts';
import type { MqttBroker } from './settings.ts';
import { StatusTeller } from './status-teller.ts';
import { createTap, type TappedMessages } from './tap.ts';
import type { Trouble } from './trouble.ts';

export interface MqttSourceOptions {
  readonly broker: MqttBroker;
  /** Those whose `mqtt` names this MQTT broker. */
  readonly devices: readonly MqttDevice[];
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly intake: Intake;
  /** Between attempts to connect; default full jitter from 1 s to 30 s. */
  readonly backoff?: Backoff;
  /** At least 30 s, because nothing else is read while acknowledgements are held; default 60 s. */
  readonly keepaliveMs?: number;
  readonly readFile?: (path: string) => string;
  readonly open?: OpenMqttJs;
}

export interface MqttSource extends Source {
  status(): MqttClientStatus;
  /** For `kopru mqtt tail`; see tap.ts. */
  messagesSince(number: number): TappedMessages;
  /** Called with each snapshot; publishes where the MQTT broker's settings ask for it. */
  announce(status: ShortStatus): void;
}

export function createMqttSource(options: MqttSourceOptions): MqttSource {
  const { broker, devices, clock, logger, intake } = options;
  const flow = createFlow(readingsInFlight);
  const receiver = createReceiver({
    name: broker.name,
    devices,
    clock,
    logger,
    intake: flowing(intake, flow),
  });

  const tap = createTap(clock);

  const teller = new StatusTeller(clock, options.random, (text) =>
    broker.announce === undefined ? false : client.publish({ topic: broker.announce, text }),
  );

  /** The devices were told that their MQTT broker is out of reach. */
  let toldDown = false;

  const client = new MqttClient({
    ...options,
    topics: topicsOf(devices, broker.share),
    backoff: options.backoff ?? { baseMs: 1_000, capMs: 30_000 },
    keepaliveMs: options.keepaliveMs ?? 60_000,
    readFile: options.readFile ?? ((path) => readFileSync(path, 'utf8')),
    open: options.open ?? openMqttJs,
    take(packet) {
      tap.note(packet);
      return receiver.take(packet, broker.name);
    },
    room: () => flow.room(),
    up: (sessionPresent) => {
      if (!sessionPresent) receiver.forgetIds();
      if (toldDown) receiver.linkAll({ state: 'starting' });
      toldDown = false;
      teller.connected();
    },
    down: ({ code, reason }: Trouble) => {
      toldDown = true;
      receiver.linkAll({ state: 'silent', code, reason });
    },
  });

  return {
    start() {
      receiver.linkAll({ state: 'starting' });
      client.start();
    },
    stop: () => client.stop(),
    messagesSince: (number) => tap.since(number),
    announce: (status) => teller.observe(status),
    status: () => ({
      kind: 'client',
      name: broker.name,
      url: broker.url,
      ...client.status(),
      ...receiver.counts(),
    }),
  };
}
