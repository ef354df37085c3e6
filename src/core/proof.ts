/** Proof that a stage is alive: it moved on lately. A running timer proves nothing about the work behind it. */

export interface Proof {
  /** For people, for example `database`. */
  readonly name: string;
  /** Milliseconds since it last moved on. */
  ageMs(): number;
  /** Older than this it counts as hung. */
  readonly limitMs: number;
}

export interface Hung {
  readonly name: string;
  readonly ageMs: number;
}

/** The stages that do not move on now, with the age of their last move. */
export function hungStages(proofs: readonly Proof[]): Hung[] {
  const hung: Hung[] = [];
  for (const proof of proofs) {
    const ageMs = proof.ageMs();
    if (ageMs > proof.limitMs) hung.push({ name: proof.name, ageMs: Math.round(ageMs) });
  }
  return hung;
}
