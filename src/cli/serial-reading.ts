/**
 * Reads a serial device for a person. Where the gateway runs it owns the port, so what it hears is decoded here a second
 * time; alone the port is opened, and the device asked or listened to.
 */
import type { Site } from '../config/site.ts';
import { KopruError } from '../core/errors.ts';
import type { Intake } from '../core/source.ts';
import type { Pieces } from '../sources/frame-tap.ts';
import { systemClock } from '../sources/host/clock.ts';
import { decodeFrame, type PointResult } from '../sources/serial/decode.ts';
import type { SerialDevice, SerialPoint } from '../sources/serial/device.ts';
import { FrameCutter } from '../sources/serial/frame-cutter.ts';
import type { SerialReading } from '../sources/serial/source.ts';
import type { RunningGateway } from './gateway-socket.ts';
import type { DeviceReading, ShownPoint } from './shown-point.ts';

const lookMs = 200;

/** Opens the port itself. */
export async function readSerial(site: Site, device: SerialDevice, waitMs: number): Promise<DeviceReading> {
  const port = site.serialPorts.find(({ name }) => name === device.port);
  if (!port) throw new KopruError(`There is no port ${device.port}.`, { kind: 'bug', code: 'UNKNOWN_BUS' });
  const { createSerialSource } = await import('../sources/serial/source.ts');
  const source = createSerialSource({
    port,
    devices: [{ ...device, everyMs: 86_400_000 }],
    clock: systemClock(),
    random: Math.random,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    intake: deaf,
  });
  source.start();
  try {
    return shown(device, await source.readOnce(device.id, waitMs), false);
  } finally {
    await source.stop();
  }
}

/** Decodes what the running gateway hears, until every kind of message came or time is up. */
export async function overhearSerial(
  gateway: RunningGateway,
  device: SerialDevice,
  waitMs: number,
): Promise<DeviceReading> {
  const latest = new Map<string, PointResult>();
  const open = new Set(device.messages.map(({ name }) => name));
  const cutter = new FrameCutter(device.framing, {
    frame: (content) => {
      const decoded = decodeFrame(device.framing, device.messages, content);
      for (const result of decoded?.results ?? []) latest.set(result.point.stream.point, result);
      if (decoded) open.delete(decoded.message.name);
    },
  });
  const beganMs = performance.now();
  let { next } = (await gateway.frames(device.port, 0)) as Pieces;
  while (open.size > 0 && performance.now() - beganMs < waitMs) {
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    const heard = (await gateway.frames(device.port, next)) as Pieces;
    next = heard.next;
    const received = heard.pieces.filter(({ direction }) => direction === 'received');
    if (received.length === 0) cutter.silence();
    for (const { hex } of received) cutter.push(Buffer.from(hex, 'hex'));
  }
  const points = [...latest.values()];
  const problem = points.length > 0 ? undefined : nothingHeard(cutter.statistics().bytes);
  const durationMs = performance.now() - beganMs;
  return shown(device, { device: device.id, durationMs, problem, points }, true);
}

const nothingHeard = (bytes: number) => ({
  code: bytes === 0 ? 'NO_BYTES' : 'NO_FRAME',
  reason:
    bytes === 0
      ? 'Not one byte came in this time. Wait longer with --wait, or check power, data wire and ground.'
      : `${bytes} bytes came, and no message of the device. See them with kopru trace.`,
});

function shown(device: SerialDevice, reading: SerialReading, borrowed: boolean): DeviceReading {
  return {
    line: `${device.port}, ${Math.round(reading.durationMs)} ms`,
    borrowed,
    problem: reading.problem,
    points: reading.points
      .filter(({ point }) => !point.hidden)
      .map(
        ({ point, value, raw }): ShownPoint => ({
          point,
          value,
          raw: String(raw ?? ''),
          where: whereText(point),
          how: howText(point),
        }),
      ),
  };
}

function whereText({ where }: SerialPoint): string {
  if (!where) return '';
  if (where.kind === 'bytes') return `byte ${where.byte}`;
  const chars = where.chars ? ` characters ${where.chars[0]} to ${where.chars[1]}` : '';
  return `${where.field === undefined ? '' : `field ${where.field}`}${chars}`.trim();
}

function howText({ where }: SerialPoint): string {
  if (!where) return 'formula';
  const bits =
    where.bit !== undefined
      ? ` bit ${where.bit}`
      : where.bits
        ? ` bits ${where.bits[0]}-${where.bits[1]}`
        : '';
  if (where.kind === 'bytes') return `${where.type} ${where.endian}${bits}`;
  return where.hex ? `hex${bits}` : 'text';
}

/** Nothing read for a person is kept. */
const deaf: Intake = { accept: async () => {}, refuse() {}, link() {} };
