/** Bytes as serial drivers write them: hexadecimal digits for binary frames, characters for text frames. */
import type { Beginning, SerialFraming } from '../sources/serial/device.ts';
import type { Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type Answers, fillText, type ParamDeclarations, unknownParam } from './params.ts';
import { type Fault, type Problem, problem } from './problems.ts';

export type FrameKind = SerialFraming['kind'];

export interface ParamContext {
  readonly declared: ParamDeclarations;
  readonly answers: Answers;
}

const hexRow = /^\s*([0-9A-Fa-f]{2}\s*)+$/;

/** Undefined: no row of bytes. */
export function hexBytes(text: string): Uint8Array | undefined {
  return hexRow.test(text) ? Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex')) : undefined;
}

/** One byte for each character; undefined if a character is none. */
export function textBytes(text: string): Uint8Array | undefined {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return codes.every((code) => code < 256) ? Uint8Array.from(codes) : undefined;
}

/** A sample as it comes over the line. */
export const sampleBytes = (raw: string, kind: FrameKind): Uint8Array | undefined =>
  kind === 'binary' ? hexBytes(raw) : textBytes(raw);

/** Bytes to send or to find, params filled in; undefined with a problem, or while a param is not answered. */
export function writtenBytes(
  sheet: Sheet,
  path: Path,
  written: string | undefined,
  kind: FrameKind,
  params: ParamContext,
): { readonly bytes?: Uint8Array; readonly problems: readonly Problem[] } {
  if (written === undefined) return { problems: [] };
  const filled = filledText(sheet, path, written, kind, params);
  if (filled.text === undefined) return { problems: filled.problems };
  const bytes = kind === 'binary' ? hexBytes(filled.text) : textBytes(filled.text);
  if (bytes && !(kind === 'text' && /\\[rntx0]/.test(filled.text))) return { bytes, problems: [] };
  return { problems: [problem(sheet.place(path), kind === 'binary' ? noHex(written) : noText(written))] };
}

/** How a frame begins; `?` is any character, `??` any byte. */
export function writtenBeginning(
  sheet: Sheet,
  written: string | undefined,
  kind: FrameKind,
  params: ParamContext,
): { readonly starts?: Beginning; readonly problems: readonly Problem[] } {
  if (written === undefined) return { problems: [] };
  const { text, problems } = filledText(sheet, ['starts'], written, kind, params);
  if (text === undefined) return { problems };
  const starts =
    kind === 'text'
      ? Array.from(text, (character) => (character === '?' ? undefined : character.charCodeAt(0)))
      : text.trim().split(/\s+/).join('').match(/../g)?.map(byteOrAny);
  if (starts?.every((byte) => byte === undefined || byte < 256)) return { starts, problems: [] };
  return {
    problems: [problem(sheet.place(['starts']), kind === 'binary' ? noHex(written) : noText(written))],
  };
}

const byteOrAny = (digits: string): number | undefined =>
  digits === '??' ? undefined : /^[0-9A-Fa-f]{2}$/.test(digits) ? Number.parseInt(digits, 16) : 256;

/** In hex a number stands for one byte, so that an address can be asked for as it is written on the device. */
function filledText(
  sheet: Sheet,
  path: Path,
  written: string,
  kind: FrameKind,
  { declared, answers }: ParamContext,
): { readonly text?: string; readonly problems: readonly Problem[] } {
  const spelled =
    kind === 'text'
      ? answers
      : new Map(
          [...answers].map(([name, answer]) => [
            name,
            typeof answer === 'number' ? answer.toString(16).padStart(2, '0') : answer,
          ]),
        );
  const { text, open } = fillText(written, spelled);
  const unknown = open.filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0)
    return { problems: unknown.map((name) => problem(sheet.place(path), unknownParam(name, declared))) };
  return open.length > 0 ? { problems: [] } : { text, problems: [] };
}

const noHex = (written: string): Fault => ({
  code: 'SERIAL_BYTES',
  message: `"${written}" is no row of bytes.`,
  mend: 'Write two hexadecimal digits for each byte, for example "AA C0".',
});

const noText = (written: string): Fault => ({
  code: 'SERIAL_BYTES',
  message: `"${written}" is no text of a serial line.`,
  mend: 'Write "\\r\\n" in double quotes: in single quotes, or without any, a backslash is a letter.',
});
