/**
 * Whether what a mapping makes can be what the data model wants: type, words, limits, percent or fraction, one
 * reference or a list. Known from the mapping file alone; what the site answers is judged when an entity is planned.
 */
import type { AttributeSource, ParamDefinition } from '../core/mapping.ts';
import { type Form, formText, isFraction, isReference, misfit, numbersIn } from '../core/model.ts';
import { parseQuantity, type Quantity } from '../core/quantity.ts';
import { units } from '../core/unit.ts';
import type { WrittenAttribute } from './mapping-schema.ts';
import type { Fault } from './problems.ts';

export interface ModelQuestion {
  readonly type: string;
  readonly name: string;
  readonly form: Form;
  readonly written: WrittenAttribute;
  readonly source: AttributeSource;
  readonly params: Readonly<Record<string, ParamDefinition>>;
}

/** `path`: below the attribute; empty for its name. */
export interface ModelFault {
  readonly path: readonly (string | number)[];
  readonly fault: Fault;
}

export function modelFaults(question: ModelQuestion): ModelFault[] {
  const { source, form, written } = question;
  switch (source.kind) {
    case 'from':
      return unique(
        source.quantities.flatMap((name) => quantityFaults(question, form, name, ['from'], undefined)),
      );
    case 'object':
      return objectFaults(question, source.parts);
    case 'formula': {
      const { type } = source.formula;
      const faults = resultFaults(question, form, type === 'text' ? 'a text' : type, ['formula']);
      const isPlain = faults.length === 0 && type === 'number' && !written.values;
      return isPlain ? numberFaults(question, form, written.unit, undefined) : faults;
    }
    case 'param':
      return paramFaults(question, source.param);
    case 'value':
      return valueFaults(question, form, source.value, ['value']);
    case 'fact': {
      const isPlace = source.fact === 'location';
      return resultFaults(question, form, isPlace ? 'a geometry' : 'a text', ['fact']);
    }
    case 'ref':
      return refFaults(question, source.ref);
    case 'tag':
      return resultFaults(question, form, 'a text', ['tag']);
    case 'event':
      return (['began', 'ended'] as const).flatMap((word) =>
        valueFaults(question, form, source[word], ['event', word]),
      );
    case 'time':
      return resultFaults(question, form, 'a time', ['time']);
  }
}

/** Numbers that are made of something else than numbers. */
const counts: readonly string[] = ['count', 'known', 'countTrue', 'countFalse', 'shareTrue'];

type Result = 'number' | 'state' | 'a text' | 'a list' | 'an object' | 'a geometry' | 'a time';

const accepting: Readonly<Record<Result, readonly Form['kind'][]>> = {
  number: ['number', 'any'],
  state: ['boolean', 'any'],
  'a text': ['text', 'word', 'date-time', 'time', 'uri', 'any'],
  'a list': ['list', 'any'],
  'an object': ['object', 'any'],
  'a geometry': ['geometry', 'any'],
  'a time': ['date-time', 'text', 'any'],
};

const accepts = (form: Form, result: Result): boolean =>
  form.kind === 'either'
    ? form.forms.some((each) => accepts(each, result))
    : accepting[result].includes(form.kind);

/** What becomes of a result, with the words of `values` put in its place. */
function resultFaults(
  { type, name, written: { values } }: ModelQuestion,
  form: Form,
  result: Result,
  path: ModelFault['path'],
): ModelFault[] {
  if (values) {
    // A param holds them: the site's words are judged when the entity is planned.
    if (isParam(values)) return [];
    return Object.entries(values).flatMap(([key, word]) =>
      valueFaults({ type, name }, form, word, ['values', key]),
    );
  }
  if (accepts(form, result)) return [];
  const gives = { number: 'a number', state: 'true or false' }[result as string] ?? result;
  const toWord = form.kind === 'word' || form.kind === 'text';
  const mend =
    isReference(form) || result === 'a list' || result === 'a geometry' || !toWord
      ? 'Choose another source, or another attribute.'
      : 'Say with `values: { ... }` which word stands for which value.';
  return [
    {
      path,
      fault: {
        code: 'MODEL_TYPE',
        message: `${type} wants ${formText(form)} in ${name}, and the mapping gives ${gives}.`,
        mend: isReference(form) ? 'It is a Relationship: write `ref`.' : mend,
      },
    },
  ];
}

