/**
 * Is it working, what is safe, how long can it stay offline: one verdict from a snapshot, for the terminal, the
 * page and systemd alike. Rules and words are apart: the rules find what is the matter, a phrasing says it in
 * one language. The worst matter comes first; silent devices and quarantine are added to any other.
 */
import type { Finding, Phrasing } from './finding.ts';
import {
  answers,
  type DestinationStatus,
  type DeviceStatus,
  isSilent,
  type Snapshot,
  silentForMs,
  waitsForClock,
} from './status.ts';
import { english } from './verdict-english.ts';

/** Fine, look at it, mends itself, stopped. */
export type Glyph = 'fine' | 'look' | 'waiting' | 'stopped';

export interface Verdict {
  /** Stable name of the situation, for machines. */
  readonly situation: Finding['situation'];
  readonly glyph: Glyph;
  /** One to three words. */
  readonly word: string;
  /** At most three sentences. */
  readonly sentence: string;
}

export function verdict(snapshot: Snapshot, phrasing: Phrasing = english): Verdict {
  const main = assess(snapshot);
  const { word, sentences } = phrasing(main);
  const clauses = beside(main, snapshot).flatMap((finding) => phrasing(finding).sentences);
  return {
    situation: main.situation,
    glyph: glyphs[main.situation],
    word,
    sentence: [...sentences, ...clauses].slice(0, 3).join(' '),
  };
}

const glyphs: Readonly<Record<Finding['situation'], Glyph>> = {
  dropping: 'stopped',
  losing: 'stopped',
  'not storing': 'stopped',
  stopping: 'waiting',
  'little room': 'stopped',
  'fresh buffer': 'look',
  denied: 'stopped',
  unreachable: 'waiting',
  unwilling: 'waiting',
  clock: 'waiting',
  held: 'look',
  draining: 'waiting',
  adapter: 'look',
  silent: 'look',
  refused: 'look',
  'no destination': 'fine',
  starting: 'waiting',
  well: 'fine',
  'also silent': 'look',
  'also refused': 'look',
};

/** A loss is news for this long. */
const lossMs = 10 * 60_000;
const littleRoomMs = 12 * 3_600_000;
/** Readings older than this are a backlog; lingering, pacing and one slow answer stay below. */
const backlogMs = 30_000;
const freshBufferMs = 24 * 3_600_000;

function assess(snapshot: Snapshot): Finding {
  const { buffer, intake, destinations } = snapshot;
  if (buffer.loss && buffer.loss.lastMs < lossMs) {
    return { situation: 'dropping', count: buffer.loss.count, since: buffer.loss.since };
  }
  if (intake.lastLossMs !== undefined && intake.lastLossMs < lossMs) {
    const [worst] = intake.lost.toSorted((a, b) => b.count - a.count);
    const count = intake.lost.reduce((sum, lost) => sum + lost.count, 0);
    return { situation: 'losing', count, reason: worst?.reason ?? '' };
  }
  if (buffer.trouble !== undefined) return { situation: 'not storing', trouble: buffer.trouble };
  if (snapshot.phase === 'stopping') return { situation: 'stopping' };

  const notSending = outage(snapshot) ?? clock(snapshot);
  if (notSending && buffer.roomMs !== undefined && buffer.roomMs < littleRoomMs) {
    return { situation: 'little room', roomMs: buffer.roomMs, cause: notSending };
  }
  if (buffer.setAside !== undefined && snapshot.upMs < freshBufferMs) return { situation: 'fresh buffer' };
  return (
    notSending ??
    held(destinations) ??
    draining(snapshot) ??
    silence(snapshot) ??
    refused(destinations) ??
    rest(snapshot)
  );
}

function outage({ destinations, buffer }: Snapshot): Finding | undefined {
  const troubled = destinations
    .filter((one) => one.state === 'denied' || one.state === 'backing off')
    .toSorted((a, b) => rank(a) - rank(b) || (b.troubleMs ?? 0) - (a.troubleMs ?? 0));
  const [worst] = troubled;
  if (!worst) return undefined;
  const facts = {
    broker: nameOf(worst, destinations),
    forMs: worst.troubleMs ?? 0,
    waiting: worst.ledger.waiting,
    roomMs: buffer.roomMs,
  };
  const answer = worst.lastAnswer;
  if (worst.state === 'denied')
    return { situation: 'denied', ...facts, status: answer?.status, words: answer?.words };
  if (answer?.status !== undefined) return { situation: 'unwilling', ...facts, answer: answer.words };
  return { situation: 'unreachable', ...facts };
}

