import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, diffText } from '../../src/cli/line-diff.ts';

const shown = (before: string, after: string) =>
  diffText(diffLines(before, after, 1), { color: false }).join('\n');

describe('the difference of two texts', () => {
  it('shows what goes and what comes with a line around', () => {
    expect(shown('a\nb\nc\nd', 'a\nb\nx\nd')).toBe('   2   b\n   3 - c\n   3 + x\n   4   d');
  });

  it('leaves out what is far from any difference', () => {
    expect(shown('a\nb\nc\nd\ne\nf', 'A\nb\nc\nd\ne\nF')).toBe(
      '   1 - a\n   1 + A\n   2   b\n  ...\n   5   e\n   6 - f\n   6 + F',
    );
  });

  it('holds both texts, whatever they are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        fc.pre(before.join() !== after.join());
        const all = diffLines(before.join('\n'), after.join('\n'), 99);

        expect(all.filter(({ sign }) => sign !== '+').map(({ text }) => text)).toEqual(before);
        expect(all.filter(({ sign }) => sign !== '-').map(({ text }) => text)).toEqual(after);
      }),
    );
  });

  it('is empty for equal texts', () => {
    expect(diffLines('a\nb', 'a\nb')).toEqual([]);
  });

  it('shows all as replaced where too much differs', () => {
    const [before, after] = ['a', 'b'].map((text) => `${text}\n`.repeat(1_500)) as [string, string];

    expect(diffLines(`same\n${before}`, `same\n${after}`)).toHaveLength(3_004);
  });

  it('cuts long lines at the width of the terminal', () => {
    const [line = ''] = diffText(diffLines('a', 'x'.repeat(200)), { color: false }).slice(1);

    expect(line).toHaveLength(80);
    expect(line.endsWith('…')).toBe(true);
  });
});
