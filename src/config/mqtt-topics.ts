/**
 * Topics as a whole site has them: answers that name no topic of one device, and devices that hear the same messages.
 * Without these, a site would seem right and show the state of one parking spot at four places.
 */
import { at, isMap, part, type Sheet } from './check-shape.ts';
import { defaultAnswers, fillText } from './params.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import type { InstalledDevice } from './read-devices.ts';

export function topicProblems(installed: readonly InstalledDevice[]): Problem[] {
  const first = new Map<string, InstalledDevice>();
  return installed.flatMap((each) => {
    const { text, compiled, sheet } = each;
    if (!text || text.disabled || compiled?.protocol !== 'mqtt') return [];
    const wrong = answersInTopics(each).flatMap((name) => answerFaults(each, name));
    if (wrong.length > 0 || !each.whole) return wrong;
    const key = JSON.stringify([text.mqtt, compiled.messages.map(heard)]);
    const other = first.get(key);
    if (!other) {
      first.set(key, each);
      return [];
    }
    const [name] = answersInTopics(each);
    const place = sheet.place(name === undefined ? ['mqtt'] : ['params', name]);
    return [problem(place, topicTwice(other.id ?? 'another device'))];
  });
}

type Message = Extract<NonNullable<InstalledDevice['compiled']>, { protocol: 'mqtt' }>['messages'][number];

/** What makes two devices take the same from the same message. */
const heard = ({ topic, guard, points }: Message) => ({
  topic,
  guard,
  points: points.map(({ path, field, level, guard: own }) => ({ path, field, level, own })),
});

/** The topics of a driver as its file has them. */
function topicsOf(driver: InstalledDevice['driver']): string[] {
  const head = driver?.document.value;
  const messages = at(head, ['messages']);
  const topics = [
    at(head, ['mqtt', 'topic']),
    ...(isMap(messages) ? Object.values(messages).map((message) => at(message, ['topic'])) : []),
  ];
  return topics.filter((topic) => typeof topic === 'string');
}

/** Names of the params that the topics of the driver ask for and the device answers. */
function answersInTopics({ driver, sheet }: InstalledDevice): string[] {
  const asked = topicsOf(driver).flatMap((topic) =>
    [...topic.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  );
  return [...new Set(asked)].filter((name) => at(sheet.value, ['params', name]) !== undefined);
}

/** An answer that brings along what the driver puts before or behind it. */
function partTwice(text: string, name: string, { driver, sheet }: InstalledDevice): Fault | undefined {
  const given = at(sheet.value, ['params']);
  const others = new Map([
    ...defaultAnswers(driver?.head.params ?? {}),
    ...Object.entries(isMap(given) ? given : {}),
  ]);
  others.delete(name);
  for (const topic of topicsOf(driver)) {
    const [before = '', behind] = fillText(topic, others).text.split(`{${name}}`);
    if (behind === undefined) continue;
    const began = before !== '' && text.startsWith(before) ? text.slice(before.length) : text;
    const meant = behind !== '' && began.endsWith(behind) ? began.slice(0, -behind.length) : began;
    if (meant !== text && meant !== '') return twiceInTopic(`${before}${text}${behind}`, meant);
  }
  return undefined;
}

function answerFaults(device: InstalledDevice, name: string): Problem[] {
  const { id, sheet, compiled } = device;
  const answer = part(sheet, ['params', name]);
  const text = writtenText(answer);
  if (/\{[^{}]*\}/.test(text)) return [problem(answer.place([]), notFilledIn(text, name))];
  const around = partTwice(text, name, device);
  if (around) return [problem(answer.place([]), around)];
  const guarded = compiled?.protocol === 'mqtt' && compiled.messages.some(({ guard }) => guard.length > 0);
  const wide = text.split('/').some((level) => level === '+' || level === '#');
  return wide && !guarded ? [problem(answer.place([]), ofMany(text, id ?? 'the device'))] : [];
}

const writtenText = ({ value, written }: Sheet): string =>
  typeof value === 'string' ? value : (written([]) ?? '');

const notFilledIn = (text: string, name: string): Fault => ({
  code: 'MQTT_TOPIC',
  message: `Nothing is put in for the braces in ${text}: the topic would be taken letter by letter.`,
  mend: `Write what the device publishes to; in a table each row says it, in a column \`params.${name}\`.`,
});

const twiceInTopic = (topic: string, meant: string): Fault => ({
  code: 'TOPIC_PART_TWICE',
  severity: 'warning',
  message: `The driver puts the rest around it, so that the topic would be ${topic}.`,
  mend: `Did you mean ${meant}?`,
});

const ofMany = (text: string, id: string): Fault => ({
  code: 'TOPIC_OF_MANY',
  severity: 'warning',
  message: `${text} fits the messages of many, and all of them would be read as ${id}.`,
  mend: 'Write the topic of this device alone; each of the others has an entry of its own.',
});

const topicTwice = (other: string): Fault => ({
  code: 'TOPIC_TWICE',
  message: `The messages of this topic are those of ${other} already.`,
  mend: 'Correct the topic: each device has its own.',
});
