/**
 * Three questions that machines ask. Alive: would a restart help? Ready: is it at work? Healthy: what is the
 * matter, part by part? None of the first two ever depends on the broker: restarting does not end an outage.
 */
import { spanText } from '../core/duration.ts';
import { hungStages, type Proof } from '../core/proof.ts';
import { type DestinationStatus, isSilent, type Snapshot, waitsForClock } from '../core/status.ts';
import { type Verdict, verdict } from '../core/verdict.ts';

export interface Answer {
  readonly ok: boolean;
  /** Why not; one sentence each. Empty when ok. */
  readonly reasons: readonly string[];
}

/** Every stage moves on and the database takes commits; `trouble` says why it does not. Asks no stage. */
export function alive(proofs: readonly Proof[], trouble: string | undefined): Answer {
  const reasons = hungStages(proofs).map(
    ({ name, ageMs }) => `The ${name} has not moved on for ${spanText(ageMs)}.`,
  );
  if (trouble !== undefined) reasons.push(trouble);
  return { ok: reasons.length === 0, reasons };
}

/** It runs, and at least one device answers (or none is configured). */
export function ready({ phase, devices }: Snapshot): Answer {
  const reasons: string[] = [];
  if (phase !== 'running') reasons.push(phase === 'starting' ? 'It is starting.' : 'It is stopping.');
  const watched = devices.filter((device) => device.running !== 'off');
  if (watched.length > 0 && !watched.some((device) => device.link.state === 'answers')) {
    reasons.push('No device answers.');
  }
  return { ok: reasons.length === 0, reasons };
}

export interface Health {
  /** It is alive; one that is not gives the answer of `alive` instead. */
  readonly ok: true;
  readonly verdict: Verdict;
  readonly parts: readonly Part[];
}

export interface Part {
  readonly part: string;
  readonly ok: boolean;
  readonly reason?: string;
  /** Milliseconds since it is not ok, where known. */
  readonly sinceMs?: number;
}

export function health(snapshot: Snapshot): Health {
  return {
    ok: true,
    verdict: verdict(snapshot),
    parts: [clockPart(snapshot), devicesPart(snapshot), ...snapshot.destinations.map(destinationPart)],
  };
}

function clockPart({ clock }: Snapshot): Part {
  if (!waitsForClock(clock)) return { part: 'clock', ok: true };
  return { part: 'clock', ok: false, reason: 'Nobody vouches for the clock; readings wait.' };
}

function devicesPart({ devices }: Snapshot): Part {
  const silent = devices.filter(isSilent);
  if (silent.length === 0) return { part: 'devices', ok: true };
  const names = silent.slice(0, 5).map((device) => device.id);
  const more = silent.length > names.length ? ` and ${silent.length - names.length} more` : '';
  return { part: 'devices', ok: false, reason: `Silent: ${names.join(', ')}${more}.` };
}

function destinationPart({ name, state, lastAnswer, troubleMs }: DestinationStatus): Part {
  const part = `destination ${name}`;
  if (state !== 'backing off' && state !== 'denied') return { part, ok: true };
  return {
    part,
    ok: false,
    reason: lastAnswer?.words ?? 'No answer.',
    ...(troubleMs === undefined ? {} : { sinceMs: troubleMs }),
  };
}
