/**
 * How busy a bus will be with its devices, before any of them is there. Counted: every byte of each planned read at the
 * line's speed, the silence between frames, the pauses of quirks, and for each request the time a device takes to think,
 * which no manual tells. What is measured later is beside it in `kopru status`.
 */
import { parkedAtMostEveryMs, parkedShare } from '../poll-loop.ts';
import { asciiFraming } from './ascii-frame.ts';
import { defaultTimeoutMs } from './device-poll.ts';
import { lineTiming } from './line-exchange.ts';
import { planReads } from './read-plan.ts';
import { rtuFraming } from './rtu-frame.ts';
import type { Bus, ModbusDevice } from './settings.ts';

export interface DeviceLoad {
  readonly id: string;
  readonly driver: string;
  readonly everyMs: number;
  /** Requests of one poll. */
  readonly requests: number;
  /** Time that one poll takes on the bus. */
  readonly pollMs: number;
  /** Share of the bus's time, 0 to 1 and beyond. */
  readonly share: number;
  /** The same once it is dead: a timeout now and then. */
  readonly deadShare: number;
}

export interface BusLoad {
  readonly bus: string;
  readonly devices: readonly DeviceLoad[];
  readonly requestsPerMinute: number;
  /** Share of the bus's time; beyond 1 polls are left out. */
  readonly share: number;
}

/** From the last byte of a request to the first of its answer: 10 to 50 ms in most meters. */
const thinkingMs = { serial: 20, socket: 5 } as const;

/** `devices` are those on the bus; others are left alone. */
export function busLoad(bus: Bus, devices: readonly ModbusDevice[]): BusLoad {
  const loads = devices.filter((device) => device.bus === bus.name).map((device) => deviceLoad(bus, device));
  return {
    bus: bus.name,
    devices: loads,
    requestsPerMinute: sum(loads.map(({ requests, everyMs }) => (requests * 60_000) / everyMs)),
    share: sum(loads.map(({ share }) => share)),
  };
}

/** The share with that many devices dead, those that cost most; dead ones together have a budget of their own. */
export function shareWithDead({ devices }: Pick<BusLoad, 'devices'>, dead: number): number {
  const worstFirst = devices.toSorted((a, b) => b.deadShare - b.share - (a.deadShare - a.share));
  const living = sum(worstFirst.slice(dead).map(({ share }) => share));
  const dying = sum(worstFirst.slice(0, dead).map(({ deadShare }) => deadShare));
  return living + Math.min(dying, parkedShare);
}

function deviceLoad(bus: Bus, device: ModbusDevice): DeviceLoad {
  const { id, driver, everyMs, quirks, unitId } = device;
  const reads = planReads(device.points, quirks);
  const timing = lineTiming(bus.kind === 'serial' ? bus.line : undefined);
  const framing = bus.framing === 'ascii' ? asciiFraming : rtuFraming;
  const isLine = bus.framing !== 'tcp';
  const requestMs = reads.map((read) => {
    const onLineMs = isLine
      ? framing.exchangeBytes({ ...read, unitId }) * timing.characterMs + timing.silenceMs
      : 0;
    return onLineMs + thinkingMs[isLine ? 'serial' : 'socket'];
  });
  const pausesMs = Math.max(0, reads.length - 1) * (quirks.pauseBetweenRequestsMs ?? 0);
  const pollMs = sum(requestMs) + pausesMs;
  const tryMs = (quirks.timeoutMs ?? defaultTimeoutMs) + (isLine ? timing.quietMs : 0);
  return {
    id,
    driver,
    everyMs,
    requests: reads.length,
    pollMs,
    share: pollMs / everyMs,
    deadShare: tryMs / parkedAtMostEveryMs(everyMs),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
