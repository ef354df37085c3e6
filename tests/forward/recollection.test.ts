import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/core/parts.ts';
import type { VersionEnd } from '../../src/core/round.ts';
import type { Version } from '../../src/core/version.ts';
import { Recollection } from '../../src/forward/recollection.ts';
import { lane, open } from '../fakes/lanes.ts';

const numbered = (seq: number) => (part: Part, row: number) => part.seqs[row] === seq;

/** Sends and ends the reading as the forwarder does. */
function end(recollection: Recollection, seq: number, how: VersionEnd = { outcome: 'delivered' }): void {
  const strand = lane([seq]);
  open(strand);
  if (!strand.round) return;
  const { versions } = strand.round;
  recollection.answered(versions, { scope: 'batch', status: 204, verdict: { kind: 'delivered' } }, 5_000);
  const ends = new Map<Version, VersionEnd>(versions.map((version) => [version, how]));
  recollection.ended(strand.round, ends);
  ends.clear();
}

describe('what is remembered of a reading that ended', () => {
  it('is its message, how it ended, and the answer to the version it was in', () => {
    const recollection = new Recollection();
    end(recollection, 7);

    expect(recollection.find(numbered(7))).toMatchObject({
      part: { device: 'd' },
      row: 0,
      end: { seq: 7, outcome: 'delivered' },
      versions: [{ end: { outcome: 'delivered' }, posted: { atMs: 5_000, status: 204, together: 1 } }],
    });
  });

  it('has the words of a broker that refused it', () => {
    const recollection = new Recollection();
    end(recollection, 7, { outcome: 'quarantined', code: 'BadRequestData', words: 'no' });

    expect(recollection.find(numbered(7))?.versions[0]?.end).toMatchObject({ words: 'no' });
  });

  it('is the newest of those that are meant', () => {
    const recollection = new Recollection();
    for (const seq of [1, 2, 3]) end(recollection, seq);

    expect(recollection.find((part) => part.device === 'd')?.end.seq).toBe(3);
    expect(recollection.find((part) => part.device === 'other')).toBeUndefined();
  });

  it('is forgotten after 2 000 others', () => {
    const recollection = new Recollection();
    for (let seq = 1; seq <= 2_001; seq++) end(recollection, seq);

    expect(recollection.find(numbered(1))).toBeUndefined();
    expect(recollection.find(numbered(2))?.end.seq).toBe(2);
  });
});
