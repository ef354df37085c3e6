/**
 * A measured attribute bound to what the site offers: which readings of which device it takes, in which unit, and
 * how it makes a value of them. Decided when planning; from then on it is applied to one message after another.
 */
import { finisher, type Made, type NoValue, type ValueModifiers } from './attribute-value.ts';
import { gasConverter } from './gas.ts';
import type { AcrossKind, AttributeDefinition, FormulaInputs, Origin, WindowKind } from './mapping.ts';
import type { PlanProblem } from './plan-problem.ts';
import { parseQuantity, type Quantity } from './quantity.ts';
import type { Kind, Stream, Value } from './reading.ts';
import { units } from './unit.ts';
import type { Counting } from './window-value.ts';

/** How a value is met: all numeric kinds alike. */
export type Sort = 'number' | 'state' | 'text';

export interface Input {
  readonly device: string;
  /** With tags. */
  readonly quantity: string;
  readonly sort: Sort;
  /** UN/CEFACT code it is converted to; undefined: taken as it is. */
  readonly unit: string | undefined;
}

/** `value` undefined: nothing to send, perhaps because of what was refused. */
export interface Outcome {
  readonly value?: unknown;
  readonly refused?: readonly NoValue[];
}

export interface Measure {
  readonly name: string;
  readonly origin: Origin;
  readonly unitCode: string | undefined;
  readonly inputs: readonly Input[];
  /** `values[first]` and following are the converted inputs, in their order; undefined where one is absent. */
  readonly make: (values: readonly (Value | undefined)[], first: number) => Outcome | undefined;
}

/** How often a device speaks, which tells how much of a period came. */
export interface Rhythm {
  /** Undefined for a device that speaks when it likes. */
  readonly everyMs?: number | undefined;
  /** Longer silence is a gap. */
  readonly staleMs?: number | undefined;
  /** Its filter lets only changes through, and one reading in so many milliseconds at least. */
  readonly heartbeatMs?: number | undefined;
  /** Its filter lets only one message of several through. */
  readonly sampled?: boolean;
}

/** A measure and what a period makes of its values; `make` gives one before limits, rounding and words. */
export interface WindowMeasure extends Measure {
  readonly kind: WindowKind;
  /** Over its inputs, which are of several devices, the last value of each; then the kind says nothing. */
  readonly across?: AcrossKind;
  /** Limits, rounding and words of the result. */
  readonly finish: (value: Value) => Made;
  readonly rhythm: Rhythm;
  /** A whole turn in the unit of the values. */
  readonly turn: number;
  /** For `increase`. */
  readonly counting?: Counting;
  /** The last input is the weight of the value; how it counts, if it is a total. */
  readonly weight?: { readonly counting?: Counting };
}

export interface OfferingDevice {
  readonly id: string;
  readonly streams: readonly Stream[];
  /** Left out: unknown, so that no reading is missed. */
  readonly rhythm?: Rhythm;
  /** By quantity: the total at which a counter starts again at 0, in the unit of its stream. */
  readonly wraps?: ReadonlyMap<string, number>;
}

export interface Offer {
  /** In the order named: where two offer the same quantity, the first wins, always. */
  readonly devices: readonly OfferingDevice[];
  /** Temperature, in degrees Celsius, that gas concentrations refer to. */
  readonly gasReference: number;
}

export interface Bound {
  /** Absent when nothing offers what the attribute is made of. */
  readonly measure?: Measure;
  readonly problems: readonly PlanProblem[];
}

export const sortOf = (kind: Kind): Sort => (kind === 'state' || kind === 'text' ? kind : 'number');

/** How the values of a point of this name are met; undefined for one of the site's own, which only a driver knows. */
export function sortNamed(name: string): Sort | undefined {
  const quantity = quantityOf(name);
  return quantity === undefined || quantity.unit === 'any' ? undefined : sortOf(quantity.kind);
}

/** The quantity of a point's name, tags taken off. */
export function quantityOf(name: string): Quantity | undefined {
  const parsed = parseQuantity(name);
  return 'quantity' in parsed ? parsed.quantity : undefined;
}

