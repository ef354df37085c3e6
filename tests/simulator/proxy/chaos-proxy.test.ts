import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChaosProxy, startChaosProxy } from '../../../src/simulator/proxy/chaos-proxy.ts';
import { parseToxic, type Toxic } from '../../../src/simulator/proxy/toxic.ts';
import { seeded } from '../../../src/simulator/seeded.ts';
import { systemClock } from '../../../src/sources/host/clock.ts';

const host = '127.0.0.1';
let echo: Server;
let proxy: ChaosProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echo.listen(0, host, resolve));
  const address = echo.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  proxy = await startChaosProxy({
    listen: { host, port: 0 },
    to: { host, port },
    clock: systemClock(),
    random: seeded(1),
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

/** Sends a text and ends; what came back, in pieces, how long it took and how it ended. */
async function talk(text: string, atMostMs = 2_000) {
  const startMs = performance.now();
  const client = connect(proxy.port, host);
  clients.push(client);
  const pieces: Buffer[] = [];
  let error: string | undefined;
  client.on('data', (piece) => pieces.push(Buffer.from(piece)));
  client.on('error', (thrown: NodeJS.ErrnoException) => {
    error = thrown.code;
  });
  client.end(text);
  const closed = once(client, 'close').then(
    () => true,
    () => true,
  );
  const timer = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), atMostMs));
  const ended = await Promise.race([closed, timer]);
  const back = Buffer.concat(pieces).toString();
  return { back, pieces: pieces.length, error, ended, tookMs: performance.now() - startMs };
}

describe('chaos proxy', () => {
  it('hands on every byte in order while nothing is wrong', async () => {
    const text = Array.from({ length: 50_000 }, (_, index) => index).join(' ');

    expect(await talk(text, 5_000)).toMatchObject({ back: text, ended: true, error: undefined });
    expect(proxy.connections).toBe(0);
  });

  it.each<[string, Toxic]>([
    ['latency', { kind: 'latency', ms: 60, jitterMs: 20 }],
    ['slow-close', { kind: 'slow-close', ms: 60 }],
    ['bandwidth', { kind: 'bandwidth', bytesPerSecond: 50 }],
    ['slicer', { kind: 'slicer', bytes: 2, ms: 20 }],
  ])('%s makes it slow and loses nothing', async (_, toxic) => {
    await proxy.apply([toxic]);

    const { back, tookMs } = await talk('hello');

    expect(back).toBe('hello');
    expect(tookMs).toBeGreaterThan(50);
  });

  it('swallows', async () => {
    await proxy.apply([{ kind: 'timeout', ms: 0, direction: 'to-server' }]);

    expect(await talk('hello', 100)).toMatchObject({ back: '', ended: false });
  });

  it('swallows and then cuts', async () => {
    await proxy.apply([{ kind: 'timeout', ms: 30 }]);

    expect(await talk('hello')).toMatchObject({ back: '', error: 'ECONNRESET' });
  });

  it('resets a connection after its time', async () => {
    await proxy.apply([
      { kind: 'reset', ms: 20 },
      { kind: 'latency', ms: 500, jitterMs: 0 },
    ]);

    expect(await talk('hello')).toMatchObject({ back: '', error: 'ECONNRESET' });
  });

  it('closes after so many bytes', async () => {
    await proxy.apply([{ kind: 'limit', bytes: 3, direction: 'to-client' }]);

    expect(await talk('hello')).toMatchObject({ back: 'hel', ended: true });
  });

  it('goes down and comes back at the same port', async () => {
    const { port } = proxy;
    await proxy.apply([{ kind: 'down' }]);
    const down = await talk('hello');
    await proxy.apply([]);

    expect(down.error).toBe('ECONNREFUSED');
    expect(await talk('hello')).toMatchObject({ back: 'hello' });
    expect(proxy.port).toBe(port);
  });

  it('cuts what is open when told', async () => {
    await proxy.apply([{ kind: 'timeout', ms: 0 }]);
    const talking = talk('hello');
    while (proxy.connections === 0) await new Promise((resolve) => setImmediate(resolve));
    proxy.cut();

    expect((await talking).error).toBe('ECONNRESET');
    expect(proxy.connections).toBe(0);
  });
});

describe('a toxic as a person writes it', () => {
  it.each<[string, Toxic | undefined]>([
    ['latency=200ms', { kind: 'latency', ms: 200, jitterMs: 0 }],
    ['latency=200ms,50ms', { kind: 'latency', ms: 200, jitterMs: 50 }],
    ['bandwidth=10000', { kind: 'bandwidth', bytesPerSecond: 10_000 }],
    ['slow-close=5s', { kind: 'slow-close', ms: 5_000 }],
    ['timeout=0s', { kind: 'timeout', ms: 0 }],
    ['reset=1s', { kind: 'reset', ms: 1_000 }],
    ['slicer=16,10ms', { kind: 'slicer', bytes: 16, ms: 10 }],
    ['limit=4096', { kind: 'limit', bytes: 4_096 }],
    ['down', { kind: 'down' }],
    ['to-client:reset=1s', { kind: 'reset', ms: 1_000, direction: 'to-client' }],
    ['latency', undefined],
    ['latency=200', undefined],
    ['bandwidth=0', undefined],
    ['down=1s', undefined],
    ['flood=3', undefined],
  ])('%s', (text, toxic) => {
    expect(parseToxic(text)).toEqual(toxic);
  });
});
