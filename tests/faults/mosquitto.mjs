/** A mosquitto of its own for a scenario: it keeps what a session of QoS 1 has not acknowledged for as long as it lives. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const program = ['mosquitto', '/usr/sbin/mosquitto'].find((path) => !spawnSync(path, ['-h']).error);

/** What is missing here for it, as a sentence; undefined when nothing is. */
export const missingForMosquitto = () =>
  program === undefined ? 'mosquitto is not installed (Debian: apt install mosquitto).' : undefined;

export async function startMosquitto() {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-mosquitto-'));
  const port = await freePort();
  const file = join(folder, 'mosquitto.conf');
  const lines = ['allow_anonymous true', 'persistence false', 'max_queued_messages 0', 'user root'];
  writeFileSync(file, [`listener ${port} 127.0.0.1`, ...lines, ''].join('\n'));
  const child = spawn(program, ['-c', file], { stdio: 'ignore' });
  await listening(port);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port) {
  for (let tries = 0; tries < 400; tries++) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await delay(25);
  }
  throw new Error(`mosquitto did not listen on port ${port} within 10 s.`);
}
