/**
 * The composition root: builds the stages from a configuration, starts them in order, stops them in order, and hands
 * over to another configuration while it runs.
 *
 * Start: buffer, then sources, then forwarders; nothing waits for a network. Stop: sources take in nothing more,
 * the last group is committed, the request in flight may finish, the buffer closes. Nothing accepted is lost if
 * any of that is cut short.
 */
import { pointsOf } from './config/device-points.ts';
import type { Site, SiteDevice } from './config/site.ts';
import { marksIn } from './config/site-marks.ts';
import type { Buffer } from './core/buffer.ts';
import type { GeoPoint } from './core/device.ts';
import type { Clock, Logger, Random } from './core/environment.ts';
import type { LedgerCheck } from './core/ledger.ts';
import type { QuarantineChoice, QuarantineQuery } from './core/quarantine.ts';
import { shortStatus } from './core/short-status.ts';
import type { ClockStatus, ReloadStatus, Snapshot } from './core/status.ts';
import { earliestMs, estimated } from './core/timeline.ts';
import { DeviceDebug } from './device-debug.ts';
import { type ShownEntry, shownQuarantine } from './quarantine-view.ts';
import { type ReadingTrace, type TraceParts, type TraceQuestion, traceReading } from './reading-trace.ts';
import type { Secrets } from './settings.ts';
import { SiteForwarders } from './site-forwarders.ts';
import { SiteSources } from './site-sources.ts';
import { Snapshots } from './snapshot.ts';
import type { Pieces } from './sources/frame-tap.ts';
import { createGnss, type Gnss } from './sources/host/gnss.ts';
import { hostConnection } from './sources/host/settings.ts';
import { systemVouchers, type Voucher, watchSynchronisation } from './sources/host/synchronisation.ts';
import { createVitals } from './sources/host/vitals.ts';
import { createIntake, type IntakeDevice, type SiteIntake } from './sources/intake.ts';
import type { BusStatistics } from './sources/modbus/bus.ts';
import type { Answer, AnyAnswer } from './sources/modbus/exchange.ts';
import type { IdentityRequest, ReadRequest } from './sources/modbus/pdu.ts';
import type { DeviceReading } from './sources/modbus/source.ts';
import type { TappedMessages } from './sources/mqtt/tap.ts';

export interface GatewayParts {
  readonly site: Site;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly version: string;
  /** Where a proxy is looked up that no destination names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Who may vouch for the clock besides receivers; default: the machine's time services. */
  readonly vouchers?: readonly Voucher[];
  /** Already open, with the site's destinations. The gateway closes it. */
  readonly buffer: Buffer;
  /** Told when the receiver that the place of the gateway follows has found it, or found it anew. */
  readonly onPlace?: (place: GeoPoint) => void;
}

