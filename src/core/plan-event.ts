/** Binds the condition of an event to what the site offers and answers. */
import type { EventMeasure } from './event.ts';
import type { EventDefinition, Level } from './mapping.ts';
import { type Bound, bindFormula, bindFrom } from './measure.ts';
import type { PlanProblem } from './plan-problem.ts';
import type { Scene } from './plan-scene.ts';
import type { Value } from './reading.ts';

export interface BoundEvent {
  readonly event?: Omit<EventMeasure, 'values'>;
  readonly problems: readonly PlanProblem[];
}

export function bindEvent(definition: EventDefinition, scene: Scene): BoundEvent {
  const { above, below, until, is, holdMs } = definition;
  // Without an answer an event ends at the level at which it begins.
  const problems = [above, below].flatMap((level) => unanswered(level, scene));
  const { measure, problems: faults } = boundOf(definition, scene);
  if (!measure || problems.length > 0) return { problems: [...problems, ...faults] };
  const from = levelOf(above ?? below, scene) ?? Number.NaN;
  const to = levelOf(until, scene) ?? from;
  const wrong = until !== undefined && (above === undefined ? to < from : to > from);
  if (wrong) problems.push(untilBeyond(scene.asker, from, to, until));
  if (problems.length > 0) return { problems };
  const number = (holds: (value: number) => boolean) => (value: Value) =>
    typeof value === 'number' && holds(value);
  const event = {
    measure,
    holdMs,
    begins: is === undefined ? number(above === undefined ? (v) => v < from : (v) => v > from) : same(is),
    ends: is === undefined ? number(above === undefined ? (v) => v >= to : (v) => v <= to) : other(is),
  };
  return { event, problems: [...faults, ...unheard(definition, measure.inputs[0]?.device, scene)] };
}

const same = (is: Value) => (value: Value) => value === is;
const other = (is: Value) => (value: Value) => value !== is;

function boundOf({ source, origin }: EventDefinition, { offer, params }: Scene): Bound {
  const attribute = { name: 'event', source, modifiers: {}, origin };
  if (source.kind === 'from') return bindFrom(attribute, source.quantities, {}, offer);
  const { inputs, evaluate } = source.formula;
  const part = {
    names: [...inputs.keys()],
    points: [...inputs.values()],
    evaluate,
    params: params.answers,
  };
  return bindFormula(attribute, part, {}, offer);
}

function levelOf(level: Level | undefined, { params }: Scene): number | undefined {
  const value = typeof level === 'object' ? params.answers[level.param] : level;
  return typeof value === 'number' ? value : undefined;
}

const untilBeyond = (asker: string, from: number, to: number, until: Level): PlanProblem => ({
  code: 'EVENT_UNTIL',
  message: `${asker} begins at the level ${from} and ends at ${to}, which lies beyond it.`,
  mend: 'Correct one of the levels: what begins above a level ends at it or below.',
  ...(typeof until === 'object' ? { param: until.param } : {}),
});

/** A level that nobody answered, or not with a number. */
function unanswered(level: Level | undefined, { params, asker }: Scene): PlanProblem[] {
  if (typeof level !== 'object' || params.faulty.has(level.param)) return [];
  if (typeof params.answers[level.param] === 'number') return [];
  return [
    {
      code: 'EVENT_LEVEL',
      message: `${asker} tells an event at the level ${level.param}, and nobody says which that is.`,
      mend: `Answer the param ${level.param} with a number.`,
      param: level.param,
    },
  ];
}

/** Silence longer than this makes a warning that waits for a reading useless. */
const patienceMs = 3_600_000;

/** A device that speaks only of changes may be silent while a condition lasts, and nothing is told of silence. */
function unheard(
  { holdMs }: EventDefinition,
  id: string | undefined,
  { asker, offer }: Scene,
): PlanProblem[] {
  const rhythm = offer.devices.find((device) => device.id === id)?.rhythm ?? {};
  const silenceMs = rhythm.everyMs ?? rhythm.heartbeatMs ?? rhythm.staleMs ?? Number.POSITIVE_INFINITY;
  if (holdMs === 0 || silenceMs <= patienceMs) return [];
  return [
    {
      code: 'EVENT_HOLD',
      severity: 'warning',
      message: `${asker} waits for a reading after \`hold\`, and ${id} may be silent for long.`,
      mend: 'Leave `hold` out for a sensor that tells changes, or it is told with its next message.',
    },
  ];
}
