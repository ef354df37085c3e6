/**
 * The ledger's counters per destination, and the counting of rows that they are compared with. The counting
 * states the rule of positions.ts a second time, in SQL, over the stored tables: two ways to one number.
 */
import type { DestinationLedger, Outcome, Tally } from '../core/ledger.ts';
import type { Destination } from './places.ts';
import type { Database, Statement } from './sqlite.ts';

const unexplained = 'unexplained';

const countWaiting = `
  SELECT count(*)
  FROM reading r
  JOIN destination d ON d.id = :destination
  LEFT JOIN stream_position f ON f.destination = d.id AND f.lane = 'front' AND f.stream = r.stream
  LEFT JOIN stream_position b ON b.destination = d.id AND b.lane = 'backlog' AND b.stream = r.stream
  WHERE r.seq > :after AND r.seq <= :upto
    AND (
      r.seq > ifnull(f.done, d.position)
      OR (r.seq > d.backlog_from AND r.seq <= d.backlog_upto
          AND r.seq > ifnull(b.done, 0) AND r.seq <> ifnull(b.sent, 0))
    )`;

export class Tallies {
  readonly #add: Statement;
  readonly #ofDestination: Statement;
  readonly #count: Statement;

  constructor(database: Database) {
    this.#add = database.prepare(
      `INSERT INTO tally VALUES (?, ?, ?, ?)
       ON CONFLICT (destination, outcome, reason) DO UPDATE SET count = count + excluded.count`,
    );
    this.#ofDestination = database.prepare(
      'SELECT outcome, reason, count FROM tally WHERE destination = ? AND count <> 0 ORDER BY outcome, reason',
    );
    this.#count = database.prepare(countWaiting).pluck();
  }

  add(destination: Destination, outcome: Outcome, reason: string, count: number): void {
    if (count !== 0) this.#add.run(destination.id, outcome, reason, count);
  }

  addUnexplained(destination: Destination, count: number): void {
    this.#add.run(destination.id, unexplained, '', count);
  }

  /** Quarantined readings end otherwise: takes them from the counters of their code first. */
  leaveQuarantine(destination: Destination, code: string, ends: readonly Tally[]): void {
    let left = ends.reduce((sum, { count }) => sum + count, 0);
    const counters = this.#rows(destination)
      .filter(({ outcome }) => outcome === 'quarantined')
      .sort((a, b) => Number(b.reason === code) - Number(a.reason === code));
    for (const counter of counters) {
      const taken = Math.min(left, counter.count);
      this.#add.run(destination.id, 'quarantined', counter.reason, -taken);
      left -= taken;
    }
    for (const { outcome, reason, count } of ends) {
      const missing = Math.min(left, count);
      left -= missing;
      this.add(destination, outcome, reason, count - missing);
    }
  }

  /** The ledger by arithmetic. */
  ledger(destination: Destination, lastSeq: number): DestinationLedger {
    const rows = this.#rows(destination);
    const ended = rows.reduce((sum, { count }) => sum + count, 0);
    const accepted = lastSeq - destination.start;
    return {
      destination: destination.name,
      accepted,
      waiting: accepted - ended,
      tallies: rows.filter((row): row is Tally => row.outcome !== unexplained),
      unexplained: rows.find(({ outcome }) => outcome === unexplained)?.count ?? 0,
    };
  }

  /** Rows after `after` up to `upto` that wait for the destination, counted one by one. */
  countWaiting(destination: Destination, after: number, upto: number): number {
    return Number(this.#count.get({ destination: destination.id, after, upto }));
  }

  #rows(destination: Destination): readonly TallyRow[] {
    return this.#ofDestination.all(destination.id) as TallyRow[];
  }
}

interface TallyRow {
  readonly outcome: Outcome | typeof unexplained;
  readonly reason: string;
  readonly count: number;
}
