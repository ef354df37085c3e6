/** What a zod schema says about a place inside the value it describes: its keys, words and description. */
import { z } from 'zod';
import type { Path } from './document.ts';

/** Names of all keys that a map at this path may have; empty where any name may stand. */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  return [...new Set(formsAt(schema, path).flat())];
}

/** The keys of each form that a map at this path may have: several where the schema is a union. */
export function formsAt(schema: z.core.$ZodType, path: Path): string[][] {
  return objectsAt(schema, path).map(({ shape }) => Object.keys(shape));
}

/** Keys that a map at this path cannot do without; none where there are several forms to choose from. */
export function neededAt(schema: z.core.$ZodType, path: Path): string[] {
  const [form, ...others] = objectsAt(schema, path);
  if (!form || others.length > 0) return [];
  return Object.entries(form.shape).flatMap(([key, member]) =>
    z.safeParse(member, undefined).success ? [] : [key],
  );
}

/** The words of which one must stand at this path, of all forms together; empty where others may stand there too. */
export function wordsAt(schema: z.core.$ZodType, path: Path): string[] {
  const all = schemasAt(schema, path);
  const words = all.flatMap((each) => (each instanceof z.ZodLiteral ? [...each.values].map(String) : []));
  return words.length === all.length ? words : [];
}

/** The manual's sentence about the value at this path, if it has one. */
export function descriptionAt(schema: z.core.$ZodType, path: Path): string | undefined {
  return stepsTo(schema, path)
    .map((each) => z.globalRegistry.get(each)?.description)
    .find((text) => text !== undefined);
}

/** True where the schema leaves open what stands at this path or above it. */
export function isOpenAt(schema: z.core.$ZodType, path: Path): boolean {
  return [...path.keys(), path.length].some((length) =>
    stepsTo(schema, path.slice(0, length)).some((each) => each instanceof z.ZodUnknown),
  );
}

/** True if the value could stand at this path, whatever stands around it. */
export function couldStand(schema: z.core.$ZodType, path: Path, value: unknown): boolean {
  return schemasAt(schema, path).some((each) => z.safeParse(each, value).success);
}

const objectsAt = (schema: z.core.$ZodType, path: Path) =>
  schemasAt(schema, path).flatMap((each) => (each instanceof z.ZodObject ? [each] : []));

/** The schemas that may describe the value at this path, wrappers taken off; several because of unions. */
function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  return stepsTo(schema, path).filter((each) => bare(each).length === 0);
}

/** Every schema met at this path, wrappers included, outermost first. */
function stepsTo(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  const here = opened(schema);
  const [step, ...rest] = path;
  if (step === undefined) return here;
  return here.flatMap((each) => inside(each, step)).flatMap((each) => stepsTo(each, rest));
}

/** The schema, what it wraps, and the branches of a union. */
function opened(schema: z.core.$ZodType): z.core.$ZodType[] {
  return [schema, ...bare(schema).flatMap(opened)];
}

function bare(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodPipe) return [schema.in];
  const wrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly;
  return wrapper ? [schema.unwrap()] : [];
}

function inside(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const member: z.core.$ZodType | undefined = schema.shape[step];
    return member ? [member] : [];
  }
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodTuple) {
    const item = schema.def.items[Number(step)];
    return item ? [item] : [];
  }
  return [];
}
