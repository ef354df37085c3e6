/**
 * What the two kinds of frame have in common: where one may begin, and whether what stands there is one. Pure; the
 * bytes before and behind are the cutter's business (frame-cutter.ts).
 */

/** Why something that began like a frame is none. */
export const flaws = ['checksum', 'length', 'end', 'characters', 'torn'] as const;
export type Flaw = (typeof flaws)[number];

export type Judgement =
  /** `next` is where the search goes on; `content` is what positions and fields count in, valid until the next call. */
  | { readonly kind: 'frame'; readonly next: number; readonly content: Uint8Array }
  /** More bytes are needed to tell. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'bad'; readonly flaw: Flaw };

export interface FrameFormat {
  /** Where between `from` and `to` the next frame may begin, a beginning cut off by `to` included; `to` if nowhere. */
  seek(bytes: Uint8Array, from: number, to: number): number;
  /**
   * Whether the bytes from here on are a frame. `ended`: the line fell silent behind `to`, so nothing more belongs
   * to it.
   */
  judge(bytes: Uint8Array, from: number, to: number, ended: boolean): Judgement;
  /**
   * For frames that begin with nothing of their own: the end of one, behind which the next begins. Undefined: a
   * beginning can be told wherever one joins in.
   */
  readonly separatedBy?: Uint8Array;
  /** Frames are told apart by silence of this length, in milliseconds; between two silences stands one at most. */
  readonly gapMs?: number;
}

export const partial: Judgement = { kind: 'partial' };

const badOf = Object.fromEntries(flaws.map((flaw) => [flaw, { kind: 'bad', flaw } as const]));
export const bad = (flaw: Flaw): Judgement => badOf[flaw] ?? { kind: 'bad', flaw };

/** First place of the needle whole, or cut off by `to`; `to` if there is none. */
export function seekBytes(bytes: Uint8Array, needle: Uint8Array, from: number, to: number): number {
  const [first] = needle;
  if (first === undefined) return from;
  let at = bytes.indexOf(first, from);
  while (at >= 0 && at < to) {
    if (matchesAt(bytes, needle, at, to)) return at;
    at = bytes.indexOf(first, at + 1);
  }
  return to;
}

/** Where the whole needle stands first; -1 if nowhere. */
export function findBytes(bytes: Uint8Array, needle: Uint8Array, from: number, to: number): number {
  const at = seekBytes(bytes, needle, from, to);
  return at + needle.length <= to ? at : -1;
}

/** True also if `to` cuts the needle off. */
export function matchesAt(bytes: Uint8Array, needle: Uint8Array, at: number, to: number): boolean {
  const length = Math.min(needle.length, to - at);
  for (let i = 0; i < length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
