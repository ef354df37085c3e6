/**
 * The embedded MQTT broker as a source: devices publish to the gateway itself. A PUBACK leaves after the fsync of every
 * reading of its message, because the message is taken in within the hook that aedes asks before it answers.
 *
 * What is beyond the bounds waits where it came from: a client beyond its rate, and everybody while the disk is behind,
 * is simply not read on. A message that could not be kept ends its connection without an acknowledgement, and its
 * client may come again after a moment that doubles; it repeats the message then.
 */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { type Clock, type Logger, pause, type Random } from '../../../core/environment.ts';
import type { ShortStatus } from '../../../core/short-status.ts';
import type { Intake, Source } from '../../../core/source.ts';
import type { MqttListenerStatus } from '../../../core/status.ts';
import type { Secrets } from '../../../settings.ts';
import type { MqttDevice } from '../device.ts';
import { createFlow, flowing, readingsInFlight } from '../flow.ts';
import { createReceiver } from '../receiver.ts';
import { StatusTeller } from '../status-teller.ts';
import { createTap, type TappedMessages } from '../tap.ts';
import { admit } from './admission.ts';
import {
  type AedesBroker,
  createAedesBroker,
  type InboundPacket,
  type LoginPacket,
  type LoginVerdict,
  type PublishVerdict,
} from './aedes-broker.ts';
import { createCrowd } from './crowd.ts';
import type { Guest } from './door.ts';
import { createDoors } from './doors.ts';
import { createLogins } from './logins.ts';
import { createPenalties } from './penalties.ts';
import { createRefusals } from './refusals.ts';
import { createRetained } from './retained.ts';
import { mayPublish, maySubscribe } from './rights.ts';
import { createSessions, type Session } from './sessions.ts';
import { listenerName, type MqttListener } from './settings.ts';
import { watchUsers } from './user-watch.ts';

export interface ListenerOptions {
  readonly listener: MqttListener;
  /** Those that publish to it. */
  readonly devices: readonly MqttDevice[];
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly intake: Intake;
  readonly readFile?: (path: string) => string;
}

export interface MqttListenerSource extends Source {
  status(): MqttListenerStatus;
  /** For `kopru mqtt tail`; see tap.ts. */
  messagesSince(number: number): TappedMessages;
  /** Called with each snapshot; publishes where the settings ask for it. */
  announce(status: ShortStatus): void;
  /** Ports that were really taken, in the order of `addresses` in the status. */
  ports(): readonly number[];
}

/** What was read but not acknowledged gets so long at a stop. */
const graceMs = 1_500;
/** Time for the last bytes to leave. */
const goodbyeMs = 300;

