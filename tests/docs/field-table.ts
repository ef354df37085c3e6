/** The keys of a kind of file as a table, from the schema that checks them. */
import { branchesOf, fieldTypeText } from '../../src/config/field-type.ts';
import { markdownTable } from './generated.ts';

type Schema = Readonly<Record<string, unknown>>;

/** `schema`: of an object; each of its keys is a row. */
export function fieldTable(schema: Schema): string {
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const rows = Object.entries((schema.properties as Record<string, Schema> | undefined) ?? {}).map(
    ([key, property]) => [
      `\`${key}\`${required.has(key) ? ' (required)' : ''}`,
      fieldTypeText(property),
      String(property.description ?? ''),
    ],
  );
  return markdownTable(['key', 'what to write', 'meaning'], rows);
}

/** The schema below a path of property names; `*` is what stands under any name, `[]` an entry of a list, `|1` a choice. */
export function below(schema: Schema, path: readonly string[]): Schema {
  return path.reduce<Schema>((inner, step) => {
    if (step === '*') return inner.additionalProperties as Schema;
    if (step === '[]') return inner.items as Schema;
    if (step.startsWith('|')) return branchesOf(inner)[Number(step.slice(1))] ?? {};
    return (inner.properties as Record<string, Schema>)[step] ?? {};
  }, schema);
}
