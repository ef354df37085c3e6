/** What `kopru doctor` looks at, one thing each. A check never throws: what it stumbles over is its finding. */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import type { Site } from '../config/site.ts';
import { wordsOf } from '../core/errors.ts';
import { numberText } from '../core/number-text.ts';
import { proxyFor } from '../forward/connection/proxy.ts';
import type { Secrets } from '../settings.ts';
import { systemVouchers } from '../sources/host/synchronisation.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { PortReport } from './ports.ts';

/** A server that the gateway connects to. */
export interface Endpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

const oldestNode = [20, 19];
const connectWithinMs = 3_000;
const leastFreeBytes = 64e6;

export function checkNode(version: string): Diagnosis {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = oldestNode;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor))
    return { name: 'node', state: 'fine', says: `v${version}` };
  const mend = `Install Node ${leastMajor}.${leastMinor} or newer.`;
  return { name: 'node', state: 'stopped', says: `v${version} is too old`, mend };
}

/** The folder of the buffer can be written, and its disk has room for it. */
export function checkDisk(folder: string, limitMegabytes: number): Diagnosis {
  const name = 'disk';
  let place = folder;
  while (!existsSync(place)) place = dirname(place);
  try {
    accessSync(place, constants.W_OK);
  } catch {
    const mend = `Run as the user kopru, or: sudo install -d -o kopru -m 700 ${folder}`;
    return { name, state: 'stopped', says: `${place} cannot be written by this user`, mend };
  }
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  const says = `${numberText(Math.round(free / 1e6))} MB free for ${folder}`;
  if (free < leastFreeBytes) return { name, state: 'stopped', says, mend: 'Free at least 64 MB.' };
  const held = existsSync(`${folder}/buffer.db`) ? statSync(`${folder}/buffer.db`).size : 0;
  if (free + held < limitMegabytes * 1e6) {
    const mend = `The buffer may grow to ${limitMegabytes} MB: free some, or lower limitMegabytes.`;
    return { name, state: 'look', says, mend };
  }
  return { name, state: 'fine', says };
}

/** Every secret that the configuration names can be read; one line for all that can. */
export function* checkSecrets(site: Site, secrets: Secrets): Generator<Diagnosis> {
  const names = [...secretNames(site)];
  let found = 0;
  for (const secret of names) {
    try {
      secrets({ secret });
      found++;
    } catch (thrown) {
      const hint = thrown instanceof Error && 'hint' in thrown ? String(thrown.hint) : undefined;
      yield { name: 'secrets', state: 'stopped', says: wordsOf(thrown), ...(hint ? { mend: hint } : {}) };
    }
  }
  if (found > 0) yield { name: 'secrets', state: 'fine', says: `${found} of ${names.length} can be read` };
}

export function checkPort({ stablePath, path, bus, allowed, mend }: PortReport): Diagnosis {
  const says = `${stablePath ?? path} of ${bus?.name ?? 'no bus'}`;
  if (mend === undefined) return { name: 'serial port', state: 'fine', says };
  return { name: 'serial port', state: allowed ? 'look' : 'stopped', says, mend };
}

export async function checkClock(trusted: boolean): Promise<Diagnosis> {
  const name = 'clock';
  if (trusted) return { name, state: 'fine', says: 'trusted, as gateway.yaml says' };
  for (const voucher of systemVouchers) {
    if (await voucher.vouches(Date.now(), Number.NEGATIVE_INFINITY))
      return { name, state: 'fine', says: `synchronised (${voucher.source})` };
  }
  const mend =
    'timedatectl shows why; readings are kept and wait until somebody does, unless gateway.yaml has them estimated. A network without a time server needs one.';
  return { name, state: 'look', says: 'nobody vouches for it yet', mend };
}

export async function checkReachable({ name, host, port }: Endpoint): Promise<Diagnosis> {
  const where = `${host}:${port}`;
  const failure = await connected(host, port);
  if (failure === undefined) return { name, state: 'fine', says: `${where} answers` };
  const mend = 'Name, port, firewall, cable: from this machine it must be reachable.';
  return { name, state: 'stopped', says: `${where}: ${failure}`, mend };
}

/** Buses over TCP, MQTT brokers and destinations; a proxy stands for what is behind it. */
export function endpointsOf(
  site: Site,
  environment: Readonly<Record<string, string | undefined>>,
): Endpoint[] {
  const buses = site.buses.flatMap((bus) =>
    bus.kind === 'socket' ? [{ name: `bus ${bus.name}`, host: bus.host, port: bus.port }] : [],
  );
  const mqtt = site.mqttBrokers.map(({ name, url }) => endpoint(`MQTT ${name}`, url, mqttPorts));
  const brokers = site.destinations.map((settings) => {
    // The way in is not asked for: which server it is hangs on no secret.
    const proxy = proxyFor(new URL(settings.broker), settings.proxy, environment, () => '');
    return endpoint(`broker ${settings.name}`, proxy?.origin ?? settings.broker, httpPorts);
  });
  return [...buses, ...mqtt, ...brokers];
}

const httpPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const mqttPorts: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883 };

function endpoint(name: string, url: string, ports: Readonly<Record<string, number>>): Endpoint {
  const { protocol, hostname, port } = new URL(url);
  return {
    name,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (ports[protocol] ?? 0) : Number(port),
  };
}

/** Why there is no connection; undefined: there was one. */
function connected(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectWithinMs });
    const end = (failure: string | undefined) => {
      socket.destroy();
      resolve(failure);
    };
    socket.once('connect', () => end(undefined));
    socket.once('timeout', () => end(`no answer in ${connectWithinMs / 1000} s`));
    socket.once('error', (error) => end(wordsOf(error)));
  });
}

/** Of every `{ secret: name }` in the configuration. */
function secretNames(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  if ('secret' in value && typeof value.secret === 'string') found.add(value.secret);
  for (const each of Object.values(value)) secretNames(each, found);
  return found;
}
