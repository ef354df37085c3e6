/** The pieces of a payload that is text: a bare value, values in a row, or names with values. Pure. */
import { mostBytes } from './json.ts';
import type { MqttMessage } from './settings.ts';

export type Pieces =
  | { readonly pieces: ReadonlyMap<string, string> }
  | { readonly refusal: 'unreadable' | 'too large' };

/**
 * By number from 0, or by name where the driver says what parts names from values. A name that occurs twice with
 * different values names neither. Bytes that are no UTF-8, and nothing at all, are unreadable.
 */
export function textPieces(bytes: Uint8Array, form: NonNullable<MqttMessage['text']>): Pieces {
  if (bytes.length > mostBytes) return { refusal: 'too large' };
  const text = decoded(bytes);
  if (text === undefined || text.trim() === '') return { refusal: 'unreadable' };
  const list = form.separator === undefined ? [text] : text.split(form.separator);
  const pieces = new Map<string, string>();
  const twice = new Set<string>();
  for (const [index, piece] of list.entries()) {
    const at = form.pairs === undefined ? -1 : piece.indexOf(form.pairs);
    if (form.pairs !== undefined && at < 0) continue;
    const name = form.pairs === undefined ? String(index) : piece.slice(0, at).trim();
    const value = withPoint(piece.slice(form.pairs === undefined ? 0 : at + form.pairs.length).trim(), form);
    if (pieces.has(name) && pieces.get(name) !== value) twice.add(name);
    pieces.set(name, value);
  }
  for (const name of twice) pieces.delete(name);
  return { pieces };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Only in what is a number, so that a text keeps its commas. */
function withPoint(value: string, { decimal }: NonNullable<MqttMessage['text']>): string {
  return decimal === ',' && /^[+-]?\d*,\d+$/.test(value) ? value.replace(',', '.') : value;
}