export async function createMqttListener(options: ListenerOptions): Promise<MqttListenerSource> {
  const { listener, clock, logger } = options;
  const flow = createFlow(readingsInFlight);
  const intake = flowing(options.intake, flow);
  const receiver = createReceiver({ ...options, name: listenerName, intake });
  const refusals = createRefusals(clock, logger);
  const sessions = createSessions(listener.limits.messagesPerSecond, clock);
  const crowd = createCrowd<Socket>(listener.limits);
  const penalties = createPenalties(clock);
  const retained = createRetained();
  const tap = createTap(clock);
  const guests = new WeakMap<Socket, Guest>();
  const watch = watchUsers({
    file: listener.users,
    clock,
    logger,
    changed: (names) => {
      logins.forget();
      sessions.closeWhere((user) => names.has(user));
    },
  });
  const logins = createLogins(() => watch.users, clock);
  let connections = 0;
  let stopping = false;

  const broker: AedesBroker = await createAedesBroker({
    login,
    publish,
    maySubscribe(socket, filter) {
      const session = sessions.of(socket);
      if (session && maySubscribe(session.rights, filter)) return true;
      refusals.count('subscription', { client: session?.clientId, mqttUser: session?.user, topic: filter });
      return false;
    },
    offended: (socket, words) => refusals.count('protocol', { address: guests.get(socket)?.address, words }),
  });

  const doors = createDoors({
    ...options,
    readFile: options.readFile ?? ((path) => readFileSync(path, 'utf8')),
    crowd,
    enter(socket, guest) {
      guests.set(socket, guest);
      broker.handle(socket);
    },
    dismissed: (why, address) => refusals.count(why, { address }),
  });

  async function login(socket: Socket, packet: LoginPacket): Promise<LoginVerdict> {
    const guest = guests.get(socket);
    if (!guest || stopping) return 'unavailable';
    const admission = await admit(guest, packet, { logins, penalties, refusals, sessions });
    if (admission.verdict !== 'welcome') return admission.verdict;
    // aedes closes the connection that this client has still, half open after a power cut perhaps.
    sessions.named(packet.clientId)?.guest.leave();
    if (socket.destroyed || !guest.settle()) return 'unavailable';
    connections += 1;
    sessions.begin(socket, { ...admission, clientId: packet.clientId, guest });
    return 'welcome';
  }

  function publish(socket: Socket, packet: InboundPacket, answer: (verdict: PublishVerdict) => void): void {
    const session = sessions.of(socket);
    if (!session) {
      answer(new Error('not logged in'));
      return;
    }
    session.turns.take(() =>
      flow.enter(() => {
        if (!stopping) receive(session, packet, answer);
      }),
    );
  }

  function receive(session: Session, packet: InboundPacket, answer: (verdict: PublishVerdict) => void): void {
    session.messages += 1;
    session.lastMessageMs = clock.monotonicMs();
    const { clientId, user } = session;
    const allowed = mayPublish(session.rights, packet.topic) && packet.topic !== listener.announce;
    tap.note(packet, { client: clientId, withheld: !allowed });
    if (!allowed) {
      session.withheld += 1;
      refusals.count('no right to topic', { client: clientId, mqttUser: user, topic: packet.topic });
      session.acknowledgements.place(() => answer('withhold'))();
      return;
    }
    packet.retain = packet.retain && retained.admit(packet.topic, packet.payload.length);
    // It comes from the device itself, so it is fresh, whatever it asks the MQTT broker to keep.
    const append = receiver.take({ ...packet, retain: false }, `${listenerName} ${clientId}`);
    let failure: Error | undefined;
    const ready = session.acknowledgements.place(() => answer(failure ?? 'pass'));
    if (!append) {
      ready();
      return;
    }
    append.then(
      () => {
        penalties.forgive(clientId);
        ready();
      },
      (thrown: unknown) => {
        penalties.punish(clientId);
        failure = thrown instanceof Error ? thrown : new Error(String(thrown));
        ready();
      },
    );
  }

  const teller = new StatusTeller(clock, options.random, (text) => {
    if (listener.announce !== undefined) broker.publishRetained(listener.announce, text);
    return true;
  });

  return {
    start() {
      receiver.linkAll({ state: 'starting' });
      doors.open();
      if (watch.users.size === 0 && !listener.plain?.anonymous)
        logger.warn({ users: listener.users }, 'No MQTT user exists yet: kopru mqtt user add <name>');
    },
    async stop() {
      stopping = true;
      doors.shut();
      watch.end();
      await Promise.race([flow.idle(), pause(clock, graceMs)]);
      flow.end();
      // The answers of the last commit are written by now; they still have to leave.
      await pause(clock, 0);
      await Promise.race([sessions.closeAll(), pause(clock, goodbyeMs)]);
      await broker.close();
    },
    status: () => ({
      kind: 'listener',
      name: listenerName,
      addresses: doors.status(),
      users: { file: listener.users, count: watch.users.size, trouble: watch.trouble },
      clients: sessions.status(),
      connections,
      refused: refusals.counts(),
      ...receiver.counts(),
    }),
    messagesSince: (number) => tap.since(number),
    announce: (status) => teller.observe(status),
    ports: () => doors.ports(),
  };
}
