/** The drivers and mappings that come with Köprü, read by the product's own code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { part } from '../../src/config/check-shape.ts';
import { compileDriver } from '../../src/config/compile-driver.ts';
import { pointsOf } from '../../src/config/device-points.ts';
import { parseDocument } from '../../src/config/document.ts';
import { type Driver, readDriver } from '../../src/config/driver-file.ts';
import { readMapping } from '../../src/config/mapping-file.ts';
import type { MappingSample } from '../../src/config/mapping-schema.ts';
import { parseModels } from '../../src/config/models.ts';
import { answerParams } from '../../src/config/params.ts';
import type { MappingDefinition } from '../../src/core/mapping.ts';
import type { Stream } from '../../src/core/reading.ts';

const root = join(import.meta.dirname, '..', '..');

export interface ShippedMapping {
  readonly definition: MappingDefinition;
  readonly samples: readonly MappingSample[];
}

export interface ShippedDriver {
  readonly name: string;
  readonly driver: Driver;
  readonly streams: readonly Stream[];
}

export function shippedMappings(): ShippedMapping[] {
  const models = parseModels(readFileSync(join(root, 'mappings/models.json'), 'utf8'));
  return namesIn('mappings').map((name) => {
    const { mapping, samples, problems } = readMapping(documentOf('mappings', name), models, name);
    if (!mapping) throw new Error(JSON.stringify(problems));
    return { definition: mapping, samples };
  });
}

/** Shipped drivers with the streams they offer when their params are answered as in their first sample. */
export function shippedDrivers(): ShippedDriver[] {
  return namesIn('drivers').map((name) => {
    const document = documentOf('drivers', name);
    const { driver, problems } = readDriver(document, name);
    if (!driver) throw new Error(JSON.stringify(problems));
    const params = part(document, ['samples', 0, 'params']);
    const { answers } = answerParams(driver.head.params, params, name);
    const { compiled } = compileDriver(driver, { device: 'device', answers, tags: {}, timezone: 'UTC' });
    const points = pointsOf(compiled);
    return { name, driver, streams: points.filter(({ hidden }) => !hidden).map(({ stream }) => stream) };
  });
}

function namesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replaceAll('\\', '/').replace(/\.yaml$/, ''))
    .toSorted();
}

function documentOf(folder: string, name: string) {
  const file = `${folder}/${name}.yaml`;
  const { document, problems } = parseDocument(file, readFileSync(join(root, file), 'utf8'));
  if (!document) throw new Error(JSON.stringify(problems));
  return document;
}
