/** An MQTT driver played backwards: what a simulated device publishes now. Pure but for the clock. */

import type { Point } from '../../core/device.ts';
import type { Clock } from '../../core/environment.ts';
import type { Value } from '../../core/reading.ts';
import { type DeviceMessage, isLorawan, type MqttDevice } from '../../sources/mqtt/device.ts';
import { typical, type Waveform } from '../device/waveform.ts';
import { encodeMessage, isPlayable, type Publication } from './encode.ts';
import { isUplinkPlayable } from './encode-uplink.ts';
import { type UplinkFault, uplinksWith } from './uplink-faults.ts';

export interface SimulatedMqttDevice {
  /** Gives the points of this name or quantity a value or a waveform. Throws a RangeError if none is called so. */
  set(name: string, value: Value | Waveform): void;
  /** From now on; undefined ends it. Of LoRaWAN devices alone. */
  setFault(fault: UplinkFault | undefined): void;
  /** What the points say now, by point name. */
  values(): ReadonlyMap<string, Value>;
  /**
   * One for each of the driver's messages that has a point with a value; of a LoRaWAN device, for those that no
   * earlier one makes needless, each with the next number of its counter.
   */
  publications(): Publication[];
}

/** Points without a value in `values` go through a plausible day. */
export function playMqttDevice(
  device: Pick<MqttDevice, 'id' | 'messages'>,
  options: { readonly clock: Clock; readonly values?: Readonly<Record<string, Value | Waveform>> },
): SimulatedMqttDevice {
  const { clock } = options;
  const sinceMs = clock.wallMs();
  const messages = played(device.messages);
  const points = messages.flatMap((message): readonly Point[] => message.points);
  const waves = new Map<string, Waveform>();
  let fCnt = 0;
  let fault: UplinkFault | undefined;
  for (const point of messages.flatMap(playable)) {
    waves.set(point.stream.point, plausible(point, typical(point.stream, sinceMs)));
  }

  const simulated: SimulatedMqttDevice = {
    set(name, value) {
      const found = points.filter(({ stream }) => stream.point === name || stream.quantity === name);
      if (found.length === 0) throw new RangeError(`${device.id}: no point is called ${name}.`);
      for (const { stream } of found)
        waves.set(stream.point, typeof value === 'function' ? value : () => value);
    },
    setFault(next) {
      fault = next;
    },
    values: () => new Map([...waves].map(([name, wave]) => [name, wave(clock.wallMs())])),
    publications() {
      const values = simulated.values();
      const wallMs = clock.wallMs();
      return messages.flatMap((message) => {
        if (!isLorawan(message)) return encodeMessage(message, values, wallMs) ?? [];
        const uplinks = uplinksWith(fault, message, values, { fCnt, wallMs });
        if (uplinks) fCnt += 1;
        return uplinks ?? [];
      });
    },
  };
  for (const [name, value] of Object.entries(options.values ?? {})) simulated.set(name, value);
  return simulated;
}

const playable = (message: DeviceMessage): readonly Point[] =>
  isLorawan(message)
    ? message.points.filter((point) => isUplinkPlayable(point) && point.where?.kind !== 'radio')
    : message.points.filter(isPlayable);

/** A LoRaWAN device says in one kind of message what it also says in others, such as the one after its start. */
function played(messages: readonly DeviceMessage[]): readonly DeviceMessage[] {
  const said = new Set<string>();
  return messages.filter((message) => {
    if (!isLorawan(message)) return true;
    const fresh = playable(message).filter(({ stream }) => !said.has(stream.point));
    for (const { stream } of fresh) said.add(stream.point);
    return fresh.length > 0;
  });
}

/** The waveform kept inside what the point can say, with as many digits as a device has. */
function plausible({ meaning, stream }: Point, wave: Waveform): Waveform {
  const [word] = Object.values(meaning.values ?? {});
  if (word !== undefined) return () => word;
  if (stream.kind === 'state' || stream.kind === 'text') return wave;
  const { min = -Infinity, max = Infinity } = meaning;
  return (wallMs) => Math.round(Math.min(max, Math.max(min, Number(wave(wallMs)))) * 1000) / 1000;
}
