/**
 * A listening socket of the embedded MQTT broker, with or without TLS, and what stands between the network and the MQTT
 * parser: how many may come, how long they may take to log in, and how large their packets may be. Bytes are
 * looked at where Node hands them to the socket's own buffer, so that nothing is copied and nothing large is
 * gathered. A connection goes on to the parser with its first whole packet: one that says nothing costs a socket.
 */
import { createServer as createPlain, type Server, type Socket } from 'node:net';
import { createServer as createTls, type TLSSocket, type TlsOptions } from 'node:tls';
import type { Clock } from '../../../core/environment.ts';
import { KopruError } from '../../../core/errors.ts';
import { createPacketGate, type Offence } from '../packet-gate.ts';
import type { Crowd } from './crowd.ts';
import type { ListenAddress } from './settings.ts';

/** Why a connection was ended from our side. Counted, shown in `status`. */
export type Dismissal = Offence | 'no login in time' | 'too many connections' | 'TLS';

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** Authority of client certificates; present: every client must show one. */
  readonly clients?: string;
}

export interface DoorOptions {
  readonly address: ListenAddress;
  readonly tls: TlsFiles | undefined;
  /** Who names no user may come in. */
  readonly anonymous: boolean;
  readonly crowd: Crowd<Socket>;
  readonly packetBytes: number;
  readonly clock: Clock;
  /** A connection whose bytes are MQTT as far as is known; speaks MQTT from here on. */
  readonly enter: (socket: Socket, guest: Guest) => void;
  readonly dismissed: (why: Dismissal, address: string) => void;
}

/** What is known of a connection before it says anything. */
export interface Guest {
  readonly address: string;
  readonly tls: boolean;
  /** It may come in without a user. */
  readonly anonymous: boolean;
  /** Common name of its verified client certificate. */
  readonly certificate: string | undefined;
  /** It logged in. False: there are too many already, it is to be refused. */
  settle(): boolean;
  /** Its place is free from now on: the same client has come again. */
  leave(): void;
}

export interface Door {
  /** Rejects with a KopruError when the address is taken or not ours. */
  open(): Promise<void>;
  /** The port that was really taken. */
  readonly port: number;
  /** Shows another certificate to who comes from now on. */
  renew(tls: TlsFiles): void;
  /** Lets nobody in any more. Those inside stay. */
  shut(): void;
}

/** Longest time from the first packet of TCP to a login, TLS and password included. */
const loginMs = 10_000;

export function createDoor(options: DoorOptions): Door {
  const { address, tls, crowd, clock, dismissed } = options;
  const secure = tls && createTls({ ...tlsOptions(tls), handshakeTimeout: loginMs, noDelay: true });
  const server: Server = secure ?? createPlain({ noDelay: true });

  /** From the raw socket to what ends its time to log in. */
  const arrived = new WeakMap<Socket, { cancel: () => void; address: string }>();

  const arrive = (socket: Socket) => {
    const from = socket.remoteAddress ?? '';
    const leaving = crowd.arrive(socket, from);
    if (leaving) dismiss(leaving, 'too many connections');
    const cancel = clock.after(loginMs, () => dismiss(socket, 'no login in time'));
    arrived.set(socket, { cancel, address: from });
    socket.on('error', () => {});
    socket.once('close', () => {
      cancel();
      crowd.leave(socket);
    });
  };

  const dismiss = (socket: Socket, why: Dismissal) => {
    if (socket.destroyed) return;
    dismissed(why, arrived.get(socket)?.address ?? '');
    socket.destroy();
  };

  const enter = (raw: Socket, spoken: Socket, certificate: string | undefined) => {
    const guest: Guest = {
      address: arrived.get(raw)?.address ?? '',
      tls: tls !== undefined,
      anonymous: options.anonymous,
      certificate,
      settle() {
        arrived.get(raw)?.cancel();
        // A device that lost its power says nothing any more.
        raw.setKeepAlive(true, 60_000);
        if (crowd.settle(raw)) return true;
        dismissed('too many connections', guest.address);
        return false;
      },
      leave: () => crowd.leave(raw),
    };
    guard(spoken, options.packetBytes, {
      greeted: () => options.enter(spoken, guest),
      offended(offence) {
        dismiss(raw, offence);
        spoken.destroy();
      },
    });
  };

  server.on('connection', arrive);
  if (tls) {
    /** TLS sockets do not name the connection they came over; it is the one with the same peer. */
    const raws = new Map<string, Socket>();
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      raws.set(peer, socket);
      socket.once('close', () => raws.get(peer) === socket && raws.delete(peer));
    });
    server.on('secureConnection', (secure: TLSSocket) => {
      secure.on('error', () => {});
      const raw = raws.get(peerOf(secure));
      if (raw) enter(raw, secure, tls.clients === undefined ? undefined : commonName(secure));
      else secure.destroy();
    });
    server.on('tlsClientError', (_error, secure: TLSSocket) => {
      dismissed('TLS', secure.remoteAddress ?? '');
      secure.destroy();
    });
  } else server.on('connection', (socket: Socket) => enter(socket, socket, undefined));

  return {
    open: () =>
      new Promise((resolve, reject) => {
        server.once('error', (cause: NodeJS.ErrnoException) => reject(notListening(address, cause)));
        server.listen(address.port, address.host, resolve);
      }),
    get port() {
      const bound = server.address();
      return typeof bound === 'object' && bound !== null ? bound.port : address.port;
    },
    renew: (files) => secure?.setSecureContext(tlsOptions(files)),
    shut: () => void server.close(),
  };
}

function tlsOptions({ certificate, key, clients }: TlsFiles): TlsOptions {
  return {
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    ...(clients === undefined ? {} : { ca: clients, requestCert: true, rejectUnauthorized: true }),
  };
}

interface Guarded {
  /** The first packet is in the buffer of the socket. */
  greeted(): void;
  offended(offence: Offence): void;
}

/** Shows every chunk to a packet gate before it reaches the buffer of the socket. */
function guard(socket: Socket, packetBytes: number, { greeted, offended }: Guarded): void {
  const gate = createPacketGate(packetBytes);
  const push = socket.push.bind(socket);
  let entered = false;
  socket.push = (chunk: Buffer | null) => {
    const offence = chunk === null ? undefined : gate.check(chunk);
    if (offence !== undefined) {
      offended(offence);
      return false;
    }
    const more = push(chunk);
    if (!entered && gate.greeted) {
      entered = true;
      greeted();
    }
    return more;
  };
  // Without a reader: what comes is buffered until somebody reads.
  socket.read(0);
}

const peerOf = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`;

function commonName(socket: TLSSocket): string | undefined {
  const name: unknown = socket.getPeerCertificate().subject?.CN;
  return typeof name === 'string' ? name : undefined;
}

function notListening({ host, port }: ListenAddress, cause: NodeJS.ErrnoException): KopruError {
  const why =
    cause.code === 'EADDRINUSE'
      ? 'the port is in use'
      : cause.code === 'EADDRNOTAVAIL'
        ? 'this machine does not have that address'
        : cause.code === 'EACCES'
          ? 'ports below 1024 are not for this user'
          : cause.message;
  return new KopruError(`The embedded MQTT broker cannot listen on ${host}:${port}: ${why}.`, {
    kind: 'config',
    code: 'MQTT_LISTEN',
    hint: 'Choose another `address` under `mqtt.listen`, or stop what uses it: ss -ltnp',
    cause,
  });
}
