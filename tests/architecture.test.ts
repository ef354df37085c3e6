import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..', 'src');

/** Lower layers first; a folder may import the layers below its own and itself. */
const layers = [
  ['core'],
  ['settings.ts', 'password.ts', 'page'],
  ['sources/within.ts'],
  [
    'sources/poll-loop.ts',
    'sources/filter.ts',
    'sources/plausibility.ts',
    'sources/rhythm.ts',
    'sources/transport.ts',
    'sources/frame-tap.ts',
    'sources/device-time.ts',
  ],
  ['sources/intake.ts'],
  [
    'sources/modbus',
    'sources/serial',
    'sources/mqtt',
    'sources/host',
    'buffer',
    'forward',
    'telemetry',
    'api',
  ],
  ['config', 'simulator'],
  ['handover.ts', 'snapshot.ts', 'quarantine-view.ts', 'reading-trace.ts', 'device-debug.ts', 'page-site.ts'],
  ['site-sources.ts', 'site-forwarders.ts'],
  ['gateway.ts'],
  ['reload.ts', 'found-place.ts'],
  ['refused.ts'],
  ['daemon.ts'],
  ['cli'],
];

function roomOf(file: string): string {
  const room = layers.flat().find((name) => file === name || file.startsWith(`${name}/`));
  if (!room) throw new Error(`src/${file} stands in no room of the house; add it to the layers.`);
  return room;
}

const layerOf = (room: string) => layers.findIndex((rooms) => rooms.includes(room));

function imports(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [
    ...text.matchAll(
      /^(?:import|export)\b(?:[^;'"=(]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? '');
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => file.replaceAll('\\', '/'));

const local = (file: string) =>
  imports(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(src, join(src, dirname(file), name)).replaceAll('\\', '/'));

const foreign = (file: string) => imports(file).filter((name) => !name.startsWith('.'));

describe('the house', () => {
  it.each(files)('%s imports only its own room and lower layers', (file) => {
    const room = roomOf(file);
    const wrong = local(file).filter((target) => {
      const other = roomOf(target);
      return other !== room && layerOf(other) >= layerOf(room);
    });

    expect(wrong).toEqual([]);
  });

  it.each(files.filter((file) => file.startsWith('core/')))(
    '%s imports no package and no node: module',
    (file) => {
      expect(foreign(file)).toEqual([]);
    },
  );

  it.each(files.filter((file) => /(^|\/)settings\.ts$/.test(file)))(
    '%s imports zod and core only',
    (file) => {
      expect(foreign(file).filter((name) => name !== 'zod')).toEqual([]);
      expect(local(file).filter((target) => !/^core\/|^settings\.ts$/.test(target))).toEqual([]);
    },
  );

  it('has no circle of imports', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (path.includes(file) || done.has(file)) return;
      for (const target of local(file)) if (files.includes(target)) walk(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);

    expect(circles).toEqual([]);
  });
});
