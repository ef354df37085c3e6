/**
 * The entities of gateway.yaml: each entry with its devices and its mapping found, planned as one entity or, with
 * `each`, as one for every device.
 */
import type { MappingDefinition } from '../core/mapping.ts';
import { type MappedEntity, type PlanDevice, type PlanProblem, planEntity } from '../core/mapping-plan.ts';
import type { Value } from '../core/reading.ts';
import { entityUrn } from '../core/urn.ts';
import { variantsOf } from '../core/variants.ts';
import { at, checkShape, isMap, part, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type EntityText, entity, laterGatewayKeys } from './gateway-schema.ts';
import { farFrom, geometryOf } from './location.ts';
import { periodFault } from './mapping-period.ts';
import { planDevice } from './plan-device.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import type { InstalledDevice } from './read-devices.ts';
import { closest, didYouMean } from './suggest.ts';

export interface EntityWorld {
  readonly gateway: {
    readonly id: string;
    readonly facts: Readonly<Record<string, Value>>;
    readonly gasReference: number;
    readonly location: PlanDevice['location'];
  };
  readonly devices: readonly InstalledDevice[];
  readonly mapping: (name: string, sheet: Sheet, problems: Problem[]) => MappingDefinition | undefined;
}

/** One entity in the making. */
interface Draft {
  readonly sheet: Sheet;
  readonly text: EntityText;
  readonly definition: MappingDefinition;
  readonly localId: string;
  readonly urn: string;
  readonly devices: readonly InstalledDevice[];
}

export function readEntities(
  sheets: readonly Sheet[],
  world: EntityWorld,
): {
  readonly plans: readonly MappedEntity[];
  readonly named: ReadonlySet<string>;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const named = new Set<string>();
  const drafts = sheets.flatMap((sheet) => draftsOf(sheet, world, named, problems));
  const urns = new Map<string, string>();
  for (const { localId, urn } of drafts) if (!urns.has(localId)) urns.set(localId, urn);
  const ofDrafts = doubles(drafts);
  const plans = drafts.flatMap((draft) => planned(draft, drafts, world, urns, ofDrafts));
  problems.push(...onceForSiblings(ofDrafts));
  return { plans, named, problems };
}

/** Entities of one entry; `named` takes in the devices it names, right or wrong. */
function draftsOf(sheet: Sheet, world: EntityWorld, named: Set<string>, problems: Problem[]): Draft[] {
  const shaped = checkShape(sheet, entity, {
    unsupported: laterGatewayKeys,
    pending: ([first]) => first === 'params',
  });
  problems.push(...shaped.problems);
  const mappingName = shaped.value?.mapping ?? at(sheet.value, ['mapping']);
  const definition =
    typeof mappingName === 'string'
      ? world.mapping(mappingName, part(sheet, ['mapping']), problems)
      : undefined;
  const text = shaped.value;
  if (!text) return [];
  const blame = (path: Path, fault: Fault) => problems.push(problem(sheet.place(path), fault));
  if ((text.from === undefined) === (text.each === undefined)) {
    blame(
      text.from === undefined ? ['mapping'] : ['each'],
      text.from === undefined ? sourceMissing : sourceTwice,
    );
    return [];
  }
  const key = text.from === undefined ? 'each' : 'from';
  const devices = devicesNamed(part(sheet, [key]), text[key] ?? [], world.devices, problems, named);
  const wrongPeriod =
    text.period === undefined
      ? undefined
      : definition?.periodMs === undefined
        ? periodUnused
        : periodFault(text.period);
  if (wrongPeriod && definition) blame(['period'], wrongPeriod);
  const running = devices.filter((device) => !device.text?.disabled);
  if (!definition || running.length === 0) return [];
  const draft = (id: string, members: readonly InstalledDevice[]): Draft[] => {
    const offering = definition.per
      ? members.map((device) => planDevice(device, world.gateway.location))
      : [];
    return variantsOf(definition, offering).map((variant) => {
      const localId = [id, ...variant.words].join('-');
      const urn = entityUrn(definition.type, world.gateway.id, localId);
      return { sheet, text, definition: variant.definition, localId, urn, devices: members };
    });
  };
  if (key === 'each') {
    if (text.id !== undefined && devices.length > 1) blame(['id'], idForEach);
    return running.flatMap((device) => draft(device.id ?? '', [device]));
  }
  if (text.id === undefined && devices.length > 1) blame(['from'], idMissing);
  return draft(text.id ?? running[0]?.id ?? '', running);
}

