import { describe, expect, it } from 'vitest';
import { type Problem, renderProblems, sortProblems } from '../../src/config/problems.ts';

const problem = (more: Partial<Problem>): Problem => ({
  code: 'UNKNOWN_DRIVER',
  severity: 'error',
  file: 'gateway.yaml',
  line: 1,
  column: 5,
  length: 3,
  message: 'No driver is called abc.',
  mend: 'Did you mean abd?',
  ...more,
});

const render = (problems: readonly Problem[], text: string, limit = 5) =>
  renderProblems(problems, new Map([['gateway.yaml', text]]), { color: false, limit });

describe('problems on a terminal', () => {
  it('show place, code, line, caret, what is wrong and the mend', () => {
    expect(render([problem({})], 'id: abc # meter')).toBe(
      [
        'gateway.yaml:1:5  UNKNOWN_DRIVER',
        '   1 | id: abc # meter',
        '     |     ^^^',
        '  No driver is called abc. Did you mean abd?',
        '',
      ].join('\n'),
    );
  });

  it('stand errors first, then in the order of the file, each once', () => {
    const problems = [
      problem({ line: 3 }),
      problem({ line: 1, severity: 'warning' }),
      problem({ line: 2 }),
      problem({ line: 3 }),
    ];

    expect(sortProblems(problems).map(({ line }) => line)).toEqual([2, 3, 1]);
  });

  it('are counted beyond the limit', () => {
    const problems = Array.from({ length: 17 }, (_, i) => problem({ line: i + 1, message: `Nr. ${i}` }));

    expect(render(problems, '')).toMatch(/\nand 12 more\n$/);
  });

  it('that differ only in place are shown once', () => {
    const text = render(
      [1, 2, 3].map((line) => problem({ line })),
      'a\nb\nc',
    );

    expect(text).toContain('(Also at 2:5, 3:5.)');
    expect(text.match(/UNKNOWN_DRIVER/g)).toHaveLength(1);
  });

  it('show the part of a long line that matters, in 80 columns', () => {
    const line = `${'x'.repeat(150)}abc${'y'.repeat(150)}`;
    const [, excerpt = '', caret = ''] = render([problem({ column: 151 })], line).split('\n');

    expect(excerpt.length).toBeLessThanOrEqual(80);
    expect(excerpt.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('abc');
  });

  it('never repeat a secret', () => {
    expect(render([problem({ code: 'SECRET_IN_FILE', length: 6 })], 'pw: geheim')).not.toContain('geheim');
  });
});
