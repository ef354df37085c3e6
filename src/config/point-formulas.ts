/**
 * Formulas of a driver's points, compiled when all its points are known: a formula may name the others, with _ for each
 * dot, and takes each in the unit of the vocabulary. One that takes its own raw number alone stays a part of the
 * point's meaning. The same for every protocol.
 */
import type { Computation, Point } from '../core/device.ts';
import { formulaName, parseQuantity } from '../core/quantity.ts';
import type { Kind } from '../core/reading.ts';
import { converter } from '../core/unit.ts';
import type { Sheet } from './check-shape.ts';
import { type CompiledFormula, compileFormula, type FormulaType } from './formula.ts';
import type { Answers, ParamDeclaration, ParamDeclarations } from './params.ts';
import { type Fault, type Problem, problem } from './problems.ts';

/** A point with its text: `formula` as written, and `hasPlace` if there is a raw number for it to take. */
export interface PointOfDriver<P extends Point> {
  readonly point: P;
  readonly formula: string | undefined;
  readonly hasPlace: boolean;
  readonly sheet: Sheet;
}

interface Params {
  readonly declared: ParamDeclarations;
  readonly answers: Answers;
}

/** Points whose formula has a fault are left out. */
export function relateFormulas<P extends Point>(
  items: readonly PointOfDriver<P>[],
  params: Params,
): { readonly points: readonly P[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const points = items.flatMap((item): P[] => {
    if (item.formula === undefined) return [item.point];
    const made = related(item, item.formula, items, params);
    if (!('code' in made)) return [made];
    problems.push(problem(item.sheet.place(['formula']), made));
    return [];
  });
  for (const { point, sheet } of items) {
    if (!takes(points, point.stream.point, point.stream.point)) continue;
    problems.push(problem(sheet.place(['formula']), ring(point.stream.point)));
  }
  return { points, problems };
}

function related<P extends Point>(
  item: PointOfDriver<P>,
  text: string,
  items: readonly PointOfDriver<P>[],
  params: Params,
): P | Fault {
  const others = new Map(items.map(({ point }) => [formulaName(point.stream.point), point]));
  const { point, hasPlace } = item;
  const compiled = compileFormula(text, {
    nameType: (name) => {
      if (name === 'raw') return hasPlace ? 'number' : undefined;
      const other = others.get(name);
      return other && typeOf(other.stream.kind);
    },
    names: [...(hasPlace ? ['raw'] : []), ...others.keys()],
    params: Object.fromEntries(
      Object.entries(params.declared).map(([name, declared]) => [name, paramType(declared)]),
    ),
  });
  if ('fault' in compiled) return compiled.fault;
  const { formula } = compiled;
  const wanted = typeOf(point.stream.kind);
  if (formula.type !== wanted) return otherType(formula.type, wanted);
  const takesRaw = formula.names.includes('raw');
  if (hasPlace && !takesRaw) return idleAddress;
  if (formula.names.length === 1 && takesRaw && formula.params.length === 0 && wanted === 'number') {
    return { ...point, meaning: { ...point.meaning, formula: ownFormula(formula) } };
  }
  const inputs: Computation['inputs'][number][] = [];
  for (const name of formula.names) {
    const other = others.get(name);
    if (!other) continue;
    const convert = intoVocabulary(other);
    if (!convert) return noConversion(other);
    inputs.push({ name, point: other.stream.point, convert });
  }
  const param = Object.fromEntries(params.answers);
  const evaluate: Computation['evaluate'] = (given) => formula.evaluate({ ...given, param });
  return { ...point, computation: { inputs, takesRaw, evaluate } };
}

function ownFormula({ evaluate }: CompiledFormula): (raw: number) => number | undefined {
  return (raw) => {
    const result = evaluate({ raw });
    return typeof result === 'number' ? result : undefined;
  };
}

const typeOf = (kind: Kind): FormulaType => (kind === 'state' || kind === 'text' ? kind : 'number');

function paramType({ type, unit, choices }: ParamDeclaration): FormulaType | undefined {
  switch (type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'state';
    case 'list':
    case 'table':
      return undefined;
    case 'text':
      return 'text';
    case undefined:
      if (unit !== undefined) return 'number';
      return choices?.every((choice) => typeof choice === 'number') ? 'number' : 'text';
  }
}

/** Undefined where the two units do not measure the same; a quantity without one unit stays as the device has it. */
function intoVocabulary({ stream }: Point): ((value: number) => number) | undefined {
  const parsed = parseQuantity(stream.quantity);
  const unit = 'quantity' in parsed ? parsed.quantity.unit : undefined;
  if (unit === undefined || unit === 'any' || stream.unit === undefined) return (value) => value;
  return converter(stream.unit, unit);
}

/** True if the value of `from` needs that of `to`, over any number of formulas. */
function takes(points: readonly Point[], from: string, to: string, seen = new Set<string>()): boolean {
  const point = points.find(({ stream }) => stream.point === from);
  return (point?.computation?.inputs ?? []).some((input) => {
    if (input.point === to) return true;
    if (seen.has(input.point)) return false;
    seen.add(input.point);
    return takes(points, input.point, to, seen);
  });
}

const ring = (name: string): Fault => ({
  code: 'FORMULA_REFUSED',
  message: `The formula of ${name} needs its own result.`,
  mend: 'Take the point out of its own formula, or out of that of the other point.',
});

const otherType = (is: FormulaType, wanted: FormulaType): Fault => ({
  code: 'FORMULA_TYPE',
  message: `The formula gives a ${is}, and the point is a ${wanted}.`,
  mend: 'Correct the formula, or the kind of the point.',
});

const idleAddress: Fault = {
  code: 'FORMULA_REFUSED',
  message: 'The point has an address, and its formula does not take what stands there.',
  mend: 'Use `raw` for it, or remove the address.',
};

const noConversion = ({ stream }: Point): Fault => ({
  code: 'UNIT_MISMATCH',
  message: `${stream.unit} of \`${stream.point}\` is not turned into the vocabulary's unit inside a driver.`,
  mend: 'Read it a second time as a hidden point (_name), which a formula takes as it is.',
});
