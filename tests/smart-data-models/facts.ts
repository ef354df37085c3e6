/** From the original schemas to the facts in `mappings/models.json`. */
import type { Models, WrittenForm } from '../../src/config/models.ts';
import { index, type Json, type Node, requiredNames, resolved, schemaOf } from './bundle.ts';

type Forms = Record<string, WrittenForm>;

const about =
  'Names, types, words and limits of the attributes of the Smart Data Models (https://smartdatamodels.org), taken ' +
  'from their JSON Schemas, (c) the contributors to the Smart Data Models programme, CC BY 4.0 ' +
  '(https://creativecommons.org/licenses/by/4.0/). Shortened: without descriptions and patterns.';

/** Facts of all bundled models; what many share stands once, under the name of its definition. */
export function modelFacts(): Models {
  const commons: Record<string, Forms> = {};
  const models: Record<string, Models['models'][string]> = {};
  for (const type of Object.keys(index.models).toSorted()) {
    const own: Forms = {};
    const shared: string[] = [];
    const walk = (node: Node) => {
      const name = commonName(node.schema);
      const { schema, document } = resolved(node);
      if (name === undefined) Object.assign(own, formsIn({ schema, document }));
      else {
        shared.push(name);
        commons[name] = sorted(formsIn({ schema, document }));
      }
      for (const part of (schema.allOf as Json[] | undefined) ?? []) walk({ schema: part, document });
    };
    walk(schemaOf(type));
    models[type] = {
      version: index.models[type]?.version ?? '',
      required: requiredNames(type).join(' '),
      commons: shared.join(' '),
      attributes: sorted(own),
    };
  }
  return { about, commons, models };
}

/** One attribute on a line. */
export function factsText({ about, commons, models }: Models): string {
  const block = (forms: Readonly<Forms>, margin: string) =>
    `{\n${Object.entries(forms)
      .map(([name, form]) => `${margin}  ${JSON.stringify(name)}: ${JSON.stringify(form)}`)
      .join(',\n')}\n${margin}}`;
  const shared = Object.entries(commons).map(
    ([name, forms]) => `    ${JSON.stringify(name)}: ${block(forms, '    ')}`,
  );
  const all = Object.entries(models).map(
    ([name, { version, required, commons, attributes }]) =>
      `    ${JSON.stringify(name)}: {\n      "version": ${JSON.stringify(version)},\n` +
      `      "required": ${JSON.stringify(required)},\n      "commons": ${JSON.stringify(commons)},\n` +
      `      "attributes": ${block(attributes, '      ')}\n    }`,
  );
  return `{\n  "about": ${JSON.stringify(about)},\n  "commons": {\n${shared.join(',\n')}\n  },\n  "models": {\n${all.join(',\n')}\n  }\n}\n`;
}

const sorted = (forms: Forms): Forms =>
  Object.fromEntries(Object.entries(forms).toSorted(([a], [b]) => (a < b ? -1 : 1)));

function commonName({ $ref }: Json): string | undefined {
  return typeof $ref === 'string' ? /#\/definitions\/([\w-]+)$/.exec($ref)?.[1] : undefined;
}

function formsIn({ schema, document }: Node): Forms {
  const properties = Object.entries((schema.properties as Json | undefined) ?? {});
  return Object.fromEntries(
    properties
      .filter(([name]) => !['id', 'type', '@context'].includes(name))
      .map(([name, property]) => {
        const node = resolved({ schema: property as Json, document });
        const told = String((property as Json).description ?? node.schema.description ?? '');
        const refers = /^Relationship\b/.test(told) || /^ref[A-Z]/.test(name);
        return [name, /^GeoProperty\b/.test(told) ? 'geometry' : formIn(node, refers)];
      }),
  );
}

/** `refers`: a text in it is the name of an entity. */
function formIn(node: Node, refers = false): WrittenForm {
  const { schema, document } = resolved(node);
  const inner = (each: unknown) => formIn({ schema: each as Json, document }, refers);
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (choices) {
    if (choices.every((each) => resolved({ schema: each, document }).schema.type === 'string')) {
      return refers ? 'reference' : 'text';
    }
    const forms = choices.map(inner);
    const [only] = forms;
    if (forms.length === 1 && only !== undefined) return only;
    return forms.every((each) => JSON.stringify(each).includes('coordinates'))
      ? 'geometry'
      : { either: forms };
  }
  if (schema.enum) {
    const words = schema.enum as unknown[];
    return words.every((word) => typeof word === 'string') ? words : `number ${words[0]}..${words[0]}`;
  }
  switch (schema.type ?? (typeof schema.format === 'string' ? 'string' : undefined)) {
    case 'string':
      if (schema.format === 'date-time' || schema.format === 'time') return schema.format;
      if (refers) return 'reference';
      if (schema.format === 'uri') return 'uri';
      return typeof schema.minLength === 'number' ? `text ${schema.minLength}..` : 'text';
    case 'number':
      return `number${limits(schema)}`;
    case 'integer':
      return `whole${limits(schema)}`;
    case 'boolean':
      return 'boolean';
    case 'array':
      return {
        list: schema.items === undefined ? 'any' : inner(schema.items),
        ...(typeof schema.minItems === 'number' ? { least: schema.minItems } : {}),
        ...(schema.uniqueItems === true ? { distinct: true } : {}),
      };
    case 'object': {
      const parts = Object.entries((schema.properties as Json | undefined) ?? {});
      if (parts.length === 0) return 'object';
      return {
        parts: Object.fromEntries(
          parts.map(([name, part]) => [name, formIn({ schema: part as Json, document })]),
        ),
      };
    }
    default:
      return 'any';
  }
}

function limits({ minimum, maximum, exclusiveMinimum }: Json): string {
  if (minimum === undefined && maximum === undefined && exclusiveMinimum === undefined) return '';
  const low = exclusiveMinimum === undefined ? String(minimum ?? '') : `${exclusiveMinimum}<`;
  return ` ${low}..${maximum ?? ''}`;
}
