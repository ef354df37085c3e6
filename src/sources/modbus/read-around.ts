/**
 * Reads the words around an address for a person who is not sure of it. Many devices refuse a read that touches an
 * address they do not have, or that cuts a 32-bit value: then every useful piece is asked for by itself.
 */

import type { Problem } from '../transport.ts';
import type { Block } from './decode.ts';
import type { Answer } from './exchange.ts';
import { isBitTable, type ReadRequest } from './pdu.ts';
import type { Table } from './settings.ts';

export interface Place {
  readonly unitId: number;
  readonly table: Table;
  readonly address: number;
  /** How many words from the address on are of interest. */
  readonly count: number;
}

export interface Around {
  /** Larger ones first; they may overlap. */
  readonly blocks: readonly Block[];
  /** Exception that the device gave to every read. */
  readonly exception: number | undefined;
  /** Why nothing could be read. */
  readonly problem: Problem | undefined;
}

/** Words of one lower address, of the address, and of one higher; widths in which values come. */
const shifts = [0, -1, 1] as const;
const widths = [4, 2, 1] as const;

/** Never rejects. */
export async function readAround(
  place: Place,
  ask: (request: ReadRequest) => Promise<Answer>,
): Promise<Around> {
  const { unitId, table } = place;
  const from = Math.max(0, place.address - 1);
  const to = Math.min(65_536, place.address + place.count + 1);
  const request = (address: number, count: number): ReadRequest => ({ unitId, table, address, count });
  const whole = await ask(request(from, to - from));
  if (whole.kind === 'failed') return { blocks: [], exception: undefined, problem: whole };
  if (whole.kind === 'words') return found([{ table, address: from, words: whole.words }]);

  const blocks: Block[] = [];
  for (const width of isBitTable(table) ? ([1] as const) : widths) {
    for (const shift of shifts) {
      const address = place.address + shift;
      if (address < 0 || address + width > 65_536 || covered(blocks, address, width)) continue;
      const answer = await ask(request(address, width));
      if (answer.kind === 'failed') return { blocks, exception: undefined, problem: answer };
      if (answer.kind === 'words') blocks.push({ table, address, words: answer.words });
    }
  }
  return blocks.length > 0 ? found(blocks) : { blocks, exception: whole.exception, problem: undefined };
}

const found = (blocks: readonly Block[]): Around => ({ blocks, exception: undefined, problem: undefined });

const covered = (blocks: readonly Block[], address: number, width: number) =>
  blocks.some((block) => block.address <= address && address + width <= block.address + block.words.length);
