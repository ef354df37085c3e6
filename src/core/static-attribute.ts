/** Attributes that go with every version of an entity: constants, answers and facts of the site, relationships. */
import { finisher, type ValueModifiers } from './attribute-value.ts';
import type { Attribute } from './entity.ts';
import type { AttributeDefinition, AttributeSource, Fact } from './mapping.ts';
import { resolveUrns } from './mapping-params.ts';
import { unitText } from './measure.ts';
import { type Form, isReference, misfit } from './model.ts';
import { holdsNull, isRecord } from './plan-problem.ts';
import { answered, type PlanRequest, type Scene, type Sheet } from './plan-scene.ts';
import { converter } from './unit.ts';
import { deviceUrn } from './urn.ts';

export type StaticSource = Extract<AttributeSource, { kind: 'param' | 'value' | 'fact' | 'ref' | 'tag' }>;

export function staticAttribute(
  attribute: AttributeDefinition,
  source: StaticSource,
  modifiers: ValueModifiers,
  scene: Scene,
  sheet: Sheet,
): Attribute | undefined {
  switch (source.kind) {
    case 'value':
      return { type: 'Property', value: source.value };
    case 'fact':
      return factAttribute(attribute.name, source.fact, scene, sheet);
    case 'param':
      if (!answered(source.param, attribute.name, scene, sheet)) return undefined;
      return paramAttribute(attribute.name, source.param, modifiers, scene, sheet);
    case 'ref':
      return refAttribute(attribute.name, source.ref, scene, sheet);
    case 'tag':
      return source.word === undefined
        ? undefined
        : tagAttribute(attribute.name, source.word, modifiers, scene, sheet);
  }
}

function factAttribute(
  attribute: string,
  fact: Fact,
  { request, localId }: Scene,
  sheet: Sheet,
): Attribute | undefined {
  const { entry, gateway, devices } = request;
  const [device] = devices;
  if (!device) return undefined;
  if (fact === 'location') {
    const value = entry.location ?? device.location;
    // A receiver has yet to find it; it is not owed by whoever wrote the file.
    if (!value) sheet.untold.add(attribute);
    return value && { type: 'GeoProperty', value };
  }
  const value = {
    id: localId,
    name: entry.name ?? device.name,
    serialNumber: device.serialNumber,
    device: deviceUrn(gateway.id, device.id),
  }[fact];
  return value === undefined ? undefined : { type: 'Property', value };
}

function paramAttribute(
  attribute: string,
  param: string,
  modifiers: ValueModifiers,
  { params, request, asker }: Scene,
  sheet: Sheet,
): Attribute | undefined {
  const value = params.answers[param];
  const declared = request.definition.params[param]?.unit;
  const unit = modifiers.unit ?? declared;
  if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') {
    return { type: 'Property', value };
  }
  const convert =
    declared === undefined || unit === undefined ? (number: number) => number : converter(declared, unit);
  if (!convert) {
    sheet.untold.add(attribute);
    sheet.problems.push({
      code: 'UNIT_NO_CONVERSION',
      message: `${unitText(declared)} of the param ${param} cannot be turned into ${unitText(unit)}.`,
      mend: 'Correct the unit of the param or of the attribute in the mapping.',
      attribute,
    });
    return undefined;
  }
  const made = finisher(modifiers)(typeof value === 'number' ? convert(value) : value);
  if ('refused' in made) {
    sheet.untold.add(attribute);
    sheet.problems.push({
      code: 'WRONG_PARAM',
      message: `The param ${param} of ${asker} does not fit the attribute: ${made.refused.words}.`,
      mend: 'Correct the answer.',
      attribute,
      param,
    });
    return undefined;
  }
  const unitCode = modifiers.values || typeof made.value !== 'number' ? undefined : unit;
  return { type: 'Property', value: made.value, ...(unitCode === undefined ? {} : { unitCode }) };
}

function tagAttribute(
  attribute: string,
  word: string,
  modifiers: ValueModifiers,
  { asker }: Scene,
  sheet: Sheet,
): Attribute | undefined {
  const made = finisher(modifiers)(word);
  if (!('refused' in made)) return { type: 'Property', value: made.value };
  sheet.untold.add(attribute);
  sheet.problems.push({
    code: 'TAG_UNTOLD',
    message: `Nothing says what ${word} is in ${attribute} of ${asker}.`,
    mend: `Add ${word} to the words of the attribute: in the param that holds them, or in the mapping.`,
    attribute,
  });
  return undefined;
}

function refAttribute(
  attribute: string,
  ref: Extract<AttributeSource, { kind: 'ref' }>['ref'],
  scene: Scene,
  sheet: Sheet,
): Attribute | undefined {
  const { gateway, devices, madeBy } = scene.request;
  const urns = devices.map(({ id }) => deviceUrn(gateway.id, id));
  if (ref === 'device') return { type: 'Relationship', object: urns[0] ?? '' };
  if (ref === 'devices') return { type: 'Relationship', object: urns };
  if ('entities' in ref) {
    const made = madeBy?.(ref.entities) ?? [];
    return made.length > 0 ? { type: 'Relationship', object: made } : undefined;
  }
  if (!answered(ref.param, attribute, scene, sheet)) return undefined;
  return relationship(attribute, scene.params.answers[ref.param], scene.asker, sheet, ref.param);
}

