/**
 * What a device holds where nobody knows its map: reads a range in blocks, halves what is refused, and says which words
 * look like floats. For a first draft of a driver, which a person then names and corrects.
 */

import type { Problem } from '../transport.ts';
import type { Block } from './decode.ts';
import type { Answer } from './exchange.ts';
import type { ReadRequest } from './pdu.ts';
import { decodeRaw } from './registers.ts';
import type { Table } from './settings.ts';

export interface Range {
  readonly unitId: number;
  readonly table: Table;
  readonly from: number;
  /** Included. */
  readonly to: number;
}

export interface Explored {
  readonly blocks: readonly Block[];
  /** Why the device could not be read to the end. */
  readonly problem: Problem | undefined;
}

export interface Guess {
  readonly address: number;
  readonly type: 'float32' | 'u16' | 'i16';
  readonly order: 'ABCD' | 'CDAB';
  readonly value: number;
}

/** A block that most devices give in one reply. */
const blockRegisters = 32;

/** Never rejects. */
export async function explore(
  { unitId, table, from, to }: Range,
  ask: (request: ReadRequest) => Promise<Answer>,
): Promise<Explored> {
  const blocks: Block[] = [];
  const waiting: { readonly address: number; readonly count: number }[] = [];
  for (let address = from; address <= to; address += blockRegisters) {
    waiting.push({ address, count: Math.min(blockRegisters, to - address + 1) });
  }
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { address, count } = next;
    const answer = await ask({ unitId, table, address, count });
    if (answer.kind === 'failed') return { blocks: joined(blocks), problem: answer };
    if (answer.kind === 'words') blocks.push({ table, address, words: answer.words });
    else if (count > 1) {
      const half = count >> 1;
      waiting.unshift({ address, count: half }, { address: address + half, count: count - half });
    }
  }
  return { blocks: joined(blocks), problem: undefined };
}

/** One guess for each place that is not 0; two words that make a sensible float are one place. */
export function guessValues(blocks: readonly Block[]): readonly Guess[] {
  return blocks.flatMap(({ address: start, words }) => {
    const guesses: Guess[] = [];
    for (let i = 0; i < words.length; i++) {
      const address = start + i;
      const float = i + 1 < words.length ? floatAt(address, words[i] ?? 0, words[i + 1] ?? 0) : undefined;
      if (float) {
        guesses.push(float);
        i++;
      } else if (words[i]) guesses.push(integerAt(address, words[i] ?? 0));
    }
    return guesses;
  });
}

/** A zero word says nothing about where a float begins: the next word decides. */
function floatAt(address: number, first: number, second: number): Guess | undefined {
  if (first === 0) return undefined;
  for (const order of ['ABCD', 'CDAB'] as const) {
    const value = Number(decodeRaw('float32', order, [first, second]));
    const size = Math.abs(value);
    // The exponent of a sensible float fills the upper word; a small integer there makes a number near 0.
    if (size >= 0.01 && size < 1e7) return { address, type: 'float32', order, value };
  }
  return undefined;
}

/** What is far above 32768 is likelier a small negative number. */
function integerAt(address: number, word: number): Guess {
  const type = word > 60_000 ? 'i16' : 'u16';
  return { address, type, order: 'ABCD', value: Number(decodeRaw(type, 'ABCD', [word])) };
}

function joined(blocks: readonly Block[]): readonly Block[] {
  const result: Block[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (last && last.address + last.words.length === block.address) {
      result[result.length - 1] = { ...last, words: [...Array.from(last.words), ...Array.from(block.words)] };
    } else result.push(block);
  }
  return result;
}
