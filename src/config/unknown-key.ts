/** A key that does not exist at its place: misspelt, of another form of the map, or one level too high or too deep. */
import type { Path } from './document.ts';
import type { Fault } from './problems.ts';
import { formsAt, keysAt } from './schema-walk.ts';
import type { Deeper, Draft, ShapeContext } from './shape-context.ts';
import { closest } from './suggest.ts';

export function unknownKey(key: string, path: Path, context: ShapeContext): Draft {
  const base = { path: [...path, key], atKey: true };
  const later = context.unsupported[key];
  if (later !== undefined) {
    return {
      ...base,
      code: 'NOT_SUPPORTED',
      message: `\`${key}\` is not supported by this version.`,
      mend: later,
    };
  }
  if (path.length === 0 && context.deeper?.names.includes(key))
    return { ...base, ...belongsUnder(key, context.deeper) };
  if (/^\d+$/.test(key)) return { ...base, ...afterComma(key) };
  const rivals = rivalsOf(key, path, context);
  if (rivals.length > 0) return { ...base, ...otherForm(key, rivals) };
  const all = (path.length === 0 && context.columns) || keysAt(context.schema, path);
  const near = closest(key, all) ?? all.find((each) => each.endsWith(`.${key}`));
  const free = all.filter((each) => context.valueAt([...path, each]) === undefined);
  const stands = near !== undefined && !free.includes(near);
  const outer = outerOf(context.valueAt([...path, key]), all);
  return {
    ...base,
    code: 'UNKNOWN_KEY',
    message: `There is no key \`${key}\` here.`,
    mend: stands
      ? `\`${near}\` stands here already; remove this one.`
      : near !== undefined
        ? `Did you mean ${near}?`
        : outer !== undefined
          ? `The other way round: ${outer}: { ${key}: ... }.`
          : free.length > 0
            ? `Known here: ${free.join(', ')}.`
            : 'Remove it.',
    ...(near === undefined || stands ? {} : { replaces: [...path, near] }),
  };
}

/** The one key inside a value that belongs around it, as in `voltage: { deadband: 1 }`. */
function outerOf(value: unknown, known: readonly string[]): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [inner, ...others] = Object.keys(value);
  return inner !== undefined && others.length === 0 && known.includes(inner) ? inner : undefined;
}

/** Of a key that only another form of the map has: the keys beside it which that form does not have. */
function rivalsOf(key: string, path: Path, { schema, valueAt }: ShapeContext): string[] {
  const forms = formsAt(schema, path).filter((form) => form.includes(key));
  const value = valueAt(path);
  if (forms.length === 0 || typeof value !== 'object' || value === null) return [];
  const known = new Set(keysAt(schema, path));
  return Object.keys(value).filter((each) => known.has(each) && !forms.some((form) => form.includes(each)));
}

/** In `scale: 0,1` the comma ends the value, and a key 1 begins. */
const afterComma = (key: string): Fault => ({
  code: 'UNKNOWN_KEY',
  message: `There is no key \`${key}\` here.`,
  mend: `If it stands behind a comma and belongs to the number before it, write the decimal mark as a point: 0.${key}.`,
});

const belongsUnder = (name: string, { key }: Deeper): Fault => ({
  code: 'UNKNOWN_KEY',
  message: `\`${name}\` is an answer to the driver.`,
  mend: `It stands under \`${key}\`: ${key}: { ${name}: ... }.`,
});

const otherForm = (key: string, rivals: readonly string[]): Fault => ({
  code: 'UNKNOWN_KEY',
  message: `\`${key}\` cannot stand beside ${rivals.map((each) => `\`${each}\``).join(', ')}.`,
  mend: 'Remove what is not meant.',
});