/** Devices by id or group, in the order named; `named` takes in also the one that a misspelt name means. */
function devicesNamed(
  sheet: Sheet,
  names: string | readonly string[],
  devices: readonly InstalledDevice[],
  problems: Problem[],
  named: Set<string>,
): InstalledDevice[] {
  const list = typeof names === 'string' ? [names] : names;
  return list.flatMap((name, index) => {
    const device = devices.find(({ id }) => id === name);
    const found = device ? [device] : devices.filter(({ group }) => group === name);
    for (const { id } of found) if (id !== undefined) named.add(id);
    if (found.length > 0) return found;
    const place = sheet.place(typeof names === 'string' ? [] : [index]);
    const all = devices.flatMap(({ id }) => id ?? []);
    // One of two devices of one id may be the one that was meant under another.
    const ids = all.filter((id) => all.indexOf(id) === all.lastIndexOf(id));
    const known = [...ids, ...devices.flatMap((each) => each.group ?? [])];
    problems.push(problem(place, name === 'self' ? selfLater : unknownDevice(name, known)));
    const meant = closest(name, known);
    for (const { id, group } of devices)
      if (id !== undefined && (id === meant || group === meant)) named.add(id);
    return [];
  });
}

function planned(
  draft: Draft,
  drafts: readonly Draft[],
  world: EntityWorld,
  urns: ReadonlyMap<string, string>,
  problems: DraftProblem[],
): MappedEntity[] {
  const { sheet, text, definition, devices } = draft;
  if (devices.some(({ whole }) => !whole)) return [];
  const location = text.location && geometryOf(part(sheet, ['location']), text.location);
  const tell = (found: Problem, about = '') => problems.push({ found, kin: kinOf(draft, about) });
  const far = farFrom(world.gateway.location, part(sheet, ['location']), location?.value);
  for (const found of [...(location?.problems ?? []), ...far]) tell(found);
  const { plan, problems: faults } = planEntity({
    definition,
    gateway: world.gateway,
    entry: {
      id: draft.localId,
      name: text.name,
      location: location?.value,
      set: text.set,
      periodMs: text.period,
    },
    devices: devices.map((device) => planDevice(device, world.gateway.location)),
    params: paramsAsWritten(sheet, definition),
    urns,
    madeBy: (mapping) => madeBy(mapping, draft, drafts),
  });
  for (const fault of faults) {
    const { attribute = '', param = '' } = fault;
    const found = problem(placeOf(sheet, fault), withSuggestion(fault, definition));
    if (text.each !== undefined && param !== '') problems.push({ found, kin: `each ${param}` });
    else tell(found, `${attribute} ${param}`);
  }
  return plan ? [plan] : [];
}

/** Entities of a mapping that share a device with the draft, each once. */
function madeBy(mapping: string, { urn, devices }: Draft, drafts: readonly Draft[]): string[] {
  const others = drafts.filter(
    (other) =>
      other.definition.mapping === mapping && other.devices.some((device) => devices.includes(device)),
  );
  return [...new Set(others.map((other) => other.urn))].filter((other) => other !== urn);
}

function withSuggestion(fault: PlanProblem, { model }: MappingDefinition): PlanProblem {
  if (fault.code !== 'UNKNOWN_ATTRIBUTE' || fault.attribute === undefined || !model) return fault;
  return { ...fault, mend: didYouMean(fault.attribute, model.attributes.keys(), fault.mend) };
}

/** Text stays text: where the mapping asks for a text, the characters as written count. */
function paramsAsWritten(sheet: Sheet, definition: MappingDefinition): Readonly<Record<string, unknown>> {
  const params = at(sheet.value, ['params']);
  if (!isMap(params)) return {};
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const wantsText = Object.hasOwn(definition.params, name) && definition.params[name]?.type === 'text';
      const scalar = typeof value === 'number' || typeof value === 'boolean';
      return [name, wantsText && scalar ? (sheet.written(['params', name]) ?? value) : value];
    }),
  );
}

