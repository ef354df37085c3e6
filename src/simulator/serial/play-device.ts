/** A serial driver played backwards: the frames a simulated device sends now, sound or damaged. Pure but for clock and dice. */
import type { Clock, Random } from '../../core/environment.ts';
import type { Value } from '../../core/reading.ts';
import type { SerialPoint, SerialProtocol } from '../../sources/serial/device.ts';
import { findBytes } from '../../sources/serial/frame-format.ts';
import { typical, type Waveform } from '../device/waveform.ts';
import { encodeMessage, isPlayable } from './encode.ts';

/** What is the matter with the line or the device. */
export const serialFaults = ['silent', 'noise', 'torn', 'checksum'] as const;
export type SerialFault = (typeof serialFaults)[number];

export interface SimulatedSerialDevice {
  /** Gives the points of this name or quantity a value or a waveform. Throws a RangeError if none is called so. */
  set(name: string, value: Value | Waveform): void;
  setFault(fault: SerialFault | undefined): void;
  /** What it says now: one frame for each of the driver's messages that has a point with a value. */
  frames(): Uint8Array[];
  /** What it says to what was sent to it; nothing if that is no question of the driver. */
  answer(sent: Uint8Array): Uint8Array[];
}

export function playSerialDevice(
  device: SerialProtocol,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): SimulatedSerialDevice {
  const sinceMs = clock.wallMs();
  const points = device.messages.flatMap(({ points }) => points);
  const waves = new Map<string, Waveform>();
  for (const point of points.filter(isPlayable)) {
    waves.set(point.stream.point, plausible(point, typical(point.stream, sinceMs)));
  }
  let fault: SerialFault | undefined;

  const sound = () => {
    const values = new Map([...waves].map(([name, wave]) => [name, wave(clock.wallMs())]));
    return device.messages.flatMap(
      (message) => encodeMessage(device.framing, message, values, clock.wallMs()) ?? [],
    );
  };
  const asSent = (frame: Uint8Array): Uint8Array => {
    switch (fault) {
      case undefined:
        return frame;
      case 'silent':
        return new Uint8Array(0);
      case 'noise':
        return Buffer.concat([
          Uint8Array.from({ length: 1 + Math.floor(random() * 20) }, () => Math.floor(random() * 256)),
          frame,
        ]);
      case 'torn':
        return frame.subarray(0, Math.ceil(frame.length / 2));
      case 'checksum': {
        // One bit in the middle, which every checksum sees.
        const damaged = Uint8Array.from(frame);
        const middle = Math.floor(frame.length / 2);
        damaged[middle] = (damaged[middle] ?? 0) ^ 1;
        return damaged;
      }
    }
  };

  return {
    set(name, value) {
      const found = points.filter(({ stream }) => stream.point === name || stream.quantity === name);
      if (found.length === 0) throw new RangeError(`No point is called ${name}.`);
      for (const { stream } of found)
        waves.set(stream.point, typeof value === 'function' ? value : () => value);
    },
    setFault(wanted) {
      fault = wanted;
    },
    frames: () => sound().map(asSent),
    answer(sent) {
      const { wake, ask } = device;
      const hears = (bytes: Uint8Array) => findBytes(sent, bytes, 0, sent.length) >= 0;
      const asked = ask.some(
        (step) => step.kind === 'send' && step.timeoutMs !== undefined && hears(step.bytes),
      );
      if (asked) return sound().map(asSent);
      return wake?.answer && hears(wake.bytes) && fault !== 'silent' ? [wake.answer] : [];
    },
  };
}

/** The waveform kept inside what the point can say, with as many digits as a device has. */
function plausible({ meaning, stream }: SerialPoint, wave: Waveform): Waveform {
  const [word] = Object.values(meaning.values ?? {});
  if (word !== undefined) return () => word;
  if (stream.kind === 'state' || stream.kind === 'text') return wave;
  const { min = -Infinity, max = Infinity } = meaning;
  return (wallMs) => Math.round(Math.min(max, Math.max(min, Number(wave(wallMs)))) * 10) / 10;
}
