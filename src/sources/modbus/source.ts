/**
 * The devices of one Modbus bus as a source: polls each in its rhythm, decodes, counts what is no value, hands on
 * one message for each poll. Also lends the bus: `readOnce` for a whole device, `ask` for a single read.
 */
import type { Clock, Logger, Random } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import { Rate } from '../../core/rate.ts';
import type { Reading } from '../../core/reading.ts';
import type { Intake, Link, Source } from '../../core/source.ts';
import type { BusStatus } from '../../core/status.ts';
import { type FrameListener, FrameTap, type Pieces } from '../frame-tap.ts';
import { createPollLoop, type Outcome, type PollStatistics } from '../poll-loop.ts';
import { type Connect, createConnect, type Problem } from '../transport.ts';
import { within } from '../within.ts';
import { type BusStatistics, ModbusBus } from './bus.ts';
import { decodePoll, type PointResult, wordsText } from './decode.ts';
import { type DevicePoll, pollDevice } from './device-poll.ts';
import type { Answer, AnyAnswer } from './exchange.ts';
import { busLoad } from './load.ts';
import { exceptionText, type IdentityRequest, type ReadRequest } from './pdu.ts';
import { type PlannedRead, planReads, RefusedReads } from './read-plan.ts';
import type { Bus, ModbusDevice, ModbusPoint } from './settings.ts';

