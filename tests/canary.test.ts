/**
 * A gateway with a secret at every place that has one, before servers that quote whatever they are told and before
 * some that refuse it. Nothing that it writes or answers, and nothing that a command prints, holds any of them.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBuffer } from '../src/buffer/sqlite-buffer.ts';
import { exits } from '../src/cli/exit.ts';
import { main } from '../src/cli/main.ts';
import { loadSite } from '../src/config/load.ts';
import { secretsFrom } from '../src/config/secrets.ts';
import { type Daemon, startDaemon } from '../src/daemon.ts';
import { systemClock } from '../src/sources/host/clock.ts';
import { createLog } from '../src/telemetry/log.ts';
import { bufferWorkerUrl } from './fakes/buffer-worker.ts';
import { recordingWorld } from './fakes/terminal.ts';

const secrets = {
  basic: 'Kanarya-basic-1',
  'api-key': 'Kanarya-key-2',
  client: 'Kanarya-client-3',
  mqtt: 'Kanarya-mqtt-4',
  'tls-key': '-----BEGIN PRIVATE KEY-----\nS2FuYXJ5YS10bHMtNQ==\n-----END PRIVATE KEY-----',
  proxy: 'Kanarya-proxy-6',
};
const token = 'Kanarya-token-7';
/** As they are, and as HTTP carries them. */
const hidden = [
  /Kanarya/i,
  /S2FuYXJ5YS10bHMtNQ/,
  new RegExp(Buffer.from(`ayse:${secrets.basic}`).toString('base64')),
  new RegExp(Buffer.from(`kopru:${secrets.client}`).toString('base64')),
  new RegExp(Buffer.from(`ayse:${secrets.proxy}`).toString('base64')),
];

const driver = `driver: test/load
maker: Test
model: Load
stale: 1h
mqtt: { topic: "load/{n}" }
params: { n: { help: "number" } }
points: { activePower: { path: /n, unit: WTT } }
samples:
  - { raw: { topic: load/0, payload: '{"n":1}' }, params: { n: "0" }, expect: { activePower: 1 } }
`;

const gatewayYaml = (echo: string, mqttPort: number) => `schema: 1
gateway: { id: canary-1, location: [29, 41], clock: trusted }
mqtt:
  brokers:
    field: { url: "mqtt://127.0.0.1:${mqttPort}", username: ayse, password: { secret: mqtt } }
    gone: { url: "mqtt://127.0.0.1:9", username: ayse, password: { secret: mqtt } }
  listen:
    plain: { address: "127.0.0.1:${mqttPort}", anonymous: true }
devices:
  - { id: load-0, driver: test/load, mqtt: listen, params: { n: "0" } }
  - { id: load-1, driver: test/load, mqtt: field, params: { n: "1" } }
  - { id: load-2, driver: test/load, mqtt: gone, params: { n: "2" } }
entities:
  - { mapping: Energy/ACMeasurement, from: load-0 }
forward:
  - name: refusing
    broker: "${echo}/refusing"
    auth: { type: basic, username: ayse, password: { secret: basic } }
    headers: { X-Api-Key: { secret: api-key } }
  - name: denying
    broker: "${echo}/denying"
    auth: { type: oauth2, tokenUrl: "${echo}/token", clientId: kopru, clientSecret: { secret: client } }
  - name: tokenless
    broker: "${echo}/refusing"
    auth: { type: oauth2, tokenUrl: "${echo}/no-token", clientId: kopru, clientSecret: { secret: client }, clientAuthentication: body }
  - name: keyed
    broker: "https://127.0.0.1:9/ngsi-ld/v1"
    certificate: own.pem
    key: { secret: tls-key }
  - name: through
    broker: "http://broker.example/ngsi-ld/v1"
    proxy: { url: "${echo}", username: ayse, password: { secret: proxy } }
api: { listen: "127.0.0.1:0" }
`;