const isParam = (values: object) =>
  Object.keys(values).length === 1 && 'param' in values && typeof values.param === 'string';

function quantityFaults(
  question: ModelQuestion,
  form: Form,
  name: string,
  path: ModelFault['path'],
  part: string | undefined,
): ModelFault[] {
  const parsed = parseQuantity(name);
  if ('problem' in parsed) return [];
  const { quantity } = parsed;
  const { window, across, unit, values } = question.written;
  const count = window ?? across;
  if (count !== undefined && counts.includes(count)) {
    const counted = resultFaults(question, form, 'number', path);
    if (counted.length > 0 || values) return counted;
    // A count over devices is a whole number, and not below zero, without being told.
    if (across && count !== 'shareTrue') return [];
    return numberFaults(question, form, count === 'shareTrue' ? (unit ?? 'C62') : undefined, part);
  }
  const isNumber = quantity.kind !== 'state' && quantity.kind !== 'text';
  const result = isNumber ? 'number' : quantity.kind === 'state' ? 'state' : 'a text';
  const faults = resultFaults(question, form, result, path);
  if (faults.length > 0 || !isNumber || values) return faults;
  return numberFaults(question, form, unit ?? quantity.unit, part, quantity);
}

/** Percent for a fraction, numbers the model does not allow, fractions where it wants whole numbers. */
function numberFaults(
  { type, name: attribute, written }: ModelQuestion,
  form: Form,
  unit: string | undefined,
  part: string | undefined,
  quantity?: Quantity,
): ModelFault[] {
  const name = part === undefined ? attribute : `${part} of ${attribute}`;
  const at: ModelFault['path'] = written.unit === undefined ? [] : ['unit'];
  const forms = numbersIn(form);
  if (isFraction(form) && unit === 'P1') return [{ path: at, fault: percent(type, name, form, 'P1', 'C62') }];
  if (unit === 'C62' && quantity?.unit === 'P1' && forms.some(({ max }) => max === 100)) {
    return [{ path: at, fault: percent(type, name, form, 'C62', 'P1') }];
  }
  const [widest] = forms;
  if (widest === undefined) return [];
  const wholeMissing = forms.every(({ whole }) => whole) && written.round !== 0;
  const min = unmet(widest.min, written.min, (limit, given) => given >= limit);
  const max = unmet(widest.max, written.max, (limit, given) => given <= limit);
  const mends = [
    ...(min === undefined ? [] : [`min: ${min}`]),
    ...(max === undefined ? [] : [`max: ${max}`]),
    ...(wholeMissing ? ['round: 0'] : []),
  ];
  if (mends.length === 0) return [];
  const fault: Fault = {
    code: 'MODEL_RANGE',
    severity: 'warning',
    message: `${type} wants ${formText(widest)} in ${name}, and the mapping can give another.`,
    mend: `Write \`${mends.join(', ')}\`.`,
  };
  return [{ path: [], fault }];
}

function unmet(
  limit: number | undefined,
  given: number | undefined,
  holds: (limit: number, given: number) => boolean,
): number | undefined {
  return limit === undefined || (given !== undefined && holds(limit, given)) ? undefined : limit;
}

function percent(type: string, name: string, form: Form, given: string, wanted: string): Fault {
  const called = (code: string) => `${code} (${units.get(code)?.name ?? code})`;
  return {
    code: 'MODEL_PERCENT',
    message: `${type} wants ${formText(form)} in ${name}, which is ${called(wanted)}, and the mapping gives ${called(given)}.`,
    mend: `Write \`unit: ${wanted}\`; values are then converted by themselves.`,
  };
}

