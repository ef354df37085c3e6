/** The condition of a mapping file that tells events: one thing it is about, one way in which it begins. */
import type { AttributeSource, EventDefinition, Level, ParamDefinition } from '../core/mapping.ts';
import { sortNamed } from '../core/measure.ts';
import type { SourceDocument } from './document.ts';
import { formulaScope, readFormula } from './mapping-formula.ts';
import type { MappingText, WrittenEvent } from './mapping-schema.ts';
import type { ModelFault } from './model-faults.ts';
import { unknownParam } from './params.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import { quantityFault } from './quantity-fault.ts';

export interface ReadEvent {
  /** Absent when there is none, or a problem. */
  readonly event?: EventDefinition;
  readonly problems: readonly Problem[];
}

export function readEvent(
  document: SourceDocument,
  { event: written, period }: MappingText,
  params: Readonly<Record<string, ParamDefinition>>,
): ReadEvent {
  if (!written) return { problems: [] };
  const problems: Problem[] = [];
  const tell = (path: readonly (string | number)[], fault: Fault) =>
    problems.push(problem(document.place(['event', ...path]), fault));
  if (period !== undefined) tell([], eventWithPeriod);
  const quantities = typeof written.from === 'string' ? [written.from] : (written.from ?? []);
  quantities.forEach((quantity, index) => {
    const fault = quantityFault(quantity);
    if (fault) tell(typeof written.from === 'string' ? ['from'] : ['from', index], fault);
  });
  for (const key of ['above', 'below', 'until'] as const) {
    const level = written[key];
    if (typeof level !== 'object') continue;
    const names = Object.fromEntries(Object.keys(params).map((name) => [name, {}]));
    if (!Object.hasOwn(params, level.param)) tell([key, 'param'], unknownParam(level.param, names));
    else if (!['number', 'integer'].includes(params[level.param]?.type ?? ''))
      tell([key, 'param'], levelNoNumber(level.param));
  }
  const conditions = (['is', 'above', 'below'] as const).filter((key) => written[key] !== undefined);
  const [condition] = conditions;
  if (conditions.length !== 1 || !condition) tell([], oneCondition);
  else if (untilWrong(written)) tell(['until'], untilFault(condition));
  const source = sourceOf(document, written, quantities, params, problems);
  if (source && condition) {
    const kinds = source.kind === 'from' ? quantities.map(sortNamed) : [source.formula.type];
    const wanted = condition === 'is' ? (typeof written.is === 'boolean' ? 'state' : 'text') : 'number';
    if (kinds.some((kind) => kind !== undefined && kind !== wanted)) tell([condition], kindFault(wanted));
  }
  if (!source || problems.length > 0) return { problems };
  const { is, above, below, until, hold = 0 } = written;
  const { file, line, column } = document.keyPlace(['event']);
  const levels = Object.fromEntries(
    Object.entries({ is, above, below, until }).filter(([, value]) => value !== undefined),
  );
  return { event: { source, ...levels, holdMs: hold, origin: { file, line, column } }, problems };
}

function sourceOf(
  document: SourceDocument,
  { from, formula }: WrittenEvent,
  quantities: readonly string[],
  params: Readonly<Record<string, ParamDefinition>>,
  problems: Problem[],
): EventDefinition['source'] | undefined {
  if ((from === undefined) === (formula === undefined)) {
    problems.push(problem(document.place(['event']), oneSource));
    return undefined;
  }
  if (formula === undefined) return { kind: 'from', quantities };
  const read = readFormula(document, ['event', 'formula'], formula, formulaScope(params), (fault) =>
    problems.push(fault),
  );
  return read && { kind: 'formula', formula: read };
}

/** What an attribute says of an event, in a mapping that has none. */
export function eventFaults(name: string, source: AttributeSource, hasEvent: boolean): ModelFault[] {
  const asks = source.kind === 'event' || (source.kind === 'time' && eventTimes.includes(source.time));
  if (!asks || hasEvent) return [];
  const message = `${name} tells of an event, and the mapping has none.`;
  const mend = 'Add `event: { from: doorOpen, is: true }`, with what begins it.';
  return [{ path: [source.kind], fault: { code: 'EVENT_MISSING', message, mend } }];
}

const eventTimes: readonly string[] = ['began', 'changed'];

/** Beyond the level that begins it, or without one. */
function untilWrong({ is, above, below, until }: WrittenEvent): boolean {
  if (until === undefined) return false;
  if (is !== undefined) return true;
  const isNumber = (level: Level | undefined) => typeof level === 'number';
  if (!isNumber(until)) return false;
  return (isNumber(above) && until > above) || (isNumber(below) && until < below);
}

const untilFault = (condition: 'is' | 'above' | 'below'): Fault => ({
  code: 'EVENT_UNTIL',
  message: '`until` ends what begins at a level, and lies on its other side.',
  mend:
    condition === 'is'
      ? 'Remove `until`: a state ends when it is another.'
      : `Write a level ${condition === 'above' ? 'below that of `above`' : 'above that of `below`'}.`,
});
const oneCondition: Fault = {
  code: 'EVENT_CONDITION',
  message: 'An event has one condition that begins it.',
  mend: 'Write exactly one of `is`, `above` and `below`.',
};
const oneSource: Fault = {
  code: 'EVENT_CONDITION',
  message: 'An event is about one thing.',
  mend: 'Write `from` with a quantity, or `formula`.',
};
const eventWithPeriod: Fault = {
  code: 'EVENT_PERIOD',
  message: 'An event is told when it happens, and the mapping has a period.',
  mend: 'Remove `period`, or make two mappings of it.',
};
const kindFault = (wanted: 'number' | 'state' | 'text'): Fault => ({
  code: 'EVENT_KIND',
  message: `The condition is for a ${wanted}, and the event is about something else.`,
  mend: 'Write `is: true` for a state, `is: word` for a text, `above` or `below` for a number.',
});
const levelNoNumber = (param: string): Fault => ({
  code: 'EVENT_LEVEL',
  message: `The param ${param} is no number, so it is no level.`,
  mend: 'Declare it with `unit`, or with `type: number`.',
});
