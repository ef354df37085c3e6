/**
 * The manual of the files, made from the same schemas that check them: JSON Schema for editors and `kopru schema`.
 * The checker knows more (units, overlaps, what hangs together); the schema knows keys, types and their meaning.
 */
import { z } from 'zod';
import { isMap } from './check-shape.ts';
import { driverFile } from './driver-schema.ts';
import { gatewayFile } from './gateway-schema.ts';
import { mappingShape } from './mapping-schema.ts';

export const fileKinds = ['gateway', 'driver', 'mapping'] as const;
export type FileKind = (typeof fileKinds)[number];

const schemas: Readonly<Record<FileKind, { readonly schema: z.ZodType; readonly title: string }>> = {
  gateway: { schema: gatewayFile, title: 'gateway.yaml of Köprü' },
  driver: { schema: driverFile, title: 'Driver file of Köprü' },
  mapping: { schema: mappingShape, title: 'Mapping file of Köprü' },
};

type Json = Record<string, unknown>;

/** JSON Schema (draft 7) of a file as it is written, with descriptions and defaults. */
export function jsonSchemaOf(kind: FileKind): Json {
  const { schema, title } = schemas[kind];
  const made: Json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  return { ...(kind === 'driver' ? withParams(made) : made), title };
}

/** Parts of a driver in which `{ param: name }` may stand for any scalar or list. */
const openParts: ReadonlySet<string> = new Set([
  'modbus',
  'mqtt',
  'serial',
  'lorawan',
  'host',
  'points',
  'messages',
]);

const paramReference: Json = {
  type: 'object',
  properties: { param: { type: 'string', description: 'Name of a param of this driver.' } },
  required: ['param'],
  additionalProperties: false,
};

function withParams(driver: Json): Json {
  const branches = Array.isArray(driver.anyOf) ? driver.anyOf.filter(isMap) : [];
  return {
    ...driver,
    anyOf: branches.map((branch) => ({
      ...branch,
      properties: mapped(branch.properties, (part, key) => (openParts.has(key) ? opened(part) : part)),
    })),
  };
}

/** The schema with a param allowed wherever a scalar or list stands; the maps around them stay maps. */
function opened(schema: Json): Json {
  if (schema.type === 'object') {
    const { additionalProperties: others } = schema;
    return {
      ...schema,
      ...(isMap(schema.properties) ? { properties: mapped(schema.properties, opened) } : {}),
      ...(isMap(others) ? { additionalProperties: opened(others) } : {}),
    };
  }
  const { description, ...rest } = schema;
  const inner =
    isMap(rest.items) && !Array.isArray(rest.items) ? { ...rest, items: opened(rest.items) } : rest;
  return { ...(description === undefined ? {} : { description }), anyOf: [inner, paramReference] };
}

function mapped(properties: unknown, change: (schema: Json, key: string) => Json): Json {
  if (!isMap(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, isMap(schema) ? change(schema, key) : schema]),
  );
}
