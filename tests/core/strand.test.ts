import { describe, expect, it } from 'vitest';
import { strandsOf } from '../../src/core/strand.ts';
import { plan, stream } from '../fakes/plans.ts';

describe('strands', () => {
  it('ties entities that share a stream, also through others', () => {
    const a = plan('a', ['d1.x']);
    const b = plan('b', ['d1.x', 'd2.y']);
    const c = plan('c', ['d2.y']);
    const streams = [stream('d1', 'x'), stream('d2', 'y')];

    const strandOf = strandsOf([a, b, c], streams);

    expect(strandOf(stream('d1', 'x'))?.plans).toEqual([a, b, c]);
    expect(strandOf(stream('d2', 'y'))).toBe(strandOf(stream('d1', 'x')));
  });

  it('keeps entities apart that use different streams of one device', () => {
    const a = plan('a', ['d.x']);
    const b = plan('b', ['d.y']);

    const strandOf = strandsOf([a, b], [stream('d', 'x'), stream('d', 'y')]);

    expect(strandOf(stream('d', 'x'))?.plans).toEqual([a]);
    expect(strandOf(stream('d', 'y'))?.plans).toEqual([b]);
  });

  it('has none for a stream that no entity uses', () => {
    const strandOf = strandsOf([plan('a', ['d.x'])], [stream('d', 'x'), stream('d', 'z')]);

    expect(strandOf(stream('d', 'z'))).toBeUndefined();
    expect(strandOf(stream('other', 'x'))).toBeUndefined();
  });

  it('puts an older unit of a quantity with its successor', () => {
    const strandOf = strandsOf([plan('a', ['d.x'])], [stream('d', 'x', 'CEL')]);

    expect(strandOf(stream('d', 'x', 'FAH'))).toBe(strandOf(stream('d', 'x', 'CEL')));
  });
});
