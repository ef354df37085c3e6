/**
 * Which reads fetch a device's points. Neighbours are joined, because a request costs about as much line time as
 * ten registers; bits and registers never mix. Also what to do after a device refused a joined read: it is halved
 * until the refused address stands alone, and every such memory expires, so nothing stays lost for ever.
 */
import { wordCount } from './decode.ts';
import { isBitTable, maxBitsPerRead, maxRegistersPerRead } from './pdu.ts';
import type { ModbusPoint, ModbusQuirks, Table } from './settings.ts';

export interface PlannedRead {
  readonly table: Table;
  readonly address: number;
  readonly count: number;
  /** The points that lie in it, by address; at least one. */
  readonly points: readonly ModbusPoint[];
}

/** Most addresses without a point that a joined read may cross. */
const holeRegisters = 10;
const holeBits = 64;

/** Each point that has a place lies whole in exactly one of the reads. Neighbouring reads differ in shape where that is possible. */
export function planReads(points: readonly ModbusPoint[], quirks: ModbusQuirks): readonly PlannedRead[] {
  const sorted = points
    .filter((point) => wordCount(point) > 0)
    .sort((a, b) => a.table.localeCompare(b.table) || a.address - b.address || wordCount(a) - wordCount(b));
  const reads: PlannedRead[] = [];
  for (const point of sorted) {
    const last = reads.at(-1);
    const grown = last && joinedWith(last, point, quirks);
    if (grown) reads[reads.length - 1] = grown;
    else reads.push(readOf(point));
  }
  return alternated(reads);
}

/** What a device has refused lately, and the smaller reads to ask instead. */
export class RefusedReads {
  private readonly until = new Map<string, number>();

  /** Remembers the refusal until then, and returns what to ask at once instead: two halves, or nothing for a single place. */
  refuse(read: PlannedRead, untilMs: number): readonly PlannedRead[] {
    this.until.set(keyOf(read), untilMs);
    return halves(read);
  }

  /** The reads to ask now in place of the planned ones. */
  expand(reads: readonly PlannedRead[], nowMs: number): readonly PlannedRead[] {
    return reads.flatMap((read): readonly PlannedRead[] => {
      const until = this.until.get(keyOf(read));
      if (until === undefined) return [read];
      if (until > nowMs) return this.expand(halves(read), nowMs);
      this.until.delete(keyOf(read));
      return [read];
    });
  }
}

const keyOf = (read: PlannedRead) => `${read.table} ${read.address} ${read.count}`;

const readOf = (point: ModbusPoint): PlannedRead => ({
  table: point.table,
  address: point.address,
  count: wordCount(point),
  points: [point],
});

function joinedWith(read: PlannedRead, point: ModbusPoint, quirks: ModbusQuirks): PlannedRead | undefined {
  if (read.table !== point.table) return undefined;
  const bits = isBitTable(read.table);
  const end = read.address + read.count;
  const newEnd = Math.max(end, point.address + wordCount(point));
  const inside = newEnd === end;
  const most = bits
    ? maxBitsPerRead
    : Math.min(maxRegistersPerRead, quirks.maxRegisters ?? maxRegistersPerRead);
  const hole = quirks.noGaps ? 0 : bits ? holeBits : holeRegisters;
  if (quirks.oneRead ? !samePlace(read, point) : !inside && point.address - end > hole) return undefined;
  if (newEnd - read.address > most) return undefined;
  return { ...read, count: newEnd - read.address, points: [...read.points, point] };
}

const samePlace = (read: PlannedRead, point: ModbusPoint) =>
  read.address === point.address && read.count === wordCount(point);

/** Cuts at the middle of the distinct places; a single place cannot be halved. */
function halves(read: PlannedRead): readonly PlannedRead[] {
  const places = [...new Set(read.points.map((point) => `${point.address} ${wordCount(point)}`))];
  if (places.length < 2) return [];
  const first = new Set(places.slice(0, places.length >> 1));
  const inFirst = (point: ModbusPoint) => first.has(`${point.address} ${wordCount(point)}`);
  return [read.points.filter(inFirst), read.points.filter((point) => !inFirst(point))].map(tight);
}

function tight(points: readonly ModbusPoint[]): PlannedRead {
  const address = Math.min(...points.map((point) => point.address));
  const end = Math.max(...points.map((point) => point.address + wordCount(point)));
  return { table: points[0]?.table ?? 'holding', address, count: end - address, points };
}

/**
 * An RTU reply names neither address nor request: what tells a belated one apart is its shape. So two reads of
 * the same shape are not asked one after the other if the plan has another one to put between.
 */
function alternated(reads: readonly PlannedRead[]): readonly PlannedRead[] {
  const rest = [...reads];
  const result: PlannedRead[] = [];
  while (rest.length > 0) {
    const last = result.at(-1);
    const at = rest.findIndex((read) => !last || read.count !== last.count || read.table !== last.table);
    result.push(...rest.splice(Math.max(at, 0), 1));
  }
  return result;
}
