/**
 * IEEE 754 numbers of 16 bits, which Node.js 20 and 22 do not know: ten bits of fraction, so about three digits; some
 * sensors send them to spare a register.
 */

const fractionBits = 10;
const bias = 15;

/** The shortest decimal that means the same 16 bits; NaN and infinities are given as they are. */
export function fromFloat16(bits: number): number {
  const exact = exactly(bits);
  if (!Number.isFinite(exact) || Number.isInteger(exact)) return exact;
  for (let digits = 1; digits < 6; digits++) {
    const decimal = Number(exact.toPrecision(digits));
    if (toFloat16(decimal) === (bits & 0xffff)) return decimal;
  }
  return exact;
}

/** Rounds to the nearest, ties to even. */
export function toFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65_520) return sign | 0x7c00;
  const exponent = Math.max(1 - bias, size === 0 ? 1 - bias : Math.floor(Math.log2(size)));
  const steps = evenly(size / 2 ** (exponent - fractionBits));
  // Steps of a full fraction carry over into the exponent by themselves.
  const base = exponent === 1 - bias ? 0 : (exponent + bias - 1) << fractionBits;
  return sign | (base + steps);
}

function exactly(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> fractionBits) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  return sign * (fraction + 1024) * 2 ** (exponent - bias - fractionBits);
}

function evenly(steps: number): number {
  const below = Math.floor(steps);
  const rest = steps - below;
  if (rest !== 0.5) return Math.round(steps);
  return below % 2 === 0 ? below : below + 1;
}
