import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/sources/modbus/exchange.ts';
import type { ReadRequest } from '../../../src/sources/modbus/pdu.ts';
import { readAround } from '../../../src/sources/modbus/read-around.ts';

const place = { unitId: 1, table: 'input', address: 10, count: 4 } as const;

/** A device that answers what `has` allows, with each word its address. */
function device(has: (request: ReadRequest) => boolean) {
  const asked: string[] = [];
  const ask = async (request: ReadRequest): Promise<Answer> => {
    asked.push(`${request.address}+${request.count}`);
    if (!has(request)) return { kind: 'exception', exception: 2 };
    return {
      kind: 'words',
      words: Uint16Array.from({ length: request.count }, (_, i) => request.address + i),
    };
  };
  return { ask, asked };
}

describe('reading around an address', () => {
  it('takes one read where the device allows it', async () => {
    const { ask, asked } = device(() => true);

    const { blocks } = await readAround(place, ask);

    expect(asked).toEqual(['9+6']);
    expect(blocks.map(({ address, words }) => [address, ...Array.from(words)])).toEqual([
      [9, 9, 10, 11, 12, 13, 14],
    ]);
  });

  it('asks piece by piece where the device refuses what is not one of its values', async () => {
    const { ask } = device(({ address, count }) => address === 10 && count === 2);

    const { blocks, exception } = await readAround(place, ask);

    expect(blocks).toEqual([{ table: 'input', address: 10, words: Uint16Array.of(10, 11) }]);
    expect(exception).toBeUndefined();
  });

  it('says with which exception all was refused', async () => {
    const { ask } = device(() => false);

    expect(await readAround(place, ask)).toEqual({ blocks: [], exception: 2, problem: undefined });
  });

  it('stops at the first silence', async () => {
    const silence = { kind: 'failed', code: 'NO_REPLY', reason: 'Unit 1 did not answer.' } as const;

    const { problem } = await readAround(place, async () => silence);

    expect(problem).toEqual(silence);
  });

  it('stays within the addresses there are', async () => {
    const { ask, asked } = device(() => true);
    await readAround({ ...place, address: 0 }, ask);
    await readAround({ ...place, address: 65_535 }, ask);

    expect(asked).toEqual(['0+5', '65534+2']);
  });
});