/** What converts a stream's numbers for an input; undefined if the units do not fit. Always starts at the stream's own unit. */
export function inputConverter(
  stream: Stream,
  unit: string | undefined,
  gasReference: number,
): ((value: number) => number) | undefined {
  if (unit === undefined || stream.unit === unit) return (value) => value;
  if (stream.unit === undefined) return undefined;
  return gasConverter(quantityOf(stream.quantity)?.name ?? '', stream.unit, unit, gasReference);
}

/** Binds `from`, the first quantity that a device offers. */
export function bindFrom(
  definition: AttributeDefinition,
  quantities: readonly string[],
  modifiers: ValueModifiers,
  offer: Offer,
): Bound {
  for (const quantity of quantities) {
    const [device] = offering(offer, [quantity]);
    if (!device) continue;
    const { inputs, problems } = inputsOf(definition, device, [quantity], modifiers.unit, offer);
    const input = inputs[0];
    if (!input) return { problems };
    const finish = finisher({ ...modifiers, ...(input.unit === undefined ? {} : { unit: input.unit }) });
    const measure: Measure = {
      name: definition.name,
      origin: definition.origin,
      unitCode: modifiers.values ? undefined : input.unit,
      inputs,
      make: (values, first) => {
        const value = values[first];
        return value === undefined ? undefined : outcome(finish(value));
      },
    };
    return { measure, problems };
  }
  return { problems: [] };
}

/** Binds `object`: all parts from the first device that offers any, because only its readings come together. */
export function bindObject(
  definition: AttributeDefinition,
  parts: Readonly<Record<string, readonly string[]>>,
  modifiers: ValueModifiers,
  offer: Offer,
): Bound {
  const all = Object.values(parts).flat();
  const device = offer.devices.find(({ streams }) => streams.some(({ quantity }) => all.includes(quantity)));
  if (!device) return { problems: [] };
  const offered = Object.entries(parts).flatMap(([key, names]): [string, string][] => {
    const name = names.find((each) => streamOf(device, each));
    return name === undefined ? [] : [[key, name]];
  });
  const quantities = offered.map(([, quantity]) => quantity);
  const { inputs, problems } = inputsOf(definition, device, quantities, modifiers.unit, offer);
  if (inputs.length === 0) return { problems };
  const usable = new Set(inputs.map(({ quantity }) => quantity));
  const keys = offered.filter(([, quantity]) => usable.has(quantity)).map(([key]) => key);
  const unit = inputs.every((input) => input.unit === inputs[0]?.unit) ? inputs[0]?.unit : undefined;
  const finish = finisher({ ...modifiers, ...(unit === undefined ? {} : { unit }) });
  const make: Measure['make'] = (values, first) => {
    let made: Record<string, Value> | undefined;
    let refused: NoValue[] | undefined;
    for (let index = 0; index < keys.length; index++) {
      const value = values[first + index];
      if (value === undefined) continue;
      const part = finish(value);
      const key = keys[index] ?? '';
      if ('refused' in part) {
        refused ??= [];
        refused.push({ code: part.refused.code, words: `${key}: ${part.refused.words}` });
      } else {
        made ??= {};
        made[key] = part.value;
      }
    }
    if (!made && !refused) return undefined;
    return { ...(made ? { value: made } : {}), ...(refused ? { refused } : {}) };
  };
  const unitCode = modifiers.values ? undefined : unit;
  return {
    measure: { name: definition.name, origin: definition.origin, unitCode, inputs, make },
    problems,
  };
}

