/**
 * A whole street for the end-to-end test: sensors by other hands (pymodbus on a pseudo-terminal, a publisher through
 * mosquitto), the gateway as a process of its own that can be killed, and the NGSI-LD broker.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { findGateway } from '../../../src/api/client.ts';
import { openSqlite } from '../../../src/buffer/open-sqlite.ts';
import type { LedgerCheck } from '../../../src/core/ledger.ts';
import type { Snapshot } from '../../../src/core/status.ts';
import { type RunningBroker, startBroker } from '../../../src/simulator/broker/broker.ts';
import { systemClock } from '../../../src/sources/host/clock.ts';
import { type Mosquitto, startMosquitto } from '../mosquitto.ts';
import { startTerminals } from '../pymodbus.ts';

/** A reading as far as both ends can name it: entity and value as the broker has it. */
export type Known = `${string} ${number}`;

export class Street {
  readonly folder = mkdtempSync(join(tmpdir(), 'kopru-street-'));
  /** Values that mosquitto has acknowledged to the publisher. */
  readonly published: number[] = [];
  /** What was found accepted in the buffer at a kill. */
  readonly accepted = new Set<Known>();
  readonly #mosquitto: Mosquitto;
  readonly #ends: (() => Promise<unknown> | unknown)[] = [];
  readonly #command: readonly string[];
  broker: RunningBroker;
  #gateway: ChildProcess | undefined;
  #slaves: ChildProcess | undefined;

  private constructor(mosquitto: Mosquitto, broker: RunningBroker, command: readonly string[]) {
    this.#mosquitto = mosquitto;
    this.broker = broker;
    this.#command = command;
  }

  /** `command`: what runs the gateway; the configuration file is added. */
  static async build(command: readonly string[]): Promise<Street> {
    const mosquitto = await startMosquitto();
    const broker = await startBroker({ clock: systemClock(), host: '127.0.0.1', port: 0 });
    const street = new Street(mosquitto, broker, command);
    const [gatewayEnd, sensorEnd] = ['gateway', 'sensors'].map((name) => join(street.folder, name));
    if (!gatewayEnd || !sensorEnd) throw new Error('unreachable');
    const line = await startTerminals(gatewayEnd, sensorEnd);
    const slaves = spawn('/usr/bin/python3', [join(import.meta.dirname, 'slaves.py'), sensorEnd], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => slaves.stdout.once('data', resolve));
    street.#slaves = slaves;
    street.#ends.push(() => line.stop());
    street.#write(gatewayEnd);
    return street;
  }

