/**
 * The manual of the files, made from the same schemas that check them: JSON Schema for editors and `kopru schema`.
 * The checker knows more (units, overlaps, what hangs together); the schema knows keys, types and their meaning.
 */
import { z } from 'zod';
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

/** JSON Schema (draft 7) of a file as it is written, with descriptions and defaults. */
export function jsonSchemaOf(kind: FileKind): Record<string, unknown> {
  const { schema, title } = schemas[kind];
  return { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }), title };
}
