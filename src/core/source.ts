/**
 * Contract of the south side. A source owns the connection to its devices; it decodes, refuses what is no
 * value, and hands on messages. It never writes to a device.
 */
import type { Message } from './reading.ts';

/** Why a value or a message became no reading. Counted per device, point and reason; never silent. */
export const refusals = [
  'sentinel', // the device says "no value"
  'range', // outside the point's limits
  'not a number',
  'unlisted', // a raw value, unit letter or word that the driver does not name
  'missing', // the place the driver names is not in the answer
  'rate', // a step that is faster than the thing measured can move
  'frozen', // the same to the last digit for too long
  'guard', // the driver's condition does not hold
  'unreadable', // no JSON, wrong length, wrong checksum
  'too large',
  'unmatched', // belongs to no message of the driver
  'clock', // its time cannot be true
  'duplicate',
  'not received', // the device counts what it sends, and these never came
  'queue full',
] as const;
export type Refusal = (typeof refusals)[number];

/** How a device is doing on the wire. */
export type Link =
  | { readonly state: 'starting' }
  | { readonly state: 'answers' }
  /** `reason` is a short sentence for the technician, `code` its stable name, for example `NO_REPLY`. */
  | { readonly state: 'silent'; readonly code: string; readonly reason: string };

/** Where sources hand in what they got. Implemented by the gateway: filter, status, then the buffer. */
export interface Intake {
  /**
   * Takes a message. Resolves when every reading in it that is kept has been fsynced; rejects when it was
   * not accepted (queue full, commit failed), and then nothing of it was.
   */
  accept(message: Message): Promise<void>;
  /**
   * One value, or with no `point` a whole message, that became no reading; `raw` is shown to the technician. `count`
   * such at once; default 1.
   */
  refuse(device: string, point: string | undefined, reason: Refusal, raw: string, count?: number): void;
  /** Told at every change, and free to be told again. */
  link(device: string, link: Link): void;
}

export interface Source {
  /** Starts to connect and returns at once. An absent device, port or MQTT broker is no error. */
  start(): void;
  /** Takes in nothing more and closes what is open. Resolves within 2 s, whatever the device does. */
  stop(): Promise<void>;
}
