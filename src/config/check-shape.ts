/**
 * Checks a value from a file against a strict zod schema and tells every fault at once, each with its place.
 *
 * Text stays text: where the schema wants a text and YAML saw a number, true or false, the characters as
 * written count, so `id: 017` is the text 017. Where a number is wanted, 017 is refused, since YAML reads it as
 * 17 and a person may mean either.
 */
import type { z } from 'zod';
import type { Path } from './document.ts';
import { type Fault, type Place, type Problem, problem } from './problems.ts';
import { isOpenAt } from './schema-walk.ts';
import type { Deeper, ShapeFault } from './shape-context.ts';
import { shapeFaults } from './shape-faults.ts';

/** A value and where each part of it was written: a document, a part of one, or values put together from several. */
export interface Sheet {
  readonly value: unknown;
  place(path: Path): Place;
  keyPlace(path: Path): Place;
  written(path: Path): string | undefined;
}

export interface ShapeOptions {
  /** Keys of the specification that this version does not know, each with a sentence. */
  readonly unsupported?: Readonly<Record<string, string>>;
  /** What the keys at the top may be called where they were written otherwise than in YAML: columns of a table. */
  readonly columns?: readonly string[];
  /** Names that stand one level deeper, under `key`: what a driver asks for. */
  readonly deeper?: Deeper | undefined;
  /** True for a path whose value cannot be judged here, such as `{ param: x }` before the param is known. */
  readonly pending?: (path: Path) => boolean;
}

export interface Shaped<T> {
  /**
   * Present also beside problems when leaving out what is wrong gives a whole value: then further checks can
   * find the other mistakes of the file in the same run.
   */
  readonly value?: T;
  readonly problems: readonly Problem[];
}

export function checkShape<T>(sheet: Sheet, schema: z.ZodType<T>, options: ShapeOptions = {}): Shaped<T> {
  const { unsupported = {}, columns, deeper, pending = () => false } = options;
  const judged = (path: Path) => !path.some((_, index) => pending(path.slice(0, index + 1)));
  const text = textAsWritten(sheet, schema);
  const numbers = numberFaults(sheet, text, []).filter(({ path }) => judged(path) && !isOpenAt(schema, path));
  const result = schema.safeParse(text);
  const faults = result.success
    ? []
    : shapeFaults(result.error.issues, {
        schema,
        valueAt: (path) => at(text, path),
        unsupported,
        columns,
        deeper,
      }).filter(({ path }) => judged(path));
  const problems = [...faults, ...numbers].map((fault) =>
    problem(fault.atKey ? sheet.keyPlace(fault.path) : sheet.place(fault.path), fault),
  );
  if (result.success) return { value: result.data, problems };
  const rest = schema.safeParse(faults.reduce((value, { path }) => without(value, path), text));
  return rest.success ? { value: rest.data, problems } : { problems };
}

/** The part of a sheet under a path, with paths counted from there. */
export function part(sheet: Sheet, base: Path): Sheet {
  return {
    value: at(sheet.value, base),
    place: (path) => sheet.place([...base, ...path]),
    keyPlace: (path) => sheet.keyPlace([...base, ...path]),
    written: (path) => sheet.written([...base, ...path]),
  };
}

/** The value at a path, or undefined. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) => (isMap(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
    value,
  );
}

export function isMap(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The value with the characters as written wherever the schema wants a text and found something else. */
function textAsWritten(sheet: Sheet, schema: z.ZodType): unknown {
  let value = sheet.value;
  for (;;) {
    const result = schema.safeParse(value);
    const wanted = result.success ? [] : result.error.issues.flatMap((issue) => textPaths(issue, []));
    const before = value;
    for (const path of wanted) {
      const found = at(value, path);
      const written = sheet.written(path);
      if (written !== undefined && (typeof found === 'number' || typeof found === 'boolean')) {
        value = replaced(value, path, written);
      }
    }
    if (value === before) return value;
  }
}

/** Where an issue, or a branch of a union in it, wants a text. Words to choose from are texts too. */
function textPaths(issue: z.core.$ZodIssue, base: Path): Path[] {
  const path = [...base, ...(issue.path as Path)];
  if (issue.code === 'invalid_union') {
    return issue.errors.flatMap((branch) => branch.flatMap((each) => textPaths(each, path)));
  }
  const text =
    (issue.code === 'invalid_type' && issue.expected === 'string') ||
    (issue.code === 'invalid_value' && issue.values.every((each) => typeof each === 'string'));
  return text ? [path] : [];
}

function numberFaults(sheet: Sheet, value: unknown, path: Path): ShapeFault[] {
  if (typeof value === 'number') {
    const fault = numberFault(value, sheet.written(path) ?? '');
    return fault ? [{ ...fault, path, atKey: false }] : [];
  }
  if (Array.isArray(value))
    return value.flatMap((each, index) => numberFaults(sheet, each, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => numberFaults(sheet, each, [...path, key]));
}

function numberFault(value: number, written: string): Fault | undefined {
  if (/^[-+]?0\d/.test(written)) {
    return {
      code: 'LEADING_ZERO',
      message: `${written} is read as the number ${value}.`,
      mend: `Write ${value}, or "${written}" in quotes if the zeros belong to it.`,
    };
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.e]/i.test(written)) {
    return {
      code: 'NUMBER_TOO_LARGE',
      message: `${written} has more digits than a number can keep.`,
      mend: 'Among sentinels write highest or lowest; a text stands in quotes.',
    };
  }
  return undefined;
}

function replaced(value: unknown, [step, ...rest]: Path, text: string): unknown {
  if (step === undefined) return text;
  if (Array.isArray(value))
    return value.map((each, index) => (index === step ? replaced(each, rest, text) : each));
  return isMap(value) ? { ...value, [step]: replaced(value[step], rest, text) } : value;
}

/** The value without the key at a path; for an entry of a list, without the list. */
function without(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined || !isMap(value) || Array.isArray(value)) return value;
  const inner = value[step];
  const deeper = rest.length > 0 && isMap(inner) && !(Array.isArray(inner) && rest.length === 1);
  if (deeper && !Array.isArray(inner)) return { ...value, [step]: without(inner, rest) };
  const { [step]: _, ...others } = value;
  return others;
}