/** A Relationship to one URI or a list of them; anything else is a problem. `param`: who answered it. */
function relationship(
  attribute: string,
  value: unknown,
  asker: string,
  sheet: Sheet,
  param?: string,
): Attribute | undefined {
  const uris = Array.isArray(value) ? value : [value];
  if (
    uris.length > 0 &&
    uris.every((uri) => typeof uri === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(uri))
  ) {
    return { type: 'Relationship', object: value as string | readonly string[] };
  }
  sheet.untold.add(attribute);
  sheet.problems.push({
    code: 'REF_NOT_URI',
    message: `${attribute} of ${asker} refers to ${JSON.stringify(value)}, which is no URI.`,
    mend: 'Write `{ entity: id }` for an entity of this file, or its whole URN at the broker, such as urn:ngsi-ld:Building:town-hall.',
    attribute,
    ...(param === undefined ? {} : { param }),
  });
  return undefined;
}

/** Adds what the entry writes under `set`. */
export function addSet(
  { definition, entry }: PlanRequest,
  urns: ReadonlyMap<string, string>,
  asker: string,
  sheet: Sheet,
): void {
  for (const [name, written] of Object.entries(entry.set ?? {})) {
    const tell = (code: string, message: string, mend: string) =>
      sheet.problems.push({ code, message, mend, attribute: name });
    const { value, unknown } = resolveUrns(written, urns);
    const model = definition.model;
    const own = definition.attributes.find((attribute) => attribute.name === name);
    if (own) {
      const param = paramOf(own.source);
      const mend =
        param === undefined ? 'Leave it out of `set`.' : `Write ${param} under \`params\` instead.`;
      tell('SET_TAKEN', `${definition.mapping} makes ${name} itself.`, mend);
    } else if (model && !model.attributes.has(name)) {
      tell(
        'UNKNOWN_ATTRIBUTE',
        `${definition.type} has no attribute ${name}.`,
        'Look for it in the data model.',
      );
    } else if (unknown !== undefined) {
      tell(
        'UNKNOWN_ENTITY',
        `There is no entity ${unknown}.`,
        'Write the id of another entity of this file.',
      );
    } else if (holdsNull(value)) {
      tell('SET_EMPTY', `${name} has a place without a value.`, 'Write a value, or leave it out.');
    } else {
      const form = model?.attributes.get(name);
      const refers = form ? isReference(form) : /^ref[A-Z]/.test(name);
      const made = refers ? relationship(name, value, asker, sheet) : setProperty(form, value);
      if (made) addStatic(definition, name, made, asker, sheet);
    }
  }
}

/** The param that a source asks for. */
export function paramOf(source: AttributeSource): string | undefined {
  if (source.kind === 'param') return source.param;
  return source.kind === 'ref' && typeof source.ref === 'object' && 'param' in source.ref
    ? source.ref.param
    : undefined;
}

function setProperty(form: Form | undefined, value: unknown): Attribute {
  if (form?.kind === 'geometry') return { type: 'GeoProperty', value };
  const isTime = form?.kind === 'date-time' && misfit(form, value) === undefined;
  return { type: 'Property', value: isTime ? { '@type': 'DateTime', '@value': value } : value };
}

/** Adds a static attribute if it is what the model wants, else tells. `param`: who answered it. */
export function addStatic(
  { type, model }: PlanRequest['definition'],
  name: string,
  attribute: Attribute,
  asker: string,
  sheet: Sheet,
  param?: string,
): void {
  const form = model?.attributes.get(name);
  const value = attribute.type === 'Relationship' ? attribute.object : plain(attribute.value);
  const wanted = form && misfit(form, value);
  if (wanted === undefined) {
    sheet.statics[name] = attribute;
    return;
  }
  sheet.untold.add(name);
  sheet.problems.push({
    code: 'MODEL_VALUE',
    message: `${name} of ${asker} cannot be ${JSON.stringify(value)}.`,
    mend: `${type} wants ${wanted}.${bracketMend(form, value)}`,
    attribute: name,
    ...(param === undefined ? {} : { param }),
  });
}

const plain = (value: unknown): unknown =>
  isRecord(value) && value['@type'] === 'DateTime' ? value['@value'] : value;

function bracketMend(form: Form | undefined, value: unknown): string {
  if (form?.kind === 'list' && !Array.isArray(value) && misfit(form.of, value) === undefined) {
    return ' Put it in [ ].';
  }
  return form?.kind !== 'list' && Array.isArray(value) && value.length === 1 ? ' Write it without [ ].' : '';
}
