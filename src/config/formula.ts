/**
 * Formulas: one CEL expression where no field says it. All numbers are doubles: an integer literal is compiled as
 * `180.0`, because bare CEL knows neither `w > 180 ? w - 360 : w` nor 7 / 2 = 3.5. Macros, lists of work and methods
 * are refused, so that a formula always ends at once. Type-checked when its file is loaded.
 */
import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import type { FormulaInputs } from '../core/mapping.ts';
import type { Value } from '../core/reading.ts';
import { didYouMean } from './suggest.ts';

export type FormulaType = 'number' | 'state' | 'text';

/** What an expression may name. */
export interface FormulaScope {
  /** The type of a name; undefined if there is none. */
  readonly nameType: (name: string) => FormulaType | undefined;
  /** Names to suggest for a misspelt one. */
  readonly names: readonly string[];
  /** Types of `param.x`; undefined for a param whose type a formula cannot use. */
  readonly params: Readonly<Record<string, FormulaType | undefined>>;
}

/** Start and end count characters of the expression from 0. */
export interface FormulaFault {
  readonly code: string;
  readonly message: string;
  readonly mend: string;
  readonly start: number;
  readonly end: number;
}

export interface CompiledFormula {
  readonly type: FormulaType;
  readonly names: readonly string[];
  readonly params: readonly string[];
  /** Undefined for a missing input and for a result that is not finite. Never throws. */
  readonly evaluate: (inputs: FormulaInputs) => Value | undefined;
}

export type FormulaResult = { readonly formula: CompiledFormula } | { readonly fault: FormulaFault };

export function compileFormula(text: string, scope: FormulaScope): FormulaResult {
  try {
    const parsed = functions.parse(text).ast;
    const used = survey(parsed, scope);
    const { rewritten, origin } = withDoubles(text, used.integers);
    const environment = functions.clone();
    for (const [name, type] of used.names) environment.registerVariable(name, celTypes[type]);
    if (used.params.size > 0) {
      const fields = [...used.params].map(([name, type]) => [name, celTypes[type]]);
      environment.registerVariable('param', { schema: Object.fromEntries(fields) });
    }
    const run = environment.parse(rewritten);
    const checked = run.check();
    if (checked.error) throw faultOf(checked.error, text, origin);
    const type = resultTypes[checked.type ?? ''];
    if (!type) throw refusal(parsed, 'The result is neither a number, a text, nor true or false.');
    const names = [...used.names.keys()];
    const params = [...used.params.keys()];
    return { formula: { type, names, params, evaluate: evaluator(run, names, params) } };
  } catch (thrown) {
    if (thrown instanceof Refusal) return { fault: thrown.fault };
    return { fault: faultOf(thrown, text, (offset) => offset).fault };
  }
}

/** The formula of a driver's point: `raw`, the number as it came, to a number. */
export function compilePointFormula(
  text: string,
): { readonly formula: (raw: number) => number | undefined } | { readonly fault: FormulaFault } {
  const result = compileFormula(text, {
    nameType: (name) => (name === 'raw' ? 'number' : undefined),
    names: ['raw'],
    params: {},
  });
  if ('fault' in result) return result;
  const { type, evaluate } = result.formula;
  if (type !== 'number') {
    const message = `The formula gives a ${type}, and a point's formula must give a number.`;
    return { fault: { code: 'FORMULA_TYPE', message, mend: words, start: 0, end: text.length } };
  }
  return {
    formula: (raw) => {
      const result = evaluate({ raw });
      return typeof result === 'number' ? result : undefined;
    },
  };
}

const celTypes = { number: 'double', state: 'bool', text: 'string' } as const;
const resultTypes: Readonly<Record<string, FormulaType>> = {
  double: 'number',
  bool: 'state',
  string: 'text',
};

const words =
  'Formulas know numbers, + - * / %, comparisons, && || !, a ? b : c, and the functions min, max, abs, round, pow, log10, bit, dewPoint.';

const functionNames: ReadonlySet<string> = new Set([
  ...['min', 'max', 'abs', 'round', 'pow', 'log10', 'bit', 'dewPoint'],
]);

const functions = new Environment({ limits: { maxAstNodes: 500, maxDepth: 50 } })
  .registerOperator('double % double', (a: number, b: number) => a % b)
  .registerFunction('min(double, double): double', (a: number, b: number) => Math.min(a, b))
  .registerFunction('min(double, double, double): double', (a: number, b: number, c: number) =>
    Math.min(a, b, c),
  )
  .registerFunction('max(double, double): double', (a: number, b: number) => Math.max(a, b))
  .registerFunction('max(double, double, double): double', (a: number, b: number, c: number) =>
    Math.max(a, b, c),
  )
  .registerFunction('abs(double): double', (a: number) => Math.abs(a))
  .registerFunction('round(double): double', (a: number) => Math.round(a))
  .registerFunction('round(double, double): double', (a: number, decimals: number) => {
    const power = 10 ** decimals;
    return Math.round(a * power) / power;
  })
  .registerFunction('pow(double, double): double', (a: number, b: number) => a ** b)
  .registerFunction('log10(double): double', (a: number) => Math.log10(a))
  .registerFunction('bit(double, double): bool', (a: number, n: number) => Math.floor(a / 2 ** n) % 2 !== 0)
  .registerFunction('dewPoint(double, double): double', dewPoint);

/**
 * Dew point in degrees Celsius of air at so many degrees and percent of relative humidity, by the Magnus formula over
 * water with Sonntag's coefficients (Sonntag 1990; WMO-No. 8, annex 4.B). Not a number outside -45 to 60 degrees,
 * where these do not hold, and without humidity.
 */
