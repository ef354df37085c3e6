/**
 * The MQTT protocol by aedes, with every decision taken elsewhere. What aedes allows by default is denied here: nobody
 * comes in, publishes or subscribes unless the hooks say so.
 *
 *   - The hook of a publication runs before its PUBACK; a failure there ends the connection without one.
 *   - Every session is a clean one. aedes keeps the messages of an absent subscriber in memory without bound (#1087),
 *     and a device that only publishes has nothing to miss.
 *   - A subscriber that does not read is cut off: aedes lets one that is slow hold up the publishers.
 */
import type { Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';
import type { Publication } from '../publication.ts';

/** CONNACK return codes (MQTT 3.1.1, table 3.1). */
export const returnCodes = { welcome: 0, identifier: 2, unavailable: 3, wrong: 4 } as const;
export type LoginVerdict = keyof typeof returnCodes;

/** `withhold`: acknowledged, and nobody gets to see it. */
export type PublishVerdict = 'pass' | 'withhold' | Error;

export interface BrokerHooks {
  login(socket: Socket, login: LoginPacket): Promise<LoginVerdict>;
  /** Answers once, now or later; `retain` may be taken away. */
  publish(socket: Socket, packet: InboundPacket, answer: (verdict: PublishVerdict) => void): void;
  maySubscribe(socket: Socket, filter: string): boolean;
  /** It broke a rule of MQTT; it is closed already. */
  offended(socket: Socket, words: string): void;
}

export interface LoginPacket {
  readonly clientId: string;
  readonly name: string | undefined;
  readonly password: Uint8Array | undefined;
}

export interface InboundPacket extends Publication {
  retain: boolean;
}

export interface AedesBroker {
  /** Speaks MQTT with a connection from here on. */
  handle(socket: Socket): void;
  /** To whoever subscribes, now or later. */
  publishRetained(topic: string, text: string): void;
  close(): Promise<void>;
}

const connectMs = 5_000;
/** Bytes that a subscriber may leave unread. */
const unreadAtMost = 1_048_576;
/** A message on it reaches nobody: it cannot be subscribed to. */
const nowhere = '$kopru/withheld';

export async function createAedesBroker(hooks: BrokerHooks): Promise<AedesBroker> {
  /** What the hooks wanted comes back as an error of the connection. */
  const wanted = new WeakSet<Error>();
  const refusal = (verdict: Exclude<LoginVerdict, 'welcome'>) => {
    const error = Object.assign(new Error(verdict), { returnCode: returnCodes[verdict] });
    wanted.add(error);
    return error;
  };
  const offended = (client: Client, error: Error) => {
    // One with a code is of the network, not of MQTT.
    if (!wanted.has(error) && !('code' in error)) hooks.offended(client.conn as Socket, error.message);
  };
  const aedes = await Aedes.createBroker({
    connectTimeout: connectMs,
    drainTimeout: 10_000,
    // Each may be 64 KiB, and is held until the client ends the handshake of QoS 2.
    maxInflightInbound: 20,
    maxClientsIdLength: 65,
    preConnect(_client, packet, callback) {
      packet.clean = true;
      callback(null, true);
    },
    authenticate(client, name, password, done) {
      const login = { clientId: client.id, name, password };
      hooks.login(client.conn as Socket, login).then(
        (verdict) => (verdict === 'welcome' ? done(null, true) : done(refusal(verdict), false)),
        () => done(refusal('unavailable'), false),
      );
    },
    authorizePublish(client, packet, callback) {
      if (client === null) return callback(new Error('nobody published it'));
      const { payload } = packet;
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
      const inbound: InboundPacket = {
        topic: packet.topic,
        payload: bytes,
        qos: packet.qos,
        dup: packet.dup,
        retain: packet.retain,
        messageId: packet.messageId,
      };
      hooks.publish(client.conn as Socket, inbound, (verdict) => {
        if (verdict instanceof Error) {
          wanted.add(verdict);
          callback(verdict);
          return;
        }
        packet.retain = verdict === 'pass' && inbound.retain;
        if (verdict === 'withhold') packet.topic = nowhere;
        callback(null);
      });
    },
    authorizeSubscribe(client, subscription, callback) {
      callback(null, hooks.maySubscribe(client.conn as Socket, subscription.topic) ? subscription : null);
    },
    authorizeForward(client, packet) {
      if ((client.conn as Socket).writableLength <= unreadAtMost) return packet;
      client.conn.destroy();
      return null;
    },
  });
  aedes.on('clientError', offended);
  aedes.on('connectionError', offended);

  return {
    handle: (socket) => void aedes.handle(socket),
    publishRetained: (topic, text) =>
      aedes.publish({ cmd: 'publish', topic, payload: text, qos: 0, retain: true, dup: false }, () => {}),
    close: () => new Promise((resolve) => aedes.close(resolve)),
  };
}
