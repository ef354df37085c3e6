/**
 * The two ways to reach a line, behind one small interface: a serial port (its native module is loaded only when
 * one is configured) and a converter or server on TCP. Knows no protocol.
 */
import { access, constants, stat } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import type { Clock } from '../core/environment.ts';
import { wordsOf } from '../core/errors.ts';
import type { Line } from '../core/line.ts';
import { within } from './within.ts';

/** A state of a link that somebody may have to mend: a stable code and a sentence for the technician. */
export interface Problem {
  readonly code: string;
  readonly reason: string;
}

export type Address =
  | { readonly kind: 'serial'; readonly port: string; readonly line: Line }
  | { readonly kind: 'socket'; readonly host: string; readonly port: number };

export interface Transport {
  write(bytes: Buffer): void;
  /** Throws away what was received and not yet handed over. */
  flush(): void;
  /** Resolves within 1 s, whatever the other side does. `closed` is not called any more. */
  close(): Promise<void>;
}

export interface TransportEvents {
  data(bytes: Buffer): void;
  /** At most once, and only after the connection was made: unplugged, reset or ended by the other side. */
  closed(problem: Problem): void;
}

export type Connected =
  | { readonly kind: 'connected'; readonly transport: Transport }
  | ({ readonly kind: 'failed' } & Problem);

/** Never rejects. Given up when the signal aborts; the answer is of no interest then, but nothing stays open. */
export type Connect = (address: Address, events: TransportEvents, signal: AbortSignal) => Promise<Connected>;

const connectTimeoutMs = 5_000;
const closeTimeoutMs = 1_000;
const lookEveryMs = 1_000;
/** A peer that vanished without a word is found out by probes after this much silence. */
const keepAliveInitialDelay = 30_000;

export function createConnect(clock: Clock): Connect {
  return (address, events, signal) => {
    if (address.kind !== 'serial') return openSocket(address, events, clock, signal);
    return openPort(address, events, clock, signal).catch((thrown: unknown) => ({
      kind: 'failed' as const,
      ...portProblem(address, '', wordsOf(thrown)),
    }));
  };
}

type SocketAddress = Exclude<Address, { kind: 'serial' }>;
type PortAddress = Extract<Address, { kind: 'serial' }>;

function openSocket(
  address: SocketAddress,
  events: TransportEvents,
  clock: Clock,
  signal: AbortSignal,
): Promise<Connected> {
  return new Promise((resolve) => {
    const { host, port } = address;
    const socket = connectSocket({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay });
    let connected = false;
    let problem: Problem | undefined;
    const giveUp = () => socket.destroy();
    const cancel = clock.after(connectTimeoutMs, () => {
      problem = socketProblem(address, 'ETIMEDOUT', '');
      socket.destroy();
    });
    signal.addEventListener('abort', giveUp, { once: true });
    socket.on('data', (bytes: Buffer) => events.data(bytes));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      problem = socketProblem(address, error.code ?? '', error.message);
    });
    socket.on('connect', () => {
      cancel();
      connected = true;
      signal.removeEventListener('abort', giveUp);
      resolve({ kind: 'connected', transport });
    });
    socket.on('close', () => {
      cancel();
      const why = problem ?? socketProblem(address, 'CLOSED', '');
      if (connected) events.closed(why);
      else resolve({ kind: 'failed', ...why });
    });
    const transport: Transport = {
      write: (bytes) => void socket.write(bytes),
      flush: () => {},
      close: async () => {
        socket.removeAllListeners('close');
        socket.destroy();
      },
    };
    if (signal.aborted) giveUp();
  });
}

