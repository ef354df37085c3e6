import { describe, expect, it } from 'vitest';
import { explore, guessValues } from '../../../src/sources/modbus/explore.ts';

const range = { unitId: 1, table: 'input', from: 0, to: 40 } as const;

describe('exploring a device', () => {
  it('halves what is refused, and joins what is there', async () => {
    const missing = new Set([5, 6, 37]);
    const { blocks, problem } = await explore(range, async ({ address, count }) => {
      const addresses = Array.from({ length: count }, (_, i) => address + i);
      if (addresses.some((each) => missing.has(each))) return { kind: 'exception', exception: 2 };
      return { kind: 'words', words: Uint16Array.from(addresses) };
    });

    expect(problem).toBeUndefined();
    expect(blocks.map(({ address, words }) => [address, address + words.length - 1])).toEqual([
      [0, 4],
      [7, 36],
      [38, 40],
    ]);
    expect(blocks.flatMap(({ words }) => Array.from(words))).not.toContain(37);
  });

  it('keeps what was read when the device falls silent', async () => {
    const { blocks, problem } = await explore(range, async ({ address, count }) =>
      address === 0
        ? { kind: 'words', words: new Uint16Array(count) }
        : { kind: 'failed', code: 'NO_REPLY', reason: 'Unit 1 did not answer.' },
    );

    expect(blocks).toHaveLength(1);
    expect(problem).toMatchObject({ code: 'NO_REPLY' });
  });

  it('takes two words for a float where they make a sensible one', () => {
    const words = [0x4366, 0x8000, 0x8000, 0x4366, 0, 0, 231, 0xff9c, 0, 0x4366, 0x8000];

    expect(guessValues([{ table: 'input', address: 10, words }])).toEqual([
      { address: 10, type: 'float32', order: 'ABCD', value: 230.5 },
      { address: 12, type: 'float32', order: 'CDAB', value: 230.5 },
      { address: 16, type: 'u16', order: 'ABCD', value: 231 },
      { address: 17, type: 'i16', order: 'ABCD', value: -100 },
      { address: 19, type: 'float32', order: 'ABCD', value: 230.5 },
    ]);
  });
});
