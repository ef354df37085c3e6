/** From what zod says about a value to what a person is told about it. */
import type { z } from 'zod';
import type { Path } from './document.ts';
import { nearForm } from './near-form.ts';
import { coveredText, type Fault } from './problems.ts';
import { couldStand, descriptionAt, keysAt, neededAt, wordsAt } from './schema-walk.ts';
import type { Draft, ShapeContext, ShapeFault } from './shape-context.ts';
import { didYouMean } from './suggest.ts';
import { unknownKey } from './unknown-key.ts';

type Issue = z.core.$ZodIssue;

/** All faults behind the issues of one parse; a union is told by its branch that fits best. */
export function shapeFaults(issues: readonly Issue[], context: ShapeContext): ShapeFault[] {
  const faults = issues.flatMap((issue) => faultsOf(issue, context));
  const meant = new Set(faults.flatMap(({ replaces }) => (replaces ? [JSON.stringify(replaces)] : [])));
  return faults
    .filter((fault) => fault.code !== 'MISSING_KEY' || !meant.has(JSON.stringify(fault.path)))
    .map(({ replaces: _, ...fault }) => fault);
}

function faultsOf(issue: Issue, context: ShapeContext): Draft[] {
  const path = issue.path as Path;
  const value = context.valueAt(path);
  const at = (fault: Fault, atKey = false): Draft => ({ ...fault, path, atKey });
  const custom = withNearForm(customFault(issue, path, value), path, value, context);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, context));
    case 'invalid_union':
      return unionFaults(issue, context);
    case 'invalid_key':
      return [at(keyFault(issue, path), true)];
    case 'invalid_type':
      if (value === undefined) return [at(missingKey(path, context))];
      if (isScalar(value) && keysAt(context.schema, path).join() === 'secret')
        return [at(secretInFile(path))];
      return [at(custom ?? wrongType(path, value, [issue.expected], [], context))];
    case 'invalid_value':
      if (value === undefined) return [at(missingKey(path, context))];
      return [at(custom ?? unknownWord(path, value, issue.values.map(String)))];
    case 'too_big':
    case 'too_small':
      return [at(custom ?? outOfRange(issue, path, value))];
    default:
      return [
        at(
          custom ?? {
            code: 'WRONG_FORM',
            message: `${named(path)} ${shown(value)} has not the right form.`,
            mend: descriptionAt(context.schema, path) ?? '',
          },
        ),
      ];
  }
}

/** The words that the schema itself gives, `what is wrong; the mend`, where they are not zod's own. */
function customFault(issue: Issue, path: Path, value: unknown): Fault | undefined {
  if (/^(Invalid|Too (big|small)|Unrecognized)/.test(issue.message)) return undefined;
  const [wrong = '', mend = ''] = issue.message.split(/;\s*/);
  const params: Record<string, unknown> = issue.code === 'custom' ? (issue.params ?? {}) : {};
  return {
    code: typeof params.code === 'string' ? params.code : 'WRONG_FORM',
    message: `${named(path)} ${isScalar(value) ? `${shown(value)} ` : ''}${wrong}.`,
    mend: mend === '' ? '' : `${mend.charAt(0).toUpperCase()}${mend.slice(1)}.`,
  };
}

/** The fault with what was meant, if a form close to the value could stand in its place. */
function withNearForm(
  fault: Fault | undefined,
  path: Path,
  value: unknown,
  { schema }: ShapeContext,
): Fault | undefined {
  if (fault?.code !== 'WRONG_FORM' || typeof value !== 'string') return fault;
  const form = nearForm(value, (each) => couldStand(schema, path, each));
  return form === undefined ? fault : { ...fault, mend: `Did you mean ${form}?` };
}

function missingKey(path: Path, context: ShapeContext): Fault {
  const words = wordsAt(context.schema, path);
  return {
    code: 'MISSING_KEY',
    message: `${named(path)} is missing.`,
    mend:
      words.length > 1
        ? `Write one of ${words.join(', ')}.`
        : (descriptionAt(context.schema, path) ?? 'Write it.'),
  };
}

function keyFault(issue: z.core.$ZodIssueInvalidKey, path: Path): Fault {
  const [first] = issue.issues;
  const words = first && customFault(first, path, undefined);
  const key = String(path.at(-1));
  return {
    code: 'WRONG_NAME',
    message: words?.message ?? `${key} cannot be a name here.`,
    mend: words?.mend ?? '',
  };
}

