/** `kopru explain FIELD`: what may be written in a field of a file, what it does, and an example; or what a quantity is. */
import { type Field, type FieldMeaning, fieldsCalled } from '../config/field-reference.ts';
import { type Exit, exits } from './exit.ts';
import { explainQuantity } from './explain-quantity.ts';
import { next, type Terminal, table, wrapped } from './terminal.ts';

const mostNames = 30;

/** Undefined where no field and no quantity is called so. */
export function explainField(terminal: Terminal, asked: string): Exit | undefined {
  const found = fieldsCalled(asked);
  const [only, second] = found;
  if (!only) return explainQuantity(terminal, asked);
  if (terminal.json) terminal.out(JSON.stringify({ fields: found.map(asJson) }));
  else if (second) showNames(terminal, asked, found);
  else showField(terminal, only);
  return exits.fine;
}

const asJson = ({ kind, name, meanings, keys }: Field) => ({ file: kind, name, meanings, keys });

/** Those that stand nearest to the top of a file come first: they are asked for most. */
function showNames(terminal: Terminal, asked: string, all: readonly Field[]): void {
  const depth = ({ name }: Field) => name.split('.').length;
  const found = all.toSorted((a, b) => depth(a) - depth(b));
  terminal.out(`${found.length} fields are called ${asked}:`);
  const rows = found
    .slice(0, mostNames)
    .map(({ name, meanings: [first] }) => [name, firstSentence(first?.description ?? '')]);
  for (const line of table(rows)) terminal.out(`  ${cut(line)}`);
  if (found.length > mostNames) terminal.out(`  and ${found.length - mostNames} more`);
  next(terminal, `kopru explain ${found[0]?.name}`);
}

function showField(terminal: Terminal, { kind, name, meanings, keys }: Field): void {
  terminal.out(`${name}  ${fileOf[kind]}`);
  for (const meaning of meanings) showMeaning(terminal, name, meaning);
  if (keys.length > 0) {
    const inner = `Fields in it: ${keys.map((key) => key.split('.').at(-1)).join(', ')}.`;
    for (const line of wrapped(inner, 78)) terminal.out(`  ${line}`);
  }
  next(terminal, keys.length > 0 ? `kopru explain ${withKey(name, keys)}` : nextOf[kind]);
}

function showMeaning(terminal: Terminal, name: string, meaning: FieldMeaning): void {
  if (meaning.protocols.length > 0) terminal.out(`  In drivers of ${meaning.protocols.join(', ')}:`);
  for (const line of wrapped(meaning.description, 78)) terminal.out(`  ${line}`);
  const rows: [string, string][] = [
    ['type', `${meaning.type.replaceAll('`', '')}${unitOf(meaning.type)}`],
    ['default', meaning.required ? 'none: it must be given' : defaultText(meaning)],
  ];
  if (meaning.example !== undefined)
    rows.push(['example', `${name.split('.').at(-1)}: ${written(meaning.example)}`]);
  for (const [word, text] of rows) {
    for (const [index, line] of wrapped(text, 67).entries())
      terminal.out(`  ${(index === 0 ? word : '').padEnd(9)}${line}`);
  }
}

const fileOf = {
  gateway: 'in gateway.yaml',
  driver: 'in driver files',
  mapping: 'in mapping files',
} as const;
const nextOf = {
  gateway: 'kopru check',
  driver: 'kopru driver test',
  mapping: 'kopru mapping test',
} as const;

const unitOf = (type: string) => (type === 'duration' ? ': number and unit, of ms, s, m, h, d' : '');

function defaultText({ default: standard }: FieldMeaning): string {
  return standard === undefined ? 'may be left out' : written(standard);
}

/** As it stands in a file. */
function written(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${written(inner)}`);
  return `{ ${entries.join(', ')} }`;
}

const firstSentence = (text: string) => text.split(/;? (?<=[.;] )/)[0] ?? '';
const cut = (text: string) => (text.length > 78 ? `${text.slice(0, 77)}…` : text);
const withKey = (name: string, [key = '']: readonly string[]) => `${name}.${key.split('.').at(-1)}`;
