/** Secrets that the gateway makes up: long enough that nobody guesses them, and plain enough to be typed on a phone. */
import { randomInt } from 'node:crypto';

/** Without letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Five groups of four, 99 bits: `k7mq-3xdp-9wtr-h2vn-8czb`. */
export function madeSecret(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}
