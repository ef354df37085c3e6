/**
 * The ledger: for each destination every accepted reading waits or has ended in exactly one way.
 *
 *   accepted = waiting + delivered + superseded + unused + quarantined + dropped + unexplained
 */

export const outcomes = ['delivered', 'superseded', 'unused', 'quarantined', 'dropped'] as const;
export type Outcome = (typeof outcomes)[number];

/** When one reading feeds several entities the first of these that occurred is its outcome. */
const worstFirst: readonly Outcome[] = ['dropped', 'quarantined', 'delivered', 'superseded', 'unused'];

export function worst(a: Outcome, b: Outcome): Outcome {
  return worstFirst.indexOf(a) <= worstFirst.indexOf(b) ? a : b;
}

/** How one reading ended. */
export interface Ending {
  readonly outcome: Outcome;
  /** Empty where the outcome needs none, else one short word, for example `unmapped`. */
  readonly reason: string;
}

/** Of two ends of one reading the worse. */
export function worse(a: Ending, b: Ending | undefined): Ending {
  return b && worst(a.outcome, b.outcome) === b.outcome ? b : a;
}

export interface Tally {
  readonly outcome: Outcome;
  /** Empty where the outcome needs none, else one short word, for example `unmapped`. */
  readonly reason: string;
  readonly count: number;
}

export interface DestinationLedger {
  readonly destination: string;
  /** Readings accepted since the destination was added. */
  readonly accepted: number;
  readonly waiting: number;
  readonly tallies: readonly Tally[];
  /** Found by the last check; 0 unless something is wrong. */
  readonly unexplained: number;
}

export interface LedgerCheck {
  readonly destination: string;
  /** By arithmetic: accepted minus everything that ended. */
  readonly waiting: number;
  /** By counting the rows. */
  readonly counted: number;
}

export function total(ledger: DestinationLedger, outcome: Outcome): number {
  let sum = 0;
  for (const tally of ledger.tallies) if (tally.outcome === outcome) sum += tally.count;
  return sum;
}

/** True when every accepted reading is accounted for. */
export function balances(ledger: DestinationLedger): boolean {
  const ended = outcomes.reduce((sum, outcome) => sum + total(ledger, outcome), 0);
  return ledger.unexplained === 0 && ledger.waiting >= 0 && ledger.accepted === ledger.waiting + ended;
}
