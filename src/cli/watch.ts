/**
 * `kopru watch`: the values of devices as they come, until Ctrl-C. The running gateway is looked at and not asked for
 * anything; alone the Modbus devices are polled here and nothing is kept.
 */
import { pointsOf } from '../config/device-points.ts';
import type { Site, SiteDevice } from '../config/site.ts';
import type { Intake } from '../core/source.ts';
import type { DeviceStatus } from '../core/status.ts';
import { systemClock } from '../sources/host/clock.ts';
import { type HostDevice, hostConnection } from '../sources/host/settings.ts';
import { createHostSource } from '../sources/host/source.ts';
import { createVitals } from '../sources/host/vitals.ts';
import { createIntake } from '../sources/intake.ts';
import type { ModbusDevice } from '../sources/modbus/settings.ts';
import type { SerialDevice } from '../sources/serial/device.ts';
import { type BorrowedBus, borrowBus, gatewayOf, opened } from './borrowed-bus.ts';
import { loadConfiguration, siteOrComplaint } from './configuration.ts';
import { exits } from './exit.ts';
import { findDevice } from './find-device.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import { durationOf } from './trace.ts';
import type { RunVerb } from './verb.ts';
import { isFaulty, Watch, type WatchedPoint, watchLines } from './watch-table.ts';

/** Where the values are from. */
interface View {
  readonly borrowed: boolean;
  readonly buses: readonly BorrowedBus[];
  devices(): Promise<readonly DeviceStatus[]>;
  /** Ends what was begun here beside the buses. */
  readonly end?: () => Promise<void>;
}

interface Counts {
  readonly requests: number;
  readonly answers: number;
  readonly timeouts: number;
  readonly damaged: number;
}

const lookMs = 1_000;
/** Looks between two columns of a sparkline. */
const looksPerColumn = 5;
/** Where nobody looks and no time was given, this long: two polls of most devices. */
const unattendedMs = 20_000;

export const watch: RunVerb = async (terminal, { args: [id], options }) => {
  const file = typeof options.file === 'string' ? options.file : undefined;
  const site = siteOrComplaint(terminal, loadConfiguration(terminal, file));
  if (!site) return exits.configuration;
  const chosen = id === undefined ? site.devices : [findDevice(site, id)];
  const forMs = durationOf(options.for) ?? (terminal.interactive ? Number.POSITIVE_INFINITY : unattendedMs);
  const view = await viewOf(terminal, site, chosen);
  const pick = options.errorsOnly === true ? isFaulty : () => true;
  try {
    const before = await countsOf(view.buses);
    const points = await follow(terminal, view, {
      ids: new Set(chosen.map((device) => device.id)),
      pick,
      forMs,
    });
    return conclude(terminal, points, difference(await countsOf(view.buses), before), view.borrowed);
  } finally {
    for (const bus of view.buses) await bus.release();
    await view.end?.();
  }
};