export interface ModbusSourceParts {
  readonly bus: Bus;
  /** Those on this bus; others are left alone. */
  readonly devices: readonly ModbusDevice[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly intake: Intake;
  /** The devices are read only when somebody asks with `readOnce`; default: they are polled. */
  readonly unpolled?: true;
  /** How to reach the bus; default: the serial port or the socket it names. */
  readonly connect?: Connect;
}

export interface DeviceReading {
  readonly device: string;
  readonly unitId: number;
  readonly durationMs: number;
  /** Why there is nothing to show; undefined if the device answered. */
  readonly problem: Problem | undefined;
  /** Every point of the driver, in its order, with the words of the wire. */
  readonly points: readonly ShownPoint[];
}

export interface ShownPoint extends PointResult {
  /** The words as text, `44A0 0000`, or why there are none: `exception 2 (illegal data address)`, or empty. */
  readonly raw: string;
}

export interface ModbusStatistics {
  readonly bus: BusStatistics;
  readonly devices: readonly PollStatistics[];
}

export interface ModbusSource extends Source {
  statistics(): ModbusStatistics;
  /** For the snapshot; how busy the bus was is told from call to call. */
  status(): BusStatus;
  /** Reads every point of a device once, in turn with the polls. Needs `start`. Rejects only for an unknown device. */
  readOnce(deviceId: string): Promise<DeviceReading>;
  /** One read in turn with the polls, for `scan` and `probe`. Needs `start`. Never rejects. */
  ask(request: ReadRequest, timeoutMs: number): Promise<Answer>;
  /** Asks a unit what it is, in turn with the polls. Only for a person at the bus: some devices take it ill. */
  identify(request: IdentityRequest, timeoutMs: number): Promise<AnyAnswer>;
  /** Calls the listener for every piece sent or received, until the returned function ends it. */
  frames(listener: FrameListener): () => void;
  /** The same for readers that ask again and again; see `FrameTap`. */
  framesSince(number: number): Pieces;
}

/** What the source keeps about one device. */
interface Seat {
  readonly device: ModbusDevice;
  readonly points: readonly ModbusPoint[];
  readonly reads: readonly PlannedRead[];
  readonly memory: RefusedReads;
  /** As last told. */
  link: Link;
}

/** A read is never answered with an identity: the exchange takes only what fits the request. */
const noWords: Answer = { kind: 'failed', code: 'BAD_REPLY', reason: 'An identity came for a read.' };

/** A stop waits this long for polls under way; the bus has failed their requests by then. */
const stopWithinMs = 1_900;

export function createModbusSource(parts: ModbusSourceParts): ModbusSource {
  const { clock, intake, logger, random } = parts;
  const seats = parts.devices.filter((device) => device.bus === parts.bus.name).map(seatOf);
  const ask = async (request: ReadRequest, timeoutMs: number): Promise<Answer> => {
    const answer = await bus.request(request, timeoutMs);
    return answer.kind === 'identity' ? noWords : answer;
  };
  const lane = parts.bus.name;
  let taking = false;

  const bus = new ModbusBus({
    bus: parts.bus,
    clock,
    random,
    logger,
    connect: parts.connect ?? createConnect(clock),
    pauseAfterConnectMs: Math.max(0, ...seats.map(({ device }) => device.quirks.pauseAfterConnectMs ?? 0)),
    changed: (problem) => {
      if (problem) for (const seat of seats) tell(seat, { state: 'silent', ...problem });
      else loop.wake(lane);
    },
  });

  const tap = new FrameTap({ clock, listen: (listener) => bus.frames(listener) });

  const loop = createPollLoop({
    clock,
    tasks: (parts.unpolled ? [] : seats).map((seat) => ({
      id: seat.device.id,
      lane,
      everyMs: seat.device.everyMs,
      poll: () => pollSeat(seat),
    })),
  });

  async function pollSeat(seat: Seat): Promise<Outcome> {
    const { device, points, reads, memory, link } = seat;
    const poll = await pollDevice({ device, reads, memory, clock, ask, patient: link.state === 'answers' });
    if (!taking) return 'silent';
    if (poll.problem) {
      tell(seat, { state: 'silent', ...poll.problem });
      return 'silent';
    }
    tell(seat, { state: 'answers' });
    handOn(device, decodePoll(points, poll.blocks), poll);
    return 'answered';
  }

  function handOn(device: ModbusDevice, results: readonly PointResult[], poll: DevicePoll): void {
    const readings: Reading[] = [];
    for (const { point, words, value } of results) {
      if (point.hidden) continue;
      if ('value' in value) readings.push({ stream: point.stream, value: value.value });
      else if (words.length > 0 || poll.refused.has(point) || point.computation) {
        intake.refuse(device.id, point.stream.point, value.refusal, rawText(point, words, poll.refused));
      }
    }
    const message = { device: device.id, readings, monotonicMs: clock.monotonicMs(), awaited: false };
    // What was not accepted the gateway has counted; the next poll comes all the same.
    intake.accept(message).catch((thrown: unknown) => {
      logger.debug({ device: device.id, error: wordsOf(thrown) }, 'Message was not accepted.');
    });
  }

  function tell(seat: Seat, link: Link): void {
    const same =
      seat.link.state === link.state && (link.state !== 'silent' || codeOf(seat.link) === link.code);
    seat.link = link;
    if (!same) intake.link(seat.device.id, link);
  }

  const plannedShare = busLoad(parts.bus, parts.devices).share;
  const busy = new Rate();

  function status(): BusStatus {
    const { connected, busyMs, requests, answers, exceptions, timeouts, damaged } = bus.statistics();
    busy.sample(clock.monotonicMs(), busyMs);
    return {
      name: parts.bus.name,
      connected,
      plannedShare,
      busyShare: busy.perSecond() / 1000,
      busyMs,
      requests,
      answers,
      exceptions,
      timeouts,
      damaged,
      overruns: loop.statistics().reduce((sum, { overruns }) => sum + overruns, 0),
    };
  }

  async function readOnce(deviceId: string): Promise<DeviceReading> {
    const device = seats.find((seat) => seat.device.id === deviceId)?.device;
    if (!device) {
      throw new KopruError(`No device ${deviceId} is on bus ${lane}.`, {
        kind: 'config',
        code: 'UNKNOWN_DEVICE',
      });
    }
    const beganMs = clock.monotonicMs();
    const reads = planReads(device.points, device.quirks);
    const poll = await pollDevice({ device, reads, memory: new RefusedReads(), clock, ask, patient: true });
    const points = decodePoll(device.points, poll.blocks).map((result) => ({
      ...result,
      raw: rawText(result.point, result.words, poll.refused),
    }));
    const durationMs = clock.monotonicMs() - beganMs;
    return { device: device.id, unitId: device.unitId, durationMs, problem: poll.problem, points };
  }

  return {
    start: () => {
      taking = true;
      bus.start();
      loop.start();
    },
    stop: async () => {
      taking = false;
      tap.stop();
      await within(clock, stopWithinMs, Promise.all([loop.stop(), bus.stop()]));
    },
    statistics: () => ({ bus: bus.statistics(), devices: loop.statistics() }),
    status,
    readOnce,
    ask,
    identify: (request, timeoutMs) => bus.request(request, timeoutMs),
    frames: (listener) => bus.frames(listener),
    framesSince: (number) => tap.since(number),
  };
}

/**
 * Points that no entity uses are read all the same, because they are shown; of the hidden ones those that a guard or
 * formula takes.
 */
function seatOf(device: ModbusDevice): Seat {
  const taken = new Set(
    device.points.flatMap(({ guards = [], computation }) =>
      [...guards, ...(computation?.inputs ?? [])].map(({ point }) => point),
    ),
  );
  const points = device.points.filter((point) => !point.hidden || taken.has(point.stream.point));
  const reads = planReads(points, device.quirks);
  return { device, points, reads, memory: new RefusedReads(), link: { state: 'starting' } };
}

function rawText(
  point: ModbusPoint,
  words: readonly number[],
  refused: ReadonlyMap<ModbusPoint, number>,
): string {
  const exception = refused.get(point);
  return exception === undefined ? wordsText(point, words) : exceptionText(exception);
}

const codeOf = (link: Link) => (link.state === 'silent' ? link.code : undefined);
