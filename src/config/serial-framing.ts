/** How a serial driver tells frames apart and asks for them: the `serial` part of a driver file, resolved. */
import type {
  AskStep,
  BinaryFraming,
  SerialFraming,
  SerialProtocol,
  TextFraming,
  Wake,
} from '../sources/serial/device.ts';
import type { SerialPart } from '../sources/serial/settings.ts';
import { isMap, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';
import { type FrameKind, hexBytes, type ParamContext, textBytes, writtenBytes } from './serial-bytes.ts';

/** Undefined where the frames cannot be told apart, after having told why. */
export function serialFraming(
  sheet: Sheet,
  part: SerialPart,
): { readonly framing?: SerialFraming; readonly problems: readonly Problem[] } {
  const { binary, text } = part;
  const both = binary !== undefined && text !== undefined;
  if (both || (binary === undefined && text === undefined)) {
    // With a mistake inside, the part is there all the same.
    if (!both && isMap(sheet.value) && ('binary' in sheet.value || 'text' in sheet.value))
      return { problems: [] };
    return {
      problems: [problem(both ? sheet.keyPlace(['text']) : sheet.place([]), both ? twoForms : noForm)],
    };
  }
  const found = binary ? binaryFaults(binary) : textFaults(text ?? {});
  const key = binary ? 'binary' : 'text';
  const problems = found.map(([path, fault]) => problem(sheet.place([key, ...path]), fault));
  if (problems.some(isError)) return { problems };
  return { problems, framing: binary ? binaryFraming(binary) : textFraming(text ?? {}) };
}

/** What is sent to the device, and when. */
export function serialTalk(
  sheet: Sheet,
  part: SerialPart,
  kind: FrameKind,
  params: ParamContext,
): { readonly talk: Pick<SerialProtocol, 'begin' | 'wake' | 'ask'>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const bytesOf = (path: Path, written: string | undefined): Uint8Array | undefined => {
    const { bytes, problems: found } = writtenBytes(sheet, path, written, kind, params);
    problems.push(...found);
    return bytes;
  };
  const begin = bytesOf(['begin'], part.begin);
  const wake = wakeOf(part, bytesOf);
  const ask = (part.ask ?? []).flatMap((step, index): AskStep[] => {
    if ('wait' in step) return [{ kind: 'wait', ms: step.wait }];
    const bytes = bytesOf(['ask', index, 'send'], step.send);
    return bytes ? [{ kind: 'send', bytes, timeoutMs: step.timeout }] : [];
  });
  if (part.wake && !part.ask) problems.push(problem(sheet.keyPlace(['wake']), wakeWithoutAsk));
  return {
    talk: { ...(begin ? { begin } : {}), ...(wake ? { wake } : {}), ask: withOneAwaited(ask) },
    problems,
  };
}

const answerWithinMs = 1_000;

/** Where nothing says that an answer is waited for, the last question's is. */
function withOneAwaited(ask: readonly AskStep[]): readonly AskStep[] {
  if (ask.some((step) => step.kind === 'send' && step.timeoutMs !== undefined)) return ask;
  const last = ask.findLastIndex(({ kind }) => kind === 'send');
  return ask.map((step, index) =>
    index === last && step.kind === 'send' ? { ...step, timeoutMs: answerWithinMs } : step,
  );
}

function wakeOf(
  { wake }: SerialPart,
  bytesOf: (path: Path, written: string | undefined) => Uint8Array | undefined,
): Wake | undefined {
  if (!wake) return undefined;
  const bytes = bytesOf(['wake', 'send'], wake.send);
  const answer = bytesOf(['wake', 'answer'], wake.answer);
  return bytes && { bytes, answer, tries: wake.tries, waitMs: wake.wait };
}

type BinaryText = NonNullable<SerialPart['binary']>;
type TextText = NonNullable<SerialPart['text']>;
type Found = readonly [Path, Fault];

const nothing = new Uint8Array(0);

function binaryFaults({ start, length, end, gap, escape: stuffing, checksum }: BinaryText): Found[] {
  const found: Found[] = [];
  if (length === undefined && end === undefined && gap === undefined) found.push([[], endless]);
  if (start === undefined && checksum === undefined && gap === undefined) found.push([[], beginless]);
  if (stuffing) {
    if ((hexBytes(stuffing.byte) ?? nothing).length !== 1) found.push([['escape', 'byte'], oneByte]);
    if ((stuffing.xor === undefined) === (stuffing.values === undefined))
      found.push([['escape'], oneMeaning]);
    for (const [key, value] of Object.entries(stuffing.values ?? {})) {
      if (hexBytes(key)?.length !== 1 || hexBytes(value)?.length !== 1)
        found.push([['escape', 'values', key], oneByte]);
    }
  }
  if (checksum && typeof length === 'number') {
    for (const [path, position] of [
      [['checksum', 'byte'], checksum.byte],
      [['checksum', 'over', 0], checksum.over[0]],
      [['checksum', 'over', 1], checksum.over[1]],
    ] as const) {
      if (position >= length || position < -length) found.push([path, beyond(position, length)]);
    }
  }
  return found;
}

function binaryFraming({
  start,
  length,
  end,
  gap,
  escape: stuffing,
  checksum,
  endian,
}: BinaryText): BinaryFraming {
  return {
    kind: 'binary',
    start: hexBytes(start ?? '') ?? nothing,
    ...(length === undefined ? {} : { length }),
    end: hexBytes(end ?? '') ?? nothing,
    ...(gap === undefined ? {} : { gapMs: gap }),
    ...(stuffing === undefined
      ? {}
      : { escape: { byte: hexBytes(stuffing.byte)?.[0] ?? 0, meaning: meaningOf(stuffing) } }),
    ...(checksum === undefined ? {} : { checksum: { ...checksum, endian: checksum.endian ?? endian } }),
    endian,
  };
}

function meaningOf({ xor, values = {} }: NonNullable<BinaryText['escape']>): readonly (number | undefined)[] {
  if (xor !== undefined) return Array.from({ length: 256 }, (_, byte) => byte ^ xor);
  const listed = new Map(
    Object.entries(values).map(([key, value]) => [hexBytes(key)?.[0], hexBytes(value)?.[0]]),
  );
  return Array.from({ length: 256 }, (_, byte) => listed.get(byte));
}

function textFaults({ start, end, length, fields, pairs, separator, checksum }: TextText): Found[] {
  const found: Found[] = [];
  if (end === undefined && length === undefined) found.push([[], endlessText]);
  if (end === undefined && start === undefined && length !== undefined) found.push([['length'], beginless]);
  if (fields && pairs) found.push([['fields'], namedTwice]);
  if (fields && separator === undefined && fields.length > 1) found.push([['fields'], noSeparator]);
  for (const [path, written] of [
    [['start'], start],
    [['end'], end],
    [['checksum', 'after'], checksum?.after],
  ] as const) {
    if (written !== undefined && (!textBytes(written) || /\\[rntx0]/.test(written)))
      found.push([path, noEscapes]);
  }
  return found;
}

function textFraming(text: TextText): TextFraming {
  const { start, end, length, separator, pairs, fields, checksum, decimal = '.' } = text;
  return {
    kind: 'text',
    start: textBytes(start ?? '') ?? nothing,
    end: textBytes(end ?? '') ?? nothing,
    ...(length === undefined ? {} : { length }),
    ...(separator === undefined ? {} : { separator }),
    ...(pairs === undefined ? {} : { pairs }),
    ...(fields === undefined ? {} : { fields }),
    ...(checksum === undefined
      ? {}
      : { checksum: { kind: checksum.kind, after: textBytes(checksum.after) ?? nothing } }),
    decimal,
  };
}

const framingFault = (message: string, mend: string): Fault => ({ code: 'SERIAL_FRAMING', message, mend });

const twoForms = framingFault('`binary` and `text` stand together.', 'Keep the one that the device speaks.');
const noForm = framingFault(
  'It does not say what a frame looks like.',
  'Add `binary` for bytes, or `text` for readable lines.',
);
const endless = framingFault(
  'Nothing says where a frame ends.',
  'Add `length`, `end`, or `gap` where only silence tells.',
);
const endlessText = framingFault(
  'Nothing says where a text ends.',
  'Add `end`, mostly "\\r\\n" or "\\r", or `length` behind a `start`.',
);
const beginless = framingFault(
  'Nothing shows where a frame begins, so one that was joined in the middle would pass.',
  'Add `start`; for bytes a `checksum` or a `gap` does as well.',
);
const oneByte: Fault = {
  code: 'SERIAL_BYTES',
  message: 'It must be one byte.',
  mend: 'Write two hexadecimal digits.',
};
const oneMeaning = framingFault(
  'A byte behind the escape byte needs one meaning.',
  'Write either `xor` or `values`; `xor: 0` where it means itself.',
);
const beyond = (position: number, length: number) =>
  framingFault(
    `There is no byte ${position} in a frame of ${length} bytes.`,
    `Positions are 0 to ${length - 1}, or negative from the end.`,
  );
const namedTwice = framingFault('`fields` and `pairs` both name the fields.', 'Keep one of them.');
const noSeparator = framingFault(
  'Several fields, and nothing says what stands between them.',
  'Add `separator`.',
);
const noEscapes: Fault = {
  code: 'SERIAL_BYTES',
  message: 'It is no text of a serial line.',
  mend: 'Write "\\r\\n" in double quotes: in single quotes, or without any, a backslash is a letter.',
};
const wakeWithoutAsk: Fault = {
  code: 'KEY_WITHOUT_EFFECT',
  message: '`wake` is sent before a question, and there is none.',
  mend: 'Add `ask`, or write `begin` for what is sent once.',
};
