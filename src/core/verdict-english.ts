/** The verdict in English. Plain words, the same as on the page; a number never carries a suffix. */
import { spanText } from './duration.ts';
import type { Finding, Phrasing } from './finding.ts';
import { numberText } from './number-text.ts';

export const english: Phrasing = (finding) => ({ word: wordOf(finding), sentences: say(finding) });

function wordOf(finding: Finding): string {
  switch (finding.situation) {
    case 'dropping':
    case 'losing':
      return 'losing data';
    case 'not storing':
      return 'not storing';
    case 'denied':
    case 'unreachable':
    case 'unwilling':
      return 'not sending';
    case 'clock':
      return 'keeping';
    case 'adapter':
    case 'silent':
    case 'refused':
    case 'held':
    case 'also silent':
    case 'also refused':
      return 'working in part';
    case 'no destination':
      return 'reading only';
    case 'well':
      return 'working';
    default:
      return finding.situation;
  }
}

function say(finding: Finding): string[] {
  switch (finding.situation) {
    case 'dropping':
      return [
        'Losing readings: the buffer is full.',
        `${numberText(finding.count)} of the oldest ${were(finding.count)} dropped since ${finding.since}.`,
      ];
    case 'losing':
      return [
        `Losing readings: ${numberText(finding.count)} could not be kept since the start (${finding.reason}).`,
      ];
    case 'not storing':
      return ['Readings cannot be stored now.', finding.trouble];
    case 'stopping':
      return ['Stopping.'];
    case 'little room':
      return [`Room for ${spanText(finding.roomMs)} only.`, ...say(finding.cause).slice(0, 1)];
    case 'fresh buffer':
      return ['Started with a fresh buffer: the old one was damaged and is set aside.'];
    case 'denied': {
      // Without a status it is a token server or a proxy that does not let us in, or a secret that is missing.
      if (finding.status === undefined) {
        return [
          `${subject(finding.broker)}: no way in for ${spanText(finding.forMs)}.`,
          ...(finding.words === undefined ? [] : [finding.words]),
          ...safe(finding.waiting, finding.roomMs),
        ];
      }
      const what = finding.status === 401 || finding.status === 403 ? 'credentials' : 'requests';
      return [
        `${subject(finding.broker)} has refused our ${what} for ${spanText(finding.forMs)}.`,
        ...safe(finding.waiting, finding.roomMs),
      ];
    }
    case 'unreachable':
      return [
        `${subject(finding.broker)} unreachable for ${spanText(finding.forMs)}.`,
        ...safe(finding.waiting, finding.roomMs),
      ];
    case 'unwilling':
      return [
        `${subject(finding.broker)} takes nothing for ${spanText(finding.forMs)} (${finding.answer}).`,
        ...safe(finding.waiting, finding.roomMs),
      ];
    case 'clock':
      return [
        'Keeping readings until the clock is set.',
        ...(finding.waiting > 0
          ? [`${numberText(finding.waiting)} ${are(finding.waiting)} safe on disk.`]
          : []),
      ];
    case 'held':
      return [
        `${subject(finding.broker)} rejects all that ${finding.mapping} makes: ${cutWords(finding.words)}`,
        `Its readings wait for a correction, next try in ${spanText(finding.nextTryMs)}.`,
      ];
    case 'draining': {
      const rest = finding.restMs === undefined ? '' : `, about ${spanText(finding.restMs)}`;
      return [
        `${subject(finding.broker)} is back, backlog draining.`,
        `${readings(finding.waiting)} to go${rest}.`,
      ];
    }
    case 'adapter':
      return [
        `Working in part: the adapter of bus ${finding.connection} is unplugged.`,
        silentOf(finding.silent, finding.devices),
      ];
    case 'silent':
      return silentSentences(finding);
    case 'refused':
      return [
        'Working, but the broker refuses some readings.',
        `${numberText(finding.count)} ${are(finding.count)} in quarantine with the reason.`,
      ];
    case 'no destination':
      return ['Reading only: no broker is configured.', answeringOf(finding)];
    case 'starting':
      return ['Starting.', `${have(finding.answering, finding.devices)} so far.`];
    case 'well':
      return [
        `Working. ${allAnswer(finding.devices)}, the broker accepts everything, nothing waits longer than ${spanText(Math.max(1_000, finding.oldestMs))}.`,
      ];
    case 'also silent':
      return [silentOf(finding.silent, finding.devices)];
    case 'also refused':
      return [`${readings(finding.count)} ${are(finding.count)} in quarantine.`];
  }
}

/** The broker's words, which may be a page long, as a sentence. */
function cutWords(words: string): string {
  const flat = words.replaceAll(/\s+/g, ' ').trim();
  const cut = flat.length <= 120 ? flat : `${flat.slice(0, 119)}…`;
  return /[.!?…]$/.test(cut) ? cut : `${cut}.`;
}

const subject = (broker: string | undefined) => (broker === undefined ? 'Broker' : `Broker ${broker}`);
const are = (count: number) => (count === 1 ? 'is' : 'are');
const were = (count: number) => (count === 1 ? 'was' : 'were');
const readings = (count: number) => `${numberText(count)} ${count === 1 ? 'reading' : 'readings'}`;
const devicesText = (count: number) => `${count} ${count === 1 ? 'device' : 'devices'}`;

function safe(waiting: number, roomMs: number | undefined): string[] {
  if (waiting === 0) return ['No reading waits.'];
  const room = roomMs === undefined ? '' : `; there is room for ${spanText(roomMs)}`;
  return [`${readings(waiting)} ${are(waiting)} safe on disk${room}.`];
}

/** `1 of 3 devices has`, and `0 of 1 device has`. */
const isOne = (count: number, of: number) => count === 1 || of === 1;

function silentOf(silent: number, devices: number): string {
  return `${silent} of ${devicesText(devices)} ${isOne(silent, devices) ? 'is' : 'are'} silent.`;
}

function answeringOf({ answering, devices }: { answering: number; devices: number }): string {
  return `${answering} of ${devicesText(devices)} ${isOne(answering, devices) ? 'answers' : 'answer'}.`;
}

function have(answering: number, devices: number): string {
  return `${answering} of ${devicesText(devices)} ${isOne(answering, devices) ? 'has' : 'have'} answered`;
}

function allAnswer(devices: number): string {
  return devices === 1 ? 'The device answers' : `All ${devices} devices answer`;
}

function silentSentences(finding: Extract<Finding, { situation: 'silent' }>): string[] {
  const others = finding.devices - finding.silent;
  const span = spanText(finding.forMs);
  if (finding.silent > 1) {
    const which = others === 0 ? `all ${finding.devices}` : `${finding.silent} of ${finding.devices}`;
    return [`Working in part: ${which} devices are silent, ${finding.device} the longest (${span}).`];
  }
  const first = `Working in part: ${finding.device} has been silent for ${span}.`;
  if (others === 0) return [first];
  return [first, others === 1 ? 'The other device answers.' : `The other ${others} devices answer.`];
}
