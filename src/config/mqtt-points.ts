/** MQTT messages of a driver: topics with params filled in, guards, device time, and their points. */
import type { z } from 'zod';
import type { Guard, MqttMessage, MqttPoint } from '../sources/mqtt/settings.ts';
import { topicFilterProblem } from '../sources/mqtt/topic.ts';
import { part, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type MqttPointText, mqttMessageText } from './driver-schema.ts';
import { type Answers, fillText, type ParamDeclarations, unknownParam } from './params.ts';
import { makePoint, type PointContext } from './point-meaning.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';

/** How messages are recognised and read: the keys of a message beside its points. */
export const mqttMessageHead = mqttMessageText.omit({ points: true });
export type MqttMessageHead = z.output<typeof mqttMessageHead>;

export interface TopicContext {
  readonly declared: ParamDeclarations;
  readonly answers: Answers;
  /** Of the gateway; undefined if gateway.yaml does not say. */
  readonly timezone: string | undefined;
}

type MessageParts = Omit<MqttMessage, 'points' | 'name'>;

/** A message without its points; undefined when it has an error or waits for a param. */
export function mqttMessage(
  sheet: Sheet,
  head: MqttMessageHead,
  context: TopicContext,
): { readonly message?: MessageParts; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  if (head.topic === undefined) {
    const mend = 'Add the topic the device publishes to, for example "tele/{topic}/SENSOR".';
    return {
      problems: [problem(sheet.place([]), { code: 'MISSING_KEY', message: '`topic` is missing.', mend })],
    };
  }
  const topic = fillTopic(sheet, ['topic'], head.topic, context);
  problems.push(...topic.problems);
  const guard = guards(part(sheet, ['guard']), head.guard, head.groups !== undefined);
  problems.push(...guard.problems);
  const zone = zoneOf(sheet, head.time, context);
  problems.push(...zone.problems);
  if (topic.text === undefined || problems.some(isError)) return { problems };
  return {
    problems,
    message: {
      topic: topic.text,
      guard: guard.guards,
      ...(head.groups === undefined ? {} : { groups: head.groups }),
      ...(head.time === undefined
        ? {}
        : {
            time: {
              path: head.time.path,
              form: head.time.form,
              ...(zone.zone === undefined ? {} : { zone: zone.zone }),
            },
          }),
    },
  };
}

export function mqttPoint(
  context: Omit<PointContext, 'raw' | 'text'> & { readonly text: MqttPointText; readonly hasGroups: boolean },
): { readonly point?: MqttPoint; readonly problems: readonly Problem[] } {
  const { text, sheet, hasGroups } = context;
  const problems = [...whereFaults(sheet, text, hasGroups)];
  const ends = text.invalid?.findIndex((sentinel) => typeof sentinel === 'string') ?? -1;
  if (ends >= 0) {
    const message = 'highest and lowest are the ends of an integer type, and JSON numbers have none.';
    problems.push(
      problem(sheet.place(['invalid', ends]), {
        code: 'SENTINEL_IMPOSSIBLE',
        message,
        mend: 'Write the number.',
      }),
    );
  }
  const guard = guards(part(sheet, ['guard']), text.guard, hasGroups);
  const made = makePoint({ ...context, raw: 'any' });
  problems.push(...guard.problems, ...made.problems);
  if (!made.point || problems.some(isError)) return { problems };
  return {
    problems,
    point: {
      ...made.point,
      ...(text.path === undefined ? {} : { path: text.path }),
      ...(text.field === undefined ? {} : { field: text.field }),
      guard: guard.guards,
    },
  };
}

/** The topic with its params; `text` is absent while a param is open or the topic is wrong. */
export function fillTopic(
  sheet: Sheet,
  path: Path,
  topic: string,
  { declared, answers }: TopicContext,
): { readonly text?: string; readonly problems: readonly Problem[] } {
  const { text, open } = fillText(topic, answers);
  const unknown = open.filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) {
    return { problems: unknown.map((name) => problem(sheet.place(path), unknownParam(name, declared))) };
  }
  if (open.length > 0) return { problems: [] };
  const wrong = topicFilterProblem(text);
  if (wrong === undefined) return { text, problems: [] };
  const mend = 'A topic is names between slashes; + stands for one whole name, # for all the rest.';
  return {
    problems: [
      problem(sheet.place(path), { code: 'MQTT_TOPIC', message: `The topic ${text} ${wrong}.`, mend }),
    ],
  };
}

function guards(
  sheet: Sheet,
  texts: MqttMessageHead['guard'],
  hasGroups: boolean,
): { guards: Guard[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const made = (texts ?? []).map((text, index): Guard => {
    const at = part(sheet, [index]);
    problems.push(...whereFaults(at, text, hasGroups));
    if (text.is === undefined && text.min === undefined && text.max === undefined) {
      const fault = {
        code: 'GUARD_EMPTY',
        message: 'The guard says no condition.',
        mend: 'Add `is`, `min` or `max`.',
      };
      problems.push(problem(at.place([]), fault));
    }
    return {
      ...(text.path === undefined ? {} : { path: text.path }),
      ...(text.field === undefined ? {} : { field: text.field }),
      ...(text.is === undefined ? {} : { is: Array.isArray(text.is) ? text.is : [text.is] }),
      ...(text.min === undefined ? {} : { min: text.min }),
      ...(text.max === undefined ? {} : { max: text.max }),
    };
  });
  return { guards: made, problems };
}

/** One place in the payload: `path`, or `field` where the message has groups. */
function whereFaults(
  sheet: Sheet,
  text: { readonly path?: string | undefined; readonly field?: string | undefined },
  hasGroups: boolean,
): Problem[] {
  const fault = (path: Path, message: string, mend: string) => {
    const what: Fault = { code: 'MQTT_PLACE', message, mend };
    return [problem(path.length === 0 ? sheet.keyPlace(path) : sheet.place(path), what)];
  };
  if (text.path !== undefined && text.field !== undefined) {
    return fault(['field'], '`path` and `field` stand together.', 'Keep one of them.');
  }
  if (text.path === undefined && text.field === undefined) {
    return fault(
      [],
      'It does not say where in the payload the value is.',
      'Add `path`, a JSON Pointer such as /ENERGY/Power.',
    );
  }
  if (text.field !== undefined && !hasGroups) {
    return fault(
      ['field'],
      '`field` names an entry of `groups`, and there are no groups.',
      'Add `groups` to the message, or write `path`.',
    );
  }
  return [];
}

function zoneOf(
  sheet: Sheet,
  time: MqttMessageHead['time'],
  { timezone }: TopicContext,
): { zone?: string; problems: Problem[] } {
  if (time?.zone === undefined) return { problems: [] };
  if (time.zone !== 'site') {
    if (isTimezone(time.zone)) return { zone: time.zone, problems: [] };
    return { problems: [problem(sheet.place(['time', 'zone']), unknownZone(time.zone))] };
  }
  if (timezone !== undefined) return { zone: timezone, problems: [] };
  return {
    problems: [
      problem(sheet.place(['time', 'zone']), {
        code: 'TIMEZONE_MISSING',
        message: 'This device sends local time, and gateway.yaml does not say the time zone of the site.',
        mend: 'Add `timezone` under `gateway`, for example Europe/Istanbul.',
      }),
    ],
  };
}

export function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const unknownZone = (zone: string): Fault => ({
  code: 'TIMEZONE_UNKNOWN',
  message: `There is no time zone ${zone}.`,
  mend: 'Write an IANA name such as Europe/Istanbul, or UTC.',
});
