/**
 * The devices of one port as a source. Those that talk by themselves hear everything that nobody asked for; those that
 * are asked take turns, and what comes during a turn is theirs. Also lends what it hears: `readOnce` for a person,
 * `framesSince` for `kopru trace`.
 */
import type { Clock, Logger, Random } from '../../core/environment.ts';
import { KopruError } from '../../core/errors.ts';
import type { Intake, Source } from '../../core/source.ts';
import { FrameTap, type Pieces } from '../frame-tap.ts';
import { createPollLoop, type Outcome, type PollStatistics } from '../poll-loop.ts';
import { type Connect, createConnect, type Problem } from '../transport.ts';
import { within } from '../within.ts';
import { type ConversationEnd, converse, type LineAccess } from './conversation.ts';
import type { PointResult } from './decode.ts';
import type { SerialDevice, SerialPort } from './device.ts';
import type { CutterCounts } from './frame-cutter.ts';
import { Listening } from './listening.ts';
import { LinePort, type PortStatistics } from './port.ts';
import { gather } from './reading-once.ts';

export interface SerialSourceParts {
  readonly port: SerialPort;
  /** Those on this port; others are left alone. */
  readonly devices: readonly SerialDevice[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly intake: Intake;
  /** How to reach the port; default: the serial port or the socket it names. */
  readonly connect?: Connect;
}

export interface SerialReading {
  readonly device: string;
  readonly durationMs: number;
  /** Why there is nothing to show; undefined if the device was heard. */
  readonly problem: Problem | undefined;
  /** Every point of the messages that came, each as it came last. */
  readonly points: readonly PointResult[];
}

export interface SerialStatistics {
  readonly port: PortStatistics;
  /** What was cut from the line for each device. */
  readonly devices: readonly (CutterCounts & { readonly id: string })[];
  readonly polls: readonly PollStatistics[];
}

export interface SerialSource extends Source {
  statistics(): SerialStatistics;
  /** Asks the device once in turn with the polls, or waits for what it says by itself. Needs `start`. */
  readOnce(deviceId: string, waitMs: number): Promise<SerialReading>;
  framesSince(number: number): Pieces;
}

/** After this much silence on the line what is unfinished is given up; a frame is sent without a pause. */
const silenceMs = 300;
const lookEveryMs = 1_000;
const leastDeafMs = 30_000;
const mostDeafMs = 600_000;
const stopWithinMs = 1_900;

export function createSerialSource(parts: SerialSourceParts): SerialSource {
  const { clock, logger, intake } = parts;
  const seats = parts.devices
    .filter((device) => device.port === parts.port.name)
    .map((device) => new Listening({ device, clock, logger, intake }));
  const listeners = seats.filter(({ device }) => device.ask.length === 0);
  const asked = seats.filter(({ device }) => device.ask.length > 0);
  const lane = parts.port.name;
  const stopping = new AbortController();
  const incoming = new Set<(bytes: Uint8Array) => void>();
  /** The device that was asked, until its turn is over. */
  let turn: Listening | undefined;
  let turns: Promise<unknown> = Promise.resolve();
  let lastByteMs = clock.monotonicMs();
  const deafAtFirstMs = Math.max(leastDeafMs, Math.min(...seats.map(({ device }) => device.staleMs)));
  let deafAfterMs = deafAtFirstMs;
  let cancelSilence = () => {};
  let cancelLook = () => {};

  const port = new LinePort({
    ...parts,
    connect: parts.connect ?? createConnect(clock),
    received: (bytes) => receive(bytes),
    opened: () => {
      lastByteMs = clock.monotonicMs();
      for (const seat of seats) {
        seat.cutter.restart(true);
        sendBeginning(seat);
      }
    },
    changed: (problem) => {
      for (const seat of seats) seat.portChanged(problem);
      if (!problem) loop.wake(lane);
    },
  });
  const tap = new FrameTap({ clock, listen: (listener) => port.frames(listener) });
  const line: LineAccess = {
    clock,
    signal: stopping.signal,
    send: (bytes) => port.send(bytes),
    lastByteMs: () => lastByteMs,
    incoming: (listener) => {
      incoming.add(listener);
      return () => incoming.delete(listener);
    },
  };
  const loop = createPollLoop({
    clock,
    tasks: asked.map((seat) => ({
      id: seat.device.id,
      lane,
      everyMs: seat.device.everyMs ?? 60_000,
      poll: () => poll(seat),
    })),
  });

  const heard = () => (turn ? [turn] : listeners);

  function receive(bytes: Uint8Array): void {
    const nowMs = clock.monotonicMs();
    const silentMs = nowMs - lastByteMs;
    lastByteMs = nowMs;
    deafAfterMs = deafAtFirstMs;
    for (const listener of incoming) listener(bytes);
    for (const { cutter } of heard()) {
      if (cutter.gapMs !== undefined && silentMs >= cutter.gapMs) cutter.silence();
      cutter.push(bytes);
    }
    cancelSilence();
    const gaps = heard().map(({ cutter }) => cutter.gapMs ?? silenceMs);
    cancelSilence = clock.after(Math.min(silenceMs, ...gaps), silence);
  }

  function silence(): void {
    for (const { cutter } of seats) cutter.silence();
  }

  async function poll(seat: Listening): Promise<Outcome> {
    const end = await inTurn(seat);
    if (stopping.signal.aborted || end === 'closed') return 'silent';
    if (end === 'asleep') {
      intake.link(seat.device.id, { state: 'silent', ...asleep(seat.device) });
      return 'silent';
    }
    if (end === 'mute' && seat.isOverdue) seat.tellSilent();
    return end === 'answered' ? 'answered' : 'silent';
  }

  /** One conversation at a time. */
  function inTurn(seat: Listening): Promise<ConversationEnd> {
    const next = turns.then(async () => {
      if (stopping.signal.aborted) return 'closed' as const;
      turn = seat;
      const end = await converse(seat, line);
      seat.cutter.silence();
      turn = undefined;
      return end;
    });
    turns = next;
    return next;
  }

  function sendBeginning({ device }: Listening): void {
    if (device.begin) port.send(device.begin);
  }

  function look(): void {
    for (const seat of listeners) {
      if (!port.statistics().connected || !seat.isOverdue) continue;
      seat.tellSilent();
      seat.begin();
      sendBeginning(seat);
    }
    if (port.statistics().connected && clock.monotonicMs() - lastByteMs > deafAfterMs) {
      deafAfterMs = Math.min(mostDeafMs, deafAfterMs * 2);
      lastByteMs = clock.monotonicMs();
      port.reopen();
    }
    cancelLook = clock.after(lookEveryMs, look);
  }

  async function readOnce(deviceId: string, waitMs: number): Promise<SerialReading> {
    const seat = seats.find(({ device }) => device.id === deviceId);
    if (!seat) {
      throw new KopruError(`No device ${deviceId} is on port ${lane}.`, {
        kind: 'config',
        code: 'UNKNOWN_DEVICE',
      });
    }
    const beganMs = clock.monotonicMs();
    const question = seat.device.ask.length > 0 ? () => inTurn(seat) : undefined;
    const points = await gather(seat, { clock, waitMs, ...(question ? { question } : {}) });
    const problem = points.length > 0 ? undefined : (port.statistics().problem ?? seat.silence());
    return { device: deviceId, durationMs: clock.monotonicMs() - beganMs, problem, points };
  }

  return {
    start: () => {
      port.start();
      loop.start();
      cancelLook = clock.after(lookEveryMs, look);
    },
    stop: async () => {
      stopping.abort();
      cancelLook();
      cancelSilence();
      tap.stop();
      await within(clock, stopWithinMs, Promise.all([loop.stop(), port.stop()]));
    },
    statistics: () => ({
      port: port.statistics(),
      devices: seats.map((seat) => ({ id: seat.device.id, ...seat.counts() })),
      polls: loop.statistics(),
    }),
    readOnce,
    framesSince: (number) => tap.since(number),
  };
}

const asleep = ({ wake }: SerialDevice): Problem => ({
  code: 'NOT_AWAKE',
  reason: `It did not wake up in ${wake?.tries ?? 0} tries. Check power, both data wires and line setting.`,
});
