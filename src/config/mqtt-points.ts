/** MQTT messages of a driver: topics with params filled in, guards, device time, and their points. */
import type { z } from 'zod';
import type { Guard, MqttMessage, MqttPoint, Where } from '../sources/mqtt/settings.ts';
import { topicFilterProblem } from '../sources/mqtt/topic.ts';
import { part, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type MqttPointText, mqttMessageText } from './driver-schema.ts';
import { type Answers, fillText, type ParamDeclarations, unknownParam } from './params.ts';
import { makePoint, type PointContext } from './point-meaning.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';
import { unitLetterFaults } from './unit-letters.ts';

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
  const named = fieldsNamed(head);
  if (head.groups !== undefined && head.text !== undefined) {
    const message = '`groups` is for JSON, and `text` says that the payload is none.';
    problems.push(
      problem(sheet.keyPlace(['groups']), { code: 'MQTT_PLACE', message, mend: 'Keep one of them.' }),
    );
  }
  if (head.decimal !== undefined && head.text !== undefined) {
    const message = '`decimal` is for numbers in JSON, and `text` says that the payload is none.';
    const mend = `Write it inside: \`text: { decimal: "${head.decimal}" }\`.`;
    problems.push(problem(sheet.keyPlace(['decimal']), { code: 'MQTT_PLACE', message, mend }));
  }
  const guard = guards(part(sheet, ['guard']), head.guard, named);
  problems.push(...guard.problems);
  if (head.time) problems.push(...whereFaults(part(sheet, ['time']), head.time, named));
  const zone = zoneOf(sheet, head.time, context);
  problems.push(...zone.problems);
  if (topic.text === undefined || problems.some(isError)) return { problems };
  return {
    problems,
    message: {
      topic: topic.text,
      guard: guard.guards,
      ...(head.groups === undefined ? {} : { groups: head.groups }),
      ...(head.decimal === undefined ? {} : { decimal: head.decimal }),
      ...(head.text === undefined ? {} : { text: withoutAbsent(head.text) }),
      ...(head.time === undefined
        ? {}
        : {
            time: {
              ...whereOf(head.time),
              form: head.time.form,
              ...(zone.zone === undefined ? {} : { zone: zone.zone }),
            },
          }),
    },
  };
}

/** What makes `field` a place in a message: an entry of groups, or a piece of text. */
export type FieldsNamed = 'groups' | 'text' | undefined;

export const fieldsNamed = (head: Pick<MqttMessageHead, 'groups' | 'text'>): FieldsNamed =>
  head.text ? 'text' : head.groups ? 'groups' : undefined;

export function mqttPoint(
  context: Omit<PointContext, 'raw' | 'text'> & {
    readonly text: MqttPointText;
    readonly fields: FieldsNamed;
  },
): { readonly point?: MqttPoint; readonly problems: readonly Problem[] } {
  const { text, sheet, fields } = context;
  const problems = [...whereFaults(sheet, text, fields)];
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
  const guard = guards(part(sheet, ['guard']), text.guard, fields);
  if (text.unitAt) problems.push(...whereFaults(part(sheet, ['unitAt']), text.unitAt, fields));
  problems.push(...unitLetterFaults(sheet, text));
  const made = makePoint({ ...context, raw: 'any' });
  problems.push(...guard.problems, ...made.problems);
  if (!made.point || problems.some(isError)) return { problems };
  return {
    problems,
    point: {
      ...made.point,
      ...(text.units === undefined ? {} : { meaning: { ...made.point.meaning, units: text.units } }),
      ...(text.unitAt === undefined ? {} : { unitAt: whereOf(text.unitAt) }),
      ...whereOf(text),
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
  fields: FieldsNamed,
): { guards: Guard[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const made = (texts ?? []).map((text, index): Guard => {
    const at = part(sheet, [index]);
    problems.push(...whereFaults(at, text, fields));
    if (text.is === undefined && text.min === undefined && text.max === undefined) {
      const fault = {
        code: 'GUARD_EMPTY',
        message: 'The guard says no condition.',
        mend: 'Add `is`, `min` or `max`.',
      };
      problems.push(problem(at.place([]), fault));
    }
    return {
      ...whereOf(text),
      ...(text.is === undefined ? {} : { is: Array.isArray(text.is) ? text.is : [text.is] }),
      ...(text.min === undefined ? {} : { min: text.min }),
      ...(text.max === undefined ? {} : { max: text.max }),
    };
  });
  return { guards: made, problems };
}

type WhereText = { readonly [key in keyof Where]: Where[key] | undefined };

const withoutAbsent = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [key in keyof T]?: Exclude<T[key], undefined>;
  };

const whereOf = ({ path, field, level }: WhereText): Where => withoutAbsent({ path, field, level });

/** One place in the message: `path` in JSON, `field` where something names one, or a `level` of the topic. */
function whereFaults(sheet: Sheet, text: WhereText, fields: FieldsNamed): Problem[] {
  const fault = (path: Path, message: string, mend: string) => {
    const what: Fault = { code: 'MQTT_PLACE', message, mend };
    return [problem(path.length === 0 ? sheet.keyPlace(path) : sheet.place(path), what)];
  };
  const named = (['path', 'field', 'level'] as const).filter((key) => text[key] !== undefined);
  const [first, second] = named;
  if (second !== undefined)
    return fault([second], `\`${first}\` and \`${second}\` stand together.`, 'Keep one of them.');
  if (first === undefined) {
    const mend =
      fields === 'text'
        ? 'Add `field`, 0 for the first piece of the text.'
        : 'Add `path`, a JSON Pointer such as /ENERGY/Power.';
    return fault([], 'It does not say where in the payload the value is.', mend);
  }
  if (first === 'path' && fields === 'text')
    return fault(['path'], '`path` is for JSON, and `text` says that the payload is none.', 'Write `field`.');
  if (first === 'field' && fields === undefined) {
    return fault(
      ['field'],
      '`field` names an entry of `groups`, and there are no groups.',
      'Add `groups` to the message, or write `path`; a payload that is no JSON needs `text`.',
    );
  }
  return [];
}

/** The time zone of a device's own time; `site` is the gateway's. */
export function zoneOf(
  sheet: Sheet,
  time: { readonly zone?: string | undefined } | undefined,
  { timezone }: Pick<TopicContext, 'timezone'>,
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

export function unknownZone(zone: string): Fault {
  const city = (name: string) => name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const meant = Intl.supportedValuesOf('timeZone').find((each) => city(each) === city(zone));
  return {
    code: 'TIMEZONE_UNKNOWN',
    message: `There is no time zone ${zone}.`,
    mend:
      meant === undefined ? 'Write an IANA name such as Europe/Istanbul, or UTC.' : `Did you mean ${meant}?`,
  };
}
