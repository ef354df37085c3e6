/** What is known where a fault of shape is put into words, and what such a fault is. */
import type { z } from 'zod';
import type { Path } from './document.ts';
import type { Fault } from './problems.ts';

/** A fault with the path of what it is about. `atKey`: the key itself is wrong, not its value. */
export interface ShapeFault extends Fault {
  readonly path: Path;
  readonly atKey: boolean;
}

export interface ShapeContext {
  readonly schema: z.core.$ZodType;
  /** The value at a path as the file has it. */
  readonly valueAt: (path: Path) => unknown;
  /** Keys that exist in the specification and not in this version, with the sentence that says so. */
  readonly unsupported: Readonly<Record<string, string>>;
  /** Names that the keys at the top may have, where they are not those of the schema. */
  readonly columns: readonly string[] | undefined;
  readonly deeper: Deeper | undefined;
}

/** Names that belong under a key at the top, and not beside it. */
export interface Deeper {
  readonly key: string;
  readonly names: readonly string[];
}

/** `replaces`: the key that a misspelt one stands for, so that it is not reported as missing as well. */
export type Draft = ShapeFault & { readonly replaces?: Path };
