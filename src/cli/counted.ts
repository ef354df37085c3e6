/** Numbers of things in the language of the terminal: `1 device`, `2 devices`, `2 cihaz`. */
import type { Language } from '../core/language.ts';

const turkish = { device: 'cihaz', driver: 'sürücü', mapping: 'eşleme', sample: 'örnek' } as const;

export function counted(language: Language, count: number, noun: keyof typeof turkish): string {
  if (language === 'tr') return `${count} ${turkish[noun]}`;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
