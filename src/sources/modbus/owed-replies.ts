/**
 * Replies that a unit still owes after a timeout. A reply on a line names its unit, function and length but not the
 * request, so a belated reply to address 100 would pass for the answer from address 400. While a reply of some
 * shape is owed, a request of that shape is not sent; a probe of another shape goes first. A unit works through
 * its requests in order, so once the probe is answered, what was owed before cannot come any more.
 */
import { byteCount, isBitTable, type ReadRequest, type Request } from './pdu.ts';

export class OwedReplies {
  private readonly units = new Map<number, Map<string, number>>();
  private readonly keepMs: number;

  /** `keepMs`: how long a unit or converter could hold a reply back before sending it after all; default 30 s. */
  constructor(keepMs = 30_000) {
    this.keepMs = keepMs;
  }

  /** The request timed out at `nowMs`. */
  add(request: Request, nowMs: number): void {
    const shapes = this.units.get(request.unitId) ?? new Map<string, number>();
    shapes.set(shapeOf(request), nowMs + this.keepMs);
    this.units.set(request.unitId, shapes);
  }

  /** A sound answer of a shape that was not owed: the unit owes nothing older. */
  settle(unitId: number): void {
    this.units.delete(unitId);
  }

  /** What to ask before this request: a read at the same place whose reply has a shape that is not owed. */
  probeFor(request: Request, nowMs: number): ReadRequest | undefined {
    const shapes = this.owedBy(request.unitId, nowMs);
    if (!('table' in request) || !shapes?.has(shapeOf(request))) return undefined;
    const step = isBitTable(request.table) ? 8 : 1;
    for (let by = step; by <= step * 20; by += step) {
      for (const count of [request.count - by, request.count + by]) {
        const probe = { ...request, count };
        if (count > 0 && byteCount(probe) <= 250 && !shapes.has(shapeOf(probe))) return probe;
      }
    }
    return undefined;
  }

  private owedBy(unitId: number, nowMs: number): ReadonlyMap<string, number> | undefined {
    const shapes = this.units.get(unitId);
    if (!shapes) return undefined;
    for (const [shape, until] of shapes) if (until <= nowMs) shapes.delete(shape);
    if (shapes.size === 0) this.units.delete(unitId);
    return shapes;
  }
}

/** What a reply to the request looks like, apart from its unit and its values. */
export const shapeOf = (request: Request) =>
  'table' in request ? `${request.table} ${byteCount(request)}` : request.identity;
