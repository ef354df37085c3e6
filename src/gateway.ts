/**
 * The composition root: builds the stages from a configuration, starts them in order, stops them in order.
 *
 * Start: buffer, then sources, then forwarders; nothing waits for a network. Stop: sources take in nothing more,
 * the last group is committed, the request in flight may finish, the buffer closes. Nothing accepted is lost if
 * any of that is cut short.
 */
import { join } from 'node:path';
import { pointsOf } from './config/device-points.ts';
import type { Site, SiteDevice } from './config/site.ts';
import type { Buffer } from './core/buffer.ts';
import { type Clock, type Logger, pause, type Random } from './core/environment.ts';
import type { LedgerCheck } from './core/ledger.ts';
import type { Stream } from './core/reading.ts';
import type { MappingProblem } from './core/round.ts';
import type { Source } from './core/source.ts';
import type { ClockStatus, Snapshot } from './core/status.ts';
import { keptInFile } from './forward/auth/kept-token.ts';
import { Forwarder } from './forward/forwarder.ts';
import { createNgsiLdBroker } from './forward/ngsi-ld-broker.ts';
import type { Secrets } from './settings.ts';
import { Snapshots } from './snapshot.ts';
import type { Pieces } from './sources/frame-tap.ts';
import { createGnss, type Gnss } from './sources/host/gnss.ts';
import { systemVouchers, watchSynchronisation } from './sources/host/synchronisation.ts';
import { createIntake, type IntakeDevice, type SiteIntake } from './sources/intake.ts';
import type { BusStatistics } from './sources/modbus/bus.ts';
import type { Answer, AnyAnswer } from './sources/modbus/exchange.ts';
import type { IdentityRequest, ReadRequest } from './sources/modbus/pdu.ts';
import type { DeviceReading, ModbusSource } from './sources/modbus/source.ts';
import { listenerName } from './sources/mqtt/listener/settings.ts';
import type { MqttListenerSource } from './sources/mqtt/listener/source.ts';
import type { MqttSource } from './sources/mqtt/source.ts';
import type { TappedMessages } from './sources/mqtt/tap.ts';
import type { SerialSource } from './sources/serial/source.ts';

export interface GatewayParts {
  readonly site: Site;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly version: string;
  /** Where a proxy is looked up that no destination names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Already open, with the site's destinations. The gateway closes it. */
  readonly buffer: Buffer;
}