function dewPoint(celsius: number, percent: number): number {
  if (celsius < -45 || celsius > 60 || percent <= 0 || percent > 100) return Number.NaN;
  const [a, b] = [17.62, 243.12];
  const humid = Math.log(percent / 100) + (a * celsius) / (b + celsius);
  return (b * humid) / (a - humid);
}

/** A fault on its way out of the walk. */
class Refusal extends Error {
  readonly fault: FormulaFault;

  constructor(fault: FormulaFault) {
    super(fault.message);
    this.fault = fault;
  }
}

type Span = Pick<ASTNode, 'start' | 'end'>;

function refusal({ start, end }: Span, message: string, mend = words, code = 'FORMULA_REFUSED'): Refusal {
  return new Refusal({ code, message, mend, start, end });
}

interface Survey {
  readonly names: Map<string, FormulaType>;
  readonly params: Map<string, FormulaType>;
  /** Places of integer literals. */
  readonly integers: (Span & { readonly value: bigint })[];
}

/** Names and integers of an expression; throws a refusal for what formulas do not know. */
function survey(root: ASTNode, scope: FormulaScope): Survey {
  const found: Survey = { names: new Map(), params: new Map(), integers: [] };
  const walk = (node: ASTNode): void => {
    switch (node.op) {
      case 'value': {
        const { args: value } = node;
        if (typeof value === 'bigint') found.integers.push({ start: node.start, end: node.end, value });
        else if (!['number', 'string', 'boolean'].includes(typeof value)) {
          throw refusal(node, 'Formulas know numbers, texts, true and false only.');
        }
        return;
      }
      case 'id': {
        const type = scope.nameType(node.args);
        if (!type) throw unknownName(node, node.args, scope.names);
        found.names.set(node.args, type);
        return;
      }
      case '.': {
        const [object, name] = node.args;
        if (object.op !== 'id' || object.args !== 'param') {
          throw refusal(
            node,
            `Only params have a dot; a point with tags is written with _, as in voltage_L1.`,
          );
        }
        if (!Object.hasOwn(scope.params, name))
          throw unknownName(node, `param.${name}`, Object.keys(scope.params));
        const type = scope.params[name];
        if (!type) throw refusal(node, `A formula cannot use the list or table param.${name}.`);
        found.params.set(name, type);
        return;
      }
      case 'call': {
        const [name, args] = node.args;
        if (!functionNames.has(name)) throw refusal(node, `Formulas know no function ${name}.`);
        args.forEach(walk);
        return;
      }
      case '!_':
      case '-_':
        walk(node.args);
        return;
      case 'rcall':
        throw refusal(node, `Formulas know no methods or macros such as ${node.args[0]}.`);
      case '[]':
      case '[?]':
      case '.?':
      case 'map':
        throw refusal(node, 'Formulas know no maps, indexes or optional values.');
      default:
        node.args.forEach(walk);
    }
  };
  walk(root);
  return found;
}

function unknownName(node: Span, name: string, known: readonly string[]): Refusal {
  const mend = didYouMean(
    name.replace(/^param\./, ''),
    known,
    'Write the name of a point with _ for each dot.',
  );
  return refusal(node, `The formula names ${name}, which does not exist.`, mend, 'FORMULA_UNKNOWN_NAME');
}

/** The expression with its integers as doubles, and what maps an offset in it back to the text as written. */
function withDoubles(
  text: string,
  integers: Survey['integers'],
): { rewritten: string; origin: (offset: number) => number } {
  let rewritten = '';
  let copied = 0;
  const steps: { at: number; from: number }[] = [{ at: 0, from: 0 }];
  for (const { start, end, value } of integers.toSorted((a, b) => a.start - b.start)) {
    rewritten += `${text.slice(copied, start)}${value}.0`;
    copied = end;
    steps.push({ at: rewritten.length, from: end });
  }
  return {
    rewritten: rewritten + text.slice(copied),
    origin: (offset) => {
      const step = steps.findLast(({ at }) => at <= offset) ?? { at: 0, from: 0 };
      return step.from + offset - step.at;
    },
  };
}

function faultOf(thrown: unknown, text: string, origin: (offset: number) => number): Refusal {
  const facts = thrown as { summary?: unknown; range?: Span };
  const start = Math.min(origin(facts.range?.start ?? 0), Math.max(0, text.length - 1));
  const end = Math.min(Math.max(origin(facts.range?.end ?? text.length), start + 1), text.length);
  const summary = typeof facts.summary === 'string' ? facts.summary : String(thrown);
  const plain = summary
    .replaceAll('double', 'number')
    .replaceAll('string', 'text')
    .replaceAll('bool', 'state');
  const code = thrown instanceof ParseError ? 'FORMULA_SYNTAX' : 'FORMULA_TYPE';
  return refusal({ start, end }, `The formula is not understood: ${plain}.`, words, code);
}

function evaluator(
  run: (inputs: Record<string, unknown>) => unknown,
  names: readonly string[],
  params: readonly string[],
): CompiledFormula['evaluate'] {
  return (inputs) => {
    for (const name of names) if (inputs[name] === undefined) return undefined;
    const given = inputs.param as FormulaInputs | undefined;
    for (const name of params) if (given?.[name] === undefined) return undefined;
    try {
      const result = run(inputs);
      if (typeof result === 'number') return Number.isFinite(result) ? result : undefined;
      return typeof result === 'boolean' || typeof result === 'string' ? result : undefined;
    } catch {
      return undefined;
    }
  };
}
