/**
 * A measured attribute of a period bound to what the site offers. Says what cannot be: a mean of a state, a sum of
 * totals, a mean of values that were let through only because they changed.
 */

import { acrossFinisher, membersOf } from './across.ts';
import { finisher, type ValueModifiers } from './attribute-value.ts';
import type { AcrossKind, AttributeDefinition, WindowKind } from './mapping.ts';
import {
  type Bound,
  type Input,
  inputConverter,
  inputsOf,
  type Offer,
  type OfferingDevice,
  quantityOf,
  type Rhythm,
  type Sort,
  sortOf,
  type WindowMeasure,
} from './measure.ts';
import type { PlanProblem } from './plan-problem.ts';
import type { Kind, Stream } from './reading.ts';
import type { Counting } from './window-value.ts';

export interface BoundWindow {
  /** Absent when nothing offers what the attribute is made of. */
  readonly measure?: WindowMeasure;
  readonly problems: readonly PlanProblem[];
}

/** Without these a value is made of each message as if there were no period. */
export const bare = ({ unit }: ValueModifiers): ValueModifiers => (unit === undefined ? {} : { unit });

/** Why a period cannot make this of values of a kind; completes "cannot be made of". Undefined when it can. */
export function windowMisfit(window: WindowKind, kind: Kind): string | undefined {
  switch (window) {
    case 'first':
    case 'last':
      return undefined;
    case 'shareTrue':
    case 'countTrue':
      return kind === 'state' ? undefined : 'anything but states';
    case 'increase':
      return kind === 'counter' || kind === 'amount' ? undefined : 'anything but counters and amounts';
    case 'sum':
      return kind === 'gauge' || kind === 'amount' ? undefined : kind === 'counter' ? 'totals' : `a ${kind}`;
    default:
      return kind === 'gauge' || kind === 'amount' ? undefined : kind === 'counter' ? 'totals' : `a ${kind}`;
  }
}

/** `last` without a window: the attribute as it is, of the newest message that gives it. */
export function lastOfPeriod({ measure, problems }: Bound): BoundWindow {
  if (!measure) return { problems };
  return {
    measure: { ...measure, kind: 'last', finish: (value) => ({ value }), rhythm: {}, turn: 360 },
    problems,
  };
}

/** `bound` was made with `bare` modifiers. */
export function windowOf(
  definition: AttributeDefinition,
  window: WindowKind,
  bound: Bound,
  modifiers: ValueModifiers,
  offer: Offer,
): BoundWindow {
  const { measure } = bound;
  const [input] = measure?.inputs ?? [];
  const device = offer.devices.find(({ id }) => id === input?.device);
  if (!measure || !input || !device) return { problems: bound.problems };
  const streams = measure.inputs.flatMap(({ quantity }) => streamIn(device, quantity) ?? []);
  const fault =
    (definition.source.kind === 'formula' ? undefined : kindFault(window, streams)) ??
    filterFault(window, streams, device);
  if (fault) return { problems: [...bound.problems, { ...fault, attribute: definition.name }] };
  const { unit } = input;
  const share = window === 'shareTrue';
  const unitCode = share ? (modifiers.unit ?? 'C62') : window === 'countTrue' ? undefined : measure.unitCode;
  const finish = finisher({ ...modifiers, ...(unitCode === undefined ? {} : { unit: unitCode }) });
  const weighed = definition.weight === undefined ? undefined : weightIn(device, definition.weight, offer);
  if (definition.weight !== undefined && !weighed) {
    return { problems: [...bound.problems, weightMissing(definition.name, definition.weight, device)] };
  }
  const counting =
    window === 'increase' && streams[0] ? countingOf(streams[0], unit, device, offer) : undefined;
  return {
    measure: {
      ...measure,
      inputs: weighed ? [...measure.inputs, weighed.input] : measure.inputs,
      unitCode: modifiers.values ? undefined : unitCode,
      kind: window,
      finish: share && modifiers.unit === 'P1' ? (value) => finish(Number(value) * 100) : finish,
      rhythm: rhythmOf(device),
      turn: unit === 'C81' ? 2 * Math.PI : 360,
      ...(counting ? { counting } : {}),
      ...(weighed ? { weight: weighed.counting ? { counting: weighed.counting } : {} } : {}),
    },
    problems: bound.problems,
  };
}