async function follow(
  terminal: Terminal,
  view: View,
  { ids, pick, forMs }: { ids: ReadonlySet<string>; pick: (point: WatchedPoint) => boolean; forMs: number },
): Promise<readonly WatchedPoint[]> {
  const memory = new Watch();
  const stopped = terminal.untilStopped().then(() => true as const);
  const untilMs = performance.now() + forMs;
  let drawn = 0;
  for (let looks = 0; ; looks++) {
    const devices = (await view.devices()).filter((device) => ids.has(device.id));
    const points = memory.look(devices, looks % looksPerColumn === 0).filter(pick);
    const leftMs = untilMs - performance.now();
    const shown = watchLines(points, terminal);
    if (terminal.interactive) {
      terminal.out(`${drawn === 0 ? '' : `\x1b[${drawn}A\x1b[J`}${shown.join('\n')}`);
      drawn = shown.length;
    }
    const ended = leftMs <= 0 || (await Promise.race([stopped, pauseMs(Math.min(lookMs, leftMs))]));
    if (!ended) continue;
    if (!terminal.interactive && !terminal.json) terminal.out(shown.join('\n'));
    return points;
  }
}

const pauseMs = (ms: number) => new Promise<false>((resolve) => setTimeout(() => resolve(false), ms));

async function viewOf(terminal: Terminal, site: Site, chosen: readonly SiteDevice[]): Promise<View> {
  const names = new Set(chosen.map((device) => (device.protocol === 'modbus' ? device.bus : '')));
  const wanted = site.buses.filter(({ name }) => names.has(name));
  const gateway = await gatewayOf(terminal, site);
  if (gateway) {
    const buses = await Promise.all(wanted.map((bus) => borrowBus(terminal, bus, site)));
    return { borrowed: true, buses, devices: async () => (await gateway.snapshot()).devices };
  }
  const modbus = chosen.filter((device): device is ModbusDevice => device.protocol === 'modbus');
  const serial = chosen.filter((device): device is SerialDevice => device.protocol === 'serial');
  const machine = chosen.filter((device): device is HostDevice => device.protocol === 'host');
  if (chosen.some(({ protocol }) => protocol === 'mqtt')) {
    terminal.err('Devices that talk by MQTT are shown only while the gateway runs.');
  }
  const intake = createIntake({
    devices: [...modbus, ...serial, ...machine].map((device) => ({
      device,
      points: pointsOf(device),
      running: 'polled',
      connection: connectionOf(device),
    })),
    accept: async () => {},
    clock: systemClock(),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const buses = await Promise.all(
    wanted.map((bus) =>
      opened(
        bus,
        modbus.filter((device) => device.bus === bus.name),
        intake,
      ),
    ),
  );
  const endSerial = await listenTo(site, serial, intake);
  const endMachine = lookAt(site, machine, intake);
  const end = async () => {
    await Promise.all([endSerial(), endMachine()]);
  };
  return { borrowed: false, buses, devices: async () => intake.devices(true), end };
}

function connectionOf(device: ModbusDevice | SerialDevice | HostDevice): string {
  if (device.protocol === 'host') return hostConnection;
  return device.protocol === 'modbus' ? device.bus : device.port;
}

/** Samples this machine in the rhythm of the devices that stand for it. */
function lookAt(site: Site, devices: readonly HostDevice[], intake: Intake): () => Promise<void> {
  const clock = systemClock();
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const host = createVitals({ folder: site.buffer.folder, clock });
  const source = createHostSource({ devices, host, clock, logger, intake });
  source.start();
  return () => source.stop();
}

/** Opens the ports of the devices; resolves with what closes them. */
async function listenTo(
  site: Site,
  devices: readonly SerialDevice[],
  intake: Intake,
): Promise<() => Promise<void>> {
  if (devices.length === 0) return async () => {};
  const { createSerialSource } = await import('../sources/serial/source.ts');
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const sources = site.serialPorts
    .filter(({ name }) => devices.some(({ port }) => port === name))
    .map((port) =>
      createSerialSource({ port, devices, clock: systemClock(), random: Math.random, logger, intake }),
    );
  for (const source of sources) source.start();
  return async () => {
    for (const source of sources) await source.stop();
  };
}

async function countsOf(buses: readonly BorrowedBus[]): Promise<Counts> {
  const all = await Promise.all(buses.map((bus) => bus.statistics()));
  const sum = (pick: (counts: Counts) => number) => all.reduce((total, each) => total + pick(each), 0);
  return {
    requests: sum(({ requests }) => requests),
    answers: sum(({ answers }) => answers),
    timeouts: sum(({ timeouts }) => timeouts),
    damaged: sum(({ damaged }) => damaged),
  };
}

const difference = (now: Counts, before: Counts): Counts => ({
  requests: now.requests - before.requests,
  answers: now.answers - before.answers,
  timeouts: now.timeouts - before.timeouts,
  damaged: now.damaged - before.damaged,
});

function conclude(terminal: Terminal, points: readonly WatchedPoint[], counts: Counts, borrowed: boolean) {
  const faulty = points.filter(isFaulty);
  if (terminal.json) terminal.out(JSON.stringify({ borrowed, points, ...counts }));
  else {
    const { requests, answers, timeouts, damaged } = counts;
    const share = requests === 0 ? '' : ` (${((100 * timeouts) / requests).toFixed(1)} %)`;
    terminal.out(
      `${glyph(terminal, faulty.length === 0 ? 'fine' : 'look')} ${requests} requests, ${answers} answers, ${timeouts} timeouts${share}, ${damaged} damaged.`,
    );
    const [first] = faulty;
    next(terminal, first ? `kopru read ${first.device}` : 'kopru status');
  }
  return faulty.length === 0 ? exits.fine : exits.findings;
}
