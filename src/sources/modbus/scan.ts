/**
 * Looks for devices on a bus: one harmless read for each unit id, at each line setting. Any answer is alive, also an
 * exception. Silence, damaged bytes and an echo are told apart, because each has another cause in the cable.
 */
import type { Answer, AnyAnswer } from './exchange.ts';
import { exceptionText, type IdentityRequest, type ReadRequest } from './pdu.ts';

/** What one unit id gave. */
export type Finding =
  | { readonly kind: 'alive'; readonly unitId: number; readonly said: string }
  /** Bytes came that are no sound frame: wrong line setting, noise, or two devices with one id. */
  | { readonly kind: 'noise'; readonly unitId: number; readonly said: string }
  /** Only the own request came back: the adapter hears itself. */
  | { readonly kind: 'echo'; readonly unitId: number; readonly said: string }
  | { readonly kind: 'silence'; readonly unitId: number }
  /** The bus itself cannot be asked; the scan ends. */
  | { readonly kind: 'broken'; readonly code: string; readonly reason: string };

/** Line settings by how often devices leave the factory with them. */
export const likelyLines: readonly string[] = [
  '9600 8N1',
  '9600 8E1',
  '19200 8E1',
  '19200 8N1',
  '4800 8N1',
  '2400 8N1',
  '38400 8N1',
  '115200 8N1',
];

/** Quiet time after a silent unit, frames on a slow line and the machine's own delay. */
const extraMs = 130;

/** How long all of it takes at most, in milliseconds. */
export function scanEstimateMs(unitIds: number, lines: number, timeoutMs: number): number {
  return unitIds * lines * (timeoutMs + extraMs);
}

/** `1-20,33` to numbers in the order written; undefined if it is none or leaves 1 to 247. */
export function parseUnits(text: string): readonly number[] | undefined {
  const units = new Set<number>();
  for (const part of text.split(',')) {
    const [, from = '', to = from] = /^\s*(\d{1,3})(?:-(\d{1,3}))?\s*$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === '' || first < 1 || last > 247 || first > last) return undefined;
    for (let unit = first; unit <= last; unit++) units.add(unit);
  }
  return [...units];
}

/** Asks one unit. A unit that answered with a damaged frame is asked once more: the line may only have been noisy. */
export async function askUnit(
  unitId: number,
  ask: (request: ReadRequest) => Promise<Answer>,
): Promise<Finding> {
  const request = { unitId, table: 'holding', address: 0, count: 1 } as const;
  const first = findingOf(unitId, await ask(request));
  return first.kind === 'noise' ? findingOf(unitId, await ask(request)) : first;
}

/**
 * What the unit says it is, `Eastron, SDM630, 1.14`; empty where it does not. Two questions at most: a device that knows
 * neither answers with an exception, or not at all.
 */
export async function identityOf(
  unitId: number,
  identify: (request: IdentityRequest) => Promise<AnyAnswer>,
): Promise<string> {
  for (const identity of ['device', 'server'] as const) {
    const answer = await identify({ unitId, identity });
    if (answer.kind === 'identity' && answer.texts.length > 0) {
      return answer.texts.map(({ text }) => text).join(', ');
    }
  }
  return '';
}

function findingOf(unitId: number, answer: Answer): Finding {
  switch (answer.kind) {
    case 'words':
      return { kind: 'alive', unitId, said: 'answers' };
    case 'exception':
      return answer.exception === 10 || answer.exception === 11
        ? { kind: 'silence', unitId }
        : { kind: 'alive', unitId, said: exceptionText(answer.exception) };
    case 'failed':
      if (answer.code === 'NO_REPLY') return { kind: 'silence', unitId };
      if (answer.code === 'ECHO') return { kind: 'echo', unitId, said: answer.reason };
      if (answer.code === 'BAD_REPLY') return { kind: 'noise', unitId, said: answer.reason };
      return { kind: 'broken', code: answer.code, reason: answer.reason };
  }
}
