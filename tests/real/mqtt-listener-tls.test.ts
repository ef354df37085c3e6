import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/environment.ts';
import { createMqttListener, type MqttListenerSource } from '../../src/sources/mqtt/listener/source.ts';
import { silentLogger } from '../fakes/logger.ts';
import { realClock, until } from '../fakes/real-time.ts';
import { makeCertificate } from './mosquitto.ts';

const absent = spawnSync('openssl', ['version']).error !== undefined && !process.env.CI;
if (absent) process.stderr.write('Skipped: openssl is not installed.\n');

describe.skipIf(absent)('the certificate of the embedded MQTT broker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-tls-'));
  let source: MqttListenerSource | undefined;
  afterEach(async () => {
    await source?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is renewed without a restart, and a broken one leaves the old in force', async () => {
    makeCertificate(folder);
    let later = () => {};
    const clock: Clock = {
      ...realClock,
      after(delayMs, action) {
        if (delayMs < 600_000) return realClock.after(delayMs, action);
        later = action;
        return () => {};
      },
    };
    const file = (name: string) => readFileSync(join(folder, name), 'utf8');
    let broken = false;
    source = await createMqttListener({
      listener: {
        tls: { host: '127.0.0.1', port: 0, certificate: 'cert.pem', key: { secret: 'key' } },
        users: join(folder, 'users.json'),
        limits: { connections: 9, connectionsPerAddress: 9, packetBytes: 9_000, messagesPerSecond: 9 },
      },
      devices: [],
      secrets: () => file('key.pem'),
      random: () => 0.5,
      clock,
      logger: silentLogger,
      readFile: (path) => {
        if (broken) throw new Error('EACCES');
        return file(path);
      },
      intake: { accept: async () => {}, refuse: () => {}, link: () => {} },
    });
    source.start();
    await until(() => (source?.ports()[0] ?? 0) > 0, 'an open port');
    const shown = () =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(
          { port: source?.ports()[0], host: '127.0.0.1', rejectUnauthorized: false },
          () => {
            resolve(socket.getPeerCertificate().fingerprint256);
            socket.destroy();
          },
        );
        socket.on('error', reject);
      });
    const first = await shown();

    execFileSync('rm', [join(folder, 'cert.pem')]);
    makeCertificate(folder);
    expect(await shown()).toBe(first);
    later();
    const second = await shown();
    expect(second).not.toBe(first);

    broken = true;
    later();
    expect(await shown()).toBe(second);
    expect(source.status().addresses[0]?.trouble).toContain('cannot read');
    broken = false;
    later();
    expect(source.status().addresses[0]?.trouble).toBeUndefined();
  });
});