  get #file(): string {
    return join(this.folder, 'gateway.yaml');
  }

  start(): void {
    const [program = '', ...args] = this.#command;
    this.#gateway = spawn(program, [...args, this.#file], {
      stdio: 'ignore',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  }

  /** kill -9, then notes what the buffer had accepted and not yet handed on. */
  async kill(): Promise<void> {
    const gateway = this.#gateway;
    if (!gateway) return;
    const gone = new Promise((resolve) => gateway.once('exit', resolve));
    gateway.kill('SIGKILL');
    await gone;
    for (const known of this.#inBuffer()) this.accepted.add(known);
  }

  /** Publishes 0, 1, 2 ... with QoS 1 until the returned function ends it and all are acknowledged. */
  publish(everyMs: number): () => Promise<void> {
    const client = mqtt.connect(`mqtt://127.0.0.1:${this.#mosquitto.port}`);
    let n = 0;
    const pending: Promise<unknown>[] = [];
    const timer = setInterval(() => {
      const value = n++;
      const sent = client.publishAsync('street/counter', JSON.stringify({ n: value }), { qos: 1 });
      pending.push(sent.then(() => this.published.push(value)));
    }, everyMs);
    return async () => {
      clearInterval(timer);
      await Promise.all(pending);
      await client.endAsync();
    };
  }

  async snapshot(): Promise<Snapshot> {
    const gateway = await findGateway([this.#socket]);
    return (await gateway.get('/status')).body as Snapshot;
  }

  async checkLedger(): Promise<readonly LedgerCheck[]> {
    const gateway = await findGateway([this.#socket]);
    return (await gateway.post('/actions/ledger')).body as LedgerCheck[];
  }

  /** Resolves when the gateway answers and `done` says so. */
  async until(done: (snapshot: Snapshot) => boolean, what: string, withinMs = 60_000): Promise<Snapshot> {
    const untilMs = performance.now() + withinMs;
    let last: Snapshot | undefined;
    while (performance.now() < untilMs) {
      last = await this.snapshot().catch(() => undefined);
      if (last && done(last)) return last;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`Waited ${withinMs} ms for ${what}; last: ${JSON.stringify(last?.destinations)}`);
  }

  /** Every value the broker was given of an attribute, in the order in which it was written. */
  async history(device: string, attribute: string): Promise<readonly (readonly [number, string])[]> {
    const context =
      'https://raw.githubusercontent.com/smart-data-models/dataModel.Weather/master/context.jsonld';
    const link = `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
    const id = `urn:ngsi-ld:WeatherObserved:street-${device}`;
    const query = 'options=temporalValues&lastN=10000';
    const answer = await fetch(`${this.broker.url}/temporal/entities/${id}?${query}`, { headers: { link } });
    if (answer.status === 404) return [];
    const entity = (await answer.json()) as Record<string, { values?: [number, string][] }>;
    return (entity[attribute]?.values ?? []).toReversed();
  }

  /** The sensors on the line fall silent. */
  switchSensorsOff(): void {
    this.#slaves?.kill('SIGKILL');
  }

  async pullDown(): Promise<void> {
    this.#gateway?.kill('SIGKILL');
    this.switchSensorsOff();
    for (const end of this.#ends) await end();
    await this.broker.close();
    await this.#mosquitto.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #socket(): string {
    return join(this.folder, 'state', 'kopru.sock');
  }

  /** Reads a copy: the file belongs to nobody now, and must stay as the crash left it. */
  #inBuffer(): Known[] {
    const copy = mkdtempSync(join(tmpdir(), 'kopru-copy-'));
    cpSync(join(this.folder, 'state'), copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
    const name = readdirSync(copy).find((file) => /\.(db|sqlite)$/.test(file));
    if (!name) return [];
    const database = openSqlite(join(copy, name));
    const rows = database
      .prepare('SELECT s.device, s.quantity, r.number FROM reading r JOIN stream s ON s.id = r.stream')
      .all() as { device: string; quantity: string; number: number }[];
    database.close();
    rmSync(copy, { recursive: true, force: true });
    return rows
      .filter(({ quantity }) => quantity !== 'relativeHumidity')
      .map(({ device, number }): Known => `${device} ${number}`);
  }

  #write(port: string): void {
    mkdirSync(join(this.folder, 'drivers', 'street'), { recursive: true });
    writeFileSync(join(this.folder, 'drivers', 'street', 'counter.yaml'), counterDriver);
    writeFileSync(
      this.#file,
      `schema: 1
gateway: { id: street, location: [28.9708, 41.0785], timezone: Europe/Istanbul, clock: trusted }
buses: { rs485: { port: ${port}, line: 9600 8N1 } }
mqtt: { brokers: { local: { url: "mqtt://127.0.0.1:${this.#mosquitto.port}" } } }
devices:
  - { id: one, driver: generic/xy-md02, bus: rs485, unitId: 1, every: 2s }
  - { id: two, driver: generic/xy-md02, bus: rs485, unitId: 2, every: 2s }
  - { id: three, driver: generic/xy-md02, bus: rs485, unitId: 3, every: 2s }
  - { id: counter, driver: street/counter, mqtt: local }
entities:
  - { mapping: Weather/WeatherObserved, each: [one, two, three, counter] }
forward:
  - { name: city, broker: "${this.broker.url}", retryAtMost: 2s }
buffer: { folder: ${join(this.folder, 'state')} }
api: { listen: "127.0.0.1:${20_000 + Math.floor(Math.random() * 20_000)}" }
`,
    );
  }
}

const counterDriver = `driver: street/counter
maker: Street
model: Counter
manual: https://example.org/
stale: 1m
mqtt: { topic: street/counter }
points:
  illuminance: { path: /n, unit: LUX, min: 0 }
samples:
  - { raw: { topic: street/counter, payload: '{"n":7}' }, expect: { illuminance: 7 } }
`;
