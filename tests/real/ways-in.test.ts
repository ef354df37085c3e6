/** The ways to a broker past servers that cities run: nginx that wants a client certificate, tinyproxy in between. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/simulator/broker/broker.ts';
import { fakeClock } from '../fakes/clock.ts';
import { certificates } from '../forward/connection/certificates.ts';
import { batch, clientOf } from '../forward/served.ts';

const installed = (paths: readonly string[]) =>
  paths.find((path) => spawnSync(path, ['-v']).error === undefined);
const nginx = installed(['nginx', '/usr/sbin/nginx']);
const tinyproxy = installed(['tinyproxy', '/usr/bin/tinyproxy']);

describe.skipIf(!(nginx && tinyproxy) && !process.env.CI)(
  'past nginx and tinyproxy (install nginx-light and tinyproxy to run this)',
  () => {
    const children: ChildProcess[] = [];
    let folder = '';
    let broker: RunningBroker;
    let [front, proxy] = [0, 0];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'kopru-ways-'));
      broker = await startBroker({ clock: fakeClock(), host: '127.0.0.1', port: 0 });
      [front, proxy] = [await freePort(), await freePort()];
      const { ca, issue } = certificates();
      const { certificate, key } = issue('front');
      writeFileSync(
        join(folder, 'nginx.conf'),
        nginxConfiguration(folder, front, broker.port, { ca, certificate, key }),
      );
      const allow = 'Allow 127.0.0.1\nTimeout 30\nMaxClients 10\nBasicAuth kopru canary-proxy\n';
      writeFileSync(join(folder, 'tinyproxy.conf'), `Port ${proxy}\nListen 127.0.0.1\n${allow}`);
      children.push(
        spawn(nginx ?? 'nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' }),
      );
      children.push(
        spawn(tinyproxy ?? 'tinyproxy', ['-d', '-c', join(folder, 'tinyproxy.conf')], { stdio: 'ignore' }),
      );
      await Promise.all([front, proxy].map(listening));
    });

    afterAll(async () => {
      const gone = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of children) child.kill();
      await Promise.all(gone);
      await broker.close();
      rmSync(folder, { recursive: true });
    });

    const context = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';
    const known = () => {
      const { ca, issue } = certificates();
      const { certificate, key } = issue('cabinet-17');
      return {
        settings: {
          broker: `https://127.0.0.1:${front}/ngsi-ld/v1`,
          ca,
          certificate,
          key: { secret: 'key' },
        },
        secrets: { key: readFileSync(key, 'utf8'), proxy: 'canary-proxy' },
      };
    };

    it('delivers with a client certificate', async () => {
      const { settings, secrets } = known();

      expect(await clientOf(settings, secrets).broker.upsert({ ...batch, context })).toMatchObject({
        status: 201,
        verdict: { kind: 'delivered' },
      });
    });

    it('holds the destination when nginx misses the certificate: its 400 is not about the data', async () => {
      const { settings } = known();
      const { broker: url, ca } = settings;

      expect(await clientOf({ broker: url, ca }).broker.upsert({ ...batch, context })).toMatchObject({
        scope: 'batch',
        status: 400,
        verdict: { kind: 'denied', words: expect.stringContaining('No required SSL certificate') },
      });
    });

    it('delivers through the proxy with its credentials', async () => {
      const { settings, secrets } = known();
      const way = { url: `http://127.0.0.1:${proxy}`, username: 'kopru', password: { secret: 'proxy' } };
      const client = clientOf({ ...settings, proxy: way }, secrets);

      expect(await client.broker.upsert({ ...batch, context })).toMatchObject({
        verdict: { kind: 'delivered' },
      });
    });

    it('is told when the proxy wants credentials', async () => {
      const { settings, secrets } = known();
      const client = clientOf({ ...settings, proxy: `http://127.0.0.1:${proxy}` }, secrets);

      expect(await client.broker.upsert({ ...batch, context })).toMatchObject({
        verdict: { kind: 'denied', code: 'PROXY_REFUSED' },
      });
    });
  },
);

function nginxConfiguration(
  folder: string,
  port: number,
  broker: number,
  files: { readonly ca: string; readonly certificate: string; readonly key: string },
): string {
  return `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events {}
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${files.certificate}; ssl_certificate_key ${files.key};
    ssl_client_certificate ${files.ca}; ssl_verify_client on;
    location / { proxy_pass http://127.0.0.1:${broker}; }
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when something listens there. */
function listening(port: number): Promise<void> {
  const attempt = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve();
      });
      socket.on('error', reject);
    });
  return vi.waitFor(attempt, { timeout: 10_000 });
}
