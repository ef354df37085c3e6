/** `kopru map --diff`: each entity beside what the broker holds of it. Sends nothing but the question. */
import type { MappedEntity } from '../core/mapping-plan.ts';
import type { HeldEntity } from '../forward/held-entity.ts';
import type { NgsiLdBroker } from '../forward/ngsi-ld-broker.ts';
import { type AttributeDifference, entityDifferences, type Likeness } from './entity-difference.ts';
import { type Exit, exits } from './exit.ts';
import { runOrStatus } from './gateway-socket.ts';
import { glyph, next, type Terminal, table, wrapped } from './terminal.ts';

interface Compared {
  readonly entity: string;
  readonly held: HeldEntity;
  readonly attributes: readonly AttributeDifference[];
}

/** Of an entity as it would be sent, in the order of the configuration. */
export async function showDifferences(
  terminal: Terminal,
  entities: readonly { readonly plan: MappedEntity; readonly json: string }[],
  destination: string,
  broker: NgsiLdBroker,
): Promise<Exit> {
  const compared: Compared[] = [];
  for (const { plan, json } of entities) {
    const held = await broker.entity(plan.context, plan.id);
    const here = JSON.parse(json) as Readonly<Record<string, unknown>>;
    const attributes = held.kind === 'held' ? entityDifferences(here, held.entity) : [];
    compared.push({ entity: plan.id, held, attributes });
  }
  const exit = exitOf(compared);
  if (terminal.json) {
    const shown = compared.map(({ entity, held, attributes }) =>
      held.kind === 'trouble'
        ? { entity, held: held.kind, ...held.verdict, kind: undefined }
        : { entity, held: held.kind, attributes },
    );
    terminal.out(JSON.stringify({ destination, entities: shown }));
    return exit;
  }
  for (const each of compared) print(terminal, each, destination);
  const state = exit === exits.fine ? 'fine' : exit === exits.findings ? 'look' : 'stopped';
  terminal.out(`${glyph(terminal, state)} ${concluded(compared)} Nothing was sent.`);
  next(terminal, await runOrStatus(terminal));
  return exit;
}

/** What a value that differs says is no finding: the sensor went on. */
const findings: ReadonlySet<Likeness> = new Set(['unit', 'kind', 'only here']);

const isFinding = ({ likeness }: AttributeDifference) => findings.has(likeness);

function exitOf(compared: readonly Compared[]): Exit {
  if (compared.some(({ held }) => held.kind === 'trouble')) return exits.failed;
  const differs = compared.some(
    ({ held, attributes }) => held.kind === 'absent' || attributes.some(isFinding),
  );
  return differs ? exits.findings : exits.fine;
}

const words: Readonly<Record<Likeness, string>> = {
  same: '',
  value: 'another value',
  unit: 'another unit',
  kind: 'another kind of attribute',
  'only here': 'not at the broker',
  'only there': 'of somebody else, or of an earlier mapping',
};

/** When the value that the broker has was observed, where it is another than ours. */
function ageOf({ likeness, there }: AttributeDifference): string {
  const { observedAt } = Object(there) as { readonly observedAt?: unknown };
  return likeness === 'value' && typeof observedAt === 'string' ? `, of ${observedAt}` : '';
}

function print(terminal: Terminal, { entity, held, attributes }: Compared, destination: string): void {
  terminal.out(entity);
  if (held.kind === 'absent') {
    terminal.out(`  ${glyph(terminal, 'look')} ${destination} has no such entity yet.`);
  } else if (held.kind === 'trouble') {
    terminal.out(`  ${glyph(terminal, 'stopped')} ${destination} does not tell (${held.verdict.code}):`);
    for (const line of wrapped(held.verdict.words, 74)) terminal.out(`    ${line}`);
  }
  const rows = attributes.map((each) => [
    `${each.likeness === 'same' ? '=' : glyph(terminal, isFinding(each) ? 'look' : 'fine')} ${each.name}`,
    cut(textOf(each.here)),
    cut(textOf(each.there)),
    `${words[each.likeness]}${ageOf(each)}`,
  ]);
  if (rows.length > 0) rows.unshift(['  attribute', 'would be sent', 'at the broker', '']);
  for (const line of table(rows)) terminal.out(`  ${line}`.trimEnd());
}

function concluded(compared: readonly Compared[]): string {
  const trouble = compared.filter(({ held }) => held.kind === 'trouble').length;
  if (trouble > 0) return `${trouble} of ${compared.length} could not be compared.`;
  const count = compared.filter(({ held }) => held.kind === 'absent').length;
  const differing = compared.flatMap(({ attributes }) => attributes.filter(isFinding)).length;
  if (count === 0 && differing === 0) return 'The broker has every attribute, in its kind and unit.';
  return `Not yet at the broker: ${count} of ${compared.length} entities; otherwise different: ${differing} attributes.`;
}

const cut = (text: string) => (text.length > 24 ? `${text.slice(0, 23)}…` : text);

function textOf(attribute: unknown): string {
  if (attribute === undefined) return '–';
  const { value, object, unitCode } = Object(attribute) as Readonly<Record<string, unknown>>;
  const content = value ?? object;
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return typeof unitCode === 'string' ? `${text} ${unitCode}` : String(text);
}
