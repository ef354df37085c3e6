/**
 * A TCP proxy that makes a good line bad: slow, narrow, cut, silent, away. For tests, and for a city that wants to see
 * its own gateways on the line they will have. It knows no protocol.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Clock, Random } from '../../core/environment.ts';
import { KopruError } from '../../core/errors.ts';
import type { Direction, Effect, Toxic } from './toxic.ts';
import { pump } from './toxic-stream.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface ChaosProxyOptions {
  /** Port 0 takes any free one. */
  readonly listen: Address;
  readonly to: Address;
  readonly clock: Clock;
  readonly random: Random;
}

/** Resolves when it listens; rejects with PORT_BUSY when it cannot. */
export async function startChaosProxy(options: ChaosProxyOptions): Promise<ChaosProxy> {
  const proxy = new ChaosProxy(options);
  await proxy.apply([]);
  return proxy;
}

export class ChaosProxy {
  /** Connections taken since the start. */
  taken = 0;
  readonly #options: ChaosProxyOptions;
  readonly #open = new Set<() => void>();
  #toxics: readonly Toxic[] = [];
  #server: Server | undefined;
  #port: number;

  constructor(options: ChaosProxyOptions) {
    this.#options = options;
    this.#port = options.listen.port;
  }

  get port(): number {
    return this.#port;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#open.size;
  }

  /** These toxics hold from now on, for open connections too, and no others. */
  async apply(toxics: readonly Toxic[]): Promise<void> {
    this.#toxics = toxics;
    if (toxics.some(({ kind }) => kind === 'down')) await this.#stopListening();
    else if (!this.#server) await this.#startListening();
  }

  /** Resets every open connection; new ones are taken. */
  cut(): void {
    for (const end of [...this.#open]) end();
  }

  /** Cuts what is open and frees the port. */
  async close(): Promise<void> {
    await this.#stopListening();
  }

  async #startListening(): Promise<void> {
    const { host } = this.#options.listen;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#take(client));
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(cannotListen(host, this.#port, cause)));
      server.listen(this.#port, host, resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
    this.#server = server;
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    this.cut();
    await closed;
  }

  #take(client: Socket): void {
    this.taken++;
    const { to, clock, random } = this.#options;
    const server = connect({ ...to, allowHalfOpen: true, noDelay: true });
    const over = new AbortController();
    const end = () => {
      if (over.signal.aborted) return;
      over.abort();
      this.#open.delete(end);
      for (const socket of [client, server]) if (!socket.destroyed) socket.resetAndDestroy();
    };
    this.#open.add(end);
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', () => {
        if (client.destroyed && server.destroyed) end();
        else if (socket.errored) end();
      });
    }
    const effects = (direction: Direction) => () => this.#effects(direction);
    const common = { clock, random, signal: over.signal };
    pump({ from: client, to: server, effects: effects('to-server'), ...common });
    pump({ from: server, to: client, effects: effects('to-client'), ...common });
    for (const effect of this.#toxics) {
      const ends = effect.kind === 'reset' || (effect.kind === 'timeout' && effect.ms > 0);
      if (!ends) continue;
      const cancel = clock.after(effect.ms, end);
      over.signal.addEventListener('abort', cancel, { once: true });
    }
  }

  #effects(direction: Direction): readonly Effect[] {
    return this.#toxics.filter((toxic) => (toxic.direction ?? direction) === direction);
  }
}

function cannotListen(host: string, port: number, cause: Error): KopruError {
  return new KopruError(`The proxy cannot listen on ${host}:${port}: ${cause.message}.`, {
    kind: 'config',
    code: 'PORT_BUSY',
    hint: 'Choose another port, or stop what uses it.',
    cause,
  });
}