export interface FormulaPart {
  readonly names: readonly string[];
  readonly points: readonly string[];
  readonly evaluate: (inputs: FormulaInputs) => Value | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Binds `formula`: all inputs from one device, because they must belong to one moment. */
export function bindFormula(
  definition: AttributeDefinition,
  { names, points, evaluate, params }: FormulaPart,
  modifiers: ValueModifiers,
  offer: Offer,
): Bound {
  const [device] = offering(offer, points);
  if (!device) return { problems: apart(definition, points, offer) };
  const { inputs, problems } = inputsOf(definition, device, points, undefined, offer);
  if (inputs.length < points.length) return { problems };
  const finish = finisher(modifiers);
  const make: Measure['make'] = (values, first) => {
    const given: Record<string, unknown> = { param: params };
    for (let index = 0; index < names.length; index++) {
      const value = values[first + index];
      if (value === undefined) return undefined;
      given[names[index] ?? ''] = value;
    }
    const result = evaluate(given);
    return result === undefined
      ? { refused: [{ code: 'FORMULA_NO_VALUE', words: 'the formula gives no finite value' }] }
      : outcome(finish(result));
  };
  const unitCode = modifiers.values ? undefined : modifiers.unit;
  return {
    measure: { name: definition.name, origin: definition.origin, unitCode, inputs, make },
    problems,
  };
}

const outcome = (made: Made): Outcome =>
  'refused' in made ? { refused: [made.refused] } : { value: made.value };

const streamOf = ({ streams }: OfferingDevice, quantity: string): Stream | undefined =>
  streams.find((stream) => stream.quantity === quantity);

const offering = ({ devices }: Offer, quantities: readonly string[]): OfferingDevice[] =>
  devices.filter((device) => quantities.every((quantity) => streamOf(device, quantity)));

/** Inputs for the quantities of a device; one that cannot be used is left out and told. */
export function inputsOf(
  definition: AttributeDefinition,
  device: OfferingDevice,
  quantities: readonly string[],
  wanted: string | undefined,
  { gasReference }: Offer,
): { inputs: Input[]; problems: PlanProblem[] } {
  const inputs: Input[] = [];
  const problems: PlanProblem[] = [];
  for (const name of quantities) {
    const stream = streamOf(device, name);
    const quantity = quantityOf(name);
    if (!stream || !quantity) continue;
    const sort = sortOf(stream.kind);
    const vocabulary = quantity.unit === 'any' ? stream.unit : quantity.unit;
    const unit = sort === 'number' ? (wanted ?? vocabulary) : undefined;
    const fault =
      definition.source.kind === 'formula' && sort !== sortOf(quantity.kind)
        ? kindFault(stream, sortOf(quantity.kind))
        : stream.kind === 'amount' && quantity.kind === 'counter' && definition.window === undefined
          ? amountFault(stream)
          : inputConverter(stream, unit, gasReference)
            ? undefined
            : unitFault(definition.name, stream, unit ?? '');
    if (fault) problems.push({ ...fault, attribute: definition.name });
    else inputs.push({ device: device.id, quantity: name, sort, unit });
  }
  return { inputs, problems };
}

const pointText = ({ device, point }: Stream) => `the point ${point} of ${device}`;

export function unitText(code: string | undefined): string {
  if (code === undefined) return 'no unit';
  const unit = units.get(code);
  return unit ? `${code} (${unit.name})` : code;
}

function unitFault(attribute: string, stream: Stream, unit: string): PlanProblem {
  return {
    code: 'UNIT_NO_CONVERSION',
    message: `${attribute} is in ${unitText(unit)}, and ${unitText(stream.unit)} of ${pointText(stream)} cannot be turned into it.`,
    mend: 'Correct the unit of the point in the driver, or the unit of the attribute in the mapping.',
  };
}

function kindFault(stream: Stream, wanted: Sort): PlanProblem {
  return {
    code: 'KIND_MISMATCH',
    message: `A formula takes ${stream.quantity} as a ${wanted}, and ${pointText(stream)} is a ${stream.kind}.`,
    mend: 'Correct the kind of the point in the driver, or use another quantity.',
  };
}

function amountFault(stream: Stream): PlanProblem {
  return {
    code: 'AMOUNT_NOT_TOTAL',
    severity: 'warning',
    message: `The attribute is a total, and ${pointText(stream)} tells what came since the last message.`,
    mend: 'It is left out. Use a point that counts on.',
  };
}

/** Everything is offered, but not by one device. */
function apart(definition: AttributeDefinition, points: readonly string[], offer: Offer): PlanProblem[] {
  if (!points.every((point) => offering(offer, [point]).length > 0)) return [];
  return [
    {
      code: 'INPUTS_APART',
      severity: 'warning',
      message: `${points.join(' and ')} come from different devices, and a formula needs them in one message.`,
      mend: 'It is left out. Choose a device that offers them all.',
      attribute: definition.name,
    },
  ];
}