export class Gateway {
  readonly #parts: GatewayParts;
  readonly #intake: SiteIntake;
  readonly #gnss: Gnss;
  readonly #sources: SiteSources;
  readonly #forwarders: SiteForwarders;
  readonly #snapshots: Snapshots;
  readonly #debug: DeviceDebug;
  /** What runs now. */
  #site: Site;
  #clock: ClockStatus = { synchronised: false, source: undefined, steps: 0 };
  #phase: Snapshot['phase'] = 'starting';
  #reload: ReloadStatus | undefined;
  #endWatch = () => {};

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    const { site, buffer, clock, logger } = parts;
    this.#site = site;
    this.#intake = createIntake({
      devices: site.devices.map(intakeDevice),
      accept: (message) => buffer.accept(message),
      clock,
      logger,
    });
    this.#gnss = createGnss({
      isReceiver: (id) => this.#site.devices.some((device) => device.id === id && isReceiver(device)),
      place: () => this.#site.gateway.place,
      onPlace: parts.onPlace ?? (() => {}),
      clock,
      logger,
    });
    const host = createVitals({ folder: site.buffer.folder, clock });
    this.#sources = new SiteSources({
      ...parts,
      host,
      intake: this.#intake,
      serialIntake: this.#gnss.through(this.#intake),
    });
    this.#forwarders = new SiteForwarders(parts);
    this.#snapshots = new Snapshots({
      site: () => this.#site,
      version: parts.version,
      clock,
      buffer,
      intake: this.#intake,
      forwarder: (name) => this.#forwarders.find(name),
      mqtt: () => this.#sources.mqttStatus(),
      buses: () => this.#sources.busStatus(),
      parked: () => this.#sources.parked(),
      clockStatus: () => this.#clock,
      host,
      phase: () => this.#phase,
      reload: () => this.#reload,
    });
    this.#debug = new DeviceDebug({
      clock,
      logger,
      site: () => this.#site,
      frames: (bus, since) => this.frames(bus, since),
      messages: (broker, since) => this.mqttMessages(broker, since),
      state: (id) => this.#intake.devices(this.#clock.synchronised).find((device) => device.id === id),
    });
  }

  /** Starts sources and forwarders. Rejects only for a bug: absent devices and networks are no error. */
  async start(): Promise<void> {
    const { clock, logger, buffer } = this.#parts;
    const site = this.#site;
    this.#endWatch = watchSynchronisation(clock, {
      trusted: site.gateway.clock === 'trusted',
      vouchers: [...(this.#parts.vouchers ?? systemVouchers), this.#gnss.voucher],
      onSynchronised: (source) => {
        this.#clock = { ...this.#clock, synchronised: true, source };
        this.#tellTime(source);
        logger.info({ source }, 'The clock is right.');
      },
      onDoubt: (ms) => {
        this.#clock = { ...this.#clock, synchronised: false, source: undefined };
        buffer.unsynchronised();
        logger.error({ stepMs: ms }, 'The clock jumped: readings wait until it is known to be right.');
      },
      onStep: (ms) => {
        this.#clock = { ...this.#clock, steps: this.#clock.steps + 1 };
        if (this.#clock.synchronised && this.#clock.source !== undefined) this.#tellTime(this.#clock.source);
        logger.warn({ stepMs: ms }, 'The clock stepped.');
      },
      onUnvouched: () => this.#estimateTime(),
    });
    await this.#handOver(site);
    this.#phase = 'running';
    logger.info(
      { devices: site.devices.length, entities: site.entities.length, waiting: buffer.status().rows },
      'Running.',
    );
  }

  /**
   * Goes on with another configuration: what it does not change is not touched. Settings that are bound at the start
   * stay as they are until the next (site-changes.ts names them). When it rejects, everything is as it was.
   */
  async apply(after: Site): Promise<void> {
    const site = keepingUnchanged(this.#site, after);
    const { limitMegabytes, limitAge } = site.buffer;
    await this.#handOver(site, () =>
      this.#parts.buffer.configure({
        destinations: site.destinations.map(({ name }) => name),
        limitBytes: limitMegabytes * 1_000_000,
        limitAgeMs: limitAge,
      }),
    );
  }

  /** For the snapshot. */
  noteReload(status: ReloadStatus): void {
    this.#reload = status;
  }

  /** What runs now. */
  get site(): Site {
    return this.#site;
  }

  snapshot(): Promise<Snapshot> {
    return this.#snapshots.take();
  }

  checkLedger(): Promise<readonly LedgerCheck[]> {
    return this.#parts.buffer.checkLedger();
  }

  async quarantined(query: QuarantineQuery): Promise<ShownEntry[]> {
    const { buffer } = this.#parts;
    return shownQuarantine(await buffer.quarantine.list(query), buffer);
  }

  /** Has entries of the quarantine sent again; returns how many. */
  async retryQuarantined(choice: QuarantineChoice): Promise<number> {
    const count = await this.#parts.buffer.quarantine.retry(choice);
    for (const { name } of this.#site.destinations) this.#forwarders.find(name)?.retryQuarantine();
    this.#parts.logger.info({ ...choice, entries: count }, 'Entries of the quarantine are to be sent again.');
    return count;
  }

  /** Drops entries of the quarantine for good; returns how many. */
  async dropQuarantined(choice: QuarantineChoice): Promise<number> {
    const count = await this.#parts.buffer.quarantine.drop(choice);
    this.#parts.logger.warn({ ...choice, entries: count }, 'Entries of the quarantine were dropped by hand.');
    return count;
  }

  /** Ends the wait of a destination, or of all, before the next try; returns those that waited. */
  tryNow(destination?: string): string[] {
    const names = this.#site.destinations.map(({ name }) => name);
    return names.filter(
      (name) => (destination ?? name) === name && this.#forwarders.find(name)?.tryNow() === true,
    );
  }

  /** Follows one reading as far as it is still known; undefined if nothing is. */
  traceReading(question: TraceQuestion): Promise<ReadingTrace | undefined> {
    const parts = {
      site: this.#site,
      buffer: this.#parts.buffer,
      recall: (destination: string, isMeant: Parameters<TraceParts['recall']>[1]) =>
        this.#forwarders.find(destination)?.recall(isMeant),
    };
    return traceReading(parts, question);
  }

  /** Reads every point of a Modbus device once, in turn with the polls; undefined if it is no Modbus device here. */
  async readOnce(deviceId: string): Promise<DeviceReading | undefined> {
    const device = this.#site.devices.find(({ id }) => id === deviceId);
    if (device?.protocol !== 'modbus') return undefined;
    return this.#sources.bus(device.bus)?.readOnce(deviceId);
  }

  /** One read in turn with the polls of the bus; undefined if there is no such bus. */
  ask(bus: string, request: ReadRequest, timeoutMs: number): Promise<Answer> | undefined {
    return this.#sources.bus(bus)?.ask(request, timeoutMs);
  }

  /** What a unit of the bus says it is; undefined if there is no such bus. */
  identify(bus: string, request: IdentityRequest, timeoutMs: number): Promise<AnyAnswer> | undefined {
    return this.#sources.bus(bus)?.identify(request, timeoutMs);
  }

  /** What went over the bus or port since the piece of this number; undefined if there is no such one. */
  frames(bus: string, since: number): Pieces | undefined {
    return (this.#sources.bus(bus) ?? this.#sources.serialPort(bus))?.framesSince(since);
  }

  /** Counts of the bus since the start; undefined if there is no such bus. */
  busStatistics(bus: string): BusStatistics | undefined {
    return this.#sources.bus(bus)?.statistics().bus;
  }

  /** What came over MQTT since the message of this number; undefined if there is no such MQTT broker. */
  mqttMessages(broker: string, since: number): TappedMessages | undefined {
    return this.#sources.mqtt(broker)?.messagesSince(since);
  }

  /** Writes what goes over the line of a device into the log for a while; false: there is no such device. */
  debug(device: string, forMs: number): boolean {
    return this.#debug.begin(device, forMs);
  }

  /** False: it was not written. */
  endDebug(device: string): boolean {
    return this.#debug.end(device);
  }

  /** Tells brokers of the gateway itself, as far as something is due. */
  announce(snapshot: Snapshot): void {
    if (this.#phase !== 'running') return;
    this.#forwarders.announce(snapshot);
    this.#sources.announce(shortStatus(snapshot));
  }

  /** Ends within 5 s. */
  async stop(): Promise<void> {
    const { buffer, logger } = this.#parts;
    this.#phase = 'stopping';
    this.#endWatch();
    this.#debug.stop();
    await this.#sources.stop();
    this.#intake.flush();
    await this.#forwarders.stop();
    await buffer.close();
    logger.info({}, 'Stopped.');
  }

  /** All that may fail comes first, `further` last of it; after that the new site stands in for the old one. */
  async #handOver(site: Site, further?: () => Promise<void>): Promise<void> {
    const forwarders = this.#forwarders.prepare(site);
    const sources = await this.#sources.prepare(site);
    await further?.();
    await sources.end();
    this.#site = site;
    this.#intake.replace(site.devices.map(intakeDevice));
    sources.begin();
    await forwarders.end();
    forwarders.begin();
  }

  #estimateTime(): void {
    const { buffer, clock, logger } = this.#parts;
    if (this.#site.gateway.whenUnsynchronised === 'hold' || clock.wallMs() < earliestMs) return;
    if (this.#clock.source !== estimated) {
      this.#clock = { ...this.#clock, source: estimated };
      logger.warn({}, 'Nobody vouches for the clock: readings go out with an estimated time, and say so.');
    }
    buffer.estimate().catch((error: unknown) => {
      logger.error({ error }, 'The time of waiting readings could not be estimated.');
    });
  }

  #tellTime(source: string): void {
    const { buffer, clock, logger } = this.#parts;
    buffer.synchronised(clock.wallMs(), clock.monotonicMs(), source).catch((error: unknown) => {
      logger.error({ error }, 'The buffer could not be told that the clock is right.');
    });
  }
}

/** The new site with the very devices that run already where they are the same: points are known by identity. */
function keepingUnchanged(before: Site, after: Site): Site {
  const [markBefore, markAfter] = [marksIn(before.parts), marksIn(after.parts)];
  const devices = after.devices.map((device) => {
    const known = before.devices.find(({ id }) => id === device.id);
    return known && markBefore('device', device.id) === markAfter('device', device.id) ? known : device;
  });
  return { ...after, devices };
}

/** It gives the time of satellites. */
const isReceiver = (device: SiteDevice) =>
  device.protocol === 'serial' && device.messages.some(({ time }) => time?.form === 'nmea');

function intakeDevice(device: SiteDevice): IntakeDevice {
  const points = pointsOf(device);
  switch (device.protocol) {
    case 'modbus':
      return { device, points, running: 'polled', connection: device.bus };
    case 'host':
      return { device, points, running: 'polled', connection: hostConnection };
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
