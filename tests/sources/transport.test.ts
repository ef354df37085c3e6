import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/sources/host/clock.ts';
import type { Problem } from '../../src/sources/transport.ts';
import { createConnect, portProblem, socketProblem } from '../../src/sources/transport.ts';

const connect = createConnect(systemClock());
const line = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const never = new AbortController().signal;
const servers: Server[] = [];

/** A server on a free port of the loopback, that does this with each connection. */
async function serve(onSocket: (socket: Socket) => void) {
  const server = createServer(onSocket);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { name: 'tcp', kind: 'socket', framing: 'tcp', host: '127.0.0.1', port } as const;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('connecting', () => {
  it('says that nobody listens', async () => {
    const bus = await serve(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));

    const answer = await connect(bus, { data: () => {}, closed: () => {} }, never);

    expect(answer).toMatchObject({ kind: 'failed', code: 'CONNECTION_REFUSED' });
  });

  it.each(['end', 'resetAndDestroy'] as const)('tells once that the other side closed (%s)', async (how) => {
    const bus = await serve((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => socket[how]());
    });

    const told = await new Promise<Problem>((closed, reject) => {
      connect(bus, { data: () => {}, closed }, never).then((answer) => {
        if (answer.kind === 'failed') reject(new Error(answer.reason));
        else answer.transport.write(Buffer.from([1]));
      });
    });

    expect(told.code).toBe('CONNECTION_CLOSED');
  });

  it('gives up at once when told to', async () => {
    const giveUp = new AbortController();
    const answer = connect(await serve(() => {}), { data: () => {}, closed: () => {} }, giveUp.signal);

    giveUp.abort();

    expect(await answer).toMatchObject({ kind: 'failed' });
  });

  it.each([
    ['that is not there', '/dev/serial/by-id/usb-none', 'PORT_NOT_FOUND'],
    ['that is no port', '/dev/null', 'PORT_FAILED'],
  ])('says why a port %s cannot be opened', async (_, port, code) => {
    const bus = { name: 'rs485', kind: 'serial', framing: 'rtu', port, line } as const;

    const answer = await connect(bus, { data: () => {}, closed: () => {} }, never);

    expect(answer).toMatchObject({ kind: 'failed', code });
  });
});

describe('what an error means', () => {
  it.each([
    ['ECONNREFUSED', 'CONNECTION_REFUSED'],
    ['EAI_AGAIN', 'HOST_NOT_FOUND'],
    ['EHOSTUNREACH', 'HOST_UNREACHABLE'],
    ['ETIMEDOUT', 'CONNECT_TIMEOUT'],
    ['ECONNRESET', 'CONNECTION_CLOSED'],
  ])('socket %s is %s', (error, code) => {
    expect(socketProblem({ host: '10.0.0.7', port: 502 }, error, '').code).toBe(code);
  });

  it.each([
    ['ENOENT', '', 'PORT_NOT_FOUND', 'ls -l'],
    ['EACCES', '', 'PORT_DENIED', 'sudo usermod -aG dialout $USER'],
    ['', 'Error Resource temporarily unavailable Cannot lock port', 'PORT_BUSY', 'fuser /dev/ttyUSB0'],
    ['', 'Error: Inappropriate ioctl for device', 'PORT_FAILED', 'Inappropriate ioctl'],
  ])('port error %s%s is %s, with the mend', (error, words, code, mend) => {
    const problem = portProblem({ port: '/dev/ttyUSB0' }, error, words);

    expect(problem.code).toBe(code);
    expect(problem.reason).toContain(mend);
  });
});
