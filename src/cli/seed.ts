/** The `--seed` of verbs that play with chance: the same number, the same game. */
import { usageError } from './exit.ts';
import type { Option } from './verb.ts';

/** Another one each time when absent, but a short one that a person can type again. */
export function seedOf(option: Option): number {
  if (option === undefined) return Math.floor(Math.random() * 1_000_000);
  const seed = Number(option);
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw usageError(`${option} is no seed.`, 'Give a whole number from 0 to 4294967295.');
}
