/** What a person may write for a field, in words, from its JSON Schema. */

export type JsonSchema = Readonly<Record<string, unknown>>;

/** For example `duration`, "whole number, 1 to 247", "`rtu`, `ascii`" or "list of texts". */
export function fieldTypeText(schema: JsonSchema): string {
  if (typeof schema.title === 'string') return schema.title;
  const choices = branchesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map(fieldTypeText))].join(' or ');
  if (Array.isArray(schema.enum)) return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (Array.isArray(schema.type)) return schema.type.map((type) => words[String(type)] ?? type).join(' or ');
  if (schema.type === 'array') return listText(schema);
  if (schema.type === 'object') return mapText(schema);
  return `${words[String(schema.type)] ?? 'anything'}${rangeText(schema)}`;
}

/** The schemas of which one must fit. */
export function branchesOf(schema: JsonSchema): JsonSchema[] {
  const branches = schema.anyOf ?? schema.oneOf;
  return Array.isArray(branches) ? branches.filter(isSchema) : [];
}

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true` or `false`',
};

function listText({ items }: JsonSchema): string {
  if (!isSchema(items) || Object.keys(items).length === 0) return 'list';
  if (items.type === 'string') return 'list of texts';
  return items.type === 'object' ? 'list of maps' : `list of ${fieldTypeText(items)} each`;
}

function mapText({ properties }: JsonSchema): string {
  const keys = isSchema(properties) ? Object.keys(properties) : [];
  const few = keys.length > 0 && keys.length <= 3;
  return few ? `\`{ ${keys.map((key) => `${key}: ...`).join(', ')} }\`` : 'map';
}

/** Ends that a program has and a person never meets are left out. */
function rangeText({ minimum, maximum }: JsonSchema): string {
  const [low, high] = [minimum, maximum].map((end) =>
    typeof end === 'number' && Math.abs(end) < Number.MAX_SAFE_INTEGER ? end : undefined,
  );
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}`;
  if (low !== undefined) return `, ${low} or more`;
  return high === undefined ? '' : `, at most ${high}`;
}
