/** One attribute of a mapping file: exactly one source, and everything it names must exist. */
import { gasConverter } from '../core/gas.ts';
import type {
  AttributeDefinition,
  AttributeSource,
  Formula,
  Modifiers,
  ParamDefinition,
} from '../core/mapping.ts';
import { quantityOf, unitText } from '../core/measure.ts';
import type { Model } from '../core/model.ts';
import { units } from '../core/unit.ts';
import { at, isMap } from './check-shape.ts';
import type { SourceDocument } from './document.ts';
import { acrossFaults } from './mapping-across.ts';
import { eventFaults } from './mapping-event.ts';
import { formulaScope, readFormula } from './mapping-formula.ts';
import { windowFaults } from './mapping-period.ts';
import type { WrittenAttribute } from './mapping-schema.ts';
import { modelFaults } from './model-faults.ts';
import { unknownParam } from './params.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';
import { quantityFault } from './quantity-fault.ts';
import { didYouMean } from './suggest.ts';
import { unknownUnit } from './units.ts';

export interface AttributeContext {
  readonly document: SourceDocument;
  readonly params: Readonly<Record<string, ParamDefinition>>;
  readonly model: Model | undefined;
  /** Entity type, for sentences. */
  readonly type: string;
  /** The mapping as a whole has a period. */
  readonly hasPeriod: boolean;
  /** It tells events. */
  readonly hasEvent: boolean;
}

export interface CheckedAttribute {
  /** Absent when it cannot be used. */
  readonly attribute?: AttributeDefinition;
  readonly problems: readonly Problem[];
}

export const sourceKeys = [
  'from',
  'object',
  'formula',
  'param',
  'value',
  'fact',
  'ref',
  'tag',
  'event',
  'time',
] as const;

/** What checks the attributes of one file. */
export function attributeChecker(
  context: AttributeContext,
): (name: string, written: WrittenAttribute) => CheckedAttribute {
  const { document, params, model, type, hasPeriod, hasEvent } = context;
  const scope = formulaScope(params);
  const names = Object.fromEntries(Object.keys(params).map((name) => [name, {}]));
  return (name, written) => {
    const problems: Problem[] = [];
    const here = ['attributes', name];
    const tell = (path: readonly (string | number)[], fault: Fault) =>
      problems.push(problem(document.place([...here, ...path]), fault));
    const tellAtKey = (fault: Fault) => problems.push(problem(document.keyPlace(here), fault));

    if (model && !model.attributes.has(name)) {
      const mend = didYouMean(name, model.attributes.keys(), `It has ${someOf(model)}.`);
      tellAtKey({ code: 'UNKNOWN_ATTRIBUTE', message: `${type} has no attribute ${name}.`, mend });
    }
    if (written.unit !== undefined && !units.has(written.unit)) tell(['unit'], unknownUnit(written.unit));
    for (const param of paramsOf(written)) {
      if (!Object.hasOwn(params, param.name)) tell(param.path, unknownParam(param.name, names));
    }
    for (const { path, quantity } of quantitiesOf(written)) {
      const fault = quantityFault(quantity);
      if (fault) tell(path, fault);
    }
    const source = sourceOf(written, (text) =>
      readFormula(document, [...here, 'formula'], text, scope, (fault) => problems.push(fault)),
    );
    if (source === 'several' || (source === 'none' && isWhole(at(document.value, here), written))) {
      tellAtKey(sourceFault(source, name, written));
    }
    for (const fault of unitFaults(written)) tell(['unit'], fault);
    if (problems.length > 0 || typeof source === 'string') return { problems };
    const form = model?.attributes.get(name);
    const faults = [
      ...windowFaults(name, written, source, hasPeriod),
      ...acrossFaults(name, written, source, hasPeriod),
      ...eventFaults(name, source, hasEvent),
      ...(form ? modelFaults({ type, name, form, written, source, params }) : []),
    ];
    for (const { path, fault } of faults) {
      if (path.length === 0) tellAtKey(fault);
      else tell(path, fault);
    }
    if (problems.some(isError)) return { problems };
    const { file, line, column } = document.keyPlace(here);
    const origin = { file, line, column };
    return {
      attribute: { name, source, modifiers: modifiersOf(written), ...periodOf(written), origin },
      problems,
    };
  };
}

/** Attributes that every entity has, and that nobody looks for. */
const common: ReadonlySet<string> = new Set([
  ...['id', 'type', 'name', 'alternateName', 'description', 'location', 'address', 'areaServed', 'owner'],
  ...['dataProvider', 'source', 'seeAlso', 'dateCreated', 'dateModified'],
]);

const mostListed = 20;

