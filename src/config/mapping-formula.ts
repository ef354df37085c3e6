/** Formulas of a mapping file: points by their names in the vocabulary, params of the mapping, and where one is at fault. */
import type { Formula, ParamDefinition } from '../core/mapping.ts';
import { fromFormulaName, parseQuantity, quantityNames } from '../core/quantity.ts';
import type { SourceDocument } from './document.ts';
import { compileFormula, type FormulaFault, type FormulaScope, type FormulaType } from './formula.ts';
import { type Place, type Problem, problem } from './problems.ts';

/** Undefined when it was refused; `tell` then knows why. */
export function readFormula(
  document: SourceDocument,
  path: readonly (string | number)[],
  text: string,
  scope: FormulaScope,
  tell: (problem: Problem) => void,
): Formula | undefined {
  const compiled = compileFormula(text, scope);
  if ('fault' in compiled) {
    tell(problem(formulaPlace(document, path, text, compiled.fault), compiled.fault));
    return undefined;
  }
  const { names, params, type, evaluate } = compiled.formula;
  const inputs = new Map(names.map((name) => [name, fromFormulaName(name) ?? name]));
  return { text, type, inputs, params, evaluate };
}

export function formulaScope(params: Readonly<Record<string, ParamDefinition>>): FormulaScope {
  const types = { number: 'number', integer: 'number', text: 'text', boolean: 'state' } as const;
  return {
    nameType: (name) => {
      const point = fromFormulaName(name);
      return point === undefined ? undefined : pointType(point);
    },
    names: quantityNames,
    params: Object.fromEntries(
      Object.entries(params).map(([name, { type }]) => [
        name,
        type === 'list' || type === 'table' ? undefined : types[type],
      ]),
    ),
  };
}

function pointType(point: string): FormulaType | undefined {
  const parsed = parseQuantity(point);
  if ('problem' in parsed || parsed.hidden) return undefined;
  const { kind } = parsed.quantity;
  return kind === 'state' || kind === 'text' ? kind : 'number';
}

/** The part of the formula that is at fault, when it stands on one line as it is; else the whole. */
function formulaPlace(
  document: SourceDocument,
  path: readonly (string | number)[],
  text: string,
  { start, end }: FormulaFault,
): Place {
  const place = document.place(path);
  const quotes = place.length - text.length;
  if (quotes !== 0 && quotes !== 2) return place;
  return { ...place, column: place.column + quotes / 2 + start, length: Math.max(1, end - start) };
}
