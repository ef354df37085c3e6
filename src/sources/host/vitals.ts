/**
 * How the machine does: temperature, supply, disk, memory. Read from the kernel's files, which a container or another
 * kind of computer may lack; asked at most every few seconds, whoever wants to know.
 */
import { readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { freemem, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../core/environment.ts';
import type { HostStatus } from '../../core/host.ts';

export interface VitalsParts {
  /** Folder of the buffer. */
  readonly folder: string;
  readonly clock: Clock;
  /** Where the kernel's files are; default /sys. */
  readonly sys?: string;
}

const freshMs = 5_000;
/** The kernel counts in sectors of 512 bytes whatever the disk has. */
const sectorBytes = 512;

export function createVitals({ folder, clock, sys = '/sys' }: VitalsParts): () => HostStatus {
  let last: HostStatus | undefined;
  let atMs = 0;
  return () => {
    const nowMs = clock.monotonicMs();
    if (last && nowMs - atMs < freshMs) return last;
    atMs = nowMs;
    last = {
      processorCelsius: processorCelsius(sys),
      underVoltage: underVoltage(sys),
      disk: diskOf(folder),
      writtenBytes: writtenBytes(sys, folder),
      memory: { freeBytes: freemem(), bytes: totalmem() },
      upMs: uptime() * 1_000,
    };
    return last;
  };
}

/** The first thermal zone is the processor's on every board that has one; in thousandths of a degree. */
function processorCelsius(sys: string): number | undefined {
  const thousandths = numberIn(join(sys, 'class/thermal/thermal_zone0/temp'));
  return thousandths === undefined ? undefined : Math.round(thousandths / 100) / 10;
}

/** The alarm of the sensor `rpi_volt`. */
function underVoltage(sys: string): boolean | undefined {
  const folder = join(sys, 'class/hwmon');
  const sensor = namesIn(folder).find((name) => textIn(join(folder, name, 'name'))?.trim() === 'rpi_volt');
  const alarm = sensor === undefined ? undefined : numberIn(join(folder, sensor, 'in0_lcrit_alarm'));
  return alarm === undefined ? undefined : alarm !== 0;
}

function diskOf(folder: string): HostStatus['disk'] {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, bytes: blocks * bsize };
  } catch {
    return undefined;
  }
}

/** Seventh field of the block device's `stat` (Documentation/block/stat.rst); a file system without one has none. */
function writtenBytes(sys: string, folder: string): number | undefined {
  try {
    const { dev } = statSync(folder);
    const sectors = textIn(join(sys, 'dev/block', deviceName(dev), 'stat'))
      ?.trim()
      .split(/\s+/)[6];
    return sectors === undefined || !/^\d+$/.test(sectors) ? undefined : Number(sectors) * sectorBytes;
  } catch {
    return undefined;
  }
}

/** `179:2`, from the number that Linux packs major and minor into. */
export function deviceName(dev: number): string {
  const major = (dev >> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >> 12) & 0xfff00);
  return `${major}:${minor}`;
}

function numberIn(path: string): number | undefined {
  const text = textIn(path)?.trim();
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
