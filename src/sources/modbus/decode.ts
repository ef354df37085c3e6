/** From the words of a poll, or of a driver's sample, to the values of points. Pure. */
import { bitField } from '../../core/byte-value.ts';
import { type PointValue, pointValue } from '../../core/point-value.ts';
import { relate } from '../../core/related-points.ts';
import { isBitTable } from './pdu.ts';
import { decodeRaw, decodeText, rangeOf, registerCount } from './registers.ts';
import type { ModbusPoint, Table } from './settings.ts';

/** Words as read: registers, or one 0 or 1 for each bit of a bit table. */
export interface Block {
  readonly table: Table;
  readonly address: number;
  readonly words: ArrayLike<number>;
}

export interface PointResult {
  readonly point: ModbusPoint;
  /** The point's own words in the order of the wire; empty if they were not read. */
  readonly words: readonly number[];
  readonly value: PointValue;
}

/** How many registers or bits the point takes; 0 for one that is computed from others alone. */
export function wordCount(point: ModbusPoint): number {
  if (point.computation && !point.computation.takesRaw) return 0;
  return isBitTable(point.table) ? 1 : registerCount(point.type, point.length, point.placement);
}

/** One result for each point, in their order. A point that no block covers whole is missing. */
export function decodePoll(points: readonly ModbusPoint[], blocks: readonly Block[]): readonly PointResult[] {
  const read = points.map((point) => wordsOf(point, blocks));
  const alone = points.map((point, index): PointValue => {
    const words = read[index] ?? [];
    return words.length === 0 ? { refusal: 'missing' } : pointValueOf(point, words);
  });
  const values = relate(points, alone);
  return points.map((point, index) => ({
    point,
    words: read[index] ?? [],
    value: values[index] ?? { refusal: 'missing' },
  }));
}

/** Words for people: `44A0 0000`, or `1` for a bit. */
export function wordsText(point: ModbusPoint, words: readonly number[]): string {
  if (isBitTable(point.table)) return words.join(' ');
  return words.map((word) => word.toString(16).toUpperCase().padStart(4, '0')).join(' ');
}

/** As a driver file writes it: hex words by wire address; 0 or 1 for coils and discrete inputs. */
export type SampleRaw = Partial<Record<Table, Readonly<Record<string | number, string | number>>>>;

/**
 * The value, or the refusal, of every point for a driver's sample; points that the sample does not cover are
 * missing. Throws a RangeError with a sentence if an entry is not made of words or bits.
 */
export function decodeSample(points: readonly ModbusPoint[], raw: SampleRaw): Map<string, PointValue> {
  const blocks = Object.entries(raw).flatMap(([table, entries]) =>
    Object.entries(entries).map(([address, text]) => sampleBlock(table as Table, Number(address), text)),
  );
  return new Map(
    decodePoll(points, joined(blocks)).map(({ point, value }) => [point.stream.point, value] as const),
  );
}

function pointValueOf(point: ModbusPoint, words: readonly number[]): PointValue {
  if (isBitTable(point.table)) return pointValue(point, words[0] === 1);
  const { type, order, bit, bits } = point;
  if (type === 'text') {
    const { length = words.length * 2, placement = 'both' } = point;
    const text = decodeText(words, { order, length, placement });
    return text === undefined ? { refusal: 'unreadable' } : pointValue(point, text);
  }
  const own = point.placement === 'high' ? words.map((word) => word >> 8) : words;
  const raw = decodeRaw(type, order, own);
  if (typeof raw === 'number' && !Number.isFinite(raw)) return { refusal: 'not a number' };
  if (point.computation) return pointValue(bare(point), raw, rangeOf(type));
  if (bit !== undefined) {
    return pointValue(point, Number(bitField(raw, bit, bit)) === 1, rangeOf(type), undefined, raw);
  }
  if (bits === undefined) return pointValue(point, raw, rangeOf(type));
  return pointValue(point, bitField(raw, bits[0], bits[1]), rangeOf(type), undefined, raw);
}

/** Its raw number for a formula: sentinels count, limits do not. */
function bare({ stream, meaning: { invalid } }: ModbusPoint): Pick<ModbusPoint, 'stream' | 'meaning'> {
  return { stream: { ...stream, kind: 'gauge' }, meaning: invalid ? { invalid } : {} };
}

function wordsOf(point: ModbusPoint, blocks: readonly Block[]): readonly number[] {
  const count = wordCount(point);
  if (count === 0) return [];
  const block = blocks.find(
    ({ table, address, words }) =>
      table === point.table && address <= point.address && point.address + count <= address + words.length,
  );
  if (!block) return [];
  const from = point.address - block.address;
  return Array.from({ length: count }, (_, i) => block.words[from + i] ?? 0);
}

function sampleBlock(table: Table, address: number, text: string | number): Block {
  const wrong = () => new RangeError(`Sample ${table} ${address}: ${JSON.stringify(text)} is no ${what}.`);
  const what = isBitTable(table) ? 'bit; write 0 or 1' : 'text of hex words; write for example "08FF 0000"';
  const parts = String(text).trim().split(/\s+/);
  const form = isBitTable(table) ? /^[01]$/ : /^[0-9A-Fa-f]{4}$/;
  if (!parts.every((part) => form.test(part))) throw wrong();
  return { table, address, words: parts.map((part) => Number.parseInt(part, 16)) };
}

/** Entries that touch are one block, so that a sample may be cut anywhere. */
function joined(blocks: readonly Block[]): readonly Block[] {
  const sorted = [...blocks].sort((a, b) => a.table.localeCompare(b.table) || a.address - b.address);
  const result: Block[] = [];
  for (const block of sorted) {
    const last = result.at(-1);
    if (last && last.table === block.table && last.address + last.words.length === block.address) {
      result.pop();
      const words = [...Array.from(last.words), ...Array.from(block.words)];
      result.push({ ...last, words });
    } else result.push(block);
  }
  return result;
}