/** Quotes headers and body of every request in its refusal. */
async function startEcho(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const said = JSON.stringify({ headers: request.headers, body });
    const answer = (status: number, text: string) =>
      response.writeHead(status, { 'content-type': 'application/json', 'x-echo': 'yes' }).end(text);
    if (request.url === '/token') {
      return void answer(200, JSON.stringify({ access_token: token, expires_in: 100, token_type: 'Bearer' }));
    }
    const status = request.url?.startsWith('/refusing') ? 400 : 401;
    answer(status, JSON.stringify({ type: 'BadRequestData', title: 'refused', detail: said }));
  });
  server.on('connect', (request, socket) => {
    socket.end(`HTTP/1.1 407 ${request.headers['proxy-authorization']}\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a secret', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const file = join(folder, 'gateway.yaml');
  const log: string[] = [];
  let echo: { readonly server: Server; readonly url: string };
  let daemon: Daemon;

  const kopru = async (...args: string[]) => {
    const world = recordingWorld({ KOPRU_SOCKET: join(folder, 'kopru.sock') }, folder);
    if ((await main(args, world)) === exits.usage) throw new Error(world.written.err);
    return world.written.out + world.written.err;
  };

  beforeAll(async () => {
    echo = await startEcho();
    const mqttPort = await freePort();
    mkdirSync(join(folder, 'drivers/test'), { recursive: true });
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'drivers/test/load.yaml'), driver);
    writeFileSync(join(folder, 'own.pem'), 'no certificate');
    for (const [name, secret] of Object.entries(secrets)) {
      writeFileSync(join(folder, 'secrets', name), secret, { mode: 0o600 });
    }
    writeFileSync(file, gatewayYaml(echo.url, mqttPort));
    const load = () =>
      loadSite({ file, driverFolders: [join(folder, 'drivers')], mappingFolders: [join('mappings')] });
    const { site, problems, sources } = load();
    if (!site) throw new Error(JSON.stringify(problems));
    const clock = systemClock();
    daemon = await startDaemon({
      site,
      configuration: { file, load, sources },
      secrets: secretsFrom({ environment: {}, folders: [join(folder, 'secrets')] }),
      clock,
      random: Math.random,
      logger: createLog({
        clock,
        level: 'debug',
        style: 'json',
        colour: false,
        write: (line) => void log.push(line),
      }),
      version: '0.0.0',
      environment: { KOPRU_SOCKET: join(folder, 'kopru.sock') },
      openBuffer: (parts) => openBuffer({ ...parts, workerUrl: bufferWorkerUrl }),
    });
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${mqttPort}`);
    await client.publishAsync('load/0', '{"n":41}', { qos: 1 });
    await client.endAsync();
    await vi.waitFor(
      async () => {
        const { destinations } = await daemon.gateway.snapshot();
        expect(destinations.map(({ quarantined }) => quarantined)).toContain(1);
        expect(destinations.filter(({ troubleMs }) => troubleMs !== undefined)).toHaveLength(4);
      },
      { timeout: 60_000, interval: 100 },
    );
  }, 120_000);

  afterAll(async () => {
    await daemon?.stop();
    echo?.server.closeAllConnections();
    echo?.server.close();
  });

  const expectNone = (text: string) => {
    for (const each of hidden) expect(text).not.toMatch(each);
  };

  it('was quoted by the servers, and is covered in their words', async () => {
    const words = await kopru('quarantine', 'show', '1', '--json');

    expect(words).toContain('x-api-key');
    expect(words).toContain('***');
    expectNone(words);
  });

  it('is in no answer of the API', async () => {
    const paths = ['/', '/status', '/state', '/healthz', '/metrics', '/openapi.json', '/nothing'];
    const texts = await Promise.all(
      paths.map(async (path) => (await fetch(`${daemon.apiUrl}${path}`)).text()),
    );

    expect(texts.join('').length).toBeGreaterThan(10_000);
    expectNone(texts.join('\n'));
  });

  const calls = [
    ['status'],
    ['status', '--json', '--ledger'],
    ['check', file, '--all'],
    ['check', file, '--json'],
    ['plan', file],
    ['doctor', file],
    ['map', 'load-0', '--file', file],
    ['trace', 'reading', '1'],
    ['quarantine'],
    ['quarantine', 'show', '1'],
    ['page'],
    ['health'],
    ['explain', 'SECRET_MISSING'],
    ['debug', 'load-0', '1m'],
    ['reload'],
  ].map((args) => ({ command: args.join(' ').replace(file, 'gateway.yaml'), args }));

  it.each(calls)(
    'is not printed by kopru $command',
    async ({ args }) => {
      const said = await kopru(...args);

      expect(said).not.toBe('');
      expectNone(said);
    },
    60_000,
  );

  it('is not in what kopru bundle packs', async () => {
    await kopru('bundle', file, '--out', 'help.tar.gz');
    const { stdout } = spawnSync('tar', ['-xzOf', join(folder, 'help.tar.gz')], { encoding: 'utf8' });

    expect(stdout).toContain('canary-1');
    expectNone(stdout);
  });

  it('is not in an error about itself', async () => {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('password: { secret: basic }', `password: "${secrets.basic}"`));
    const said = (await kopru('check', file, '--all')) + (await kopru('reload'));
    writeFileSync(file, text);

    expect(said).toContain('SECRET_IN_FILE');
    expectNone(said);
  });

  it('is not in the log, down to debug', () => {
    expect(log.length).toBeGreaterThan(5);
    expectNone(log.join(''));
  });
});
