import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { part } from '../../../src/config/check-shape.ts';
import { compileDriver } from '../../../src/config/compile-driver.ts';
import { parseDocument } from '../../../src/config/document.ts';
import { readDriver } from '../../../src/config/driver-file.ts';
import { nodeFiles } from '../../../src/config/files.ts';
import { answerParams } from '../../../src/config/params.ts';
import { encodePoint } from '../../../src/simulator/device/encode.ts';
import { isBitTable } from '../../../src/sources/modbus/pdu.ts';
import { isFloat, registerCount } from '../../../src/sources/modbus/registers.ts';
import { type Found, parseShown, readAs, type Sight, search } from '../../../src/sources/modbus/search.ts';
import type { ModbusPoint } from '../../../src/sources/modbus/settings.ts';

const shown = (text: string) => parseShown(text) ?? expect.fail(`${text} is no number`);

function sight(text: string, address: number | undefined, from: number, hex: string): Sight {
  const words = hex.split(' ').map((word) => Number.parseInt(word, 16));
  return { shown: shown(text), address, blocks: [{ table: 'input', address: from, words }] };
}

const asText = ({ address, type, order, scale }: Found) =>
  `${address} ${type} ${order}${scale === 1 ? '' : ` × ${scale}`}`;

describe('a number from a display', () => {
  it.each([
    ['231.4', 231.4, 1],
    ['231,4', 231.4, 1],
    ['-4,50', -4.5, 2],
    ['\u22123', -3, 0],
    ['12345', 12345, 0],
  ])('%s is understood', (text, value, decimals) => {
    expect(parseShown(text)).toEqual({ value, decimals });
  });

  it.each(['', '1.234,5', '231 V', 'abc', '1e3', '.'])('%s is refused', (text) => {
    expect(parseShown(text)).toBeUndefined();
  });
});

describe('search', () => {
  it('finds a value one address lower, where every byte order at the manual’s address is nonsense', () => {
    const [best, ...others] = search([sight('231.4', 1, 0, '4367 6666 4366 E666 4366 E666')]);

    expect(best && asText(best)).toBe('0 float32 ABCD');
    expect(best).toMatchObject({ shift: -1, exact: true, values: [231.4] });
    expect(others.filter(({ exact }) => exact)).toEqual([]);
  });

  it.each([
    ['float32 with the low word first', '230.5', '0000 8000 4366 0000', '1 float32 CDAB'],
    ['float32 with all bytes turned', '230.5', '0000 0080 6643 1111', '1 float32 DCBA'],
    ['tenths in 16 bits', '24.6', '1234 00F6 5678 9ABC', '1 u16 ABCD × 0.1'],
    ['swapped bytes', '24.6', '1234 F600 5678 9ABC', '1 u16 BADC × 0.1'],
    ['a negative number', '-10.0', '1234 FF9C 5678 9ABC', '1 i16 ABCD × 0.1'],
    ['32 bits with the low word first', '-70000.0', '1234 5190 FFF5 9ABC', '1 i32 CDAB × 0.1'],
    ['64 bits', '1234567.89', '1234 0000 0000 075B CD15 1', '1 u64 ABCD × 0.01'],
    ['64-bit float', '12345678.5', '1234 4167 8C29 D000 0000', '1 float64 ABCD'],
  ])('finds %s', (_, text, hex, expected) => {
    const [best] = search([sight(text, 1, 0, hex)]);

    expect(best && asText(best)).toBe(expected);
  });

  it('says when the number does not tell whether the type is signed', () => {
    const [positive] = search([sight('24.6', 0, 0, '00F6')]);
    const [negative] = search([sight('-24.6', 0, 0, 'FF0A')]);

    expect(positive).toMatchObject({ type: 'u16', twin: 'i16' });
    expect(negative).toMatchObject({ type: 'i16', twin: undefined });
  });

  it('calls near what moved since it was read from the display, behind all that fit', () => {
    const found = search([sight('231.4', 0, 0, '4366 E666')]);

    expect(found[0]).toMatchObject({ exact: false, type: 'float32', values: [230.9] });
  });

  it('settles by the number that follows what the first left open', () => {
    const words = '08FF 0000 0900 0000 08FB 0000';
    const one = search([sight('230.3', 0, 0, words)]);
    const two = search([sight('230.3', 0, 0, words), sight('230.4', undefined, 0, words)]);

    expect(one.filter(({ exact }) => exact).length).toBeGreaterThan(1);
    expect(two.map(asText)).toEqual(['0 u32 CDAB × 0.1', '1 u32 ABCD × 0.1']);
  });

  it('finds nothing where nothing fits, and reads beyond no block', () => {
    expect(search([sight('77.7', 0, 0, '1234')])).toEqual([]);
    const block = { table: 'input', address: 0, words: [1] } as const;
    expect(readAs({ table: 'input', type: 'u32', order: 'ABCD', scale: 1 }, 0, [block])).toBeUndefined();
  });
});

