/** What the demo shows: a block that is redrawn on a terminal, plain lines elsewhere. Pure. */
import { spanText } from '../core/duration.ts';
import { numberText } from '../core/number-text.ts';
import { type DeviceStatus, isSilent, type Snapshot } from '../core/status.ts';
import { units } from '../core/unit.ts';
import { phaseWords, statusLines } from './status-text.ts';
import { columns, glyph, type Terminal, table } from './terminal.ts';

export interface DemoState {
  /** Milliseconds since the start. */
  readonly atMs: number;
  /** What has happened, oldest first. */
  readonly events: readonly DemoEvent[];
  /** Most readings that waited at once. */
  readonly peakWaiting: number;
}

export interface DemoEvent {
  readonly atMs: number;
  readonly words: string;
}

type Style = Pick<Terminal, 'color'>;

const eventsShown = 6;

/** The block: devices, the state of the bridge with its ledger, the backlog as a bar, what happened. */
export function demoBlock(snapshot: Snapshot, demo: DemoState, style: Style): string[] {
  return [
    '',
    ...deviceLines(snapshot.devices, style),
    '',
    ...statusLines(snapshot, style),
    backlogBar(waitingOf(snapshot), demo.peakWaiting),
    '',
    ...demo.events.slice(-eventsShown).map(eventLine),
  ];
}

/** One line for a place without a terminal. */
export function demoLine(snapshot: Snapshot, atMs: number): string {
  const answering = snapshot.devices.filter((device) => !isSilent(device)).length;
  const [destination] = snapshot.destinations;
  const accepted = destination?.ledger.accepted ?? 0;
  return [
    clock(atMs),
    `${answering} of ${snapshot.devices.length} devices answer`,
    `accepted ${accepted}`,
    `waiting ${waitingOf(snapshot)}`,
    `broker ${destination ? phaseWords(destination.state) : 'none'}`,
  ].join('  ');
}

export function eventLine({ atMs, words }: DemoEvent): string {
  return `${clock(atMs)}  ${words}`;
}

export function waitingOf(snapshot: Snapshot): number {
  return Math.max(0, ...snapshot.destinations.map(({ ledger }) => ledger.waiting));
}

function deviceLines(devices: readonly DeviceStatus[], style: Style): string[] {
  const lines = table(devices.map(deviceRow));
  return devices.map(
    (device, index) => `${glyph(style, isSilent(device) ? 'look' : 'fine')} ${lines[index] ?? ''}`,
  );
}

function deviceRow(device: DeviceStatus): string[] {
  const [value] = device.values.filter(({ quantity }) => leading.has(quantity));
  const shown = value ?? device.values[0];
  const unit = shown?.unit === undefined ? '' : (units.get(shown.unit)?.symbol ?? shown.unit);
  const number =
    typeof shown?.value === 'number'
      ? numberText(Number(shown.value.toFixed(1)))
      : String(shown?.value ?? '–');
  return [
    device.id,
    device.driver,
    shown?.quantity ?? '',
    `${number.padStart(8)} ${unit}`,
    device.lastReadingMs === undefined ? 'none yet' : spanText(device.lastReadingMs),
  ];
}

/** The quantity of a device that says most at a glance. */
const leading = new Set(['activePower', 'airTemperature', 'pm10', 'pm25']);

function backlogBar(waiting: number, peak: number): string {
  const width = columns - 26;
  const full = peak === 0 ? 0 : Math.round((waiting / peak) * width);
  return `  backlog ${'█'.repeat(full)}${'░'.repeat(width - full)} ${numberText(waiting).padStart(6)} wait`;
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
