/** A conversion as a technician would do it by hand: `÷ 100`, `× 3.6`, `− 32, ÷ 1.8`. */
import { tidy, units } from './unit.ts';

/** Empty where nothing is to be done. */
export function conversionWords(from: string, to: string): string {
  const a = units.get(from);
  const b = units.get(to);
  if (from === to || !a || !b) return '';
  if (a.dimension !== b.dimension) return 'by molar mass';
  const steps = [shiftWords(a.shift), ratioWords(a.times * b.per, a.per * b.times), shiftWords(-b.shift)];
  return steps.filter((step) => step !== '').join(', ');
}

function shiftWords(shift: number): string {
  if (shift === 0) return '';
  return shift < 0 ? `− ${-shift}` : `+ ${shift}`;
}

function ratioWords(times: number, per: number): string {
  const up = tidy(times / per);
  const down = tidy(per / times);
  if (up === 1) return '';
  if (short(down) && !(short(up) && up > 1)) return `÷ ${down}`;
  return short(up) ? `× ${up}` : `× ${times} ÷ ${per}`;
}

const short = (factor: number) => String(factor).length <= 7;