/** The branch whose issues lie deepest inside the value speaks; if none accepts even its kind, all are named. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion, context: ShapeContext): Draft[] {
  const path = issue.path as Path;
  const value = context.valueAt(path);
  if (value === undefined) return [{ ...missingKey(path, context), path, atKey: false }];
  const custom = customFault(issue, path, value);
  if (custom) return [{ ...custom, path, atKey: false }];
  const fitting = issue.errors.filter(
    (branch) => !branch.some((each) => each.path.length === 0 && isOfKind(each)),
  );
  const weight = (branch: readonly Issue[]) =>
    branch.reduce((sum, each) => sum + (each.code === 'unrecognized_keys' ? each.keys.length : 1), 0);
  const [best] = [...fitting].sort((a, b) => weight(a) - weight(b));
  if (best) return best.flatMap((each) => faultsOf({ ...each, path: [...path, ...each.path] }, context));
  const expected = issue.errors
    .flat()
    .flatMap((each) => (each.code === 'invalid_type' ? [each.expected] : []));
  const words = issue.errors
    .flat()
    .flatMap((each) => (each.code === 'invalid_value' ? each.values.map(String) : []));
  const fault =
    expected.length > 0 ? wrongType(path, value, expected, words, context) : unknownWord(path, value, words);
  return [{ ...fault, path, atKey: false }];
}

const isOfKind = (issue: Issue) => issue.code === 'invalid_type' || issue.code === 'invalid_value';

const kindWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  tuple: 'a list',
};

function wrongType(
  path: Path,
  value: unknown,
  expected: readonly string[],
  words: readonly string[],
  context: ShapeContext,
): Fault {
  const wanted = [...new Set([...expected.map((each) => kindWords[each] ?? each), ...words])];
  const list = wanted.length > 1 ? `${wanted.slice(0, -1).join(', ')} or ${wanted.at(-1)}` : wanted.join('');
  if (value === null) {
    return {
      code: 'EMPTY_VALUE',
      message: `${named(path)} has no value.`,
      mend: `Write ${list}, or remove the key.`,
    };
  }
  return {
    code: 'WRONG_TYPE',
    message: `${named(path)} must be ${list}, and is ${described(value)}.`,
    mend:
      typeMend(value, expected) ||
      formMend(neededAt(context.schema, path)) ||
      (isScalar(value) ? meaningAt(path, context) : ''),
  };
}

function typeMend(value: unknown, expected: readonly string[]): string {
  const numeric = expected.some((each) => each === 'number' || each === 'int');
  if (typeof value !== 'string') {
    if (expected.some((each) => each === 'array' || each === 'tuple'))
      return `Write it as a list: [${isScalar(value) ? shown(value) : ' ... '}].`;
    if (expected.includes('string') && isSingle(value)) return 'Write the value alone, without a key.';
    return expected.includes('int') && typeof value === 'number' ? 'Leave the decimals out.' : '';
  }
  if (expected.includes('boolean') && /^(yes|no|on|off|ja|evet|hayır)$/i.test(value))
    return 'Write true or false.';
  if (!numeric) return '';
  if (/^[-+]?\d+(\.\d+)?$/.test(value)) return 'Remove the quotes.';
  if (/^[-+]?\d+,\d+$/.test(value)) return `Write the decimal mark as a point: ${value.replace(',', '.')}.`;
  return 'Write the digits alone, without a unit.';
}

/** The manual's sentence about a place, or about what it is in. */
const meaningAt = (path: Path, { schema }: ShapeContext): string =>
  descriptionAt(schema, path) ?? descriptionAt(schema, path.slice(0, -1)) ?? '';

/** How a map begins whose keys cannot be left out. */
const formMend = (needed: readonly string[]): string =>
  needed.length > 0 ? `Write it as { ${needed.map((key) => `${key}: ...`).join(', ')} }.` : '';

function unknownWord(path: Path, value: unknown, words: readonly string[]): Fault {
  return {
    code: 'UNKNOWN_WORD',
    message: `${named(path)} cannot be ${described(value)}.`,
    mend:
      words.length === 1
        ? `Write ${words[0]}${value === words[0] ? ', without quotes' : ''}.`
        : didYouMean(String(value), words) || `Choose one of ${words.join(', ')}.`,
  };
}

function outOfRange(
  issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall,
  path: Path,
  value: unknown,
): Fault {
  const bound = String(issue.code === 'too_big' ? issue.maximum : issue.minimum);
  const side = issue.code === 'too_big' ? 'at most' : 'at least';
  if (issue.origin === 'array' || issue.origin === 'string') {
    const what = issue.origin === 'array' ? 'entries' : 'characters';
    const has = Array.isArray(value) || typeof value === 'string' ? value.length : 0;
    return {
      code: 'OUT_OF_RANGE',
      message: `${named(path)} has ${has} ${what}.`,
      mend: `It must have ${side} ${bound}.`,
    };
  }
  return {
    code: 'OUT_OF_RANGE',
    message: `${named(path)} is ${shown(value)}.`,
    mend: `It must be ${side} ${bound}.`,
  };
}

/** A secret that was written out where only its name belongs. */
export function secretInFile(path: Path): Fault {
  return {
    code: 'SECRET_IN_FILE',
    message: `${named(path)} is a secret, and secrets are never written into a file.`,
    mend: 'Write { secret: name } and put it into a file /etc/kopru/secrets/name that only root can read; `kopru explain SECRET_IN_FILE` knows more ways.',
  };
}

/** How a place is called in a sentence. */
function named(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  if (typeof last === 'string') return `\`${last}\``;
  const list = path.findLast((step) => typeof step === 'string');
  return list === undefined ? `Entry ${last + 1}` : `Entry ${last + 1} of \`${list}\``;
}

/** A map of one key with a text, number or word. */
const isSingle = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length === 1 &&
  Object.values(value).every(isScalar);

const isScalar = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${coveredText(value)}"` : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of keys';
  return typeof value === 'string' ? `the text ${shown(value)}` : shown(value);
}
