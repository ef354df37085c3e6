/** What was looked at and how it fared, a line each with its mend: how `doctor` and `check --online` report. */
import type { Glyph } from '../core/verdict.ts';
import { type Exit, exits } from './exit.ts';
import { glyph, type Terminal } from './terminal.ts';

export interface Diagnosis {
  readonly name: string;
  /** `waiting`: nothing is wrong with it, and not all is known yet. */
  readonly state: Glyph;
  readonly says: string;
  /** The command or sentence that helps. */
  readonly mend?: string;
}

/** `nameWidth`: of the longest name that will be printed. */
export function printDiagnosis(
  terminal: Terminal,
  { name, state, says, mend }: Diagnosis,
  nameWidth: number,
): void {
  terminal.out(`${glyph(terminal, state)} ${name.padEnd(nameWidth)} ${says}`);
  if (mend !== undefined) terminal.out(`  ${' '.repeat(nameWidth)} ${mend}`);
}

export function exitOfDiagnoses(found: readonly Diagnosis[]): Exit {
  if (found.some(({ state }) => state === 'stopped')) return exits.failed;
  return found.some(({ state }) => state === 'look') ? exits.findings : exits.fine;
}

/** The one whose mend comes first. */
export function worstOf(found: readonly Diagnosis[]): Diagnosis | undefined {
  return found.find(({ state }) => state === 'stopped') ?? found.find(({ state }) => state === 'look');
}