/** Of the devices that offer one of the quantities, what each told last in the period, taken together. */
export function acrossPeriod(
  definition: AttributeDefinition,
  across: AcrossKind,
  quantities: readonly string[],
  modifiers: ValueModifiers,
  offer: Offer,
): BoundWindow {
  const bound = membersOf(quantities, offer.devices).map(({ device, stream }) =>
    inputsOf(definition, device, [stream.quantity], modifiers.unit, offer),
  );
  const problems = bound.flatMap((each) => each.problems);
  const inputs = bound.flatMap((each) => each.inputs);
  const wants: Sort = across.endsWith('True') || across === 'countFalse' ? 'state' : 'number';
  const stranger = inputs.find(({ sort }) => sort !== wants && across !== 'known');
  if (stranger) {
    return { problems: [...problems, { ...acrossFault(across, stranger), attribute: definition.name }] };
  }
  const [first] = inputs;
  if (!first) return { problems };
  const counts = across === 'known' || across === 'countTrue' || across === 'countFalse';
  const unitCode = counts ? undefined : across === 'shareTrue' ? (modifiers.unit ?? 'C62') : first.unit;
  const { name, origin } = definition;
  return {
    measure: {
      name,
      origin,
      unitCode: modifiers.values ? undefined : unitCode,
      inputs,
      make: () => undefined,
      kind: 'last',
      across,
      finish: acrossFinisher(across, unitCode === undefined ? modifiers : { ...modifiers, unit: unitCode }),
      rhythm: {},
      turn: 360,
    },
    problems,
  };
}

function acrossFault(across: AcrossKind, { device, quantity, sort }: Input): PlanProblem {
  return {
    code: 'ACROSS_KIND',
    message: `\`across: ${across}\` cannot be made of ${quantity} of ${device}, which is a ${sort}.`,
    mend: 'countTrue, countFalse and shareTrue take states; sum, mean, min and max take numbers.',
  };
}

const streamIn = ({ streams }: OfferingDevice, quantity: string): Stream | undefined =>
  streams.find((stream) => stream.quantity === quantity);

/** A device that tells changes only is silent for its heartbeat at most. */
function rhythmOf({ rhythm = {} }: OfferingDevice): Rhythm {
  const { heartbeatMs } = rhythm;
  return heartbeatMs === undefined ? rhythm : { staleMs: heartbeatMs };
}

function countingOf(
  stream: Stream,
  unit: string | undefined,
  { wraps }: OfferingDevice,
  { gasReference }: Offer,
): Counting {
  if (stream.kind === 'amount') return { kind: 'amount' };
  const range = wraps?.get(stream.quantity);
  const convert = inputConverter(stream, unit, gasReference);
  if (range === undefined || !convert) return { kind: 'counter' };
  return { kind: 'counter', wraps: convert(range) - convert(0) };
}

function weightIn(
  device: OfferingDevice,
  quantity: string,
  offer: Offer,
): { readonly input: Input; readonly counting?: Counting } | undefined {
  const stream = streamIn(device, quantity);
  if (!stream || sortOf(stream.kind) !== 'number') return undefined;
  const vocabulary = quantityOf(quantity)?.unit;
  const unit = vocabulary === 'any' ? stream.unit : vocabulary;
  const input: Input = { device: device.id, quantity, sort: 'number', unit };
  if (stream.kind !== 'counter') return { input };
  return { input, counting: countingOf(stream, unit, device, offer) };
}

const pointText = ({ device, point }: Stream) => `the point ${point} of ${device}`;

function kindFault(window: WindowKind, streams: readonly Stream[]): PlanProblem | undefined {
  for (const stream of streams) {
    const misfit = windowMisfit(window, stream.kind);
    if (misfit === undefined) continue;
    return {
      code: 'WINDOW_KIND',
      message: `\`window: ${window}\` cannot be made of ${misfit}, and ${pointText(stream)} is a ${stream.kind}.`,
      mend: 'Choose another window, or correct the kind of the point in the driver.',
    };
  }
  return undefined;
}

/** Kinds that stay right when a device tells changes only. */
const sureOfChanges: readonly WindowKind[] = ['first', 'last', 'min', 'max'];

function filterFault(
  window: WindowKind,
  streams: readonly Stream[],
  { id, rhythm = {} }: OfferingDevice,
): PlanProblem | undefined {
  if (rhythm.heartbeatMs === undefined && !rhythm.sampled) return undefined;
  const isCounter = window === 'increase' && streams.every(({ kind }) => kind === 'counter');
  if (isCounter || sureOfChanges.includes(window)) return undefined;
  return {
    code: 'WINDOW_FILTERED',
    message: `\`window: ${window}\` takes every reading, and the filter of ${id} lets only some of them through.`,
    mend: `Remove \`filter\` from ${id}, or choose another mapping.`,
  };
}

function weightMissing(attribute: string, weight: string, { id }: OfferingDevice): PlanProblem {
  return {
    code: 'WEIGHT_MISSING',
    severity: 'warning',
    message: `${attribute} is a mean weighed by ${weight}, which ${id} does not offer as a number.`,
    mend: 'It is left out. Choose a device that offers both.',
    attribute,
  };
}