function objectFaults(
  question: ModelQuestion,
  parts: Readonly<Record<string, readonly string[]>>,
): ModelFault[] {
  const { form, type, name } = question;
  if (!accepts(form, 'an object')) return resultFaults(question, form, 'an object', ['object']);
  const known: Readonly<Record<string, Form>> = form.kind === 'object' ? form.parts : {};
  if (Object.keys(known).length === 0) return [];
  return unique(
    Object.entries(parts).flatMap(([key, quantities]) => {
      const part = Object.hasOwn(known, key) ? known[key] : undefined;
      if (part) {
        return quantities.flatMap((each) => quantityFaults(question, part, each, ['object', key], key));
      }
      const fault = {
        code: 'MODEL_TYPE',
        message: `${name} of ${type} has no part ${key}.`,
        mend: `Its parts are ${Object.keys(known).join(', ')}.`,
      };
      return [{ path: ['object', key], fault }];
    }),
  );
}

function paramFaults(question: ModelQuestion, param: string): ModelFault[] {
  const { form, params, written } = question;
  const declared = Object.hasOwn(params, param) ? params[param] : undefined;
  if (!declared) return [];
  if (isReference(form)) {
    const { type, name } = question;
    return [
      reference(['param'], `${name} of ${type} is a Relationship.`, `Write \`ref: { param: ${param} }\`.`),
    ];
  }
  if ((written.unit ?? declared.unit) === 'P1' && isFraction(form) && !written.values) {
    const { type, name } = question;
    return [{ path: ['param'], fault: percent(type, name, form, 'P1', 'C62') }];
  }
  if (declared.choices && !written.values) {
    return unique(declared.choices.flatMap((each) => valueFaults(question, form, each, ['param'])));
  }
  const results = {
    number: 'number',
    integer: 'number',
    text: 'a text',
    boolean: 'state',
    list: 'a list',
    table: 'an object',
  } as const;
  const faults = resultFaults(question, form, results[declared.type], ['param']);
  if (faults.length > 0 || declared.default === undefined || written.values) return faults;
  return written.unit === undefined ? valueFaults(question, form, declared.default, ['param']) : [];
}

function refFaults(
  question: ModelQuestion,
  ref: Extract<AttributeSource, { kind: 'ref' }>['ref'],
): ModelFault[] {
  const { form, type, name, params } = question;
  if (!isReference(form)) {
    const wants = `${type} wants ${formText(form)} in ${name}, which is no Relationship.`;
    return [reference(['ref'], wants, 'Choose another source, or another attribute.')];
  }
  const list = form.kind === 'list';
  const param = typeof ref === 'object' && 'param' in ref ? params[ref.param] : undefined;
  if (typeof ref === 'object' && 'param' in ref && !param) return [];
  const gives = param ? param.type === 'list' : ref !== 'device';
  if (list === gives) return [];
  const message = list
    ? `${name} of ${type} is a list of references, and the mapping gives one.`
    : `${name} of ${type} is one reference, and the mapping gives a list.`;
  const mend = param
    ? `Declare the param with \`type: ${list ? 'list' : 'text'}\`.`
    : list
      ? 'Write `ref: devices`.'
      : 'Write `ref: device`.';
  return [reference(['ref'], message, mend)];
}

const reference = (path: ModelFault['path'], message: string, mend: string): ModelFault => ({
  path,
  fault: { code: 'MODEL_REFERENCE', message, mend },
});

function valueFaults(
  { type, name }: Pick<ModelQuestion, 'type' | 'name'>,
  form: Form,
  value: unknown,
  path: ModelFault['path'],
): ModelFault[] {
  const wanted = misfit(form, value);
  if (wanted === undefined) return [];
  const message = `${name} of ${type} cannot be ${JSON.stringify(value)}.`;
  return [{ path, fault: { code: 'MODEL_VALUE', message, mend: `It must be ${wanted}.` } }];
}

/** Of equal faults the first: several quantities of one attribute often share one. */
function unique(faults: readonly ModelFault[]): ModelFault[] {
  return faults.filter(
    ({ fault }, index) => faults.findIndex((each) => each.fault.message === fault.message) === index,
  );
}
