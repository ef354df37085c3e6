/** A short, stable fingerprint of a text: 64 bits, two FNV-1a of different start in base 36. Not for secrets. */
export function fingerprint(text: string): string {
  return mix(text, 0x811c9dc5).toString(36) + mix(text, 0x01000193).toString(36);
}

function mix(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}