const rank = (destination: DestinationStatus) => (destination.state === 'denied' ? 0 : 1);

function nameOf(one: DestinationStatus, all: readonly DestinationStatus[]): string | undefined {
  return all.length > 1 ? one.name : undefined;
}

function clock({ clock, destinations }: Snapshot): Finding | undefined {
  if (!waitsForClock(clock) || destinations.length === 0) return undefined;
  return { situation: 'clock', waiting: Math.max(...destinations.map((one) => one.ledger.waiting)) };
}

function held(destinations: readonly DestinationStatus[]): Finding | undefined {
  for (const destination of destinations) {
    const [first] = destination.held;
    if (!first) continue;
    const { mapping, words, nextTryMs } = first;
    return { situation: 'held', broker: nameOf(destination, destinations), mapping, words, nextTryMs };
  }
  return undefined;
}

function draining({ destinations, buffer }: Snapshot): Finding | undefined {
  const [slowest] = destinations
    .filter((one) => one.oldestWaitingMs > backlogMs && one.state !== 'starting' && one.state !== 'stopped')
    .toSorted((a, b) => b.oldestWaitingMs - a.oldestWaitingMs);
  if (!slowest) return undefined;
  const { waiting } = slowest.ledger;
  const gain = buffer.outPerSecond - buffer.inPerSecond;
  const restMs = gain > 0 ? (waiting / gain) * 1000 : undefined;
  return { situation: 'draining', broker: nameOf(slowest, destinations), waiting, restMs };
}

/** Code of a link whose serial port is not there: the adapter, not the device behind it, is absent. */
const adapterCode = 'PORT_NOT_FOUND';

function silence({ devices }: Snapshot): Finding | undefined {
  const silent = devices.filter(isSilent);
  const [longest] = silent.toSorted((a, b) => silentForMs(b) - silentForMs(a));
  if (!longest) return undefined;
  const counts = { silent: silent.length, devices: installed(devices).length };
  const unplugged = silent.find((one) => one.link.state === 'silent' && one.link.code === adapterCode);
  if (unplugged) return { situation: 'adapter', connection: unplugged.connection, ...counts };
  return { situation: 'silent', device: longest.id, forMs: silentForMs(longest), ...counts };
}

const installed = (devices: readonly DeviceStatus[]) => devices.filter((one) => one.running !== 'off');

function refused(destinations: readonly DestinationStatus[]): Finding | undefined {
  const count = destinations.reduce((sum, one) => sum + one.quarantined, 0);
  return count > 0 ? { situation: 'refused', count } : undefined;
}

function rest(snapshot: Snapshot): Finding {
  const devices = installed(snapshot.devices).length;
  const answering = snapshot.devices.filter(answers).length;
  if (snapshot.phase === 'starting' || answering < devices) {
    return { situation: 'starting', answering, devices };
  }
  if (snapshot.destinations.length === 0) return { situation: 'no destination', answering, devices };
  const oldestMs = Math.max(...snapshot.destinations.map((one) => one.oldestWaitingMs));
  return { situation: 'well', devices, oldestMs };
}

/** What is said beside the main matter; nothing twice. */
function beside(main: Finding, { devices, destinations }: Snapshot): Finding[] {
  const found: Finding[] = [];
  const silent = devices.filter(isSilent).length;
  const aboutSilence = main.situation === 'silent' || main.situation === 'adapter';
  if (silent > 0 && !aboutSilence) {
    found.push({ situation: 'also silent', silent, devices: installed(devices).length });
  }
  const kept = refused(destinations);
  if (kept?.situation === 'refused' && main.situation !== 'refused') {
    found.push({ situation: 'also refused', count: kept.count });
  }
  return found;
}
