/** `kopru driver list`: every driver file that could be named, with what it is for. */

import type { Driver } from '../config/driver-file.ts';
import { nodeFiles } from '../config/files.ts';
import { Library } from '../config/library.ts';
import { driverFoldersFor } from './configuration.ts';
import { exits } from './exit.ts';
import { glyph, next, type Terminal, table, wrapped } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const driverList: RunVerb = async (terminal, { args }) => {
  const wanted = args.flatMap((word) => (word === undefined ? [] : [word.toLowerCase()]));
  const library = new Library(nodeFiles, driverFoldersFor(terminal), []);
  const drivers = library.names('driver').flatMap((name): Driver[] => {
    const driver = library.driver(name, nowhere, []);
    return driver && wanted.every((word) => textOf(driver).includes(word)) ? [driver] : [];
  });
  if (terminal.json) {
    const list = drivers.map(({ name, protocol, head }) => {
      const { maker, model, manual } = head;
      return { name, maker, model, manual, protocol, points: pointsOf(head) };
    });
    terminal.out(JSON.stringify({ drivers: list }));
    return exits.fine;
  }
  const rows = drivers.map(({ name, protocol, head }) => [
    name,
    protocol,
    `${pointsOf(head).length} points`,
    `${head.maker} ${[head.model].flat().join(', ')}`,
  ]);
  for (const line of table(rows)) terminal.out(line);
  const [only, second] = drivers;
  if (only && !second) showPoints(terminal, only);
  terminal.out(
    `${glyph(terminal, drivers.length > 0 ? 'fine' : 'look')} ${drivers.length} ${drivers.length === 1 ? 'driver' : 'drivers'}.`,
  );
  next(
    terminal,
    drivers[0] ? `kopru simulate ${drivers[0].name}` : 'kopru driver new acme/e1 --from registers.csv',
  );
  return drivers.length > 0 ? exits.fine : exits.findings;
};

/** Of the driver that the words name alone: what a deadband, a filter or `points` in gateway.yaml can stand at. */
function showPoints(terminal: Terminal, { head }: Driver): void {
  const names = `Points: ${pointsOf(head).join(', ')}.`;
  for (const line of wrapped(names, 78)) terminal.out(`  ${line}`);
}

const textOf = ({ name, protocol, head: { maker, model } }: Driver) =>
  [name, protocol, maker, model].flat().join(' ').toLowerCase();

function pointsOf({ points, messages }: Driver['head']): string[] {
  const maps = points ? [points] : Object.values(messages ?? {}).map((each) => (each as Inner).points ?? {});
  return [...new Set(maps.flatMap((map) => Object.keys(map)))].filter((name) => !name.startsWith('_'));
}

type Inner = { readonly points?: object };

const place = () => ({ file: '(drivers)', line: 1, column: 1, length: 1 });
const nowhere = { value: {}, place, keyPlace: place, written: () => undefined };
