/** `kopru explain`: what a code means and what to do about it, or what may be written in a field of a file. */
import { explanations } from '../config/codes.ts';
import { closest } from '../config/suggest.ts';
import type { Language } from '../core/language.ts';
import { exits, usageError } from './exit.ts';
import { runningCodes } from './running-codes.ts';
import { next, nextWord, wrapped } from './terminal.ts';
import type { RunVerb } from './verb.ts';

/** In English. Undefined for a code that nobody gives. */
export function explanationOf(code: string): { readonly meaning: string; readonly text: string } | undefined {
  return explanations.get(code) ?? runningCodes.get(code);
}

export const explain: RunVerb = async (terminal, { args: [asked = ''] }) => {
  const { language } = terminal;
  const code = asked.toUpperCase().replaceAll('-', '_');
  const found = await explanationIn(language, code);
  if (!found) {
    // Loaded when it is needed: the schemas of all files hang on it.
    const exit = (await import('./explain-field.ts')).explainField(terminal, asked);
    if (exit !== undefined) return exit;
    throw await unknown(asked, code);
  }
  const { meaning, text } = found;
  if (terminal.json) {
    terminal.out(JSON.stringify({ code, meaning, text }));
    return exits.fine;
  }
  terminal.out(code);
  for (const line of wrapped(`${meaning} ${text}`, 78)) terminal.out(`  ${line}`);
  next(terminal, runningCodes.has(code) ? 'kopru status' : 'kopru check', nextWord(terminal));
  return exits.fine;
};

async function explanationIn(language: Language, code: string) {
  if (language === 'en') return explanationOf(code);
  return (await import('./turkish/explanations.ts')).turkishExplanations.get(code);
}

async function unknown(asked: string, code: string) {
  const { nearestField } = await import('../config/field-reference.ts');
  const near = closest(code, [...explanations.keys(), ...runningCodes.keys()]) ?? nearestField(asked);
  const hint =
    near === undefined
      ? 'Codes stand behind a problem, in capitals; fields are named like devices.unitId or driver.points.scale.'
      : `Did you mean ${near}?`;
  return usageError(`No code and no field is called ${asked}.`, hint);
}