async function openPort(
  address: PortAddress,
  events: TransportEvents,
  clock: Clock,
  signal: AbortSignal,
): Promise<Connected> {
  const hindrance = await access(address.port, constants.R_OK | constants.W_OK).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => portProblem(address, error.code ?? '', error.message),
  );
  if (hindrance) return { kind: 'failed', ...hindrance };
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({
    path: address.port,
    baudRate: address.line.baud,
    dataBits: address.line.dataBits,
    parity: address.line.parity,
    stopBits: address.line.stopBits,
    autoOpen: false,
  });
  let wanted = true;
  port.on('data', (bytes: Buffer) => events.data(bytes));
  port.on('error', () => {});
  const lost = () => {
    if (!wanted) return;
    wanted = false;
    endWatch();
    events.closed(portProblem(address, 'ENOENT', ''));
  };
  let endWatch = () => {};
  port.on('close', lost);
  const failure = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (failure) return { kind: 'failed', ...portProblem(address, '', wordsOf(failure)) };
  const close = async () => {
    wanted = false;
    endWatch();
    if (port.isOpen) await within(clock, closeTimeoutMs, new Promise((resolve) => port.close(resolve)));
  };
  if (signal.aborted) {
    await close();
    return { kind: 'failed', ...portProblem(address, 'CLOSED', 'given up') };
  }
  endWatch = watchPath(address.port, clock, () => {
    lost();
    void close();
  });
  const transport: Transport = {
    write: (bytes) => void port.write(bytes),
    flush: () => port.isOpen && port.flush(() => {}),
    close,
  };
  return { kind: 'connected', transport };
}

/**
 * Calls `gone` once when the path is no longer the device that it was, until the returned function ends it. serialport
 * does not always say that a port went away: one pseudo-terminal in some 50 that were unplugged was missed.
 */
function watchPath(path: string, clock: Clock, gone: () => void): () => void {
  const identity = () =>
    stat(path).then(
      ({ dev, ino, rdev }) => `${dev} ${ino} ${rdev}`,
      () => undefined,
    );
  let ended = false;
  let cancel = () => {};
  const opened = identity();
  const look = async () => {
    const same = (await opened) === (await identity());
    if (ended) return;
    if (same) cancel = clock.after(lookEveryMs, look);
    else gone();
  };
  cancel = clock.after(lookEveryMs, look);
  return () => {
    ended = true;
    cancel();
  };
}

/** What a socket's error means for the technician. */
export function socketProblem(
  address: Pick<SocketAddress, 'host' | 'port'>,
  code: string,
  words: string,
): Problem {
  const place = `${address.host}:${address.port}`;
  switch (code) {
    case 'ECONNREFUSED':
      return {
        code: 'CONNECTION_REFUSED',
        reason: `${place} refused the connection: nothing listens there. Check the port, and whether the server or converter is switched on.`,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        code: 'HOST_NOT_FOUND',
        reason: `The name ${address.host} cannot be resolved. Use an IP address where no name server is reachable.`,
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        code: 'HOST_UNREACHABLE',
        reason: `No way to ${place}. Check cable, address and network mask.`,
      };
    case 'ETIMEDOUT':
      return {
        code: 'CONNECT_TIMEOUT',
        reason: `${place} did not answer when connecting. Check power, cable and address.`,
      };
    default:
      return {
        code: 'CONNECTION_CLOSED',
        reason: `${place} closed the connection${words ? ` (${words})` : ''}. Some servers allow one client only.`,
      };
  }
}

/** What a port's error means. serialport gives no codes for a taken port, so there its words decide. */
export function portProblem(address: Pick<PortAddress, 'port'>, code: string, words: string): Problem {
  if (code === 'ENOENT' || code === 'ENODEV' || code === 'ENXIO') {
    return {
      code: 'PORT_NOT_FOUND',
      reason: `${address.port} is not there: the adapter is unplugged. "ls -l /dev/serial/by-id" lists what is.`,
    };
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      code: 'PORT_DENIED',
      reason: `No permission for ${address.port}. Run "sudo usermod -aG dialout $USER", then log in again.`,
    };
  }
  if (/lock|busy|temporarily unavailable/i.test(words)) {
    return {
      code: 'PORT_BUSY',
      reason: `${address.port} is in use by another program. "fuser ${address.port}" names it; a port has one owner.`,
    };
  }
  return { code: 'PORT_FAILED', reason: `${address.port} cannot be opened: ${words || code}.` };
}
