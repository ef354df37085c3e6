import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesAsRead } from '../../src/config/files.ts';
import { keepPlace } from '../../src/config/gateway-place.ts';
import { loadSite } from '../../src/config/load.ts';

const yaml = (location: string) => `schema: 1
gateway: { id: test-1, location: ${location} }
devices:
  - { id: gps, driver: nmea/gnss, port: /dev/ttyS1 }
  - { id: air, driver: nova/sds011, port: /dev/ttyS2 }
  - { id: roof, driver: nova/sds011, port: /dev/ttyS3, location: [29, 41] }
entities:
  - { mapping: Environment/AirQualityObserved, each: [air, roof] }
`;

function cabinet() {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const state = join(folder, 'state');
  mkdirSync(state);
  const file = join(folder, 'gateway.yaml');
  const folders = { driverFolders: [join(folder, 'drivers'), 'drivers'], mappingFolders: ['mappings'] };
  const load = (location: string) => {
    writeFileSync(file, yaml(location));
    return loadSite({ file, ...folders });
  };
  const again = (texts: ReadonlyMap<string, string>) =>
    loadSite({ file, ...folders, files: filesAsRead(texts) });
  return { folder, state, file, load, again };
}

const places = ({ site }: ReturnType<typeof loadSite>) =>
  site?.entities.map(
    ({ statics }) => statics.location && 'value' in statics.location && statics.location.value,
  );

const point = (longitude: number, latitude: number) => ({
  type: 'Point',
  coordinates: [longitude, latitude],
});

describe('the place of a gateway', () => {
  it('is left out of entities until a receiver has found it, where they have none of their own', () => {
    const loaded = cabinet().load('{ from: gps }');

    expect(loaded.problems).toEqual([]);
    expect(places(loaded)).toEqual([undefined, point(29, 41)]);
    expect(loaded.site?.gateway.place).toEqual({ location: undefined, receiver: 'gps', found: false });
  });

  it('is what gateway.yaml has for the meantime', () => {
    expect(places(cabinet().load('{ from: gps, else: [28, 40] }'))).toEqual([point(28, 40), point(29, 41)]);
  });

  it('is what the receiver found, also over the one for the meantime', async () => {
    const { state, load } = cabinet();
    await keepPlace(state, { type: 'Point', coordinates: [28.97, 41.08] });
    const loaded = load('{ from: gps, else: [28, 40] }');

    expect(places(loaded)).toEqual([point(28.97, 41.08), point(29, 41)]);
    expect(loaded.site?.gateway.place.found).toBe(true);
  });

  it('is the written one, whatever a receiver found before', async () => {
    const { state, load } = cabinet();
    await keepPlace(state, { type: 'Point', coordinates: [28.97, 41.08] });

    expect(places(load('[28, 40]'))).toEqual([point(28, 40), point(29, 41)]);
  });

  it.each(['', '{', '{"longitude":28}', '{"longitude":null,"latitude":1}', '{"longitude":999,"latitude":1}'])(
    'is not known where the kept one cannot be read: %s',
    (text) => {
      const { state, load } = cabinet();
      writeFileSync(join(state, 'place.json'), text);

      expect(load('{ from: gps }').site?.gateway.place.found).toBe(false);
    },
  );

  it.each([
    ['{ from: gpz }', 'UNKNOWN_DEVICE', 'Did you mean gps?'],
    ['{ from: air }', 'LOCATION_FROM', 'air cannot tell'],
    ['{ from: gps, else: [41.0, 28.9] }', 'LOCATION_SWAPPED', 'exchange the two'],
  ])('%s is told: %s', (location, code, words) => {
    const [first] = cabinet().load(location).problems;

    expect(first).toMatchObject({ code });
    expect(`${first?.message} ${first?.mend}`).toContain(words);
  });

  it('is taken on with the files as they were read, whatever is written meanwhile', async () => {
    const { state, file, load, again, folder } = cabinet();
    const { sources } = load('{ from: gps }');
    writeFileSync(file, 'half a line');
    mkdirSync(join(folder, 'drivers/nova'), { recursive: true });
    writeFileSync(join(folder, 'drivers/nova/sds011.yaml'), 'half a driver');
    await keepPlace(state, { type: 'Point', coordinates: [28.97, 41.08] });

    expect(places(again(sources))).toEqual([point(28.97, 41.08), point(29, 41)]);
    expect(readFileSync(file, 'utf8')).toBe('half a line');
  });
});
