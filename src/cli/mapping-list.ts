/** `kopru mapping list`: every mapping file that could be named, with the quantities it is made of. */

import { nodeFiles } from '../config/files.ts';
import { Library } from '../config/library.ts';
import type { AttributeDefinition, MappingDefinition } from '../core/mapping.ts';
import { mappingFoldersFor } from './configuration.ts';
import { exits } from './exit.ts';
import { glyph, next, table } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const mappingList: RunVerb = async (terminal, { args }) => {
  const wanted = args.flatMap((word) => (word === undefined ? [] : [word.toLowerCase()]));
  const library = new Library(nodeFiles, [], mappingFoldersFor(terminal));
  const mappings = library.names('mapping').flatMap((name) => {
    const definition = library.mapping(name, nowhere, []);
    const listed = definition && { name, type: definition.type, quantities: quantitiesOf(definition) };
    return listed && wanted.every((word) => textOf(listed).includes(word)) ? [listed] : [];
  });
  if (terminal.json) {
    terminal.out(JSON.stringify({ mappings }));
    return exits.fine;
  }
  for (const line of table(mappings.map(({ name, quantities }) => [name, shortened(quantities)])))
    terminal.out(line);
  terminal.out(
    `${glyph(terminal, mappings.length > 0 ? 'fine' : 'look')} ${mappings.length} ${mappings.length === 1 ? 'mapping' : 'mappings'}.`,
  );
  next(terminal, mappings.length > 0 ? 'kopru explain entities.mapping' : 'kopru mapping list');
  return mappings.length > 0 ? exits.fine : exits.findings;
};

interface Listed {
  readonly name: string;
  readonly type: string;
  readonly quantities: readonly string[];
}

const textOf = ({ name, quantities }: Listed) => [name, ...quantities].join(' ').toLowerCase();

/** What it cannot do without, then everything else it takes. */
function quantitiesOf({ needs, attributes }: MappingDefinition): string[] {
  return [...new Set([...needs, ...attributes.flatMap(inputsOf)])];
}

function inputsOf({ source }: AttributeDefinition): readonly string[] {
  switch (source.kind) {
    case 'from':
      return source.quantities;
    case 'object':
      return Object.values(source.parts).flat();
    case 'formula':
      return [...source.formula.inputs.values()];
    default:
      return [];
  }
}

const mostNamed = 4;

function shortened(quantities: readonly string[]): string {
  const more = quantities.length - mostNamed;
  return `${quantities.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const place = () => ({ file: '(mappings)', line: 1, column: 1, length: 1 });
const nowhere = { value: {}, place, keyPlace: place, written: () => undefined };
