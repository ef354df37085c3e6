import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';

const codes = (text: string) => parseDocument('f.yaml', text).problems.map(({ code }) => code);

describe('parsing a file', () => {
  it.each([
    ['a tab as indentation', 'a:\n\tb: 1', 'YAML_TAB', 2],
    ['a tab inside braces', 'a: {b: 1,\n\tc: 2}', 'YAML_TAB', 2],
    ['uneven indentation', 'a:\n  b: 1\n c: 2', 'YAML_INDENT', 3],
    ['a repeated key', 'a: 1\na: 2', 'YAML_DUPLICATE_KEY', 2],
    ['one number written twice as a key', 'a: { 16: x, 0x10: y }', 'YAML_DUPLICATE_KEY', 1],
    ['an anchor', 'a: &x 1', 'YAML_ANCHOR', 1],
    ['an alias of nothing', 'a: *x', 'YAML_ALIAS', 1],
    ['a merge key', '<<: { a: 1 }', 'YAML_MERGE', 1],
    ['a core tag', 'a: !!str 1', 'YAML_TAG', 1],
    ['a tag of somebody', 'a: !x 1', 'YAML_TAG', 1],
    ['a second document', 'a: 1\n---\nb: 2', 'YAML_SEVERAL_DOCUMENTS', 2],
    ['a directive', '%YAML 1.1\n---\na: yes', 'YAML_DIRECTIVE', 1],
    ['a map as key', 'a: {{b}}', 'YAML_KEY', 1],
    ['the key __proto__', '__proto__: { x: 1 }', 'YAML_KEY', 1],
    ['a quote that never closes', "a: 'x", 'YAML_UNCLOSED', 1],
    ['a bracket that never closes', 'a: [1, 2\nb: 1', 'YAML_UNCLOSED', 2],
    ['a second colon', 'a: b: c', 'YAML_COLON', 1],
    ['nothing', '# only a comment\n', 'FILE_EMPTY', 1],
  ])('refuses %s', (_, text, code, line) => {
    const { problems } = parseDocument('f.yaml', text);

    expect(problems.map((each) => each.code)).toContain(code);
    expect(problems.find((each) => each.code === code)?.line).toBe(line);
  });

  it.each([
    ['brackets', '['.repeat(200_000)],
    ['braces', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(200_000)],
    ['question marks', '? '.repeat(200_000)],
  ])('survives any depth of %s', (_, text) => {
    expect(codes(text)).toEqual(['YAML_TOO_DEEP']);
  });

  it('reads 32 levels', () => {
    expect(codes(`${'['.repeat(32)}${']'.repeat(32)}`)).toEqual([]);
  });

  it('refuses 10 MB without parsing them', () => {
    expect(codes('a: 1 # \n'.repeat(1_250_000))).toEqual(['FILE_TOO_LARGE']);
  });

  it('keeps the words of YAML 1.2: yes, no, on and off are texts', () => {
    const { document } = parseDocument('f.yaml', 'a: [yes, no, on, off, true, 0x1F, 1e3, ~]');

    expect(document?.value).toEqual({ a: ['yes', 'no', 'on', 'off', true, 31, 1000, null] });
  });

  it('names the line above when the indentation fits no level', () => {
    const [problem] = parseDocument('f.yaml', 'a:\n    b: 1\n\n   # here\n   c: 2').problems;

    expect(problem?.message).toContain('line 2 (b: 1)');
  });
});

describe('places', () => {
  const document = parseDocument('f.yaml', 'a:\n  - { b: 0x10, "c": 017 }\n  - text\nd:\n').document;

  it.each([
    ['a scalar', ['a', 0, 'b'], 2, 10, 4],
    ['an entry of a list', ['a', 1], 3, 5, 4],
    ['a map, by where it begins', ['a', 0], 2, 5, 1],
    ['a list, by its key', ['a'], 1, 1, 1],
    ['a key without value', ['d'], 4, 1, 1],
    ['what is not there, by what should hold it', ['a', 0, 'x', 'y'], 2, 5, 1],
    ['the whole file', [], 1, 1, 1],
  ])('knows %s', (_, path, line, column, length) => {
    expect(document?.place(path)).toEqual({ file: 'f.yaml', line, column, length });
  });

  it('gives a key its own place', () => {
    expect(document?.keyPlace(['a', 0, 'c'])).toMatchObject({ line: 2, column: 16, length: 3 });
  });

  it('gives scalars as written', () => {
    expect(document?.written(['a', 0, 'c'])).toBe('017');
    expect(document?.written(['a', 0, 'b'])).toBe('0x10');
    expect(document?.written(['a', 0])).toBeUndefined();
  });

  it('keeps keys as written', () => {
    const raw = parseDocument('f.yaml', '{ 0x0010: a, "16": b, true: c }').document?.value;

    expect(Object.keys(raw ?? {}).sort()).toEqual(['0x0010', '16', 'true']);
  });
});
