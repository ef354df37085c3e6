/**
 * From English sentences to those of another language. What finds a problem says it in English, with values put in; a
 * catalogue holds each such sentence with numbered places, and its own beside it. What is put in may be a sentence or
 * word of the catalogue again. A text that it does not hold stays as it is: better in English than not said.
 */

/** English with places `{0}`, `{1}`, and the same places, in any order, in the other language. */
export type Sentences = Readonly<Record<string, string>>;

export type Translate = (text: string) => string;

/** `joints` are the words between the last two of a list: `or`, `and`. */
export function translator(sentences: Sentences, joints: Readonly<Record<string, string>>): Translate {
  const fixed = new Map(Object.entries(sentences));
  const patterns = Object.entries(sentences)
    .filter(([english]) => place.test(english))
    .map(([english, other]) => ({ form: formOf(english), other, weight: english.replace(places, '').length }))
    .sort((a, b) => b.weight - a.weight);
  const known = new Map<string, string | undefined>();

  /** Undefined for what the catalogue does not hold. */
  const found = (text: string): string | undefined => {
    if (known.has(text)) return known.get(text);
    const result = fixed.get(text) ?? filled(text, isOne) ?? split(text) ?? filled(text, () => true);
    known.set(text, result);
    return result;
  };
  const filled = (text: string, fits: (value: string) => boolean): string | undefined => {
    for (const { form, other } of patterns) {
      const values = form.exec(text)?.slice(1);
      if (values?.every(fits))
        return other.replace(places, (_, index) => translated(values[Number(index)] ?? ''));
    }
    return undefined;
  };
  /** Several sentences, each by itself. */
  const split = (text: string): string | undefined => {
    for (const { index } of text.matchAll(/(?<=[.?!]) (?=\S)/g)) {
      const [first, rest] = [found(text.slice(0, index)), found(text.slice(index + 1))];
      if (first !== undefined && rest !== undefined) return `${first} ${rest}`;
    }
    return undefined;
  };
  const translated = (value: string): string => {
    const whole = found(value);
    if (whole !== undefined || !isList.test(value)) return whole ?? value;
    return value.replace(lastJoint, (all, before: string, word: string, after: string) => {
      const joint = joints[word];
      return joint === undefined ? all : `${translated(before)} ${joint} ${translated(after)}`;
    });
  };
  return translated;
}

/** No sentence ends in it and another begins. */
const isOne = (value: string) => !/[.?!] [A-Z`]/.test(value);

/** Of names and words; what somebody else has written stands in quotes. */
const isList = /^[^."]+ \S+ [^."]+$/;
const place = /\{\d\}/;
const places = /\{(\d)\}/g;
const lastJoint = /^(.*) (or|and) (.*?)$/s;

function formOf(english: string): RegExp {
  const literals = english.split(place).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('(.*?)')}$`, 's');
}
