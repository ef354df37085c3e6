import { describe, expect, it } from 'vitest';
import { FillWarning } from '../../src/buffer/fill-warning.ts';
import type { Note } from '../../src/buffer/protocol.ts';

const hourMs = 3_600_000;

describe('the warning before the buffer is full', () => {
  it('comes once, at nine tenths, and says when it will be full at this rate', () => {
    const { fill, notes } = bench();

    fill(80, 0);
    fill(85, 2 * hourMs);
    fill(90, 4 * hourMs);
    fill(99, 6 * hourMs);

    expect(notes.map(({ facts }) => facts)).toEqual([{ filledPercent: 90, fullInMinutesAtThisRate: 240 }]);
  });

  it('knows no time for a buffer that was nearly full when it was opened', () => {
    const { fill, notes } = bench();

    fill(95, 0);

    expect(notes).toMatchObject([{ level: 'warn', facts: { filledPercent: 95 } }]);
    expect(notes[0]?.facts).not.toHaveProperty('fullInMinutesAtThisRate');
  });

  it('comes again after the buffer had drained, but not every few minutes', () => {
    const { fill, notes } = bench();

    fill(90, 0);
    fill(50, 60_000);
    fill(95, 120_000);
    expect(notes).toHaveLength(1);
    fill(95, 2 * hourMs);

    expect(notes).toHaveLength(2);
  });
});

function bench() {
  const notes: Note[] = [];
  const warning = new FillWarning((note) => void notes.push(note));
  const fill = (bytes: number, monotonicMs: number) =>
    warning.look(
      { bytes, limitBytes: 100, rows: 0, generation: 0 },
      { wallMs: 0, monotonicMs, trusted: true },
    );
  return { fill, notes };
}