/**
 * A point and a second one, as a person would choose it who has the map before him: the next of its kind (same table,
 * type, order and scale), else the one before. Each with the number on the display, and all words of the table.
 */
interface Case {
  readonly name: string;
  readonly point: ModbusPoint;
  readonly seen: readonly { readonly point: ModbusPoint; readonly text: string }[];
  readonly words: readonly number[];
}

const drivers = join(import.meta.dirname, '..', '..', '..', 'drivers');

describe('over every number of every shipped Modbus driver', () => {
  const cases = nodeFiles
    .list(drivers)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => casesOf(file.slice(0, -5)));

  it.each([
    ['counts from 0', 0],
    ['counts from 1', 1],
    ['is one too low', -1],
  ])('two numbers find address, type, order and scale first where the manual %s', (_, off) => {
    const share = (numbers: number) =>
      cases.filter((each) => isFound(each, off, numbers, 1)).length / cases.length;
    const anywhere = cases.filter((each) => isFound(each, off, 2, 1000)).length;
    const missed = cases.filter((each) => !isFound(each, off, 2, 1)).map(({ name }) => name);
    process.stdout.write(
      `probe, address ${off}: ${cases.length} points, first suggestion right with one number ${percent(share(1))}, with two ${percent(share(2))}${missed.length > 0 ? ` (not: ${missed.join(', ')})` : ''}\n`,
    );

    expect(anywhere).toBe(cases.length);
    expect(share(2)).toBeGreaterThanOrEqual(0.95);
  });

  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
});

function isFound({ point, seen, words }: Case, off: number, numbers: number, among: number): boolean {
  const sights = seen.slice(0, numbers).map(({ point: { address, table }, text }): Sight => {
    // As `probe` reads it: from one address lower to one higher than what a value of four registers needs.
    const asked = address + off;
    const from = Math.max(0, asked - 1);
    const block = { table, address: from, words: words.slice(from, asked + 5) };
    return { shown: shown(text), address: asked, blocks: [block] };
  });
  return search(sights)
    .slice(0, among)
    .some(
      (found) =>
        found.address === point.address &&
        (found.type === point.type || found.twin === point.type) &&
        (registerCount(point.type) === 1 || found.order === point.order) &&
        found.scale === (point.meaning.scale ?? 1),
    );
}

function casesOf(name: string): Case[] {
  const { document } = parseDocument(name, readFileSync(join(drivers, `${name}.yaml`), 'utf8'));
  const { driver } = document ? readDriver(document, name) : {};
  if (driver?.protocol !== 'modbus') return [];
  const numbers = new Map<ModbusPoint, number>();
  const names = new Set<string>();
  for (const { index, sample } of driver.samples) {
    const { answers } = answerParams(
      driver.head.params,
      part(driver.document, ['samples', index, 'params']),
      name,
    );
    const context = { device: 'sample', answers, tags: {}, timezone: 'UTC' };
    const { compiled } = compileDriver(driver, context);
    if (compiled?.protocol !== 'modbus') continue;
    for (const point of compiled.points) {
      const value = sample.expect[point.stream.point];
      if (isBitTable(point.table) || point.meaning.values || typeof value !== 'number') continue;
      if (names.has(point.stream.point)) continue;
      names.add(point.stream.point);
      // A display that shows 0 tells nothing, so nobody would choose that moment.
      numbers.set(point, value === 0 ? 12.3 : value);
    }
  }
  const memory = memoryOf(numbers);
  return [...numbers].map(([point, value]) => {
    const kin = [...numbers.keys()].filter((other) => other !== point && isKin(point, other));
    const after = kin.find(({ address }) => address > point.address);
    const second = after ?? kin.at(-1);
    return {
      name: `${name} ${point.stream.point}`,
      point,
      seen: [
        { point, text: displayed(point, value) },
        ...(second ? [{ point: second, text: displayed(second, numbers.get(second) ?? 0) }] : []),
      ],
      words: memory.get(point.table) ?? [],
    };
  });
}

const isKin = (a: ModbusPoint, b: ModbusPoint) =>
  a.table === b.table && a.type === b.type && a.order === b.order && a.meaning.scale === b.meaning.scale;

function displayed({ type, meaning }: ModbusPoint, value: number): string {
  const size = Math.abs(value);
  const ofFloat = size >= 100 ? 1 : size >= 10 ? 2 : 3;
  const ofScale = Math.max(0, Math.round(-Math.log10(meaning.scale ?? 1)));
  return value.toFixed(isFloat(type) ? ofFloat : ofScale);
}

/** Words by table; between the points stands what a device might hold there, never the same twice. */
function memoryOf(numbers: ReadonlyMap<ModbusPoint, number>): ReadonlyMap<string, readonly number[]> {
  const memory = new Map<string, number[]>();
  for (const [point, value] of numbers) {
    const words = memory.get(point.table) ?? Array.from({ length: 65_536 }, (_, i) => (i * 7_919) % 65_521);
    memory.set(point.table, words);
    encodePoint(point, value, []).forEach((word, i) => {
      words[point.address + i] = word;
    });
  }
  return memory;
}
