/** The keys of a kind of file as a table, from the schema that checks them. */
import { markdownTable } from './generated.ts';

type Schema = Readonly<Record<string, unknown>>;

/** `schema`: of an object; each of its keys is a row. */
export function fieldTable(schema: Schema): string {
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const rows = Object.entries((schema.properties as Record<string, Schema> | undefined) ?? {}).map(
    ([key, property]) => [
      `\`${key}\`${required.has(key) ? ' (required)' : ''}`,
      typeText(property),
      String(property.description ?? ''),
    ],
  );
  return markdownTable(['key', 'what to write', 'meaning'], rows);
}

/** The schema below a path of property names; `*` is what stands under any name, `[]` an entry of a list. */
export function below(schema: Schema, path: readonly string[]): Schema {
  return path.reduce<Schema>((inner, step) => {
    if (step === '*') return inner.additionalProperties as Schema;
    if (step === '[]') return inner.items as Schema;
    return (inner.properties as Record<string, Schema>)[step] ?? {};
  }, schema);
}

function typeText(schema: Schema): string {
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (choices) return [...new Set(choices.map(typeText))].join(' or ');
  if (schema.enum) return (schema.enum as unknown[]).map((word) => `\`${word}\``).join(', ');
  if (Array.isArray(schema.type))
    return schema.type.map((type) => words[type as string] ?? type).join(' or ');
  if (schema.type === 'array') {
    const items = schema.items as Schema | undefined;
    return `list${items && Object.keys(items).length > 0 ? ` of ${plural(items)}` : ''}`;
  }
  if (schema.type === 'object') {
    const keys = Object.keys((schema.properties as Schema | undefined) ?? {});
    return keys.length > 0 && keys.length <= 3
      ? `\`{ ${keys.map((key) => `${key}: ...`).join(', ')} }\``
      : 'map';
  }
  return words[String(schema.type)] ?? 'anything';
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true` or `false`',
};

function plural(schema: Schema): string {
  if (schema.type === 'string') return 'texts';
  return schema.type === 'object' ? 'maps' : `${typeText(schema)} each`;
}
