/** Who is connected to the embedded MQTT broker, with what rights, and what came from each. */
import type { Socket } from 'node:net';
import type { Clock } from '../../../core/environment.ts';
import type { MqttListenerStatus } from '../../../core/status.ts';
import type { Guest } from './door.ts';
import { createInOrder, type InOrder } from './in-order.ts';
import type { Rights } from './rights.ts';
import { createTurns, type Turns } from './turns.ts';

export interface Session {
  readonly clientId: string;
  /** Undefined: nobody was asked. */
  readonly user: string | undefined;
  readonly rights: Rights;
  readonly guest: Guest;
  readonly turns: Turns;
  readonly acknowledgements: InOrder;
  readonly sinceMs: number;
  messages: number;
  withheld: number;
  lastMessageMs: number | undefined;
}

export interface Sessions {
  begin(socket: Socket, of: Pick<Session, 'clientId' | 'user' | 'rights' | 'guest'>): void;
  of(socket: Socket): Session | undefined;
  /** The one that has this client id now. */
  named(clientId: string): Session | undefined;
  /** Closes the connections of users for whom this says so. */
  closeWhere(changed: (user: string) => boolean): void;
  /** Lets what is written leave, then closes every connection. Resolves when all are closed. */
  closeAll(): Promise<void>;
  status(): MqttListenerStatus['clients'];
}

export function createSessions(messagesPerSecond: number, clock: Clock): Sessions {
  const sessions = new Map<Socket, Session>();
  return {
    begin(socket, of) {
      const session: Session = {
        ...of,
        turns: createTurns(messagesPerSecond, clock),
        acknowledgements: createInOrder(),
        sinceMs: clock.monotonicMs(),
        messages: 0,
        withheld: 0,
        lastMessageMs: undefined,
      };
      sessions.set(socket, session);
      socket.once('close', () => {
        session.turns.end();
        // After its last will, which goes out while aedes closes the connection.
        setImmediate(() => sessions.delete(socket));
      });
    },
    of: (socket) => sessions.get(socket),
    named(clientId) {
      for (const [socket, session] of sessions)
        if (session.clientId === clientId && !socket.destroyed) return session;
      return undefined;
    },
    closeWhere(changed) {
      for (const [socket, { user }] of sessions) if (user !== undefined && changed(user)) socket.destroy();
    },
    async closeAll() {
      const open = [...sessions.keys()].filter((socket) => !socket.destroyed);
      const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of open) socket.destroySoon();
      await Promise.all(closed);
    },
    status() {
      const nowMs = clock.monotonicMs();
      return [...sessions.values()].map((session) => ({
        clientId: session.clientId,
        user: session.user,
        address: session.guest.address,
        tls: session.guest.tls,
        connectedMs: nowMs - session.sinceMs,
        messages: session.messages,
        withheld: session.withheld,
        lastMessageMs: session.lastMessageMs === undefined ? undefined : nowMs - session.lastMessageMs,
      }));
    },
  };
}