export class Gateway {
  readonly #parts: GatewayParts;
  readonly #intake: SiteIntake;
  readonly #gnss: Gnss;
  readonly #forwarders = new Map<string, Forwarder>();
  readonly #closeBrokers: (() => Promise<void>)[] = [];
  readonly #snapshots: Snapshots;
  readonly #modbus: ModbusSource[] = [];
  readonly #serial = new Map<string, SerialSource>();
  readonly #mqtt: (MqttSource | MqttListenerSource)[] = [];
  #sources: Source[] = [];
  #clock: ClockStatus = { synchronised: false, source: undefined, steps: 0 };
  #phase: Snapshot['phase'] = 'starting';
  #endWatch = () => {};

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    const { site, buffer, clock, logger } = parts;
    this.#intake = createIntake({
      devices: site.devices.map(intakeDevice),
      accept: (message) => buffer.accept(message),
      clock,
      logger,
    });
    this.#gnss = createGnss({
      devices: new Set(site.devices.filter(isReceiver).map(({ id }) => id)),
      location: site.gateway.location,
      clock,
      logger,
    });
    for (const settings of site.destinations) this.#addDestination(settings);
    this.#snapshots = new Snapshots({
      site,
      version: parts.version,
      clock,
      buffer,
      intake: this.#intake,
      forwarders: this.#forwarders,
      mqtt: () => this.#mqtt.map((source) => source.status()),
      buses: () => this.#modbus.map((source) => source.status()),
      clockStatus: () => this.#clock,
      phase: () => this.#phase,
    });
  }

  /** Starts sources and forwarders. Rejects only for a bug: absent devices and networks are no error. */
  async start(): Promise<void> {
    const { site, clock, logger, buffer } = this.#parts;
    this.#endWatch = watchSynchronisation(clock, {
      trusted: site.gateway.clock === 'trusted',
      vouchers: [...systemVouchers, this.#gnss.voucher],
      onSynchronised: (source) => {
        this.#clock = { ...this.#clock, synchronised: true, source };
        this.#tellTime(source);
        logger.info({ source }, 'The clock is right.');
      },
      onStep: (ms) => {
        this.#clock = { ...this.#clock, steps: this.#clock.steps + 1 };
        if (this.#clock.source !== undefined) this.#tellTime(this.#clock.source);
        logger.warn({ stepMs: ms }, 'The clock stepped.');
      },
    });
    this.#sources = await this.#createSources();
    for (const source of this.#sources) source.start();
    for (const forwarder of this.#forwarders.values()) forwarder.start();
    this.#phase = 'running';
    logger.info(
      { devices: site.devices.length, entities: site.entities.length, waiting: buffer.status().rows },
      'Running.',
    );
  }

  snapshot(): Promise<Snapshot> {
    return this.#snapshots.take();
  }

  checkLedger(): Promise<readonly LedgerCheck[]> {
    return this.#parts.buffer.checkLedger();
  }

  /** Reads every point of a Modbus device once, in turn with the polls; undefined if it is no Modbus device here. */
  async readOnce(deviceId: string): Promise<DeviceReading | undefined> {
    const device = this.#parts.site.devices.find(({ id }) => id === deviceId);
    if (device?.protocol !== 'modbus') return undefined;
    return this.#busSource(device.bus)?.readOnce(deviceId);
  }

  /** One read in turn with the polls of the bus; undefined if there is no such bus. */
  ask(bus: string, request: ReadRequest, timeoutMs: number): Promise<Answer> | undefined {
    return this.#busSource(bus)?.ask(request, timeoutMs);
  }

  /** What a unit of the bus says it is; undefined if there is no such bus. */
  identify(bus: string, request: IdentityRequest, timeoutMs: number): Promise<AnyAnswer> | undefined {
    return this.#busSource(bus)?.identify(request, timeoutMs);
  }

  /** What went over the bus or port since the piece of this number; undefined if there is no such one. */
  frames(bus: string, since: number): Pieces | undefined {
    return (this.#busSource(bus) ?? this.#serial.get(bus))?.framesSince(since);
  }

  /** Counts of the bus since the start; undefined if there is no such bus. */
  busStatistics(bus: string): BusStatistics | undefined {
    return this.#busSource(bus)?.statistics().bus;
  }

  /** What came over MQTT since the message of this number; undefined if there is no such MQTT broker. */
  mqttMessages(broker: string, since: number): TappedMessages | undefined {
    return this.#mqtt.find((source) => source.status().name === broker)?.messagesSince(since);
  }

  /** Ends within 5 s. */
  async stop(): Promise<void> {
    const { buffer, clock, logger } = this.#parts;
    this.#phase = 'stopping';
    this.#endWatch();
    await Promise.all(this.#sources.map((source) => source.stop()));
    this.#intake.flush();
    const stopped = Promise.all([...this.#forwarders.values()].map((forwarder) => forwarder.stop()));
    await Promise.race([stopped, pause(clock, requestAtMostMs)]);
    await Promise.all(this.#closeBrokers.map((close) => close()));
    await stopped;
    await buffer.close();
    logger.info({}, 'Stopped.');
  }

  #addDestination(settings: Site['destinations'][number]): void {
    const { site, secrets, clock, random, logger, buffer, version, environment } = this.#parts;
    const broker = createNgsiLdBroker({
      settings,
      secrets,
      clock,
      logger,
      environment,
      keptToken: keptInFile(join(site.buffer.folder, 'tokens', settings.name)),
      agent: `kopru/${version}`,
    });
    this.#closeBrokers.push(() => broker.close());
    const forwarder = new Forwarder({
      settings,
      buffer,
      broker,
      plans: site.entities,
      streams: site.devices.flatMap((device) => pointsOf(device).map((point): Stream => point.stream)),
      clock,
      random,
      logger,
      onMappingProblem: (problem) => this.#mappingProblem(problem),
    });
    this.#forwarders.set(settings.name, forwarder);
  }

  #busSource(bus: string): ModbusSource | undefined {
    return this.#modbus[this.#parts.site.buses.findIndex(({ name }) => name === bus)];
  }

  #mappingProblem({ words, ...facts }: MappingProblem): void {
    this.#parts.logger.warn({ ...facts, reason: words }, 'An attribute got no value from its reading.');
  }

  #tellTime(source: string): void {
    const { buffer, clock, logger } = this.#parts;
    buffer.synchronised(clock.wallMs(), clock.monotonicMs(), source).catch((error: unknown) => {
      logger.error({ error }, 'The buffer could not be told that the clock is right.');
    });
  }

  /** Loads a protocol's library only when the configuration needs it: each costs 8 to 15 MB of memory. */
  async #createSources(): Promise<Source[]> {
    const { site, secrets, clock, random, logger } = this.#parts;
    const common = { clock, random, logger, intake: this.#intake };
    const sources: Source[] = [];
    if (site.buses.length > 0) {
      const { createModbusSource } = await import('./sources/modbus/source.ts');
      for (const bus of site.buses) {
        const devices = site.devices.filter((device) => device.protocol === 'modbus');
        const source = createModbusSource({ bus, devices, ...common });
        this.#modbus.push(source);
        sources.push(source);
      }
    }
    if (site.serialPorts.length > 0) {
      const { createSerialSource } = await import('./sources/serial/source.ts');
      const devices = site.devices.filter((device) => device.protocol === 'serial');
      for (const port of site.serialPorts) {
        const source = createSerialSource({
          port,
          devices,
          ...common,
          intake: this.#gnss.through(this.#intake),
        });
        this.#serial.set(port.name, source);
        sources.push(source);
      }
    }
    if (site.mqttBrokers.length > 0) {
      const { createMqttSource } = await import('./sources/mqtt/source.ts');
      for (const broker of site.mqttBrokers) {
        const devices = site.devices.filter(isMqtt).filter(({ mqtt }) => mqtt === broker.name);
        const source = createMqttSource({ broker, devices, secrets, ...common });
        this.#mqtt.push(source);
        sources.push(source);
      }
    }
    if (site.mqttListener) {
      const { createMqttListener } = await import('./sources/mqtt/listener/source.ts');
      const devices = site.devices.filter(isMqtt).filter(({ mqtt }) => mqtt === listenerName);
      const source = await createMqttListener({ listener: site.mqttListener, devices, secrets, ...common });
      this.#mqtt.push(source);
      sources.push(source);
    }
    return sources;
  }
}

/** Longest wait for the request in flight at a stop. */
const requestAtMostMs = 2_000;

/** It gives the time of satellites. */
const isReceiver = (device: SiteDevice) =>
  device.protocol === 'serial' && device.messages.some(({ time }) => time?.form === 'nmea');

const isMqtt = (device: SiteDevice) => device.protocol === 'mqtt';

function intakeDevice(device: SiteDevice): IntakeDevice {
  const points = pointsOf(device);
  switch (device.protocol) {
    case 'modbus':
      return { device, points, running: 'polled', connection: device.bus };
    case 'mqtt':
      return { device, points, running: 'listens', connection: device.mqtt };
    case 'serial':
      return {
        device,
        points,
        running: device.ask.length > 0 ? 'polled' : 'listens',
        connection: device.port,
      };
  }
}
