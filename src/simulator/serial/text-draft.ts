/** A text frame while its fields are filled in, by number, by name, or in groups. */
import type { SerialMessage, TextFraming, Where } from '../../sources/serial/device.ts';

type TextPlace = Extract<Where, { kind: 'text' }>;

export class TextDraft {
  private readonly framing: TextFraming;
  private readonly message: SerialMessage;
  private readonly numbered: string[] = [];
  /** The last one first. */
  private readonly fromEnd: string[] = [];
  private readonly named = new Map<string, { readonly text: string; readonly unit: string }>();

  constructor(framing: TextFraming, message: SerialMessage) {
    this.framing = framing;
    this.message = message;
    const begins = (message.starts ?? []).map((code) =>
      code === undefined ? 'X' : String.fromCharCode(code),
    );
    const { separator } = framing;
    const pieces = separator === undefined ? [begins.join('')] : begins.join('').split(separator);
    // What the beginning ends with stands before the field that follows.
    if (pieces.at(-1) === '') pieces.pop();
    this.numbered.push(...pieces);
  }

  /** `unit` is the letter that goes with a number: into its group, else right behind it. */
  put(where: Where, written: string, unit = ''): void {
    if (where.kind !== 'text') return;
    const { field = '0' } = where;
    const hasName = !/^-?\d+$/.test(field);
    const isGrouped = hasName && this.message.groups?.unit !== undefined;
    const digits = this.framing.decimal === ',' ? written.replace('.', ',') : written;
    const value = isGrouped ? digits : digits + unit;
    if (hasName) this.named.set(field, { text: value, unit });
    else {
      const number = Number(field);
      const [fields, at] = number < 0 ? [this.fromEnd, -1 - number] : [this.numbered, number];
      fields[at] = where.chars ? withChars(fields[at] ?? '', where, value) : value;
    }
  }

  putTime({ where, form, date }: NonNullable<SerialMessage['time']>, wallMs: number): void {
    const iso = new Date(wallMs).toISOString();
    if (form === 'nmea') {
      this.put(where, iso.slice(11, 19).replaceAll(':', ''));
      if (date) this.put(date, `${iso.slice(8, 10)}${iso.slice(5, 7)}${iso.slice(2, 4)}`);
    } else if (form === 'iso') this.put(where, iso);
    else this.put(where, String(form === 'unix' ? Math.floor(wallMs / 1_000) : wallMs));
  }

  text(): string {
    const { separator = '', pairs, fields, length } = this.framing;
    const { groups } = this.message;
    if (fields) return fields.map((name) => this.named.get(name)?.text ?? '').join(separator);
    const pieces = Array.from(this.numbered, (piece = '') => piece);
    if (pairs !== undefined) {
      for (const [name, { text }] of this.named) pieces.push(`${name}${pairs}${text}`);
    }
    if (groups) {
      for (const [name, { text, unit }] of this.named) {
        const group = Array.from({ length: groups.size }, () => '');
        group[groups.name] = name;
        group[groups.value] = text;
        if (groups.unit !== undefined) group[groups.unit] = unit;
        pieces.push(...group);
      }
    }
    pieces.push(...Array.from(this.fromEnd, (piece = '') => piece).reverse());
    const text = pieces.join(separator);
    // A device with a fixed number of digits has no place for others.
    return length === undefined
      ? text
      : String(Math.round(Number(text)))
          .padStart(length, '0')
          .slice(-length);
  }
}

/** Characters put into a field; a number is filled up with zeros in front. */
function withChars(field: string, { chars = [0, -1] }: TextPlace, value: string): string {
  const [first, last] = chars;
  if (last < 0) return field.padEnd(first, '0').slice(0, first) + value;
  const width = last - first + 1;
  const filled = field.padEnd(last + 1, '0');
  return filled.slice(0, first) + value.padStart(width, '0').slice(-width) + filled.slice(last + 1);
}
