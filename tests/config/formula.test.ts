import { describe, expect, it } from 'vitest';
import { compileFormula, compilePointFormula, type FormulaScope } from '../../src/config/formula.ts';

const types: Record<string, 'number' | 'state' | 'text'> = {
  w: 'number',
  v: 'number',
  open: 'state',
  word: 'text',
};
const scope: FormulaScope = {
  nameType: (name) => types[name],
  names: Object.keys(types),
  params: { level: 'number', mode: 'text', lanes: undefined },
};

function value(text: string, inputs: Record<string, unknown> = {}): unknown {
  const result = compileFormula(text, scope);
  if ('fault' in result) throw new Error(result.fault.message);
  return result.formula.evaluate({
    w: 200,
    v: 7,
    open: true,
    word: 'a',
    param: { level: 4, mode: 'x' },
    ...inputs,
  });
}

function fault(text: string) {
  const result = compileFormula(text, scope);
  if ('formula' in result) throw new Error('no fault');
  return result.fault;
}

describe('a formula', () => {
  it.each([
    ['w > 180 ? w - 360 : w', -160],
    ['v / 2', 3.5],
    ['7 / 2', 3.5],
    ['1 + 2 * w', 401],
    ['-5 + w', 195],
    ['- 5 - w', -205],
    ['0x10 + 1', 17],
    ['v % 4', 3],
    ['v % 4.5', 2.5],
    ['w == 200', true],
    ['w != 200.0', false],
    ['200 <= w && 201 >= w', true],
    ['w in [100, 200]', true],
    ['!open || w < 3', false],
    ['word == "a" ? 1 : 0.5', 1],
    ['param.level - w', -196],
    ['param.mode == "x" ? "yes 12" : "no"', 'yes 12'],
    ['min(w, 3)', 3],
    ['max(1, v, 3)', 7],
    ['abs(-3)', 3],
    ['round(2.5)', 3],
    ['round(w / 3, 2)', 66.67],
    ['pow(10, -2)', 0.01],
    ['log10(1000)', 3],
    ['round(dewPoint(20, 50), 1)', 9.3],
    ['round(dewPoint(25, 60), 1)', 16.7],
    ['round(dewPoint(-10, 100), 6)', -10],
    ['bit(5, 2)', true],
    ['bit(5, 1)', false],
    ['bit(4294967296, 32)', true],
  ])('%s is %j', (text, expected) => {
    const result = value(text);

    if (typeof expected === 'number') expect(result).toBeCloseTo(expected, 12);
    else expect(result).toBe(expected);
  });

  it.each([
    ['a missing input', 'w + 1', { w: undefined }],
    ['a missing param', 'param.level + 1', { param: {} }],
    ['no params at all', 'param.level + 1', { param: undefined }],
    ['a division by zero', 'w / 0', {}],
    ['a logarithm of nothing', 'log10(0)', {}],
    ['the dew point of dry air', 'dewPoint(20, 0)', {}],
    ['the dew point of air more than full', 'dewPoint(20, 101)', {}],
    ['the dew point of an oven', 'dewPoint(61, 50)', {}],
    ['an input of another type', 'w + 1', { w: 'text' }],
  ])('gives no value for %s', (_, text, inputs) => {
    expect(value(text, inputs)).toBeUndefined();
  });

  it.each([
    ['w + ', 'FORMULA_SYNTAX', 4],
    ['w + speed', 'FORMULA_UNKNOWN_NAME', 4],
    ['w + param.levle', 'FORMULA_UNKNOWN_NAME', 4],
    ['1 + 2 + w + word', 'FORMULA_TYPE', 0],
    ['180 > 3 ? 1 : word', 'FORMULA_TYPE', 0],
    ['[1, 2].map(x, x * 2)', 'FORMULA_REFUSED', 0],
    ['w + [1].exists(x, x > 0)', 'FORMULA_REFUSED', 4],
    ['word.size()', 'FORMULA_REFUSED', 0],
    ['has(param.level)', 'FORMULA_REFUSED', 0],
    ['int(w)', 'FORMULA_REFUSED', 0],
    ['w.constructor', 'FORMULA_REFUSED', 0],
    ['param["level"]', 'FORMULA_REFUSED', 0],
    ['param.lanes', 'FORMULA_REFUSED', 0],
    ['null', 'FORMULA_REFUSED', 0],
    ['[1, 2]', 'FORMULA_REFUSED', 0],
    ['{"a": 1}', 'FORMULA_REFUSED', 0],
  ])('refuses %s', (text, code, start) => {
    const found = fault(text);

    expect(found).toMatchObject({ code });
    expect(found.start).toBe(Math.min(start, text.length - 1));
    expect(found.end).toBeGreaterThan(found.start);
    expect(found.end).toBeLessThanOrEqual(text.length);
  });

  it('tells the place in the text as written although integers are compiled as doubles', () => {
    const text = '100 + 200 + max(300, word)';

    const { start, end } = fault(text);

    expect(text.slice(start, end)).toBe('max(300, word)');
  });

  it('suggests the name that was meant', () => {
    expect(fault('opne ? 1 : 2').mend).toBe('Did you mean open?');
  });

  it('names what it reads', () => {
    const result = compileFormula('w > param.level ? v : 0', scope);

    expect(result).toMatchObject({ formula: { type: 'number', names: ['w', 'v'], params: ['level'] } });
  });

  it('refuses a depth that no person writes', () => {
    expect(fault(`${'('.repeat(2000)}w${')'.repeat(2000)}`).code).toBe('FORMULA_SYNTAX');
  });
});

describe("the formula of a driver's point", () => {
  it('turns the raw number into a number', () => {
    const result = compilePointFormula('raw > 32767 ? (raw - 65536) / 10 : raw / 10');

    if ('fault' in result) throw new Error(result.fault.message);
    expect(result.formula(65526)).toBe(-1);
    expect(result.formula(250)).toBe(25);
  });

  it('gives no value when the result is not finite', () => {
    const result = compilePointFormula('1 / raw');

    expect('formula' in result && result.formula(0)).toBeUndefined();
  });

  it('must give a number', () => {
    expect(compilePointFormula('raw > 3')).toMatchObject({ fault: { code: 'FORMULA_TYPE' } });
  });

  it('knows raw only', () => {
    expect(compilePointFormula('voltage * 2')).toMatchObject({ fault: { code: 'FORMULA_UNKNOWN_NAME' } });
  });
});
