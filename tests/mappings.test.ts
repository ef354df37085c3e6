/**
 * The mappings that come with Köprü, held against the original data models: what a mapping produces is turned into
 * key-values by the published recipe and validated with the model's own schema.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../src/config/document.ts';
import { readMapping } from '../src/config/mapping-file.ts';
import { runSample } from '../src/config/mapping-samples.ts';
import { parseModels } from '../src/config/models.ts';

type Json = Record<string, unknown>;

const root = join(import.meta.dirname, '..');
const models = parseModels(readFileSync(join(root, 'mappings/models.json'), 'utf8'));

const files = readdirSync(join(root, 'mappings'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replaceAll('\\', '/').replace(/\.yaml$/, ''))
  .toSorted();

function load(path: string) {
  const file = `mappings/${path}.yaml`;
  const { document, problems } = parseDocument(file, readFileSync(join(root, file), 'utf8'));
  if (!document) throw new Error(JSON.stringify(problems));
  const read = readMapping(document, models, path);
  return { ...read, problems: [...problems, ...read.problems] };
}

function loadSound(path: string) {
  const { mapping, samples } = load(path);
  if (!mapping) throw new Error(`${path} has errors`);
  return { mapping, samples };
}

describe.each(files)('%s', (path) => {
  it('loads without a problem', () => {
    expect(load(path).problems).toEqual([]);
  });

  it('gives what its samples say', () => {
    const { mapping, samples } = loadSound(path);

    expect(samples.flatMap((sample) => runSample(mapping, sample).faults)).toEqual([]);
  });

  it('has every attribute with a source of its own in a sample', () => {
    const { mapping, samples } = loadSound(path);
    const measured = mapping.attributes.filter(({ source }) =>
      ['from', 'object', 'formula'].includes(source.kind),
    );
    const shown = new Set(
      samples.flatMap(({ expect }) => Object.keys(expect).filter((name) => expect[name] !== null)),
    );

    expect(measured.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});

const bundle = join(root, '..', 'shared', 'smart-data-models');
const present = existsSync(join(bundle, 'index.json'));
if (!present && process.env.CI !== undefined)
  throw new Error(`The Smart Data Models are missing at ${bundle}.`);

const read = (file: string): Json => JSON.parse(readFileSync(join(bundle, file), 'utf8')) as Json;

interface Index {
  readonly models: Record<
    string,
    { version: string; schema: string; contextUrl: string; contextFile: string }
  >;
  readonly refs: Record<string, string>;
}

/** Normalized to key-values, by the recipe in the README of the bundle. */
function keyValues(entity: Json): Json {
  return Object.fromEntries(
    Object.entries(entity)
      .filter(([name]) => name !== '@context')
      .map(([name, attribute]) => {
        if (name === 'id' || name === 'type') return [name, attribute];
        const { type, value, object } = attribute as Json;
        if (type === 'Relationship') return [name, object];
        const date = value as { '@type'?: string; '@value'?: string };
        return [name, date?.['@type'] === 'DateTime' ? date['@value'] : value];
      }),
  );
}

/** Names in `properties` and `required`, following allOf and $ref. */
function names(schema: string, index: Index): { properties: Set<string>; required: Set<string> } {
  const found = { properties: new Set<string>(), required: new Set<string>() };
  const walk = (node: Json, document: Json) => {
    if (typeof node.$ref === 'string') {
      const [uri = '', fragment = ''] = node.$ref.split('#');
      const target = uri === '' ? document : read(index.refs[uri] ?? '');
      walk(
        fragment
          .split('/')
          .filter(Boolean)
          .reduce<Json>((inner, step) => inner[step] as Json, target),
        target,
      );
    }
    for (const name of Object.keys((node.properties as Json | undefined) ?? {})) found.properties.add(name);
    for (const name of (node.required as string[] | undefined) ?? []) found.required.add(name);
    for (const part of (node.allOf as Json[] | undefined) ?? []) walk(part, document);
  };
  const document = read(schema);
  walk(document, document);
  for (const name of ['id', 'type', '@context']) {
    found.properties.delete(name);
    found.required.delete(name);
  }
  return found;
}

function validator(schema: string, index: Index) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const format of ['idn-email', 'idn-hostname', 'iri']) ajv.addFormat(format, true);
  for (const [uri, file] of Object.entries(index.refs)) ajv.addSchema({ ...read(file), $id: uri });
  const { $id: _, ...own } = read(schema);
  return ajv.compile(own);
}

