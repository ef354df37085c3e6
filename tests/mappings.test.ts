/**
 * The mappings that come with Köprü, held against the original data models: what a mapping produces is turned into
 * key-values by the published recipe and validated with the model's own schema.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../src/config/document.ts';
import { readMapping } from '../src/config/mapping-file.ts';
import { runSample } from '../src/config/mapping-samples.ts';
import { modelOf, parseModels } from '../src/config/models.ts';
import { isReference } from '../src/core/model.ts';
import { isRecord } from '../src/core/plan-problem.ts';
import {
  index,
  type Json,
  keyValues,
  present,
  skipped,
  termsOf,
  validatorOf,
} from './smart-data-models/bundle.ts';
import { documentedUnits } from './smart-data-models/units.ts';

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

/** Sources of attributes that are made of readings. */
const made = ['from', 'object', 'formula', 'event'];

describe.each(files)('%s', (path) => {
  it('loads without a problem', () => {
    expect(load(path).problems).toEqual([]);
  });

  it('gives what its samples say', () => {
    const { mapping, samples } = loadSound(path);

    expect(samples.flatMap((sample) => runSample(mapping, sample).faults)).toEqual([]);
  });

  it('refers only to mappings that exist', () => {
    const named = loadSound(path).mapping.attributes.flatMap(({ source }) =>
      source.kind === 'ref' && typeof source.ref === 'object' && 'entities' in source.ref
        ? [source.ref.entities]
        : [],
    );

    expect(named.filter((name) => !files.includes(name))).toEqual([]);
  });

  it('has every attribute with a source of its own in a sample', () => {
    const { mapping, samples } = loadSound(path);
    const measured = mapping.attributes.filter(({ source }) => made.includes(source.kind));
    const shown = new Set(
      samples.flatMap(({ expect }) => Object.keys(expect).filter((name) => expect[name] !== null)),
    );

    expect(measured.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});

/** Without a measured attribute nothing goes out: too little of a period came, or the value was refused. */
const isSent = (entity: Json) =>
  Object.values(entity).some((attribute) => isRecord(attribute) && 'observedAt' in attribute);

describe.skipIf(!present)(`against the Smart Data Models ${skipped}`, () => {
  describe.each(files)('%s', (path) => {
    const { mapping, samples } = loadSound(path);
    const model = index.models[mapping.type];
    const entities = samples.map((sample) => runSample(mapping, sample).entity as Json).filter(isSent);

    it('produces entities that validate with the schema of the model', () => {
      const validate = validatorOf(mapping.type);

      for (const entity of entities) {
        validate(keyValues(entity));
        expect(validate.errors ?? []).toEqual([]);
      }
    });

    it('names only attributes of the schema, and all of them are terms of the context', () => {
      const { model: facts } = modelOf(models, mapping.type, mapping.version);
      const properties = new Set(facts?.attributes.keys());
      const known = termsOf(mapping.type);
      const named = mapping.attributes.map(({ name }) => name);

      expect(named.filter((name) => !properties.has(name))).toEqual([]);
      expect(named.filter((name) => !known.has(name))).toEqual([]);
    });

    it('names the context and the version of the model', () => {
      expect(mapping.context).toBe(model?.contextUrl);
      expect(mapping.version).toBe(model?.version);
    });

    it('makes a Relationship of what the model says is one, and of nothing else', () => {
      const { model: facts } = modelOf(models, mapping.type, mapping.version);

      for (const [name, attribute] of entities.flatMap((entity) => Object.entries(entity))) {
        const form = facts?.attributes.get(name);
        if (form)
          expect([name, (attribute as Json).type === 'Relationship']).toEqual([name, isReference(form)]);
      }
    });

    it('sends the units that the model documents', () => {
      const units = Object.fromEntries(
        entities.flatMap((entity) =>
          Object.entries(entity).map(([name, attribute]) => [name, (attribute as Json).unitCode]),
        ),
      );

      expect(units).toMatchObject(documentedUnits[mapping.type] ?? {});
    });

    it('dates every measured value, and none else', () => {
      for (const entity of entities) {
        for (const { name, source, across } of mapping.attributes) {
          const attribute = entity[name] as Json | undefined;
          // How many devices there are is no measurement.
          const measured = made.includes(source.kind) && across !== 'count';
          if (attribute)
            expect([name, attribute.observedAt]).toEqual([
              name,
              measured ? expect.stringMatching(/^2026-01-01T0[01]:\d\d:\d\d\.000Z$/) : undefined,
            ]);
        }
      }
    });
  });
});
