/**
 * From a mapping to one entity of a site: what the devices offer and the site answers is bound once, and every
 * fault that can be known before the first reading is told, all at once.
 */

import { bindAcross, membersOf } from './across.ts';
import type { ValueModifiers } from './attribute-value.ts';
import { spanText } from './duration.ts';
import { type MappedEntity, mappedEntity } from './mapper.ts';
import type { AcrossKind, AttributeDefinition, MappingDefinition } from './mapping.ts';
import { answerMappingParams } from './mapping-params.ts';
import {
  type Bound,
  bindFormula,
  bindFrom,
  bindObject,
  type Measure,
  type Offer,
  unitText,
  type WindowMeasure,
} from './measure.ts';
import { type Form, formText, isFraction, misfit } from './model.ts';
import { bindEvent } from './plan-event.ts';
import { isRecord, type PlanProblem } from './plan-problem.ts';
import { answered, type PlanRequest, type Scene, type Sheet } from './plan-scene.ts';
import type { Value } from './reading.ts';
import { addSet, addStatic, paramOf, staticAttribute } from './static-attribute.ts';
import { entityUrn } from './urn.ts';
import { acrossPeriod, bare, lastOfPeriod, windowOf } from './window-measure.ts';

export type { MappedEntity, Provenance } from './mapper.ts';
export type { PlanProblem } from './plan-problem.ts';
export type { PlanDevice, PlanRequest } from './plan-scene.ts';

export interface Planned {
  /** Absent when a problem is an error. */
  readonly plan?: MappedEntity;
  readonly problems: readonly PlanProblem[];
}

/** Never throws. */
export function planEntity(request: PlanRequest): Planned {
  const { definition, gateway, entry, devices, urns = new Map() } = request;
  const localId = entry.id ?? devices[0]?.id ?? '';
  const asker = `${definition.mapping} (entity ${localId})`;
  const params = answerMappingParams({
    declared: definition.params,
    given: request.params,
    facts: [...devices.map((device) => device.facts), gateway.facts],
    urns,
    asker,
  });
  const offer = { devices, gasReference: gateway.gasReference ?? 20 };
  const sheet: Sheet = {
    statics: {},
    measures: [],
    windows: new Map(),
    across: [],
    events: [],
    times: [],
    problems: [],
    untold: new Set(),
  };
  const unmet = unmetNeeds(definition, offer, asker);
  // What a mapping asks that does not fit the device need not be answered.
  const open = params.problems.filter(({ code }) => unmet.length === 0 || code !== 'MISSING_PARAM');
  sheet.problems.push(...open, ...unmet);
  const id = entityUrn(definition.type, gateway.id, localId);
  const scene = { request, params, offer, id, localId, asker };
  for (const attribute of definition.attributes) add(attribute, scene, sheet);
  const { event, problems: eventProblems } = definition.event
    ? bindEvent(definition.event, scene)
    : { problems: [] };
  sheet.problems.push(...eventProblems);
  addSet(request, urns, asker, sheet);
  sheet.problems.push(...gaps(definition, sheet, event !== undefined, asker));

  if (sheet.problems.some(({ severity }) => severity !== 'warning')) return { problems: sheet.problems };
  const plan = mappedEntity({
    id,
    type: definition.type,
    mapping: definition.mapping,
    context: definition.context,
    attributes: definition.attributes,
    statics: sheet.statics,
    measures: sheet.measures,
    windows: sheet.windows,
    across: sheet.across,
    event: event && { ...event, values: sheet.events },
    periodMs: periodOf(request),
    coverage: definition.coverage,
    times: sheet.times,
    gasReference: offer.gasReference,
  });
  return { plan, problems: sheet.problems };
}

function add(attribute: AttributeDefinition, scene: Scene, sheet: Sheet): void {
  const { name, source } = attribute;
  const modifiers = resolved(attribute, scene, sheet);
  if (!modifiers) return;
  switch (source.kind) {
    case 'time':
      sheet.times.push({ name, time: source.time });
      return;
    case 'event':
      sheet.events.push({ name, origin: attribute.origin, began: source.began, ended: source.ended });
      return;
    case 'from':
      if (attribute.across) {
        addAcross(attribute, attribute.across, source.quantities, modifiers, scene, sheet);
        return;
      }
      addMade(attribute, modifiers, scene, sheet, (those) =>
        bindFrom(attribute, source.quantities, those, scene.offer),
      );
      return;
    case 'object':
      addMade(attribute, modifiers, scene, sheet, (those) =>
        bindObject(attribute, source.parts, those, scene.offer),
      );
      return;
    case 'formula': {
      const { inputs, params: asked, evaluate } = source.formula;
      if (!asked.every((param) => answered(param, name, scene, sheet))) return;
      const { answers } = scene.params;
      const part = { names: [...inputs.keys()], points: [...inputs.values()], evaluate, params: answers };
      addMade(attribute, modifiers, scene, sheet, (those) =>
        bindFormula(attribute, part, those, scene.offer),
      );
      return;
    }
    default: {
      const made = staticAttribute(attribute, source, modifiers, scene, sheet);
      const { definition } = scene.request;
      if (made) addStatic(definition, name, made, scene.asker, sheet, paramOf(source));
    }
  }
}

