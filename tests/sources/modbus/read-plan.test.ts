import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordCount } from '../../../src/sources/modbus/decode.ts';
import { type PlannedRead, planReads, RefusedReads } from '../../../src/sources/modbus/read-plan.ts';
import { type ModbusPoint, numberTypes, tables } from '../../../src/sources/modbus/settings.ts';
import { modbusPoint } from '../../fakes/modbus.ts';

const at = (address: number, parts: Parameters<typeof modbusPoint>[1] = {}) =>
  modbusPoint(`p${address}`, { address, ...parts });
const spans = (reads: readonly PlannedRead[]) =>
  reads.map(({ table, address, count }) => `${table} ${address}+${count}`);

describe('planReads', () => {
  it.each([
    ['joins neighbours', [at(0), at(1), at(2)], {}, ['holding 0+3']],
    ['crosses a small hole', [at(0), at(11)], {}, ['holding 0+12']],
    ['does not cross a large hole', [at(0), at(12), at(13)], {}, ['holding 0+1', 'holding 12+2']],
    [
      'crosses no hole where the device minds',
      [at(0), at(2), at(3)],
      { noGaps: true },
      ['holding 0+1', 'holding 2+2'],
    ],
    [
      'asks for each point alone where the device minds',
      [at(0), at(1)],
      { oneRead: true },
      ['holding 0+1', 'holding 1+1'],
    ],
    [
      'reads one register once for all its bits',
      [at(0, { bit: 1 }), at(0, { bit: 2 })],
      { oneRead: true },
      ['holding 0+1'],
    ],
    ['keeps tables apart', [at(0), at(0, { table: 'input' })], {}, ['holding 0+1', 'input 0+1']],
    [
      'keeps to the limit of the device',
      [at(0), at(2), at(4), at(5)],
      { maxRegisters: 4 },
      ['holding 0+3', 'holding 4+2'],
    ],
    [
      'keeps to 125 registers',
      Array.from({ length: 130 }, (_, i) => at(i)),
      {},
      ['holding 0+125', 'holding 125+5'],
    ],
    [
      'keeps to 2000 bits',
      Array.from({ length: 2_001 }, (_, i) => at(i, { table: 'coil' })),
      {},
      ['coil 0+2000', 'coil 2000+1'],
    ],
    [
      'puts reads of one shape apart',
      [at(0), at(20), at(40), at(41)],
      {},
      ['holding 0+1', 'holding 40+2', 'holding 20+1'],
    ],
  ] as const)('%s', (_, points, quirks, expected) => {
    expect(spans(planReads(points, quirks))).toEqual(expected);
  });

  it('covers each point whole in exactly one read, within the limits', () => {
    const points = fc.array(
      fc.record({
        address: fc.integer({ min: 0, max: 600 }),
        table: fc.constantFrom(...tables),
        type: fc.constantFrom(...numberTypes),
      }),
      { minLength: 1, maxLength: 60 },
    );
    const quirks = fc.record({
      maxRegisters: fc.integer({ min: 4, max: 125 }),
      noGaps: fc.boolean(),
      oneRead: fc.boolean(),
    });
    fc.assert(
      fc.property(points, quirks, (parts, limits) => {
        const all = parts.map((part, i) => modbusPoint(`p${i}`, part));

        const reads = planReads(all, limits);

        expect(reads.flatMap((read) => read.points).length).toBe(all.length);
        expect(new Set(reads.flatMap((read) => read.points))).toEqual(new Set(all));
        for (const read of reads) {
          const bits = read.table === 'coil' || read.table === 'discrete';
          expect(read.count).toBeLessThanOrEqual(bits ? 2_000 : limits.maxRegisters);
          for (const point of read.points) expect(inside(point, read)).toBe(true);
          if (limits.noGaps) expect(gaps(read)).toBe(0);
        }
      }),
    );
  });
});

describe('RefusedReads', () => {
  const points = [at(0), at(1), at(2), at(3)];
  const reads = planReads(points, {});

  it('halves a refused read until the refused place stands alone', () => {
    const memory = new RefusedReads();
    const asked: string[] = [];
    const ask = (all: readonly PlannedRead[]) => {
      for (const read of all) {
        asked.push(...spans([read]));
        if (read.points.some((point) => point.address === 2)) ask(memory.refuse(read, 3_600_000));
      }
    };

    ask(memory.expand(reads, 0));

    expect(asked).toEqual(['holding 0+4', 'holding 0+2', 'holding 2+2', 'holding 2+1', 'holding 3+1']);
    expect(spans(memory.expand(reads, 1))).toEqual(['holding 0+2', 'holding 3+1']);
  });

  it('asks for everything again when the memory has expired', () => {
    const memory = new RefusedReads();
    for (const half of memory.refuse(reads[0] ?? never(), 1_000)) memory.refuse(half, 1_000);

    expect(spans(memory.expand(reads, 1_000))).toEqual(['holding 0+4']);
  });

  it('ends for points that lie over one another', () => {
    const over = planReads([at(0), at(0, { type: 'u32' }), at(1)], {});
    const memory = new RefusedReads();
    const refuseAll = (all: readonly PlannedRead[]) => {
      for (const read of all) refuseAll(memory.refuse(read, 1_000));
    };

    refuseAll(over);

    expect(memory.expand(over, 1)).toEqual([]);
  });
});

function never(): never {
  throw new Error('There is a read.');
}

const inside = (point: ModbusPoint, read: PlannedRead) =>
  point.table === read.table &&
  point.address >= read.address &&
  point.address + wordCount(point) <= read.address + read.count;

function gaps(read: PlannedRead): number {
  const named = new Set(
    read.points.flatMap((point) => Array.from({ length: wordCount(point) }, (_, i) => point.address + i)),
  );
  return read.count - named.size;
}
