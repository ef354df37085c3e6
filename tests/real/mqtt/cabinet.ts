/**
 * A gateway as a process of its own whose devices speak MQTT: to the gateway itself, or to an MQTT broker. It can be
 * killed and started again; unless a test says so nothing is delivered, and the buffer shows all that was accepted.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGateway } from '../../../src/api/client.ts';
import { databaseFile } from '../../../src/buffer/database.ts';
import { openSqlite } from '../../../src/buffer/open-sqlite.ts';
import type { MqttStatus, Snapshot } from '../../../src/core/status.ts';
import { kopruArguments } from '../program.ts';

const nowhere = 'http://127.0.0.1:9/ngsi-ld/v1';

export interface CabinetOptions {
  /** Lines under `mqtt:` in gateway.yaml. */
  readonly mqtt: readonly string[];
  /** Name of the MQTT broker that the devices publish to. */
  readonly broker: string;
  /** Devices load-0, load-1 ... that publish `{ n }` to load/<number>. */
  readonly devices: number;
  /** URL of the NGSI-LD broker; default: one where nothing listens, so that all that was accepted waits. */
  readonly destination?: string;
  /** Where health and metrics are served; default: any free port. */
  readonly api?: string;
  /** Lines after the destination. */
  readonly further?: readonly string[];
}

export class Cabinet {
  readonly folder = mkdtempSync(join(tmpdir(), 'kopru-cabinet-'));
  #gateway: ChildProcess | undefined;

  constructor(options: CabinetOptions) {
    mkdirSync(join(this.folder, 'drivers/test'), { recursive: true });
    writeFileSync(join(this.folder, 'drivers/test/load.yaml'), driver);
    this.configure(options);
  }

  /** Writes gateway.yaml; a gateway that runs is to be reloaded. */
  configure({
    mqtt,
    broker,
    devices,
    destination = nowhere,
    api = '127.0.0.1:0',
    further = [],
  }: CabinetOptions): void {
    const ids = Array.from({ length: devices }, (_, i) => i);
    writeFileSync(
      this.file,
      [
        'schema: 1',
        'gateway: { id: load, location: [29, 41], clock: trusted }',
        'mqtt:',
        ...mqtt.map((line) => `  ${line}`),
        'devices:',
        ...ids.map((i) => `  - { id: load-${i}, driver: test/load, mqtt: ${broker}, params: { n: "${i}" } }`),
        'entities:',
        ...ids.map((i) => `  - { mapping: Energy/ACMeasurement, from: load-${i} }`),
        'forward:',
        `  - { name: city, broker: "${destination}" }`,
        ...further,
        `api: { listen: "${api}" }`,
        '',
      ].join('\n'),
    );
  }

  get file(): string {
    return join(this.folder, 'gateway.yaml');
  }

  get socket(): string {
    return join(this.folder, 'control.sock');
  }

  async start(): Promise<void> {
    this.#gateway = spawn(process.execPath, [...kopruArguments(), 'run', this.file], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', KOPRU_SOCKET: this.socket },
    });
    await this.until(({ phase }) => phase === 'running', 'the gateway to run');
  }

  /** kill -9, no goodbye. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  signal(signal: NodeJS.Signals): void {
    this.#gateway?.kill(signal);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const gateway = this.#gateway;
    if (!gateway) return;
    this.#gateway = undefined;
    const gone = new Promise((resolve) => gateway.once('exit', resolve));
    gateway.kill(signal);
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async snapshot(): Promise<Snapshot> {
    const gateway = await findGateway([this.socket]);
    return (await gateway.get('/status')).body as Snapshot;
  }

  async mqtt(): Promise<MqttStatus> {
    const [first] = (await this.snapshot()).mqtt;
    if (!first) throw new Error('The gateway has no MQTT.');
    return first;
  }

  async until(done: (snapshot: Snapshot) => boolean, what: string, withinMs = 30_000): Promise<Snapshot> {
    const untilMs = performance.now() + withinMs;
    let last: Snapshot | undefined;
    while (performance.now() < untilMs) {
      last = await this.snapshot().catch(() => undefined);
      if (last && done(last)) return last;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Waited ${withinMs} ms for ${what}; last: ${JSON.stringify(last?.mqtt)}`);
  }

  /** Megabytes that the gateway holds in memory. */
  residentMegabytes(): number {
    const status = readFileSync(`/proc/${this.#gateway?.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  /** How often each number is in the buffer; ask only when the gateway does not run. */
  kept(): Map<number, number> {
    const database = openSqlite(databaseFile(join(this.folder, 'state')));
    try {
      const rows = database
        .prepare('SELECT number, count(*) AS times FROM reading GROUP BY number')
        .all() as {
        number: number;
        times: number;
      }[];
      return new Map(rows.map(({ number, times }) => [number, times]));
    } finally {
      database.close();
    }
  }
}

const driver = `driver: test/load
maker: Test
model: Load
stale: 1h
params: { n: { help: "number" } }
mqtt: { topic: "load/{n}" }
points:
  activePower: { path: /n, unit: WTT }
samples:
  - { raw: { topic: load/0, payload: '{"n":1}' }, params: { n: "0" }, expect: { activePower: 1 } }
`;