function terms(contextFile: string): Set<string> {
  const context = read(contextFile)['@context'];
  const parts = Array.isArray(context) ? context : [context];
  return new Set(parts.flatMap((part) => (typeof part === 'object' && part ? Object.keys(part) : [])));
}

/** Units of facts/models: what a model documents, where it says so. */
const documented: Record<string, Record<string, string>> = {
  AirQualityObserved: {
    ...Object.fromEntries(['pm1', 'pm25', 'pm10', 'no2', 'o3', 'so2', 'co'].map((name) => [name, 'GQ'])),
    temperature: 'CEL',
    relativeHumidity: 'C62',
    pressure: 'A97',
    windSpeed: 'MTS',
    windDirection: 'DD',
  },
  WeatherObserved: {
    temperature: 'CEL',
    dewPoint: 'CEL',
    relativeHumidity: 'C62',
    atmosphericPressure: 'A97',
    windSpeed: 'MTS',
    gustSpeed: 'MTS',
    solarRadiation: 'D54',
    illuminance: 'LUX',
    snowHeight: 'CMT',
  },
  ThreePhaseAcMeasurement: {
    totalActivePower: 'WTT',
    totalReactivePower: 'D44',
    totalApparentPower: 'D46',
    totalActiveEnergyImport: 'KWH',
    totalReactiveEnergyImport: 'K3',
    frequency: 'HTZ',
    totalPowerFactor: 'C62',
    phaseVoltage: 'VLT',
    current: 'AMP',
    thdVoltage: 'C62',
    thdCurrent: 'C62',
  },
  ACMeasurement: {
    totalActivePower: 'WTT',
    totalActiveEnergyImport: 'KWH',
    phaseVoltage: 'VLT',
    current: 'AMP',
    thdVoltage: 'C62',
  },
};

describe.skipIf(!present)(
  'against the Smart Data Models (skipped where ../shared/smart-data-models is absent)',
  () => {
    const index: Index = present ? (read('index.json') as unknown as Index) : { models: {}, refs: {} };

    it('the names in mappings/models.json are those of the schemas', async () => {
      const sorted = (set: Set<string>) => [...set].toSorted().join(' ');
      const table = Object.fromEntries(
        Object.entries(index.models)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([type, { version, schema }]) => {
            const { properties, required } = names(schema, index);
            return [type, { version, required: sorted(required), attributes: sorted(properties) }];
          }),
      );

      await expect(`${JSON.stringify(table, null, 2)}\n`).toMatchFileSnapshot('../mappings/models.json');
    });

    describe.each(files)('%s', (path) => {
      const { mapping, samples } = loadSound(path);
      const model = index.models[mapping.type];
      const entities = samples.map((sample) => runSample(mapping, sample).entity as Json);

      it('produces entities that validate with the schema of the model', () => {
        const validate = validator(model?.schema ?? '', index);

        for (const entity of entities) {
          validate(keyValues(entity));
          expect(validate.errors ?? []).toEqual([]);
        }
      });

      it('names only attributes of the schema, and all of them are terms of the context', () => {
        const { properties } = names(model?.schema ?? '', index);
        const known = terms(model?.contextFile ?? '');
        const named = mapping.attributes.map(({ name }) => name);

        expect(named.filter((name) => !properties.has(name))).toEqual([]);
        expect(named.filter((name) => !known.has(name))).toEqual([]);
      });

      it('names the context and the version of the model', () => {
        expect(mapping.context).toBe(model?.contextUrl);
        expect(mapping.version).toBe(model?.version);
      });

      it('refers to devices as the schema has it: one, or a list', () => {
        const ref = (entities[0]?.refDevice as Json | undefined)?.object;
        const isArray = /"refDevice":\s*\{\s*"type":\s*"array"/.test(
          JSON.stringify(read(model?.schema ?? '')),
        );

        expect(Array.isArray(ref)).toBe(isArray);
      });

      it('sends the units that the model documents', () => {
        const units = Object.fromEntries(
          entities.flatMap((entity) =>
            Object.entries(entity).map(([name, attribute]) => [name, (attribute as Json).unitCode]),
          ),
        );

        expect(units).toMatchObject(documented[mapping.type] ?? {});
      });

      it('dates every measured value, and none else', () => {
        for (const entity of entities) {
          for (const { name, source } of mapping.attributes) {
            const attribute = entity[name] as Json | undefined;
            const measured = ['from', 'object', 'formula'].includes(source.kind);
            if (attribute)
              expect([name, attribute.observedAt]).toEqual([
                name,
                measured ? '2026-01-01T00:00:00.000Z' : undefined,
              ]);
          }
        }
      });
    });
  },
);
