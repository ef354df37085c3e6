/**
 * Every field of the files by its dotted name, from the schemas that check them: for `kopru explain FIELD`.
 * Names of one's own and numbers of entries may stand in a name or be left out: `buses.rs485.line`, `buses.line`.
 */
import { branchesOf, fieldTypeText, isSchema, type JsonSchema } from './field-type.ts';
import { type FileKind, fileKinds, jsonSchemaOf } from './reference.ts';
import { closest } from './suggest.ts';

/** What a field means in one kind of file or protocol. */
export interface FieldMeaning {
  /** For example `whole number, 1 to 247`. */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  readonly default?: unknown;
  readonly example?: unknown;
  /** Protocols in whose drivers it means this; empty: in all. */
  readonly protocols: readonly string[];
}

export interface Field {
  readonly kind: FileKind;
  /** For example `devices.unitId` or `driver.points.scale`. */
  readonly name: string;
  /** Several where drivers of different protocols understand it differently. */
  readonly meanings: readonly FieldMeaning[];
  /** Names of the fields inside it, without its own. */
  readonly keys: readonly string[];
}

/** Fields whose name is, or ends with, what was asked. */
export function fieldsCalled(asked: string, fields: readonly Field[] = allFields()): Field[] {
  const wanted = asked.replace(/^gateway\.yaml\./, '').replaceAll(/\[\w*\]/g, '');
  const whole = fields.filter(({ name }) => name === wanted);
  if (whole.length > 0) return whole;
  const ends = fields.filter(({ name }) => name.endsWith(`.${wanted}`));
  return ends.length > 0 ? ends : withOwnNames(wanted, fields);
}

/** The nearest field for a name that none has. */
export function nearestField(asked: string, fields: readonly Field[] = allFields()): string | undefined {
  const names = fields.map(({ name }) => name);
  const near = closest(asked, names);
  if (near !== undefined) return near;
  const last = closest(asked.split('.').at(-1) ?? '', [...new Set(names.map((name) => lastOf(name)))]);
  const before = asked.split('.').slice(0, -1).join('.');
  const alike = names.filter((name) => lastOf(name) === last);
  return alike.find((name) => before !== '' && name.startsWith(before)) ?? alike[0];
}

export function allFields(): Field[] {
  return fileKinds.flatMap(fieldsOf);
}

/** In the order of the schema; fields of a gateway have no prefix, those of drivers and mappings have theirs. */
export function fieldsOf(kind: FileKind): Field[] {
  const found = new Map<string, Found[]>();
  collect(jsonSchemaOf(kind), [], undefined, found);
  const prefix = kind === 'gateway' ? '' : `${kind}.`;
  return [...found].map(([path, all]) => ({
    kind,
    name: prefix + path,
    meanings: merged(all),
    keys: [...found.keys()].filter((other) => other.startsWith(`${path}.`) && !deeper(path, other)),
  }));
}

interface Found {
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly protocol: string | undefined;
}

const deeper = (path: string, other: string) => other.slice(path.length + 1).includes('.');
const lastOf = (name: string) => name.split('.').at(-1) ?? '';

/** A name with voltage.L1 or the number of an entry in it: the one that shares most words, all of them in order. */
function withOwnNames(wanted: string, fields: readonly Field[]): Field[] {
  const words = wanted.split('.');
  const inOrder = ({ name }: Field) => {
    let at = 0;
    for (const word of words) if (name.split('.')[at] === word) at += 1;
    return at === name.split('.').length && lastOf(name) === words.at(-1) && name.split('.')[0] === words[0];
  };
  const fitting = fields.filter(inOrder);
  const most = Math.max(0, ...fitting.map(({ name }) => name.split('.').length));
  return fitting.filter(({ name }) => name.split('.').length === most);
}

const protocols = ['modbus', 'mqtt', 'serial', 'lorawan', 'host'] as const;

function collect(
  schema: JsonSchema,
  path: readonly string[],
  protocol: string | undefined,
  found: Map<string, Found[]>,
): void {
  for (const branch of branchesOf(schema)) collect(branch, path, protocol ?? protocolOf(branch, path), found);
  const { properties, additionalProperties, items, required } = schema;
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  for (const [key, inner] of Object.entries(isSchema(properties) ? properties : {})) {
    if (!isSchema(inner) || isParamReference(schema)) continue;
    const name = [...path, key].join('.');
    found.set(name, [
      ...(found.get(name) ?? []),
      { schema: inner, required: needed.includes(key), protocol },
    ]);
    collect(inner, [...path, key], protocol, found);
  }
  for (const inner of [additionalProperties, items]) {
    if (isSchema(inner)) collect(inner, path, protocol, found);
  }
}

/** Of a branch of the driver file. */
function protocolOf({ properties }: JsonSchema, path: readonly string[]): string | undefined {
  if (path.length > 0 || !isSchema(properties)) return undefined;
  return protocols.find((name) => name in properties);
}

/** `{ param: name }` may stand anywhere in a driver; it is no field of its own there. */
function isParamReference({ properties, required }: JsonSchema): boolean {
  const keys = Object.keys(isSchema(properties) ? properties : {});
  return keys.length === 1 && keys[0] === 'param' && Array.isArray(required) && required.includes('param');
}

function merged(all: readonly Found[]): FieldMeaning[] {
  const meanings = new Map<string, { readonly meaning: FieldMeaning; readonly in: Set<string> }>();
  for (const { schema, required, protocol } of all) {
    const meaning = meaningOf(schema, required);
    const key = JSON.stringify(meaning);
    const known = meanings.get(key) ?? { meaning, in: new Set<string>() };
    if (protocol !== undefined) known.in.add(protocol);
    meanings.set(key, known);
  }
  const distinct = [...meanings.values()];
  return distinct.map(({ meaning, in: where }) => ({
    ...meaning,
    protocols: where.size === protocols.length ? [] : [...where],
  }));
}

function meaningOf(schema: JsonSchema, required: boolean): FieldMeaning {
  const example = exampleOf(schema);
  return {
    type: fieldTypeText(schema),
    required,
    description: String(schema.description ?? ''),
    ...(schema.default === undefined || isEmpty(schema.default) ? {} : { default: schema.default }),
    ...(example === undefined ? {} : { example }),
    protocols: [],
  };
}

/** What may be written there as it is; undefined where only the site knows. */
function exampleOf(schema: JsonSchema): unknown {
  const { examples, default: standard, enum: choices, type } = schema;
  if (Array.isArray(examples)) return examples[0];
  if (standard !== undefined && !isEmpty(standard)) return standard;
  if (schema.title === 'duration') return '10s';
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(choices)) return choices[0];
  if (type === 'boolean') return true;
  const [first] = branchesOf(schema)
    .map(exampleOf)
    .filter((each) => each !== undefined);
  return first;
}

const isEmpty = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
