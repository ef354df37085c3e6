/**
 * The serial ports of this machine, from /dev, /sys and /proc alone: `udevadm`, which libraries ask, is absent from
 * small containers. Linux only; elsewhere the list is empty.
 */
import {
  accessSync,
  constants,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface SerialPortFacts {
  /** For example `/dev/ttyUSB0`. */
  readonly path: string;
  /** The name that stays when adapters change places, under /dev/serial/by-id; undefined if the chip has no name. */
  readonly stablePath: string | undefined;
  /** Vendor and product, for example `1a86:7523 USB Serial`; undefined for ports of the board. */
  readonly chip: string | undefined;
  /** Owning group by name, or by number if it has none. */
  readonly group: string;
  /** Whether this process may read and write it. */
  readonly allowed: boolean;
  /** Programs that have it open, as far as this user may see. */
  readonly holders: readonly Holder[];
}

export interface Holder {
  readonly pid: number;
  readonly name: string;
}

const names = /^tty(USB|ACM|AMA|SC|XRUSB|mxc|O|S)\d+$/;

/** `also`: paths to tell of besides, for example those of a configuration. `root` is / except in tests. */
export function serialPorts(
  also: readonly string[] = [],
  root = '/',
  allows: (path: string) => boolean = isAllowed,
): readonly SerialPortFacts[] {
  const dev = join(root, 'dev');
  const stable = stableNames(join(dev, 'serial', 'by-id'), root);
  const found = entries(dev)
    .filter((name) => names.test(name) && isReal(name, root))
    .map((name) => `/dev/${name}`);
  const extra = also.map((path) => targetOf(path, root)).filter((path) => path !== undefined);
  const paths = [...new Set([...found, ...extra])].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const holders = holdersOf(new Set(paths), root);
  return paths.map((path) => ({
    path,
    stablePath: stable.get(path),
    chip: chipOf(basename(path), root),
    group: groupOf(path, root),
    allowed: allows(join(root, path)),
    holders: holders.get(path) ?? [],
  }));
}

/** The device file behind a stable name; undefined if nothing is plugged in there. */
export function targetOf(path: string, root = '/'): string | undefined {
  try {
    const real = realpathSync(join(root, path));
    const base = realpathSync(root);
    return base === '/' ? real : real.slice(base.length);
  } catch {
    return undefined;
  }
}

function stableNames(folder: string, root: string): Map<string, string> {
  const named = new Map<string, string>();
  for (const name of entries(folder)) {
    const path = `/dev/serial/by-id/${name}`;
    const target = targetOf(path, root);
    if (target !== undefined) named.set(target, path);
  }
  return named;
}

/** The kernel makes ttyS0 to ttyS31 whether there is a chip or not; type 0 is none. */
function isReal(name: string, root: string): boolean {
  return !name.startsWith('ttyS') || /^[1-9]/.test(textOf(join(root, 'sys/class/tty', name, 'type')) ?? '0');
}

/** The USB device above the port in the tree of devices. */
function chipOf(name: string, root: string): string | undefined {
  let folder: string;
  try {
    folder = realpathSync(join(root, 'sys/class/tty', name, 'device'));
  } catch {
    return undefined;
  }
  for (let up = 0; up < 5; up++, folder = dirname(folder)) {
    const vendor = textOf(join(folder, 'idVendor'));
    if (vendor === undefined) continue;
    const product = textOf(join(folder, 'idProduct')) ?? '?';
    return [`${vendor}:${product}`, textOf(join(folder, 'product'))].filter(Boolean).join(' ');
  }
  return undefined;
}

function groupOf(path: string, root: string): string {
  try {
    const { gid } = statSync(join(root, path));
    const line = textOf(join(root, 'etc/group'))
      ?.split('\n')
      .find((each) => each.split(':')[2] === String(gid));
    return line?.split(':')[0] ?? String(gid);
  } catch {
    return '?';
  }
}

function isAllowed(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Open files of all processes that this user may look into. */
function holdersOf(paths: ReadonlySet<string>, root: string): Map<string, Holder[]> {
  const holders = new Map<string, Holder[]>();
  for (const pid of entries(join(root, 'proc')).filter((name) => /^\d+$/.test(name))) {
    const folder = join(root, 'proc', pid, 'fd');
    const open = new Set(entries(folder).map((fd) => linkOf(join(folder, fd))));
    for (const path of paths) {
      if (!open.has(path)) continue;
      const name = textOf(join(root, 'proc', pid, 'comm')) ?? '?';
      holders.set(path, [...(holders.get(path) ?? []), { pid: Number(pid), name }]);
    }
  }
  return holders;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
