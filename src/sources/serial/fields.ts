/** The fields of a text frame: by number, by name, or inside groups that carry their own names. Pure. */
import type { SerialMessage, TextFraming } from './device.ts';

export interface Field {
  readonly text: string;
  /** The unit that a group says; undefined without one. */
  readonly unit?: string;
}

export interface Fields {
  /** All of the text. */
  readonly whole: string;
  /** By name, or by number from 0 and negative from the end. */
  find(name: string): Field | undefined;
}

type Cut = Pick<TextFraming, 'separator' | 'pairs' | 'fields'>;

/** Undefined where the driver names the fields and there are more or fewer of them. */
export function fieldsOf(whole: string, cut: Cut): Fields | undefined {
  const list = cut.separator === undefined ? [whole] : whole.split(cut.separator);
  // Many instruments write a separator behind the last field too.
  if (cut.fields && list.length === cut.fields.length + 1 && list.at(-1) === '') list.pop();
  if (cut.fields && list.length !== cut.fields.length) return undefined;
  const names = cut.pairs === undefined ? cut.fields && named(cut.fields, list) : pairsOf(list, cut.pairs);
  return {
    whole,
    find(name) {
      const text = names?.get(name) ?? (/^-?\d+$/.test(name) ? list.at(Number(name)) : undefined);
      return text === undefined ? undefined : { text };
    },
  };
}

/** The fields with those of the groups found by name. A name that occurs twice with different values names neither. */
export function grouped(fields: Fields, groups: NonNullable<SerialMessage['groups']>): Fields {
  const byName = new Map<string, Field>();
  const twice = new Set<string>();
  for (let first = groups.first; ; first += groups.size) {
    const name = fields.find(String(first + groups.name))?.text;
    const text = fields.find(String(first + groups.value))?.text;
    if (name === undefined || text === undefined) break;
    const unit = groups.unit === undefined ? undefined : fields.find(String(first + groups.unit))?.text;
    const before = byName.get(name);
    if (before && (before.text !== text || before.unit !== unit)) twice.add(name);
    byName.set(name, unit === undefined ? { text } : { text, unit });
  }
  for (const name of twice) byName.delete(name);
  return { whole: fields.whole, find: (name) => byName.get(name) ?? fields.find(name) };
}

const named = (names: readonly string[], list: readonly string[]): ReadonlyMap<string, string> =>
  new Map(names.map((name, index) => [name, list[index] ?? '']));

function pairsOf(list: readonly string[], mark: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const twice = new Set<string>();
  for (const piece of list) {
    const at = piece.indexOf(mark);
    if (at < 0) continue;
    const name = piece.slice(0, at).trim();
    const text = piece.slice(at + mark.length);
    if (pairs.has(name) && pairs.get(name) !== text) twice.add(name);
    pairs.set(name, text);
  }
  for (const name of twice) pairs.delete(name);
  return pairs;
}
