import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { broker, link } from './client.ts';

const originals = join(import.meta.dirname, '../../../../shared/smart-data-models');
const absent = existsSync(originals) ? '' : ' (skipped: ../shared/smart-data-models is absent)';

type Json = Record<string, unknown>;

interface Model {
  readonly exampleNormalized: string;
  readonly contextUrl: string;
  readonly check: {
    readonly normalizedExampleValidAfterToKeyValues: boolean;
  };
}

const original = (file: string): Json => JSON.parse(readFileSync(join(originals, file), 'utf8')) as Json;

/** Examples that are no NGSI-LD: a kind of attribute that does not exist, a Relationship to a time. */
const faulty = ['FloodMonitoring', 'StorageBatteryMeasurement', 'WaterObserved'];

const models = absent
  ? []
  : Object.entries(original('index.json').models as Record<string, Model>).filter(
      ([, { check }]) => check.normalizedExampleValidAfterToKeyValues,
    );

function simplified(entity: Json): Json {
  return Object.fromEntries(
    Object.entries(entity).map(([name, attribute]) => {
      if (typeof attribute !== 'object' || attribute === null) return [name, attribute];
      const instance = attribute as Json;
      return [name, 'object' in instance ? instance.object : instance.value];
    }),
  );
}

describe.skipIf(absent !== '')(`the example of a Smart Data Model comes back as it was sent${absent}`, () => {
  it.each(models.filter(([name]) => !faulty.includes(name)))(
    '%s',
    async (_name, { exampleNormalized, contextUrl }) => {
      const { '@context': _, ...entity } = original(exampleNormalized);
      const peer = broker();
      const path = `entities/${encodeURIComponent(String(entity.id))}`;

      const sent = await peer.post('entityOperations/upsert', [{ ...entity, '@context': contextUrl }], {
        type: 'application/ld+json',
      });
      const normalized = await peer.get(path, link(contextUrl));
      const keyValues = await peer.get(`${path}?options=keyValues`, link(contextUrl));

      expect([sent.status, sent.body]).toEqual([201, [entity.id]]);
      expect(normalized.body).toEqual(entity);
      expect(keyValues.body).toEqual(simplified(entity));
    },
  );
});

describe.skipIf(absent !== '')(
  `the example of a Smart Data Model that is no NGSI-LD is refused${absent}`,
  () => {
    it.each(models.filter(([name]) => faulty.includes(name)))(
      '%s',
      async (_name, { exampleNormalized, contextUrl }) => {
        const { '@context': _, ...entity } = original(exampleNormalized);

        const sent = await broker().post('entityOperations/upsert', [entity], { headers: link(contextUrl) });

        expect(sent).toMatchObject({
          status: 207,
          body: { success: [], errors: [{ entityId: entity.id, error: { status: 400 } }] },
        });
      },
    );
  },
);
