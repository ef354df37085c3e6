/** A session of our own at an MQTT broker, which it forgets again: nothing is taken from the gateway's. */
import { readFileSync } from 'node:fs';
import { connect, type IClientOptions, type IPublishPacket } from 'mqtt';
import type { Secrets } from '../settings.ts';
import type { MqttBroker } from '../sources/mqtt/settings.ts';

/** The gateway's login with a client id of its own. */
export function loginForPerson(broker: MqttBroker, secrets: Secrets): IClientOptions {
  const { username, password, ca, certificate, key } = broker;
  return {
    protocolVersion: broker.version === '5' ? 5 : 4,
    clean: true,
    reconnectPeriod: 0,
    ...(username === undefined ? {} : { username }),
    ...(password ? { password: secrets(password) } : {}),
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
    ...(certificate === undefined ? {} : { cert: readFileSync(certificate) }),
    ...(key ? { key: secrets(key) } : {}),
  };
}

export interface PersonSession {
  readonly broker: MqttBroker;
  readonly secrets: Secrets;
  readonly topics: readonly string[];
  /** Called once messages can come. */
  readonly ready?: () => void;
  readonly message: (topic: string, payload: Buffer, packet: Pick<IPublishPacket, 'qos' | 'retain'>) => void;
  /** Told once: no connection, the end of it, or a topic that is refused. */
  readonly trouble: (error: Error) => void;
}

export function subscribeForPerson({ broker, secrets, topics, ready, message, trouble }: PersonSession) {
  const client = connect(broker.url, loginForPerson(broker, secrets));
  let ended = false;
  const tell = (error: Error) => {
    if (!ended) trouble(error);
    ended = true;
  };
  client.on('connect', () => {
    client.subscribe([...topics], { qos: 0 }, (error) => {
      if (error) tell(error);
      else ready?.();
    });
  });
  client.on('message', message);
  client.on('error', tell);
  client.on('close', () => tell(new Error('it closed the connection')));
  return {
    end() {
      ended = true;
      client.end(true);
    },
  };
}