/** The entry's own words the fault is about, else the name of its mapping. */
function placeOf(sheet: Sheet, { param, attribute }: PlanProblem) {
  const candidates: Path[] = [
    ...(param === undefined ? [] : [['params', param]]),
    ...(attribute === undefined ? [] : [['set', attribute]]),
  ];
  return sheet.place(candidates.find((path) => at(sheet.value, path) !== undefined) ?? ['mapping']);
}

/** A problem, and the entities of one device by one entry that would all have the same. */
interface DraftProblem {
  readonly found: Problem;
  readonly kin: string;
}

/** Of what is wrong with all entities of a mapping with `per`, or with all answers for `each`, the first. */
function onceForSiblings(all: readonly DraftProblem[]): Problem[] {
  const told = new Set<string>();
  return all.flatMap(({ found, kin }) => {
    const key = `${kin} ${found.code} ${found.file}:${found.line}:${found.column}`;
    if (kin !== '' && told.has(key)) return [];
    told.add(key);
    return [found];
  });
}

const kinOf = ({ definition, devices }: Draft, about = ''): string =>
  definition.per ? `${definition.mapping} ${devices.map(({ id }) => id).join(' ')} ${about}` : '';

function doubles(drafts: readonly Draft[]): DraftProblem[] {
  const first = new Map<string, Draft>();
  return drafts.flatMap((draft) => {
    const { urn, sheet, text } = draft;
    const before = first.get(urn);
    if (!before) {
      first.set(urn, draft);
      return [];
    }
    // Two devices of one id are told as such.
    const isNamesake = (one: InstalledDevice) =>
      before.devices.some((other) => other !== one && other.id === one.id);
    if (draft.devices.some(isNamesake)) return [];
    const { file, line } = before.sheet.place(['mapping']);
    const found = problem(sheet.place(text.id === undefined ? ['mapping'] : ['id']), {
      code: 'ENTITY_TWICE',
      message: `The entity ${urn} is made twice; the other entry stands in ${file}:${line}.`,
      mend: 'Give one of them an `id` of its own.',
    });
    return [{ found, kin: kinOf(draft) }];
  });
}

const unknownDevice = (name: string, known: readonly string[]): Fault => ({
  code: 'UNKNOWN_DEVICE',
  message: `No device or group is called ${name}.`,
  // Names of a group's devices are often written with the column in braces.
  mend: didYouMean(name.replace(/[-_.]?\{[^}]*\}/g, ''), known, 'Describe it under `devices`.'),
});
const selfLater: Fault = {
  code: 'NOT_SUPPORTED',
  message: 'Readings of the gateway itself (`self`) are not supported by this version.',
  mend: 'Leave the entity out; `kopru status` and the metrics show the state of the gateway.',
};
const periodUnused: Fault = {
  code: 'KEY_WITHOUT_EFFECT',
  message: 'The mapping sends what it gets at once, so a period says nothing.',
  mend: 'Remove `period`.',
};
const sourceMissing: Fault = {
  code: 'MISSING_KEY',
  message: 'The entity does not say which device it is made from.',
  mend: 'Add `from` for one entity, or `each` for one entity from each device.',
};
const sourceTwice: Fault = {
  code: 'ENTITY_SOURCE',
  message: '`from` and `each` stand together.',
  mend: 'Keep `from` for one entity, or `each` for one entity from each device.',
};
const idMissing: Fault = {
  code: 'ENTITY_ID_MISSING',
  message: 'An entity from several devices needs an id of its own.',
  mend: 'Write `each` in place of `from` if every one of them is an entity; if they make one together, add `id`, the end of its URN.',
};
const idForEach: Fault = {
  code: 'ENTITY_TWICE',
  message: 'With `each` every device makes an entity, and one id cannot name them all.',
  mend: 'Remove `id`: each is called after its device.',
};
