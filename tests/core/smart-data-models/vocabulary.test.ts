import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  contextUrlOf,
  subjectAt,
  subjects,
  termsOf,
} from '../../../src/core/smart-data-models/vocabulary.ts';

const originals = join(import.meta.dirname, '../../../../shared/smart-data-models');
const absent = existsSync(originals) ? '' : ' (skipped: ../shared/smart-data-models is absent)';

interface Index {
  readonly subjects: Readonly<Record<string, { readonly contextUrl: string; readonly contextFile: string }>>;
}

function original<T>(file: string): T {
  return JSON.parse(readFileSync(join(originals, file), 'utf8')) as T;
}

describe('the vocabulary of Smart Data Models', () => {
  it('gives a term the IRI of its namespace', () => {
    const terms = termsOf('Environment');

    expect(terms.get('pm25')).toBe('https://smartdatamodels.org/dataModel.Environment/pm25');
    expect(terms.get('dateObserved')).toBe('https://smartdatamodels.org/dateObserved');
    expect(terms.get('location')).toBe('https://uri.etsi.org/ngsi-ld/location');
  });

  it('knows a subject by the address of its context', () => {
    expect(subjectAt(contextUrlOf('Parking'))).toBe('Parking');
    expect(subjectAt('https://smart-data-models.github.io/dataModel.Weather/context.jsonld')).toBe('Weather');
    expect(subjectAt('https://example.org/context.jsonld')).toBeUndefined();
  });

  describe.skipIf(absent !== '')(`agrees with the published contexts${absent}`, () => {
    it('of the same subjects', () => {
      expect([...subjects].sort()).toEqual(Object.keys(original<Index>('index.json').subjects).sort());
    });

    it.each(subjects)('of %s, term by term', (subject) => {
      const entry = original<Index>('index.json').subjects[subject];
      const file = original<{ '@context': Record<string, string | { '@id': string }> }>(
        `${subject}/context.jsonld`,
      );
      const published = Object.entries(file['@context']).map(([term, definition]) => [
        term,
        typeof definition === 'string' ? definition : definition['@id'],
      ]);

      expect(contextUrlOf(subject)).toBe(entry?.contextUrl);
      expect(Object.fromEntries(termsOf(subject))).toEqual(Object.fromEntries(published));
    });
  });
});
