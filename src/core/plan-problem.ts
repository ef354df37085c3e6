/** Why an entity cannot be planned as its entry and mapping want it; the caller adds the place in the file. */

export interface PlanProblem {
  /** Stable name known to `kopru explain`. */
  readonly code: string;
  /** Default: error. With a warning the entity is usable, but something it could give is left out. */
  readonly severity?: 'error' | 'warning';
  readonly message: string;
  readonly mend: string;
  /** The attribute of the mapping, or name under `set`, it is about. */
  readonly attribute?: string;
  /** The param it is about. */
  readonly param?: string;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** True if there is a null anywhere inside: brokers take a null for "delete this", so none may go out. */
export function holdsNull(value: unknown): boolean {
  return value === null || (isRecord(value) && Object.values(value).some(holdsNull));
}
