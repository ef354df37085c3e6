import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../src/simulator/device/tcp-server.ts';
import { serveSerialTcp } from '../../../src/simulator/serial/serve-tcp.ts';
import { fakeClock } from '../../fakes/clock.ts';

const device = {
  set() {},
  setFault() {},
  frames: () => [Buffer.from('R1234\r')],
  answer: (sent: Uint8Array) => (Buffer.from(sent).equals(Buffer.from('?')) ? [Buffer.from('!')] : []),
};
const ask = { kind: 'send', bytes: Buffer.from('?'), timeoutMs: 100 } as const;

async function arrange(asked: boolean) {
  const clock = fakeClock();
  const port = await freePort('127.0.0.1');
  const end = await serveSerialTcp({ ask: asked ? [ask] : [] }, device, {
    clock,
    host: '127.0.0.1',
    port,
    everyMs: 1_000,
  });
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return { clock, end, socket };
}

describe('a serial device behind a converter', () => {
  it('answers what it is asked, and says nothing by itself', async () => {
    const { clock, end, socket } = await arrange(true);
    expect(clock.timers).toBe(0);

    socket.write('?');

    expect(String((await once(socket, 'data'))[0])).toBe('!');
    await end();
  });

  it('talks at its interval, and is gone with its connections when it ends', async () => {
    const { clock, end, socket } = await arrange(false);
    socket.write('x');
    const heard = once(socket, 'data');
    const ticking = setInterval(() => void clock.advance(1_000), 5);

    expect(String((await heard)[0])).toContain('R1234\r');

    clearInterval(ticking);
    const closed = once(socket, 'close');
    await end();
    await closed;
    expect(clock.timers).toBe(0);
  });
});
