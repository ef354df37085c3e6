/** Starts mosquitto on a free loopback port, and a wire to it that can be cut and listened to. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const mosquittoInstalled = ['mosquitto', '/usr/sbin/mosquitto'].find(
  (path) => spawnSync(path, ['-h']).error === undefined,
);

export interface Mosquitto {
  readonly port: number;
  /** Folder for certificates and the like, removed at the end. */
  readonly folder: string;
  /** SIGSTOP and SIGCONT pause it and let it go on. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it by this signal and starts it again on the same port. */
  restart(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** `listener` are further lines of its configuration; `{folder}` stands for the folder. */
export async function startMosquitto(
  listener: readonly string[] = ['allow_anonymous true'],
  prepare: (folder: string) => void = () => {},
): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-mosquitto-'));
  prepare(folder);
  const port = await freePort();
  const lines = [
    `listener ${port} 127.0.0.1`,
    ...(listener.some((line) => line.startsWith('persistence ')) ? [] : ['persistence false']),
    'max_queued_messages 0',
    'set_tcp_nodelay true',
    'user root',
    ...listener.map((line) => line.replaceAll('{folder}', folder)),
  ];
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const launch = () => {
    const child = spawn(mosquittoInstalled ?? 'mosquitto', ['-c', file], { stdio: 'ignore' });
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    return { child, gone };
  };
  let running = launch();
  await listening(port);
  return {
    port,
    folder,
    signal: (signal) => void running.child.kill(signal),
    async restart(signal) {
      running.child.kill(signal);
      await running.gone;
      running = launch();
      await listening(port);
    },
    async stop() {
      running.child.kill('SIGCONT');
      running.child.kill();
      await running.gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A key and a certificate for `localhost`, signed by itself: `<folder>/key.pem` and `<folder>/cert.pem`. */
export function makeCertificate(folder: string): void {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const what = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const who = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', ['req', '-x509', ...what, ...who, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
}

export interface Wire {
  readonly port: number;
  /** Message ids acknowledged to the MQTT broker, in the order in which the bytes passed. */
  readonly acknowledged: number[];
  /** Cuts every connection on it. */
  cut(): void;
  close(): Promise<void>;
}

/** A TCP proxy to the MQTT broker. */
export async function layWire(brokerPort: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  const acknowledged: number[] = [];
  const server = createServer((near) => {
    const far = connect(brokerPort, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on(
      'data',
      acknowledgementsIn((id) => acknowledged.push(id)),
    );
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    acknowledged,
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Follows the packets of one direction by their fixed headers (MQTT 3.1.1, 2.2) and tells of each PUBACK. */
function acknowledgementsIn(tell: (messageId: number) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      let length = 0;
      let header = 1;
      for (let shift = 0; ; shift += 7, header += 1) {
        const digit = rest[header];
        if (digit === undefined) return;
        length += (digit & 0x7f) << shift;
        if (digit < 0x80) break;
      }
      const end = header + 1 + length;
      if (rest.length < end) return;
      if (rest[0] === 0x40) tell(rest.readUInt16BE(header + 1));
      rest = rest.subarray(end);
    }
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`mosquitto did not listen on port ${port} within 5 s.`);
}
