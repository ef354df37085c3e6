/**
 * What a data model says about its attributes: names, types, words, limits, and whether there may be several. Enough
 * to judge what a site would send before anything is sent; the schemas themselves stay with their authors.
 */
import { isRecord } from './plan-problem.ts';

/** The form that the value of an attribute must have, in key-values. */
export type Form =
  | {
      readonly kind: 'number';
      readonly whole: boolean;
      readonly min?: number | undefined;
      readonly max?: number | undefined;
      /** True: `min` itself is too low. */
      readonly above?: boolean;
    }
  /** `least`: characters. */
  | { readonly kind: 'text'; readonly least?: number | undefined }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'boolean' | 'date-time' | 'time' | 'uri' | 'geometry' | 'any' }
  /** One Relationship. */
  | { readonly kind: 'reference' }
  /** Without entries it is no list. `distinct`: none may come twice. */
  | { readonly kind: 'list'; readonly of: Form; readonly least: number; readonly distinct: boolean }
  /** `parts` empty: any. */
  | { readonly kind: 'object'; readonly parts: Readonly<Record<string, Form>> }
  | { readonly kind: 'either'; readonly forms: readonly Form[] };

export interface Model {
  /** By name, without id, type and @context. */
  readonly attributes: ReadonlyMap<string, Form>;
  /** Besides id and type. */
  readonly required: readonly string[];
}

/** True where the attribute is a Relationship, one or several. */
export function isReference(form: Form): boolean {
  return form.kind === 'reference' || (form.kind === 'list' && form.of.kind === 'reference');
}

/** What the value should be and is not, completing the sentence "x must be"; undefined when it fits. */
export function misfit(form: Form, value: unknown): string | undefined {
  switch (form.kind) {
    case 'number':
      return typeof value === 'number' && within(form, value) ? undefined : formText(form);
    case 'text':
      return typeof value === 'string' && value.length >= (form.least ?? 0) ? undefined : formText(form);
    case 'word':
      return form.words.some((word) => word === value) ? undefined : formText(form);
    case 'list': {
      if (!Array.isArray(value) || value.length < form.least) return formText(form);
      const texts = value.map((each) => JSON.stringify(each));
      if (form.distinct && new Set(texts).size < texts.length) return 'a list in which nothing comes twice';
      const wrong = value.findIndex((each) => misfit(form.of, each) !== undefined);
      return wrong === -1 ? undefined : `${formText(form)}; ${texts[wrong]} is none`;
    }
    case 'object': {
      if (!isRecord(value) || Array.isArray(value)) return formText(form);
      for (const [name, part] of Object.entries(form.parts)) {
        const wrong = Object.hasOwn(value, name) ? misfit(part, value[name]) : undefined;
        if (wrong !== undefined) return `an object whose ${name} is ${wrong}`;
      }
      return undefined;
    }
    case 'either':
      return form.forms.some((each) => misfit(each, value) === undefined) ? undefined : formText(form);
    default:
      return simple[form.kind](value) ? undefined : formText(form);
  }
}

/** The form in words, for example `a number from 0 to 1` or `one of free, occupied`. */
export function formText(form: Form): string {
  switch (form.kind) {
    case 'number':
      return `${form.whole ? 'a whole number' : 'a number'}${limitsText(form)}`;
    case 'text':
      return form.least === undefined ? 'a text' : `a text of at least ${form.least} characters`;
    case 'word':
      return wordsText(form.words);
    case 'list':
      return form.of.kind === 'reference'
        ? 'a list of references'
        : `a list, each in it ${formText(form.of)}`;
    case 'either':
      return form.forms.map(formText).join(', or ');
    case 'boolean':
      return 'true or false';
    case 'date-time':
      return 'a time with zone, such as 2026-01-31T08:00:00Z';
    case 'time':
      return 'a time of day with zone, such as 08:00:00Z';
    case 'uri':
      return 'a URI';
    case 'reference':
      return 'one reference, not a list';
    case 'geometry':
      return 'a GeoJSON geometry';
    case 'object':
      return 'an object';
    case 'any':
      return 'anything';
  }
}

type Range = Extract<Form, { kind: 'number' }>;

function within({ whole, min, max, above }: Range, value: number): boolean {
  if (whole && !Number.isInteger(value)) return false;
  if (max !== undefined && value > max) return false;
  return min === undefined || value > min || (value === min && !above);
}

function limitsText({ min, max, above }: Range): string {
  if (min === undefined) return max === undefined ? '' : ` of at most ${max}`;
  if (max === undefined) return above ? ` above ${min}` : ` of at least ${min}`;
  return min === max ? ` that is ${min}` : ` from ${min} to ${max}`;
}

const mostWords = 16;

function wordsText(words: readonly string[]): string {
  const shown = words.slice(0, mostWords).join(', ');
  return words.length > mostWords
    ? `one of ${shown} and ${words.length - mostWords} more`
    : `one of ${shown}`;
}

const zone = /(?:Z|[+-]\d\d:?\d\d)$/i;
const geometries = new Set([
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
]);

const isUri = (value: unknown) => typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(value);

type SimpleKind = Exclude<Form['kind'], 'number' | 'text' | 'word' | 'list' | 'object' | 'either'>;

const simple: Readonly<Record<SimpleKind, (value: unknown) => boolean>> = {
  any: () => true,
  boolean: (value) => typeof value === 'boolean',
  'date-time': (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/.test(value) &&
    zone.test(value) &&
    !Number.isNaN(Date.parse(value)),
  time: (value) => typeof value === 'string' && /^\d\d:\d\d:\d\d/.test(value) && zone.test(value),
  uri: isUri,
  reference: isUri,
  geometry: (value) =>
    isRecord(value) &&
    typeof value.type === 'string' &&
    geometries.has(value.type) &&
    Array.isArray(value.coordinates),
};

/** True where every number the attribute may have lies within -1 to 1: it is a fraction, and a percentage would be wrong. */
export function isFraction(form: Form): boolean {
  const numbers = numbersIn(form);
  return (
    numbers.length > 0 && numbers.every(({ min, max }) => max !== undefined && max <= 1 && min !== undefined)
  );
}

/** The numeric forms of an attribute; more than one where it may be either. */
export function numbersIn(form: Form): Range[] {
  if (form.kind === 'either') return form.forms.flatMap(numbersIn);
  return form.kind === 'number' ? [form] : [];
}