function someOf({ attributes }: Model): string {
  const names = [...attributes.keys()].filter((name) => !common.has(name)).sort();
  const more = names.length - mostListed;
  return `${names.slice(0, mostListed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A unit that no reading of the quantity can be turned into, whatever device sends it. */
function unitFaults({ from, unit, across }: WrittenAttribute): Fault[] {
  if (unit === undefined || across !== undefined || !units.has(unit)) return [];
  return (typeof from === 'string' ? [from] : (from ?? [])).flatMap((name): Fault[] => {
    const quantity = quantityOf(name);
    if (!quantity || quantity.unit === 'any' || quantity.unit === undefined) return [];
    if (gasConverter(quantity.name, quantity.unit, unit, anyReference)) return [];
    return [
      {
        code: 'UNIT_NO_CONVERSION',
        message: `${name} is measured in ${unitText(quantity.unit)}, which cannot be turned into ${unitText(unit)}.`,
        mend: 'Correct the unit or the quantity, or leave the attribute out.',
      },
    ];
  });
}

/** Degrees Celsius; whether two units convert does not depend on it. */
const anyReference = 20;

function sourceOf(
  written: WrittenAttribute,
  compile: (text: string) => Formula | undefined,
): AttributeSource | 'none' | 'several' | 'faulty' {
  const given = sourceKeys.filter((key) => written[key] !== undefined);
  if (given.length !== 1) return given.length === 0 ? 'none' : 'several';
  const { from, object, formula, param, value, fact, ref, tag, event, time } = written;
  if (from !== undefined) return { kind: 'from', quantities: typeof from === 'string' ? [from] : from };
  if (object) {
    const parts = Object.entries(object).map(([key, part]) => [
      key,
      typeof part === 'string' ? [part] : part,
    ]);
    return { kind: 'object', parts: Object.fromEntries(parts) };
  }
  if (param !== undefined) return { kind: 'param', param };
  if (fact) return { kind: 'fact', fact };
  if (ref !== undefined) return { kind: 'ref', ref };
  if (tag !== undefined) return { kind: 'tag', tag };
  if (event) return { kind: 'event', began: event.began, ended: event.ended };
  if (time !== undefined) return { kind: 'time', time };
  if (formula === undefined) return { kind: 'value', value };
  const compiled = compile(formula);
  return compiled ? { kind: 'formula', formula: compiled } : 'faulty';
}

/** False when a key of the attribute was refused: it may well have been the source. */
const isWhole = (asWritten: unknown, kept: Readonly<Record<string, unknown>>): boolean =>
  isMap(asWritten) && Object.keys(asWritten).every((key) => kept[key] !== undefined);

function sourceFault(found: 'none' | 'several', name: string, written: WrittenAttribute): Fault {
  const given = sourceKeys.filter((key) => written[key] !== undefined);
  return {
    code: 'ONE_SOURCE',
    message:
      found === 'none' ? `${name} has no source.` : `${name} has more than one source: ${given.join(', ')}.`,
    mend: `Write exactly one of ${sourceKeys.join(', ')}.`,
  };
}

function modifiersOf({ unit, values, min, max, clamp, round }: WrittenAttribute): Modifiers {
  return {
    ...(unit === undefined ? {} : { unit }),
    ...(values ? { values: values as NonNullable<Modifiers['values']> } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(clamp === undefined ? {} : { clamp }),
    ...(round === undefined ? {} : { round }),
  };
}

function periodOf({ window, across, weight, period }: WrittenAttribute): Partial<AttributeDefinition> {
  return {
    ...(across === undefined ? {} : { across }),
    ...(window === undefined ? {} : { window }),
    ...(weight === undefined ? {} : { weight }),
    ...(period === undefined ? {} : { periodMs: period }),
  };
}

type Named = { readonly path: readonly (string | number)[] };

function quantitiesOf({ from, object, weight }: WrittenAttribute): (Named & { readonly quantity: string })[] {
  const named = (path: readonly string[], written: string | readonly string[] | undefined) =>
    (typeof written === 'string' ? [written] : (written ?? [])).map((quantity, index) => ({
      path: typeof written === 'string' ? path : [...path, index],
      quantity,
    }));
  const parts = Object.entries(object ?? {}).flatMap(([key, part]) => named(['object', key], part));
  return [...named(['from'], from), ...parts, ...named(['weight'], weight)];
}

function paramsOf({ param, ref, values }: WrittenAttribute): (Named & { readonly name: string })[] {
  const named: (Named & { readonly name: string })[] = [];
  if (param !== undefined) named.push({ path: ['param'], name: param });
  if (typeof ref === 'object' && 'param' in ref) named.push({ path: ['ref', 'param'], name: ref.param });
  if (values && Object.keys(values).length === 1 && typeof values.param === 'string') {
    named.push({ path: ['values', 'param'], name: values.param });
  }
  return named;
}