/** The mapping's period for this entity; undefined when it sends at once. */
const periodOf = ({ entry, definition }: PlanRequest): number | undefined =>
  definition.periodMs === undefined ? undefined : (entry.periodMs ?? definition.periodMs);

/** Adds what is made of readings: of each message at once, or of all messages of a period. */
function addMade(
  attribute: AttributeDefinition,
  modifiers: ValueModifiers,
  scene: Scene,
  sheet: Sheet,
  bind: (modifiers: ValueModifiers) => Bound,
): void {
  const { name, window } = attribute;
  const periodMs = attribute.periodMs ?? periodOf(scene.request);
  if (periodMs === undefined) {
    const bound = bind(modifiers);
    if (isSound(bound, name, scene, sheet)) sheet.measures.push(bound.measure);
    return;
  }
  const bound =
    window === undefined
      ? lastOfPeriod(bind(modifiers))
      : windowOf(attribute, window, bind(bare(modifiers)), modifiers, scene.offer);
  if (!isSound(bound, name, scene, sheet)) return;
  const { measure } = bound;
  const { everyMs } = measure.rhythm;
  if (everyMs !== undefined && everyMs > periodMs)
    sheet.problems.push(periodShort(name, periodMs, everyMs, scene));
  addWindow(measure, periodMs, sheet);
}

function addWindow(measure: WindowMeasure, periodMs: number, { windows }: Sheet): void {
  const others = windows.get(periodMs);
  if (others) others.push(measure);
  else windows.set(periodMs, [measure]);
}

/** Of many devices: how many they are is known now, else of each message, or of what each told last in a period. */
function addAcross(
  attribute: AttributeDefinition,
  kind: AcrossKind,
  quantities: readonly string[],
  modifiers: ValueModifiers,
  scene: Scene,
  sheet: Sheet,
): void {
  const { name } = attribute;
  const { definition } = scene.request;
  const periodMs = attribute.periodMs ?? periodOf(scene.request);
  if (kind === 'count') {
    const value = membersOf(quantities, scene.offer.devices).length;
    if (value > 0) addStatic(definition, name, { type: 'Property', value }, scene.asker, sheet);
  } else if (periodMs === undefined) {
    const { measure, problems } = bindAcross(attribute, kind, quantities, modifiers, scene.offer, scene.id);
    sheet.problems.push(...problems);
    if (measure) sheet.across.push(measure);
    else if (problems.length > 0) sheet.untold.add(name);
  } else {
    const bound = acrossPeriod(attribute, kind, quantities, modifiers, scene.offer);
    if (isSound(bound, name, scene, sheet)) addWindow(bound.measure, periodMs, sheet);
  }
}

const periodShort = (
  attribute: string,
  periodMs: number,
  everyMs: number,
  { asker }: Scene,
): PlanProblem => ({
  code: 'PERIOD_SHORT',
  message: `${attribute} of ${asker} is made once in ${spanText(periodMs)}, and its device speaks once in ${spanText(everyMs)}.`,
  mend: 'Write a longer `period` at the entity, or a shorter `every` at the device.',
  attribute,
});

/** Tells what is wrong with it; true if it can be used. */
function isSound<M extends Measure>(
  bound: { readonly measure?: M; readonly problems: readonly PlanProblem[] },
  name: string,
  scene: Scene,
  sheet: Sheet,
): bound is { readonly measure: M; readonly problems: readonly PlanProblem[] } {
  const { measure, problems } = bound;
  sheet.problems.push(...problems);
  const { type, model } = scene.request.definition;
  const form = model?.attributes.get(name);
  // A quantity of the site's own (`x-`) has its unit from the driver: the mapping file alone could not tell.
  if (form && measure?.unitCode === 'P1' && isFraction(form)) {
    sheet.problems.push({
      code: 'MODEL_PERCENT',
      message: `${type} wants ${formText(form)} in ${name}, which is ${unitText('C62')}, and ${scene.asker} would send ${unitText('P1')}.`,
      mend: 'Write `unit: C62` at the attribute in the mapping.',
      attribute: name,
    });
  }
  if (!measure && problems.length > 0) sheet.untold.add(name);
  return measure !== undefined;
}

