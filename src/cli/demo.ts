/**
 * `kopru demo`: the whole path on one machine and without a network. A simulated cabinet (Modbus TCP, serial lines,
 * MQTT), the gateway as it runs in the street, and an NGSI-LD broker in memory that goes away for a while. Ends with
 * the ledger: everything accepted was delivered.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretsFrom } from '../config/secrets.ts';
import { parseDurationMs } from '../core/duration.ts';
import { pause } from '../core/environment.ts';
import { balances, type DestinationLedger, total } from '../core/ledger.ts';
import { numberText } from '../core/number-text.ts';
import type { Snapshot } from '../core/status.ts';
import { type Daemon, startDaemon } from '../daemon.ts';
import { type RunningBroker, startBroker } from '../simulator/broker/broker.ts';
import { startCabinet } from '../simulator/cabinet/cabinet.ts';
import { type City, cities } from '../simulator/cabinet/cities.ts';
import { freePort } from '../simulator/device/tcp-server.ts';
import { systemClock } from '../sources/host/clock.ts';
import { loadConfiguration, siteOrComplaint } from './configuration.ts';
import { type DemoEvent, demoBlock, demoLine, eventLine, waitingOf } from './demo-view.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { ledgerTerms } from './status-text.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { Option, RunVerb } from './verb.ts';
import { packageVersion } from './version.ts';

const host = '127.0.0.1';
const warmUpMs = 10_000;
/** A period of a minute is closed half a minute after its end. */
const drainedWithinMs = 120_000;
/** Somebody who stops the demo does not want to wait for the end of a period. */
const endedWithinMs = 5_000;
const plainEveryMs = 5_000;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export const demo: RunVerb = async (terminal, { options }) => {
  const outageMs = durationOf(options.outage);
  const city = cityOf(options.city);
  const folder = mkdtempSync(join(tmpdir(), 'kopru-demo-'));
  try {
    return await play(terminal, folder, { city, outageMs, once: options.once === true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The short demo has four devices; a city has a whole cabinet. */
interface Play {
  readonly city: City;
  readonly outageMs: number;
  readonly once: boolean;
}

async function play(terminal: Terminal, folder: string, { city, outageMs, once }: Play): Promise<Exit> {
  const clock = systemClock();
  const broker = await startBroker({ clock, host, port: 0 });
  const ports = {
    modbus: await freePort(host),
    mqtt: await freePort(host),
    broker: broker.port,
    api: await freePort(host),
    serial: await freePort(host),
  };
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, city.file(ports));
  for (const [name, text] of Object.entries(city.files)) writeFileSync(join(folder, name), text());
  // Never in the state folder of this machine or container: a gateway's readings are there.
  const site = siteOrComplaint(terminal, loadConfiguration({ ...terminal, environment: {} }, file));
  if (!site) return exits.configuration;
  const cabinet = await startCabinet({
    devices: site.devices.filter((device) => device.protocol !== 'host'),
    serialPorts: site.serialPorts,
    modbusPort: ports.modbus,
    mqttUrl: `mqtt://${host}:${ports.mqtt}`,
    values: city.values(),
    clock,
    random: Math.random,
  });
  const daemon = await startDaemon({
    site,
    secrets: secretsFrom({ environment: {}, folders: [] }),
    clock,
    random: Math.random,
    logger: silent,
    version: packageVersion(),
    environment: {},
  });
  const stage = new Stage(terminal, daemon, clock);
  const stopping = new AbortController();
  void terminal.untilStopped().then(() => stopping.abort());
  const show = stage.show(stopping.signal);

  stage.line(`cabinet  ${site.gateway.name}: ${site.devices.length} devices, played from their driver files`);
  stage.line(`broker   ${broker.url}, in memory`);
  if (daemon.apiUrl !== undefined) stage.line(`page     ${daemon.apiUrl}`);
  stage.line(`gateway  KOPRU_SOCKET=${join(site.buffer.folder, 'kopru.sock')} kopru status`);
  await pause(clock, warmUpMs, stopping.signal);
  if (!stopping.signal.aborted) await outage(stage, broker, outageMs, stopping.signal);
  if (!once) await pause(clock, Number.POSITIVE_INFINITY, stopping.signal);

  await broker.resume().catch(() => {}); // it listens already unless somebody stopped in the outage
  await cabinet.stop();
  stage.event('sensors off, so that the last readings can arrive');
  await stage.drained({ atMost: 0, withinMs: once ? drainedWithinMs : endedWithinMs });
  stopping.abort();
  await show;
  const ledger = await stage.ledger();
  const entity = await entityAt(broker.url, city.entity);
  await daemon.stop();
  await broker.close();
  return conclude(terminal, { ledger, broker, once, name: city.entity.name, entity });
}

async function outage(
  stage: Stage,
  broker: RunningBroker,
  outageMs: number,
  signal: AbortSignal,
): Promise<void> {
  if (outageMs === 0) return;
  await broker.pause();
  stage.event('broker off');
  await pause(stage.clock, outageMs, signal);
  const waiting = waitingOf(await stage.snapshot());
  await broker.resume();
  stage.event(`broker on again, ${numberText(waiting)} readings waited`);
  // Devices go on talking: what came in within the last seconds is no backlog.
  const live = await stage.livePerSeconds(6);
  if (await stage.drained({ atMost: live, withinMs: drainedWithinMs }, signal))
    stage.event('backlog drained');
}

/** Shows how it goes and waits for what must come. */
class Stage {
  readonly clock: ReturnType<typeof systemClock>;
  readonly #terminal: Terminal;
  readonly #daemon: Daemon;
  readonly #startedMs: number;
  readonly #events: DemoEvent[] = [];
  #drawn = 0;
  #peakWaiting = 0;
  #nextPlainMs = plainEveryMs;

  constructor(terminal: Terminal, daemon: Daemon, clock: ReturnType<typeof systemClock>) {
    this.#terminal = terminal;
    this.#daemon = daemon;
    this.clock = clock;
    this.#startedMs = clock.monotonicMs();
  }

  snapshot(): Promise<Snapshot> {
    return this.#daemon.gateway.snapshot();
  }

  async ledger(): Promise<DestinationLedger | undefined> {
    return (await this.snapshot()).destinations[0]?.ledger;
  }

  line(words: string): void {
    if (!this.#terminal.json) this.#terminal.out(`${glyph(this.#terminal, 'fine')} ${words}`);
  }

  event(words: string): void {
    const event = { atMs: this.#atMs(), words };
    this.#events.push(event);
    if (this.#terminal.json) this.#terminal.out(JSON.stringify(event));
    else if (!this.#terminal.interactive) this.#terminal.out(eventLine(event));
  }

  /** Draws every second until the signal. */
  async show(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const snapshot = await this.snapshot();
      this.#peakWaiting = Math.max(this.#peakWaiting, waitingOf(snapshot));
      const delivered = snapshot.destinations.some(({ entities }) => entities.delivered > 0);
      if (delivered && this.#events.length === 0) this.event('first entity delivered');
      this.#draw(snapshot);
      await pause(this.clock, 1_000, signal);
    }
  }

  /** Readings that come in within so many seconds. */
  async livePerSeconds(seconds: number): Promise<number> {
    return Math.ceil((await this.snapshot()).buffer.inPerSecond * seconds);
  }

  /** Resolves true when at most so many readings wait, false after the time or at the signal. */
  async drained(
    { atMost, withinMs }: { readonly atMost: number; readonly withinMs: number },
    signal?: AbortSignal,
  ): Promise<boolean> {
    const untilMs = this.clock.monotonicMs() + withinMs;
    while (this.clock.monotonicMs() < untilMs && !signal?.aborted) {
      await pause(this.clock, 250, signal);
      const snapshot = await this.snapshot();
      if (snapshot.buffer.queued === 0 && waitingOf(snapshot) <= atMost) return true;
    }
    return false;
  }

  #draw(snapshot: Snapshot): void {
    const { interactive, json } = this.#terminal;
    const atMs = this.#atMs();
    if (json) return;
    if (!interactive) {
      if (atMs < this.#nextPlainMs) return;
      this.#nextPlainMs += plainEveryMs;
      this.#terminal.out(demoLine(snapshot, atMs));
      return;
    }
    const demo = { atMs, events: this.#events, peakWaiting: this.#peakWaiting };
    const lines = demoBlock(snapshot, demo, this.#terminal);
    const up = this.#drawn === 0 ? '' : `\x1b[${this.#drawn}A\x1b[J`;
    this.#terminal.out(up + lines.join('\n'));
    this.#drawn = lines.length;
  }

  #atMs(): number {
    return this.clock.monotonicMs() - this.#startedMs;
  }
}

/** The entity as the broker holds it, simplified. */
async function entityAt(brokerUrl: string, { urn, context }: City['entity']): Promise<unknown> {
  const link = `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
  const answer = await fetch(`${brokerUrl}/entities/${encodeURIComponent(urn)}?options=keyValues`, {
    headers: { link },
  });
  return answer.ok ? answer.json() : undefined;
}

interface Outcome {
  readonly ledger: DestinationLedger | undefined;
  readonly broker: RunningBroker;
  /** Everything had time to arrive. */
  readonly once: boolean;
  readonly name: string;
  readonly entity: unknown;
}

function conclude(terminal: Terminal, { ledger, broker, once, name, entity }: Outcome): Exit {
  const { inversions, duplicates } = broker.store.counters;
  const fine =
    ledger !== undefined &&
    balances(ledger) &&
    ledger.accepted > 0 &&
    (ledger.waiting === 0 || !once) &&
    total(ledger, 'quarantined') + total(ledger, 'dropped') + inversions === 0;
  if (terminal.json) {
    terminal.out(JSON.stringify({ fine, ledger, broker: { inversions, duplicates }, entity }));
    return fine ? exits.fine : exits.failed;
  }
  terminal.out('');
  terminal.out(`The ${name} entity as the broker holds it:`);
  terminal.out(JSON.stringify(entity, null, 2));
  terminal.out(
    `${glyph(terminal, fine ? 'fine' : 'stopped')} accepted ${numberText(ledger?.accepted ?? 0)} = ${ledger ? ledgerTerms(ledger).join(' + ') : 'nothing'}`,
  );
  terminal.out(
    `  The broker saw no value go back in time${inversions === 0 ? '' : `, except ${inversions}`}.`,
  );
  next(terminal, 'kopru check --help     then a gateway.yaml of your own; see README.md');
  return fine ? exits.fine : exits.failed;
}

function cityOf(option: Option): Play['city'] {
  if (option === undefined) return cities.short;
  if (option === 'istanbul' || option === 'izmir') return cities[option];
  throw usageError(
    `There is no demo of ${option}.`,
    'Write --city istanbul or izmir, or leave it out for the short demo.',
  );
}

function durationOf(option: Option): number {
  if (option === undefined) return 20_000;
  const ms = typeof option === 'string' ? parseDurationMs(option) : undefined;
  if (ms !== undefined) return ms;
  throw usageError(`${option} is no duration.`, 'Write a number and a unit, for example --outage 20s.');
}
