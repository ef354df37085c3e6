import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { formatted } from '../../src/config/format.ts';

const root = join(import.meta.dirname, '..', '..');

function laidOut(text: string): string {
  const result = formatted('gateway.yaml', text);
  if (result.kind === 'refused') throw new Error(result.problems.map(({ message }) => message).join(' '));
  return result.text;
}

const shipped = ['drivers', 'mappings'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file)),
);

describe('the layout of a file', () => {
  it.each(shipped)('leaves %s as it is', (file) => {
    const text = readFileSync(join(root, file), 'utf8');

    expect(laidOut(text)).toBe(text);
  });

  it.each([
    ['four columns for a level', 'a:\n    b:\n        c: 1\n', 'a:\n  b:\n    c: 1\n'],
    ['a list in the column of its key', 'a:\n- b: 1\n  c: 2\n- d\n', 'a:\n  - b: 1\n    c: 2\n  - d\n'],
    ['many blanks after a dash', 'a:\n  -   b: 1\n      c: 2\n', 'a:\n  - b: 1\n    c: 2\n'],
    ['lists in lists', 'a:\n    -   - 1\n        - 2\n', 'a:\n  - - 1\n    - 2\n'],
    ['braces without blanks', 'a: {b: 1,c: [1,2]}\n', 'a: { b: 1, c: [1, 2] }\n'],
    [
      'braces over several lines',
      'a:\n    b: { c: 1,\n         d: 2 }\n',
      'a:\n  b: { c: 1,\n       d: 2 }\n',
    ],
    ['blanks at the end and empty lines', 'a: 1  \n\n\n\nb: 2', 'a: 1\n\nb: 2\n'],
    ['lines ended as on Windows', '\uFEFFa: 1\r\nb: 2\r\n', 'a: 1\nb: 2\n'],
    [
      'a text of several lines',
      'a:\n    b: |\n        x  \n          y\n    c: 1\n',
      'a:\n  b: |\n    x  \n      y\n  c: 1\n',
    ],
    ['a text that says its indentation', 'a:\n    b: |2\n         x\n', 'a:\n  b: |2\n       x\n'],
    ['a quoted text over lines', 'a:\n    b: "x\n      # y"\n', 'a:\n  b: "x\n    # y"\n'],
  ])('mends %s', (_, before, after) => {
    expect(laidOut(before)).toBe(after);
  });

  it('leaves numbers, quotes, order and what is aligned as written', () => {
    const text = 'b:   { address: 0x0034, id: 017, devEui: 00E1 }\nlong: \'x\'\na:    "y"   # why\n';

    expect(laidOut(text)).toBe(text);
  });

  it('moves a comment with what it stands above, or with its level', () => {
    const text = '# head\na:\n    # of b\n    b:\n        - 1\n        # in the list\n    # below a\n# end\n';

    expect(laidOut(text)).toBe(
      '# head\na:\n  # of b\n  b:\n    - 1\n    # in the list\n  # below a\n# end\n',
    );
  });

  it('says the same, in a layout that stays, for every file that can be read', () => {
    const scalar = fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(
        'x',
        '0x10',
        ' a: b ',
        'two\nlines\n',
        '# no comment',
        '- no list',
        "it's",
        'ğüşıöç',
        '',
      ),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, scalar, tie('map'), tie('list')),
      map: fc.dictionary(fc.constantFrom('a', 'b', 'key', 'x.y', '1'), tie('value'), {
        minKeys: 1,
        maxKeys: 4,
      }),
      list: fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    }));
    const layout = fc.record({
      indent: fc.integer({ min: 1, max: 6 }),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 20, 80),
      collectionStyle: fc.constantFrom('any', 'block', 'flow'),
      flowCollectionPadding: fc.boolean(),
    } as const);

    fc.assert(
      fc.property(value, layout, fc.boolean(), (content, options, windows) => {
        const written = stringify({ top: content }, options);
        const text = windows ? written.replaceAll('\n', '\r\n') : written;
        const once = laidOut(text);

        expect(parse(once)).toEqual(parse(text));
        expect(laidOut(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a file whose indentation cannot be read', () => {
  const moved = (text: string) => {
    const result = formatted('gateway.yaml', text);
    return result.kind === 'formatted' ? { text: result.text, moved: result.moved } : undefined;
  };

  it.each([
    [
      'a key a column too far',
      'a:\n  - id: m\n    driver: x\n     bus: y\n',
      'a:\n  - id: m\n    driver: x\n    bus: y\n',
      [4, -1],
    ],
    ['a key a column too near', 'a:\n  - id: m\n   driver: x\n', 'a:\n  - id: m\n    driver: x\n', [3, 1]],
    ['an entry beside its list', 'a:\n    - b: 1\n  - c: 2\n', 'a:\n  - b: 1\n  - c: 2\n', [3, 2]],
  ])('mends %s', (_, before, text, [line, by]) => {
    expect(moved(before)).toEqual({ text, moved: [{ line, by }] });
  });

  it('takes along what belongs to a line that moves', () => {
    expect(moved('a:\n   b: 1\n c:\n   d: 1\n')?.text).toBe('a:\n  b: 1\nc:\n  d: 1\n');
  });

  it('replaces tabs where every width says the same', () => {
    expect(moved('a:\n\tb: 1\n\tc:\n\t\td: 1\n')?.text).toBe('a:\n  b: 1\n  c:\n    d: 1\n');
    expect(moved('a:\n  -\tid: 1\n    x: 2\n')?.text).toBe('a:\n  - id: 1\n    x: 2\n');
  });

  it.each([
    ['a key between two levels', 'a:\n  b: 1\n c: 2\n', 'YAML_INDENT'],
    ['a tab of which nobody knows how wide it is', 'a:\n  b:\n    c:\n      d: 1\n\te: 2\n', 'YAML_TAB'],
    ['a bracket that is not closed', 'a: [1, 2\nb: 1\n', 'YAML_UNCLOSED'],
    ['a key that stands twice', 'a: 1\na: 2\n', 'YAML_DUPLICATE_KEY'],
  ])('leaves %s to who wrote it, with its place', (_, text, code) => {
    const result = formatted('gateway.yaml', text);

    expect(result).toMatchObject({
      kind: 'refused',
      problems: expect.arrayContaining([expect.objectContaining({ code })]),
    });
  });
});
