/** What people write about the gateway's own machine as a device: the `host` part and its points in a driver file. */
import { z } from 'zod';
import type { Device, Point } from '../../core/device.ts';

/** What the machine can tell of itself; the units are those of `told.ts`. */
export const hostValueNames = [
  'processorTemperature',
  'underVoltage',
  'diskFree',
  'diskWritten',
  'diskLife',
  'memoryFree',
  'uptime',
] as const;
export type HostValueName = (typeof hostValueNames)[number];

export const hostPart = z
  .strictObject({})
  .describe('The machine on which the gateway runs; there is nothing to set, so it is `host: {}`.');

export const hostPointShape = {
  value: z
    .enum(hostValueNames)
    .describe(
      'processorTemperature in °C; underVoltage true or false; diskFree and memoryFree in percent; ' +
        'diskWritten in bytes since the machine started; diskLife, of a cheap card at that rate, in days; ' +
        'uptime in seconds. What the machine does not tell is no value.',
    ),
};

export interface HostPoint extends Point {
  readonly value: HostValueName;
}

/** The gateway's own machine among the devices. */
export interface HostDevice extends Device {
  readonly protocol: 'host';
  readonly everyMs: number;
  readonly points: readonly HostPoint[];
}

/** Stands where other devices have the name of their connection. */
export const hostConnection = 'host';
