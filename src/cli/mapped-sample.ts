/**
 * What one message gives to an entity when no gateway keeps the others: of a period as if the device had said the same
 * all the time.
 */
import type { SiteDevice } from '../config/site.ts';
import type { EntityPlan, EntityWindow, Fragment, InputMessage } from '../core/entity.ts';

/** Undefined when it gives nothing, and no problem. */
export function mappedSample(
  plan: EntityPlan,
  message: InputMessage,
  { everyMs }: Pick<SiteDevice, 'everyMs'>,
): Fragment | undefined {
  const closed = (plan.windows ?? [])
    .filter((window) => message.readings.some(({ stream }) => window.uses(stream)))
    .map((window) => ofPeriod(window, message, everyMs ?? window.periodMs));
  const fragments = [plan.map(message), ...closed].filter((fragment) => fragment !== undefined);
  const measured: Fragment['measured'] = Object.assign({}, ...fragments.map((each) => each.measured));
  const problems = fragments.flatMap((each) => each.problems);
  if (Object.keys(measured).length === 0 && problems.length === 0) return undefined;
  return { measured, dating: Object.assign({}, ...fragments.map((each) => each.dating)), problems };
}

/** The last whole period before the message. */
function ofPeriod(window: EntityWindow, message: InputMessage, everyMs: number): Fragment {
  const endMs = Math.floor(message.observedAtMs / window.periodMs) * window.periodMs;
  const startMs = endMs - window.periodMs;
  const at = (observedAtMs: number): InputMessage => ({ ...message, observedAtMs });
  const count = Math.max(1, Math.floor(window.periodMs / everyMs));
  const messages = Array.from({ length: count }, (_, index) => at(startMs + index * everyMs));
  return window.close({ startMs, endMs, messages, before: [at(startMs - everyMs)] }).fragment;
}
