/** How the terms of one subject are written down: by the namespace they live in. */
export interface SubjectTerms {
  /** Names under `https://smartdatamodels.org/dataModel.<Subject>/`, parted by blanks. */
  readonly own: string;
  /** Names under `https://smartdatamodels.org/` itself, parted by blanks; those of all subjects are left out. */
  readonly shared: string;
  /** Terms that stand for an IRI of another vocabulary, or of another name. */
  readonly elsewhere: Readonly<Record<string, string>>;
}