/** The modifiers with `values: { param: x }` put in; undefined when that param has no answer. */
function resolved(attribute: AttributeDefinition, scene: Scene, sheet: Sheet): ValueModifiers | undefined {
  const { values, ...others } = attribute.modifiers;
  if (values === undefined) return others;
  if (!isParam(values)) return { ...others, values };
  if (!answered(values.param, attribute.name, scene, sheet)) return undefined;
  const words = wordsOf(scene.params.answers[values.param]);
  const { type, model } = scene.request.definition;
  const form = model?.attributes.get(attribute.name);
  const misfits = Object.values(words).flatMap((word) => {
    const wanted = form && misfit(form, word);
    return wanted === undefined ? [] : [{ word: JSON.stringify(word), wanted }];
  });
  const [first] = misfits;
  if (!first) return { ...others, values: words };
  sheet.untold.add(attribute.name);
  sheet.problems.push({
    code: 'MODEL_VALUE',
    message: `The param ${values.param} of ${scene.asker} gives ${attribute.name} the word ${first.word}, which it cannot be.`,
    mend: `${type} wants ${first.wanted}.`,
    attribute: attribute.name,
    param: values.param,
  });
  return undefined;
}

/** The words of a table param; what is no scalar is no word. */
function wordsOf(table: unknown): Readonly<Record<string, Value>> {
  const isWord = (entry: [string, unknown]): entry is [string, Value] =>
    ['number', 'string', 'boolean'].includes(typeof entry[1]);
  return isRecord(table) ? Object.fromEntries(Object.entries(table).filter(isWord)) : {};
}

const isParam = (values: object): values is { readonly param: string } =>
  Object.keys(values).length === 1 && 'param' in values && typeof values.param === 'string';

const offered = ({ devices }: Offer): string[] => [
  ...new Set(devices.flatMap(({ streams }) => streams.map(({ quantity }) => quantity))),
];

function unmetNeeds({ needs }: MappingDefinition, offer: Offer, asker: string): PlanProblem[] {
  const all = offered(offer);
  if (needs.length === 0 || needs.some((name) => all.includes(name))) return [];
  const what = needs.length === 1 ? needs[0] : `at least one of ${needs.join(', ')}`;
  return [
    {
      code: 'NEEDS_UNMET',
      message: `${asker} needs ${what}; its devices offer ${all.length > 0 ? all.join(', ') : 'nothing'}.`,
      mend: `Name a device that offers it, or another mapping${all[0] === undefined ? '' : `: \`kopru mapping list ${all[0]}\` shows those for ${all[0]}`}. Where a point of the device means it under another name, write \`points: { name: { as: ${needs[0]} } }\` there.`,
    },
  ];
}

/** What every site has is made by the mapping; the rest differs from site to site. */
function requiredMend(name: string, form: Form | undefined): string {
  if (form?.kind === 'date-time') return `Add \`${name}: { time: observed }\` to the mapping.`;
  if (form?.kind === 'geometry') return `Add \`${name}: { fact: location }\` to the mapping.`;
  return 'Add it under `set` of the entity, or name a device that offers what it is made of.';
}

/** Required attributes that nothing makes, and an entity that would never be sent. */
function gaps(definition: MappingDefinition, sheet: Sheet, hasEvent: boolean, asker: string): PlanProblem[] {
  const { statics, times, untold, across, events } = sheet;
  const measures: Measure[] = [...sheet.measures, ...[...sheet.windows.values()].flat()];
  const told = hasEvent ? events : [];
  const named = [...measures, ...across, ...told, ...times].map(({ name }) => name);
  const made = new Set([...Object.keys(statics), ...named, ...untold]);
  const missing = (definition.model?.required ?? []).filter((name) => !made.has(name));
  const problems = missing.map(
    (name): PlanProblem => ({
      code: 'MODEL_REQUIRED',
      message: `${definition.type} requires ${name}, and ${asker} has nothing to make it of.`,
      mend: requiredMend(name, definition.model?.attributes.get(name)),
      attribute: name,
    }),
  );
  const nothing = measures.length === 0 && across.length === 0 && told.length === 0;
  const silent = nothing && sheet.problems.every(({ severity }) => severity === 'warning');
  if (silent && problems.length === 0) {
    problems.push({
      code: 'NOTHING_MEASURED',
      message: `None of the attributes of ${asker} can be made of what its devices offer.`,
      mend: 'Name other devices, or choose another mapping.',
    });
  }
  return problems;
}
