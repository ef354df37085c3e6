import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { deviceContext } from '../../src/core/announcement.ts';
import { shippedMappings } from '../docs/library.ts';
import { type Json, keyValues, present, skipped, validatorOf } from '../smart-data-models/bundle.ts';
import { kopruArguments } from './program.ts';

/** Entities by type that each cabinet has at least. */
const cities: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  istanbul: {
    ThreePhaseAcMeasurement: 1,
    WeatherObserved: 1,
    AirQualityObserved: 1,
    NoiseLevelObserved: 1,
    DeviceMeasurement: 1,
    ParkingSpot: 20,
    Device: 1,
  },
  izmir: { ThreePhaseAcMeasurement: 1, WeatherObserved: 1, FloodMonitoring: 2, ParkingSpot: 2, Device: 1 },
};

describe.skipIf(!present)(`the demo cities, read back from the broker ${skipped}`, () => {
  let child: ChildProcess | undefined;

  // At once: a demo that is asked to end waits until everything is delivered.
  afterEach(() => void child?.kill('SIGKILL'));

  it.each(Object.entries(cities))(
    'have only entities that are valid: %s',
    async (city, expected) => {
      // As in a container, where the readings of a gateway are; a demo leaves them alone.
      const state = mkdtempSync(join(tmpdir(), 'kopru-state-'));
      child = spawn(process.execPath, [...kopruArguments(), 'demo', '--city', city, '--outage', '0s'], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, STATE_DIRECTORY: state },
      });
      let said = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      const url = await until(() => /broker {3}(http:\S+?),/.exec(said)?.[1], 30);
      const all = await until(async () => {
        const found = await entitiesAt(url, Object.keys(expected));
        const count = (type: string) => found.filter((entity) => entity.type === type).length;
        return Object.entries(expected).every(([type, least]) => count(type) >= least) ? found : undefined;
      }, 240);

      for (const { id, type } of all) {
        const { normalized, keyValuesOfBroker } = await bothOf(url, String(id), String(type));
        const validate = validatorOf(String(type));
        const plain = keyValues(normalized);
        validate(plain);
        expect([id, validate.errors ?? 'valid']).toEqual([id, 'valid']);
        expect(plain).toEqual(untyped(keyValuesOfBroker));
      }
      expect(readdirSync(state)).toEqual([]);
      rmSync(state, { recursive: true });
    },
    300_000,
  );
});

const contexts = new Map([
  ['Device', deviceContext],
  ...shippedMappings().map(({ definition: { type, context } }): [string, string] => [type, context]),
]);

async function ask(url: string, path: string, type: string): Promise<unknown> {
  const link = `<${contexts.get(type)}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
  const answer = await fetch(`${url}/${path}`, { headers: { link } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function entitiesAt(url: string, types: readonly string[]): Promise<Json[]> {
  const answers = await Promise.all(types.map((type) => ask(url, `entities?type=${type}&limit=1000`, type)));
  return answers.flat() as Json[];
}

/** An entity in both forms at one moment: asked again until nothing came in between. */
async function bothOf(url: string, id: string, type: string) {
  const path = `entities/${encodeURIComponent(id)}`;
  for (;;) {
    const normalized = (await ask(url, path, type)) as Json;
    const keyValuesOfBroker = await ask(url, `${path}?options=keyValues`, type);
    const again = await ask(url, path, type);
    if (JSON.stringify(again) === JSON.stringify(normalized)) return { normalized, keyValuesOfBroker };
  }
}

/** A moment stays a typed value in NGSI-LD's simplified form (GS CIM 009 clause 4.5.4); the models want its text. */
function untyped(entity: unknown): Json {
  return Object.fromEntries(
    Object.entries(entity as Json).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && '@value' in value ? value['@value'] : value,
    ]),
  );
}

/** Asks every half second. */
async function until<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  atMostSeconds: number,
): Promise<T> {
  for (let tries = 0; tries < atMostSeconds * 2; tries += 1) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`Not within ${atMostSeconds} s.`);
}
