/**
 * Data models by name, from `mappings/models.json`: the facts of the Smart Data Models in a short notation of our own.
 *
 * A form is a word (`number`, `whole`, `text`, `boolean`, `date-time`, `time`, `uri`, `reference`, `geometry`,
 * `object`, `any`), with limits after a number or, counting characters, a text (`number 0..1`, `whole 1..`,
 * `number 0<..` for above 0); a list of words to choose from; `{ list }` of at least `least` entries, `distinct` where
 * none may come twice; `{ parts }` of an object; or `{ either }`.
 */
import { z } from 'zod';
import type { Form, Model } from '../core/model.ts';
import type { Fault } from './problems.ts';
import { closest } from './suggest.ts';

export type WrittenForm =
  | string
  | readonly string[]
  | {
      readonly list: WrittenForm;
      readonly least?: number | undefined;
      readonly distinct?: boolean | undefined;
    }
  | { readonly parts: { readonly [name: string]: WrittenForm } }
  | { readonly either: readonly WrittenForm[] };

const form: z.ZodType<WrittenForm> = z.lazy(() =>
  z.union([
    z.string(),
    z.array(z.string()),
    z.strictObject({ list: form, least: z.int().optional(), distinct: z.boolean().optional() }),
    z.strictObject({ parts: z.record(z.string(), form) }),
    z.strictObject({ either: z.array(form) }),
  ]),
);
const forms = z.record(z.string(), form);

const shape = z.strictObject({
  about: z.string().describe('Where the facts are from, and their licence.'),
  commons: z.record(z.string(), forms).describe('Attributes that many models share.'),
  models: z.record(
    z.string(),
    z.strictObject({
      version: z.string(),
      required: z.string().describe('Names besides id and type, separated by blanks.'),
      commons: z.string().describe('Names of the commons it has, separated by blanks.'),
      attributes: forms,
    }),
  ),
});

/** By entity type. */
export type Models = Readonly<z.output<typeof shape>>;

export const noModels: Models = { about: '', commons: {}, models: {} };

/** Throws for a text that is not ours: the file belongs to the product, nobody edits it. */
export function parseModels(text: string): Models {
  return shape.parse(JSON.parse(text));
}

/** The model, or what is wrong with its name or version. A type of one's own is a warning: nothing can be checked. */
export function modelOf(
  { models, commons }: Models,
  type: string,
  version: string,
): { readonly model: Model | undefined; readonly fault?: Fault } {
  const found = Object.hasOwn(models, type) ? models[type] : undefined;
  if (!found) {
    const near = closest(type, Object.keys(models));
    return {
      model: undefined,
      fault: {
        code: 'MODEL_UNKNOWN',
        severity: 'warning',
        message: `The data model ${type} is not bundled, so its attributes cannot be checked.`,
        mend: near === undefined ? 'Check the names yourself.' : `Did you mean ${near}?`,
      },
    };
  }
  const written = Object.assign({}, ...words(found.commons).map((name) => commons[name]), found.attributes);
  const model = {
    attributes: new Map(
      Object.entries(written as Record<string, WrittenForm>).map(([name, each]) => [name, formOf(each)]),
    ),
    required: words(found.required),
  };
  if (found.version === version) return { model };
  return {
    model,
    fault: {
      code: 'MODEL_VERSION',
      severity: 'warning',
      message: `The bundled ${type} is version ${found.version}, not ${version}.`,
      mend: `Write ${type} ${found.version} if the mapping fits it.`,
    },
  };
}

const words = (text: string) => text.split(' ').filter((word) => word !== '');

/** Throws for a notation that does not exist. */
export function formOf(written: WrittenForm): Form {
  if (typeof written === 'string') return plainForm(written);
  if (isWords(written)) return { kind: 'word', words: written };
  if ('list' in written) {
    const { list, least = 0, distinct = false } = written;
    return { kind: 'list', of: formOf(list), least, distinct };
  }
  if ('either' in written) return { kind: 'either', forms: written.either.map(formOf) };
  const parts = Object.entries(written.parts).map(([name, part]) => [name, formOf(part)]);
  return { kind: 'object', parts: Object.fromEntries(parts) };
}

const isWords = (written: WrittenForm): written is readonly string[] => Array.isArray(written);

const kinds = ['boolean', 'date-time', 'time', 'uri', 'reference', 'geometry', 'any'] as const;

function plainForm(written: string): Form {
  const [word = '', limits = '..'] = written.split(' ');
  const [low = '', high = ''] = limits.split('..');
  const limit = (text: string) => (text === '' ? undefined : Number(text));
  if (word === 'number' || word === 'whole') {
    const range = { min: limit(low.replace('<', '')), max: limit(high), above: low.endsWith('<') };
    return { kind: 'number', whole: word === 'whole', ...range };
  }
  if (word === 'text') return { kind: 'text', least: limit(low) };
  if (word === 'object') return { kind: 'object', parts: {} };
  const kind = kinds.find((each) => each === word);
  if (kind === undefined) throw new Error(`models.json has no form called ${written}.`);
  return { kind };
}
