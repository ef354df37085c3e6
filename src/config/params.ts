/**
 * Params: what a driver or mapping asks the site. Declared in its file, answered in gateway.yaml, and put in
 * wherever the file says `{ param: name }`, or `{name}` inside a topic.
 */
import { z } from 'zod';
import { units } from '../core/unit.ts';
import { checkShape, isMap, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type Problem, problem } from './problems.ts';
import { didYouMean } from './suggest.ts';
import { unknownUnit } from './units.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const paramDeclaration = z.strictObject({
  type: z
    .enum(['number', 'integer', 'text', 'boolean', 'list', 'table'])
    .optional()
    .describe('What the answer is; number when `unit` is given, else text.'),
  unit: z.string().optional().describe('UN/CEFACT code in which the number is given.'),
  choices: z.array(scalar).min(1).optional().describe('All possible answers.'),
  default: z.unknown().optional().describe('Answer when the site gives none.'),
  optional: z.boolean().optional().describe('True: may be left unanswered; what depends on it is left out.'),
  help: z.string().optional().describe('What the technician is asked, as a sentence.'),
});
export type ParamDeclaration = z.output<typeof paramDeclaration>;

export const paramDeclarations = z.record(
  z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9]*$/, 'is no name for a param; use letters and digits, a letter first'),
  paramDeclaration,
);
export type ParamDeclarations = z.output<typeof paramDeclarations>;

/** Answers by name; a name that is absent was left unanswered. */
export type Answers = ReadonlyMap<string, unknown>;

/**
 * The answers of a site to what is asked, defaults filled in.
 *
 * `of` names the asker in sentences, for example `driver eastron/sdm630`. Unanswered params are problems at the
 * place of the sheet itself.
 */
export function answerParams(
  declared: ParamDeclarations,
  given: Sheet,
  of: string,
): { readonly answers: Answers; readonly problems: readonly Problem[] } {
  const sheet = given.value === undefined ? { ...given, value: {} } : given;
  const { value, problems } = checkShape(sheet, schemaOf(declared));
  const answers = new Map(Object.entries(value ?? {}).filter(([, answer]) => answer !== undefined));
  return { answers, problems: problems.map((each) => inWordsOfParams(each, of)) };
}

/** Answers that are known without a site: the defaults. */
export function defaultAnswers(declared: ParamDeclarations): Answers {
  return new Map(
    Object.entries(declared).flatMap(([name, each]) =>
      each.default === undefined ? [] : [[name, each.default] as const],
    ),
  );
}

/** Declarations that contradict themselves: a default that is no possible answer, a unit that does not exist. */
export function declarationProblems(declared: ParamDeclarations, sheet: Sheet): Problem[] {
  return Object.entries(declared).flatMap(([name, each]) => {
    const problems: Problem[] = [];
    if (each.unit !== undefined && !units.has(each.unit)) {
      problems.push(problem(sheet.place([name, 'unit']), unknownUnit(each.unit)));
    }
    if (each.default !== undefined && !answerType(each).safeParse(each.default).success) {
      const message = `The default of \`${name}\` is no possible answer to it.`;
      const mend = 'Correct the default, or `type` and `choices`.';
      problems.push(problem(sheet.place([name, 'default']), { code: 'WRONG_TYPE', message, mend }));
    }
    return problems;
  });
}

/** True for `{ param: name }`. */
export function isParamReference(value: unknown): value is { readonly param: string } {
  return isMap(value) && typeof value.param === 'string' && Object.keys(value).length === 1;
}

/**
 * The sheet with each `{ param: name }` replaced by its answer. What has no answer stays as it is, so that a
 * check can pass over it; a name that is not declared is a problem.
 */
export function fillSheet(
  sheet: Sheet,
  declared: ParamDeclarations,
  answers: Answers,
): { readonly sheet: Sheet; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const replacedAt = new Set<string>();
  const fill = (value: unknown, path: Path): unknown => {
    if (isParamReference(value)) {
      if (!Object.hasOwn(declared, value.param)) {
        problems.push(problem(sheet.place([...path, 'param']), unknownParam(value.param, declared)));
      }
      if (!answers.has(value.param)) return value;
      replacedAt.add(JSON.stringify(path));
      return answers.get(value.param);
    }
    if (Array.isArray(value)) return value.map((each, index) => fill(each, [...path, index]));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, [...path, key])]));
  };
  const value = fill(sheet.value, []);
  const isReplaced = (path: Path) =>
    path.some((_, index) => replacedAt.has(JSON.stringify(path.slice(0, index + 1))));
  return {
    sheet: { ...sheet, value, written: (path) => (isReplaced(path) ? undefined : sheet.written(path)) },
    problems,
  };
}

/** The text with each `{name}` replaced by its answer; `open` names those without one. */
export function fillText(
  text: string,
  answers: Answers,
): { readonly text: string; readonly open: readonly string[] } {
  const open: string[] = [];
  const filled = text.replaceAll(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g, (whole, name: string) => {
    if (answers.has(name)) return String(answers.get(name));
    open.push(name);
    return whole;
  });
  return { text: filled, open };
}

export function unknownParam(name: string, declared: ParamDeclarations) {
  return {
    code: 'UNKNOWN_PARAM',
    message: `No param is called ${name}.`,
    mend: didYouMean(name, Object.keys(declared), 'Declare it under `params`.'),
  };
}

/** Made once for all devices that answer the same declarations. */
const schemas = new WeakMap<ParamDeclarations, z.ZodType<Record<string, unknown>>>();

function schemaOf(declared: ParamDeclarations): z.ZodType<Record<string, unknown>> {
  const known = schemas.get(declared);
  if (known) return known;
  const schema = z.strictObject(
    Object.fromEntries(Object.entries(declared).map(([name, each]) => [name, answerSchema(each)])),
  );
  schemas.set(declared, schema);
  return schema;
}

function answerSchema(declared: ParamDeclaration): z.ZodType {
  const type = answerType(declared).describe(declared.help ?? 'Answer it under `params`.');
  if (declared.default !== undefined) return type.default(declared.default);
  return declared.optional ? type.optional() : type;
}

function answerType({ type, unit, choices }: ParamDeclaration): z.ZodType {
  if (choices && type === undefined) return z.literal(choices);
  if (choices) return z.literal(type === 'text' ? choices.map(String) : choices);
  switch (type ?? (unit === undefined ? 'text' : 'number')) {
    case 'number':
      return z.number();
    case 'integer':
      return z.int();
    case 'boolean':
      return z.boolean();
    case 'list':
      return z.array(z.unknown());
    case 'table':
      return z.record(z.string(), z.unknown());
    default:
      return z.string();
  }
}

function inWordsOfParams(each: Problem, of: string): Problem {
  const name = /`([^`]*)`/.exec(each.message)?.[1] ?? '';
  if (each.code === 'MISSING_KEY') {
    return { ...each, code: 'MISSING_PARAM', message: `The param \`${name}\` of ${of} is not answered.` };
  }
  if (each.code === 'UNKNOWN_KEY') {
    return { ...each, code: 'UNKNOWN_PARAM', message: `There is no param \`${name}\` in ${of}.` };
  }
  return each;
}
