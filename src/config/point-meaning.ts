/**
 * From what a driver and a site say about a point to a point: its stream (quantity, unit, kind) and the meaning of
 * its raw value. The same for every protocol; where the raw value is found is added by modbus-points.ts,
 * mqtt-points.ts and serial-points.ts.
 */
import type { Meaning, Point } from '../core/device.ts';
import { parseQuantity, type Quantity, type TagName, tagNames } from '../core/quantity.ts';
import type { Kind, Value } from '../core/reading.ts';
import type { Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import type {
  HostPointText,
  LorawanPointText,
  ModbusPointText,
  MqttPointText,
  SerialPointText,
} from './driver-schema.ts';
import { compilePointFormula } from './formula.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';
import { quantityFault } from './quantity-fault.ts';
import { unitFault, unitNotWanted } from './units.ts';

/** The keys of a point that every protocol has, and what the site may add. */
export type PointText = (
  | ModbusPointText
  | MqttPointText
  | SerialPointText
  | LorawanPointText
  | HostPointText
) & {
  readonly as?: string | undefined;
};

export interface PointContext {
  readonly device: string;
  /** Name in the driver. */
  readonly name: string;
  readonly text: PointText;
  readonly sheet: Sheet;
  /** Other words for tags, from the site. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the raw value is when the protocol knows: true/false for single bits. */
  readonly raw: 'bit' | 'number' | 'text' | 'any';
  /** `later`: the formula may name other points, and is compiled when all are known (point-formulas.ts). */
  readonly formulas?: 'later';
}

export interface MadePoint {
  readonly point?: Point;
  readonly problems: readonly Problem[];
}

export function makePoint(context: PointContext): MadePoint {
  const { device, name, text, sheet } = context;
  const problems: Problem[] = [];
  const blame = (path: Path, fault: Fault) =>
    problems.push(problem(path.length === 0 ? sheet.keyPlace(path) : sheet.place(path), fault));

  const named = meantName(context);
  const meant = parseQuantity(named);
  const unknown = quantityFault(named, { hidden: true });
  if (unknown) blame(text.as === undefined ? [] : ['as'], unknown);
  if ('problem' in meant) return { problems };
  const { quantity, hidden } = meant;
  const kind = kindOf(context, quantity);
  if (kind !== quantity.kind && !isFree(quantity) && (isWordy(kind) || isWordy(quantity.kind))) {
    blame(['kind'], kindMismatch(quantity, kind));
  }
  if (isWordy(kind)) {
    if (text.unit !== undefined)
      blame(['unit'], unitNotWanted(`${quantity.name} is ${kindWords[kind]} and has no unit.`));
  } else {
    const fault = unitFault(text.unit, quantity);
    if (fault) blame(text.unit === undefined ? [] : ['unit'], fault);
    if (context.raw === 'bit' && !text.values) blame([], bitIsNoNumber(quantity));
  }
  for (const [path, fault] of meaningFaults(context, quantity, kind)) blame(path, fault);
  const meaning = meaningOf(context, kind, blame);
  if (problems.some(isError)) return { problems };
  return {
    problems,
    point: {
      stream: { device, point: name, quantity: named, unit: text.unit, kind },
      meaning,
      ...(text.wraps === undefined ? {} : { wraps: text.wraps }),
      ...plausibilityOf(text),
      ...(text.about === undefined ? {} : { about: text.about }),
      hidden,
      used: false,
    },
  };
}

function plausibilityOf({ maxRate, frozen }: PointText): Pick<Point, 'plausibility'> {
  if (maxRate === undefined && frozen === undefined) return {};
  return {
    plausibility: {
      ...(maxRate === undefined ? {} : { maxPerMinute: maxRate }),
      ...(frozen === undefined ? {} : { frozenMs: frozen }),
    },
  };
}

/** The name at this site: `as` in place of the driver's, then other words for its tags, in the order of tags. */
function meantName({ name, text, tags }: PointContext): string {
  const [base = '', ...words] = (text.as ?? name).split('.');
  if (!words.some((word) => Object.hasOwn(tags, word))) return [base, ...words].join('.');
  const mapped = words.map((word) => (Object.hasOwn(tags, word) ? (tags[word] ?? word) : word));
  const order = (word: string) => {
    const parsed = parseQuantity(`vehicleCount.${word}`);
    const [tag] = 'tags' in parsed ? Object.keys(parsed.tags) : [];
    return tag === undefined ? tagNames.length : tagNames.indexOf(tag as TagName);
  };
  return [base, ...mapped.toSorted((a, b) => order(a) - order(b))].join('.');
}

const kindWords: Readonly<Record<Kind, string>> = {
  gauge: 'a number',
  counter: 'a number',
  amount: 'a number',
  state: 'a state (true or false)',
  text: 'a text',
};

const isWordy = (kind: Kind) => kind === 'state' || kind === 'text';
const isFree = (quantity: Quantity) => quantity.group === 'own' || quantity.group === 'hidden';

/** A quantity of one's own is what its raw value is, unless `kind` says otherwise. */
function kindOf({ text, raw }: PointContext, quantity: Quantity): Kind {
  if (text.kind !== undefined) return text.kind;
  if (!isFree(quantity)) return quantity.kind;
  const words = Object.values(text.values ?? {});
  if (words.length > 0 && words.every((word) => typeof word === 'string')) return 'text';
  if (words.length > 0 && words.every((word) => typeof word === 'boolean')) return 'state';
  if (raw === 'text' && text.unit === undefined) return 'text';
  return raw === 'bit' && words.length === 0 ? 'state' : quantity.kind;
}

const kindMismatch = (quantity: Quantity, kind: Kind): Fault => ({
  code: 'KIND_MISMATCH',
  message: `${quantity.name} is ${kindWords[quantity.kind]}, so it cannot be of kind ${kind}.`,
  mend: 'Remove `kind`, or use a quantity of your own (x-...).',
});

const bitIsNoNumber = (quantity: Quantity): Fault => ({
  code: 'KIND_MISMATCH',
  message: `One bit gives true or false, and ${quantity.name} is a number.`,
  mend: 'Use a quantity that is a state, for example digitalInput.1, or read it with `bits`.',
});

/** Keys that contradict each other or do nothing for this kind. */
function meaningFaults({ text, formulas }: PointContext, quantity: Quantity, kind: Kind): [Path, Fault][] {
  const faults: [Path, Fault][] = [];
  const idle = (key: keyof PointText, when: boolean, reason: string, mend = `Remove \`${key}\`.`) => {
    if (!when || text[key] === undefined) return;
    const message = `\`${key}\` does nothing here: ${reason}.`;
    faults.push([[key], { code: 'KEY_WITHOUT_EFFECT', message, mend }]);
  };
  for (const key of ['scale', 'offset', 'formula', 'min', 'max', 'maxRate', 'frozen'] as const) {
    const isFormulaOfAny = key === 'formula' && formulas === 'later';
    idle(key, isWordy(kind) && !isFormulaOfAny, `the point is ${kindWords[kind]}`);
  }
  for (const key of ['scale', 'offset'] as const) {
    idle(key, text.formula !== undefined, 'there is a formula');
    idle(
      key,
      text.formula === undefined && text.values !== undefined && !isWordy(kind),
      'there are `values`',
    );
  }
  idle(
    'invert',
    kind !== 'state' || text.values !== undefined,
    kind === 'state' ? 'there are `values`' : 'only states are inverted',
  );
  const counterWanted = 'Remove `wraps`, or write `kind: counter` beside it.';
  idle('wraps', kind !== 'counter', 'only counters wrap', isFree(quantity) ? counterWanted : undefined);
  if (text.scale === 0) {
    faults.push([
      ['scale'],
      {
        code: 'OUT_OF_RANGE',
        message: '`scale` is 0, so every value would be 0.',
        mend: 'Write the factor of the manual.',
      },
    ]);
  }
  if (text.min !== undefined && text.max !== undefined && text.min > text.max) {
    faults.push([
      ['min'],
      {
        code: 'OUT_OF_RANGE',
        message: '`min` is larger than `max`: no value could pass.',
        mend: 'Swap them.',
      },
    ]);
  }
  return faults;
}

function meaningOf(context: PointContext, kind: Kind, blame: (path: Path, fault: Fault) => void): Meaning {
  const { text } = context;
  const { scale, offset, invert, min, max } = text;
  const values = text.values && valuesOf(text.values, context, kind, blame);
  const own = context.formulas === 'later' ? undefined : text.formula;
  const compiled = own === undefined ? undefined : compilePointFormula(own);
  if (compiled && 'fault' in compiled) blame(['formula'], compiled.fault);
  return {
    ...(text.invalid === undefined ? {} : { invalid: text.invalid }),
    ...(values === undefined ? {} : { values }),
    ...(compiled && 'formula' in compiled ? { formula: compiled.formula } : {}),
    ...(scale === undefined ? {} : { scale }),
    ...(offset === undefined ? {} : { offset }),
    ...(invert === undefined ? {} : { invert }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

/** Keys as the raw value shows as text; words as the kind wants them. */
function valuesOf(
  values: Readonly<Record<string, Value>>,
  { raw, sheet }: PointContext,
  kind: Kind,
  blame: (path: Path, fault: Fault) => void,
): Record<string, Value> {
  const result: Record<string, Value> = {};
  for (const [key, word] of Object.entries(values)) {
    const rawText = raw === 'any' || raw === 'text' ? key : rawKey(key, raw);
    if (rawText === undefined) {
      blame(['values', key], {
        code: 'WRONG_TYPE',
        message: `The raw value of this point is ${raw === 'bit' ? 'true or false' : 'a number'}, never ${key}.`,
        mend: raw === 'bit' ? 'Write true and false.' : 'Write the raw number in front of the colon.',
      });
      continue;
    }
    const fitting = kind === 'text' ? (sheet.written(['values', key]) ?? String(word)) : word;
    const wanted = kind === 'text' ? 'string' : kind === 'state' ? 'boolean' : 'number';
    if (typeof fitting !== wanted) {
      blame(['values', key], {
        code: 'WRONG_TYPE',
        message: `${word} does not fit: the point is ${kindWords[kind]}.`,
        mend: kind === 'state' ? 'Write true or false.' : 'Write a number, or give the point another kind.',
      });
    }
    result[rawText] = fitting;
  }
  return result;
}

function rawKey(key: string, raw: 'bit' | 'number'): string | undefined {
  if (raw === 'bit') return { '0': 'false', '1': 'true', true: 'true', false: 'false' }[key];
  return key.trim() !== '' && Number.isFinite(Number(key)) ? String(Number(key)) : undefined;
}
