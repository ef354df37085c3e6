/** `kopru explain FIELD`: what may be written in a field of a file, what it does, and an example; or what a quantity is. */
import { type Field, type FieldMeaning, fieldsCalled } from '../config/field-reference.ts';
import { inTurkish, typeInTurkish } from '../config/turkish.ts';
import { type Exit, exits } from './exit.ts';
import { explainQuantity } from './explain-quantity.ts';
import { next, nextWord, type Terminal, table, wrapped } from './terminal.ts';

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
  const words = wordsOf[terminal.language];
  terminal.out(words.called(found.length, asked));
  const rows = found
    .slice(0, mostNames)
    .map(({ name, meanings: [first] }) => [name, firstSentence(words.said(first?.description ?? ''))]);
  for (const line of table(rows)) terminal.out(`  ${cut(line)}`);
  if (found.length > mostNames) terminal.out(`  ${words.more(found.length - mostNames)}`);
  next(terminal, `kopru explain ${found[0]?.name}`, nextWord(terminal));
}

function showField(terminal: Terminal, { kind, name, meanings, keys }: Field): void {
  const words = wordsOf[terminal.language];
  terminal.out(`${name}  ${words.file[kind]}`);
  for (const meaning of meanings) showMeaning(terminal, name, meaning);
  if (keys.length > 0) {
    const inner = words.inner(keys.map((key) => key.split('.').at(-1)).join(', '));
    for (const line of wrapped(inner, 78)) terminal.out(`  ${line}`);
  }
  const command = keys.length > 0 ? `kopru explain ${withKey(name, keys)}` : nextOf[kind];
  next(terminal, command, nextWord(terminal));
}

function showMeaning(terminal: Terminal, name: string, meaning: FieldMeaning): void {
  const words = wordsOf[terminal.language];
  if (meaning.protocols.length > 0) terminal.out(`  ${words.drivers(meaning.protocols.join(', '))}`);
  for (const line of wrapped(words.said(meaning.description), 78)) terminal.out(`  ${line}`);
  const rows: [string, string][] = [
    [words.type, words.typeText(meaning.type).replaceAll('`', '')],
    [words.standard, meaning.required ? words.needed : defaultText(meaning, words.optional)],
  ];
  if (meaning.example !== undefined)
    rows.push([words.example, `${name.split('.').at(-1)}: ${written(meaning.example)}`]);
  for (const [word, text] of rows) {
    for (const [index, line] of wrapped(text, 67).entries())
      terminal.out(`  ${(index === 0 ? word : '').padEnd(9)}${line}`);
  }
}

const wordsOf = {
  en: {
    file: { gateway: 'in gateway.yaml', driver: 'in driver files', mapping: 'in mapping files' },
    called: (count: number, asked: string) => `${count} fields are called ${asked}:`,
    more: (count: number) => `and ${count} more`,
    inner: (keys: string) => `Fields in it: ${keys}.`,
    drivers: (protocols: string) => `In drivers of ${protocols}:`,
    type: 'type',
    standard: 'default',
    example: 'example',
    needed: 'none: it must be given',
    optional: 'may be left out',
    said: (text: string) => text,
    typeText: (type: string) => (type === 'duration' ? 'duration: number and unit, of ms, s, m, h, d' : type),
  },
  tr: {
    file: {
      gateway: 'gateway.yaml içinde',
      driver: 'sürücü dosyalarında',
      mapping: 'eşleme dosyalarında',
    },
    called: (count: number, asked: string) => `${asked} adında ${count} alan var:`,
    more: (count: number) => `ve ${count} tane daha`,
    inner: (keys: string) => `İçindeki alanlar: ${keys}.`,
    drivers: (protocols: string) => `${protocols} sürücülerinde:`,
    type: 'tür',
    standard: 'yoksa',
    example: 'örnek',
    needed: 'olmaz: verilmelidir',
    optional: 'yazılmayabilir',
    said: inTurkish,
    typeText: typeInTurkish,
  },
} as const;
const nextOf = {
  gateway: 'kopru check',
  driver: 'kopru driver test',
  mapping: 'kopru mapping test',
} as const;

function defaultText({ default: standard }: FieldMeaning, optional: string): string {
  return standard === undefined ? optional : written(standard);
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
