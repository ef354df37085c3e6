/**
 * What the site answers to the params of a mapping: the entry, the facts of its devices, the facts of the gateway,
 * the mapping's default, in this order.
 */
import type { ParamDefinition } from './mapping.ts';
import { holdsNull, isRecord, type PlanProblem } from './plan-problem.ts';

export interface ParamQuestion {
  readonly declared: Readonly<Record<string, ParamDefinition>>;
  /** The entry's own answers. `{ entity: id }` in them, also in lists, stands for the URN of that entity. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Facts to look in when the entry says nothing, nearest first. */
  readonly facts: readonly Readonly<Record<string, unknown>>[];
  /** URN by id of the entities of this site. */
  readonly urns: ReadonlyMap<string, string>;
  /** How the asker is called in sentences, for example `Environment/FloodMonitoring (entity river)`. */
  readonly asker: string;
}

export interface ParamAnswers {
  /** A name that is absent has no answer. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Params whose answer is missing or wrong; they are reported once, here. */
  readonly faulty: ReadonlySet<string>;
  readonly problems: readonly PlanProblem[];
}

export function answerMappingParams(question: ParamQuestion): ParamAnswers {
  const { declared, given, facts, urns, asker } = question;
  const answers: Record<string, unknown> = {};
  const faulty = new Set<string>();
  const problems: PlanProblem[] = [];
  const fault = (param: string, problem: PlanProblem) => {
    faulty.add(param);
    problems.push({ ...problem, param });
  };
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    fault(name, {
      code: 'UNKNOWN_PARAM',
      message: `${asker} asks for no param ${name}.`,
      mend: knownParams(Object.keys(declared)),
    });
  }
  for (const [name, definition] of Object.entries(declared)) {
    const source = [given, ...facts].find((each) => Object.hasOwn(each, name));
    const { value, unknown } = resolveUrns(source ? source[name] : definition.default, urns);
    if (unknown !== undefined) {
      fault(name, {
        code: 'UNKNOWN_ENTITY',
        message: `The param ${name} of ${asker} names the entity ${unknown}, which does not exist.`,
        mend: 'Write the id of another entity of this file.',
      });
    } else if (value === undefined) {
      if (!definition.optional) fault(name, missing(name, definition, asker));
    } else {
      const words = wrongAnswer(value, definition);
      if (words === undefined) answers[name] = value;
      else fault(name, { code: 'WRONG_PARAM', message: `The param ${name} of ${asker} ${words}.`, ...mend });
    }
  }
  return { answers, faulty, problems };
}

const mend = { mend: 'Correct the answer under `params` of the entity, or the fact of that name.' };

/** The value with each `{ entity: id }` replaced by its URN; `unknown` names the first id that does not exist. */
export function resolveUrns(
  value: unknown,
  urns: ReadonlyMap<string, string>,
): { readonly value: unknown; readonly unknown?: string } {
  if (Array.isArray(value)) {
    const resolved = value.map((each) => resolveUrns(each, urns));
    const unknown = resolved.find((each) => each.unknown !== undefined)?.unknown;
    const values = resolved.map((each) => each.value);
    return unknown === undefined ? { value: values } : { value: values, unknown };
  }
  if (!isRecord(value) || typeof value.entity !== 'string' || Object.keys(value).length !== 1) {
    return { value };
  }
  const urn = value.entity.startsWith('urn:') ? value.entity : urns.get(value.entity);
  return urn === undefined ? { value: undefined, unknown: value.entity } : { value: urn };
}

function missing(name: string, { unit, help, choices }: ParamDefinition, asker: string): PlanProblem {
  const asked = help === undefined ? '' : `: "${help}"`;
  const inUnit = unit === undefined ? '' : ` in ${unit}`;
  const among = choices ? `, one of ${choices.map(String).join(', ')}` : '';
  return {
    code: 'MISSING_PARAM',
    message: `${asker} asks for ${name}${asked}, and nothing answers it.`,
    mend: `Write ${name}${inUnit}${among} under \`params\` of the entity, or as a fact of its device or of the gateway.`,
  };
}

function wrongAnswer(value: unknown, { type, choices }: ParamDefinition): string | undefined {
  if (holdsNull(value)) return `is ${JSON.stringify(value)} and has a place without a value`;
  if (choices && !choices.some((choice) => choice === value)) {
    return `is ${JSON.stringify(value)} and must be one of ${choices.map(String).join(', ')}`;
  }
  const fits = {
    number: typeof value === 'number' && Number.isFinite(value),
    integer: Number.isSafeInteger(value),
    text: typeof value === 'string',
    boolean: typeof value === 'boolean',
    list: Array.isArray(value),
    table: isRecord(value) && !Array.isArray(value),
  }[type];
  return fits || choices ? undefined : `is ${JSON.stringify(value)} and must be a ${type}`;
}

function knownParams(names: readonly string[]): string {
  return names.length > 0 ? `It asks for ${names.join(', ')}.` : 'It asks for none; leave it out.';
}
