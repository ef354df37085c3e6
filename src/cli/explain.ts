/** `kopru explain`: what a code means and what to do about it. */
import { explanations } from '../config/codes.ts';
import { closest } from '../config/suggest.ts';
import { exits, usageError } from './exit.ts';
import { runningCodes } from './running-codes.ts';
import { next, wrapped } from './terminal.ts';
import type { RunVerb } from './verb.ts';

/** Undefined for a code that nobody gives. */
export function explanationOf(code: string): { readonly meaning: string; readonly text: string } | undefined {
  return explanations.get(code) ?? runningCodes.get(code);
}

export const explain: RunVerb = async (terminal, { args: [asked = ''] }) => {
  const code = asked.toUpperCase().replaceAll('-', '_');
  const found = explanationOf(code);
  if (!found) throw unknown(asked, code);
  const { meaning, text } = found;
  if (terminal.json) {
    terminal.out(JSON.stringify({ code, meaning, text }));
    return exits.fine;
  }
  terminal.out(code);
  for (const line of wrapped(`${meaning} ${text}`, 78)) terminal.out(`  ${line}`);
  next(terminal, runningCodes.has(code) ? 'kopru status' : 'kopru check');
  return exits.fine;
};

function unknown(asked: string, code: string) {
  const near = closest(code, [...explanations.keys(), ...runningCodes.keys()]);
  const hint = near === undefined ? 'Codes stand behind a problem, in capitals.' : `Did you mean ${near}?`;
  return usageError(`No code is called ${asked}.`, hint);
}
