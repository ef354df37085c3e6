/** What single cells of a register table say: type, order, scale, table. Words of makers, English or Turkish. */
import type { NumberType, Order, RegisterType, Table } from '../sources/modbus/settings.ts';

/** Undefined: not understood. */
export function typeOf(text: string, registers: number): RegisterType | undefined {
  const plain = text.toLowerCase().replaceAll(/[\s_-]/g, '');
  if (/string|ascii|char|utf8|text/.test(plain)) return 'text';
  const bits = Number(/64|48|32|24|16|8/.exec(plain)?.[0] ?? (registers > 0 ? registers * 16 : 0));
  if (/bcd/.test(plain)) return `bcd${[16, 32, 48, 64].includes(bits) ? bits : 16}` as NumberType;
  if (/double/.test(plain)) return 'float64';
  if (/float|real|ieee/.test(plain)) return bits === 64 ? 'float64' : bits === 16 ? 'float16' : 'float32';
  if (/dword|ulong/.test(plain)) return 'u32';
  if (/^long/.test(plain)) return 'i32';
  const width = bits === 0 ? 16 : bits;
  if (/^(u|unsigned|word|int\d*u)|uint/.test(plain)) return `u${width}` as NumberType;
  if (/^(s|i|signed|int|short)/.test(plain)) return `i${width}` as NumberType;
  return plain === '' ? (`u${width}` as NumberType) : undefined;
}

export const orderOf = (text: string): Order | undefined => {
  const named = /\b(ABCD|CDAB|DCBA|BADC)\b/i.exec(text)?.[0]?.toUpperCase();
  return named === undefined ? undefined : (named as Order);
};

/** `0.1`, `/10`, `1/10`, `x0.1`, `10^-1`; a resolution such as `0.1 V` counts alike. */
export function scaleOf(text: string): number | undefined {
  const plain = text.replaceAll(',', '.').replaceAll(/[\s×x*]/gi, '');
  const divided = /^(?:1)?[/÷](\d+(?:\.\d+)?)/.exec(plain)?.[1];
  const power = /^10\^?(-\d+)/.exec(plain)?.[1];
  const number = divided ? 1 / Number(divided) : power ? 10 ** Number(power) : Number.parseFloat(plain);
  return factor(number);
}

/** What a sentence says of a number: `1LSB corresponds to 0.1V`, `real-time value (expanded 10x)`. */
export function resolutionOf(text: string): { readonly scale?: number; readonly unit?: string } {
  const [, number, unit] = /\bcorrespond(?:s|ing)? to\s*(\d+(?:[.,]\d+)?) *([^\s\d.,;]*)/i.exec(text) ?? [];
  if (number !== undefined) {
    const scale = factor(Number(number.replace(',', '.')));
    return { ...(scale === undefined ? {} : { scale }), ...(unit ? { unit } : {}) };
  }
  const times =
    /\b(?:expanded|multiplied|enlarged|magnified)\s*(?:by\s*)?[x×*]?\s*(10+)\b|\b(10+)\s*(?:x|×|times)(?!\w)/i.exec(
      text,
    );
  const scale = times && factor(1 / Number(times[1] ?? times[2]));
  return scale ? { scale } : {};
}

/** Undefined for what changes nothing. */
const factor = (number: number): number | undefined =>
  Number.isFinite(number) && number > 0 && number !== 1 ? Number(number.toPrecision(12)) : undefined;

export function tableOf(text: string): Table | undefined {
  const plain = text.toLowerCase();
  if (/input|3x|fc ?0?4|^0?4$|04/.test(plain)) return 'input';
  if (/hold|4x|fc ?0?3|^0?3$|03/.test(plain)) return 'holding';
  if (/discrete|1x|fc ?0?2|^0?2$|02/.test(plain)) return 'discrete';
  return /coil|0x|fc ?0?1|^0?1$|01/.test(plain) ? 'coil' : undefined;
}
