/** What `kopru send` sends: entities of a file, or those that a sample of a device would become. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pointsOf } from '../config/device-points.ts';
import { sampleReadings } from '../config/sample-readings.ts';
import type { Site, SiteDevice } from '../config/site.ts';
import type { Batch, BatchItem } from '../core/broker.ts';
import { entityJson } from '../core/entity.ts';
import { wordsOf } from '../core/errors.ts';
import { usageError } from './exit.ts';
import { mappedSample } from './mapped-sample.ts';
import { messageOf } from './sample-message.ts';

const coreContext = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';

/** One batch for each context. */
export function entitiesOfSample(site: Site, device: SiteDevice, driverFolders: readonly string[]): Batch[] {
  const readings = sampleReadings(device.driver, pointsOf(device), driverFolders);
  const message = messageOf(device, readings, Date.now());
  const items = site.entities
    .filter((plan) => plan.devices.includes(device.id))
    .flatMap((plan) => {
      const fragment = mappedSample(plan, message, device);
      if (!fragment || Object.keys(fragment.measured).length === 0) return [];
      const json = entityJson(plan, fragment.measured, fragment.dating);
      return [{ context: plan.context, item: { entity: plan.id, json } }];
    });
  return byContext(items);
}

/** An entity or a list of them; the context is theirs, else the one given, else the core context. */
export function entitiesOfFile(file: string, folder: string, context: string | undefined): Batch[] {
  const path = resolve(folder, file);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw usageError(
      `${file} is no JSON file: ${wordsOf(error)}.`,
      'Give a file with an entity or a list of them.',
    );
  }
  const entities: unknown[] = Array.isArray(json) ? json : [json];
  return byContext(
    entities.map((entity, index) => {
      const { '@context': own, ...rest } = isEntity(entity) ? entity : { id: '' };
      if (rest.id === '') {
        throw usageError(
          `Entry ${index + 1} of ${file} has no \`id\` and \`type\`.`,
          'Give NGSI-LD entities.',
        );
      }
      if (own !== undefined && typeof own !== 'string') {
        throw usageError(`The @context of ${rest.id} is no URL.`, 'Write one URL there, or give --context.');
      }
      return {
        context: context ?? own ?? coreContext,
        item: { entity: rest.id, json: JSON.stringify(rest) },
      };
    }),
  );
}

function isEntity(value: unknown): value is { id: string; type: string; '@context'?: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  return 'id' in value && typeof value.id === 'string' && 'type' in value && typeof value.type === 'string';
}

function byContext(all: readonly { readonly context: string; readonly item: BatchItem }[]): Batch[] {
  const batches = new Map<string, BatchItem[]>();
  for (const { context, item } of all) batches.set(context, [...(batches.get(context) ?? []), item]);
  return [...batches].map(([context, items]) => ({ context, items }));
}
