/**
 * docs/mappings.md: its tables are made from the schema, from the mappings themselves, and by planning every shipped
 * mapping with every shipped driver.
 */
import { describe, expect, it } from 'vitest';
import { jsonSchemaOf } from '../../src/config/reference.ts';
import { below, fieldTable } from './field-table.ts';
import { expectGenerated, markdownTable } from './generated.ts';
import { type ShippedMapping, shippedDrivers, shippedMappings } from './library.ts';
import { type Attempt, attemptsOf } from './over-drivers.ts';

const file = 'docs/mappings.md';
const schema = jsonSchemaOf('mapping');
const mappings = shippedMappings();
const drivers = shippedDrivers();

describe(file, () => {
  it.each([
    ['keys of a mapping', []],
    ['keys of a param', ['params', '*']],
    ['keys of an attribute', ['attributes', '*']],
    ['keys of an event', ['event']],
    ['keys of a sample', ['samples', '[]']],
  ])('explains the %s as the schema does', (part, path) => {
    expectGenerated(file, part, fieldTable(below(schema, path)));
  });

  it('lists the mappings with what they need and ask', () => {
    const rows = mappings.map(({ definition: { mapping, type, version, needs, params } }) => [
      `\`${mapping}\``,
      `${type} ${version}`,
      needs.join(', '),
      Object.entries(params)
        .map(([name, { optional, default: standard }]) =>
          optional || standard !== undefined ? name : `**${name}**`,
        )
        .join(', '),
    ]);

    expectGenerated(
      file,
      'list of mappings',
      markdownTable(
        ['mapping', 'data model', 'made of at least one of', 'asks (bold: must be answered)'],
        rows,
      ),
    );
  });

  it('shows which driver feeds which mapping', () => {
    const fed = new Set<string>();
    const rows = drivers.map((driver) => {
      const cells = mappings.flatMap((mapping) => {
        const count = madeBy(mapping, driver);
        if (count === 0) return [];
        fed.add(mapping.definition.mapping);
        return [`${mapping.definition.mapping} ${count}`];
      });
      return [`\`${driver.name}\``, cells.length > 0 ? cells.join(', ') : 'none yet'];
    });
    const unfed = mappings.map(({ definition }) => definition.mapping).filter((name) => !fed.has(name));
    const table = markdownTable(['driver', 'mappings, and how many attributes of each'], rows);

    expectGenerated(
      file,
      'matrix',
      `${table}\n\nFor drivers of your own, or of the future: ${unfed.join(', ')}.`,
    );
  });

  it.each(drivers)('no mapping fails on $name for a reason of its own', (driver) => {
    const codes = mappings
      .flatMap((mapping) => attemptsOf(mapping, driver))
      .flatMap(({ plan, problems }) => (plan ? [] : problems.map(({ code }) => code)));

    for (const code of codes) expect(['NEEDS_UNMET', 'MODEL_REQUIRED', 'NOTHING_MEASURED']).toContain(code);
  });
});

/** How many attributes the mapping makes of what the driver offers; 0 if no entity can be planned. */
function madeBy(mapping: ShippedMapping, driver: (typeof drivers)[number]): number {
  const offered = new Set(driver.streams.map(({ quantity }) => quantity));
  return new Set(attemptsOf(mapping, driver).flatMap((attempt) => namesMade(attempt, offered))).size;
}

function namesMade({ mapping, plan, problems }: Attempt, offered: ReadonlySet<string>): string[] {
  if (!plan) return [];
  const left = new Set(problems.map(({ attribute }) => attribute));
  return mapping.attributes
    .filter((attribute) => !left.has(attribute.name) && isMade(attribute, offered))
    .map(({ name }) => name);
}

function isMade(
  { source }: ShippedMapping['definition']['attributes'][number],
  offered: ReadonlySet<string>,
): boolean {
  switch (source.kind) {
    case 'from':
      return source.quantities.some((name) => offered.has(name));
    case 'object':
      return Object.values(source.parts).some((names) => names.some((name) => offered.has(name)));
    case 'event':
      return true;
    case 'formula':
      return [...source.formula.inputs.values()].every((name) => offered.has(name));
    default:
      return false;
  }
}
