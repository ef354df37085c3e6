/**
 * Names of attributes by data model, from `mappings/models.json`: enough to find a misspelt attribute and a missing
 * required one without the schemas themselves.
 */
import { z } from 'zod';
import type { Model } from '../core/mapping.ts';
import type { Fault } from './problems.ts';
import { closest } from './suggest.ts';

const shape = z.record(
  z.string(),
  z.strictObject({
    version: z.string(),
    required: z.string().describe('Names besides id and type, separated by blanks.'),
    attributes: z.string().describe('All names, separated by blanks.'),
  }),
);

/** By entity type. */
export type Models = Readonly<z.output<typeof shape>>;

/** Throws for a text that is not ours: the file belongs to the product, nobody edits it. */
export function parseModels(text: string): Models {
  return shape.parse(JSON.parse(text));
}

/** The model, or what is wrong with its name or version. A type of one's own is a warning: nothing can be checked. */
export function modelOf(
  models: Models,
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
  const model = {
    attributes: new Set(found.attributes.split(' ')),
    required: found.required.split(' ').filter((name) => name !== ''),
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
