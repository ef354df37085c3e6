/** How the payload of a LoRaWAN driver is cut, as written: entries, groups by flags, or a fixed layout. */
import type { Codec } from '../sources/mqtt/lorawan/message.ts';
import type { LorawanPart } from '../sources/mqtt/lorawan/settings.ts';
import type { Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import { hexBytes } from './serial-bytes.ts';

export function codecOf(
  sheet: Sheet,
  { tlv, flags, decoded, endian = 'big', size, starts }: LorawanPart,
): { readonly codec?: Codec; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const blame = (path: Path, message: string, mend: string) =>
    problems.push(problem(sheet.keyPlace(path), codecFault(message, mend)));
  if (starts !== undefined && !/^([0-9A-Fa-f]{2}|\?\?)+$/.test(starts.replaceAll(/\s/g, '')))
    problems.push(
      problem(
        sheet.place(['starts']),
        codecFault(
          `"${starts}" is no row of bytes.`,
          'Write ?? for any byte; half a byte cannot be left open.',
        ),
      ),
    );
  if (tlv && flags)
    blame(['flags'], '`tlv` and `flags` stand together.', 'Keep the one the manual describes.');
  for (const key of ['tlv', 'flags', 'size', 'starts'] as const) {
    if (decoded && { tlv, flags, size, starts }[key] !== undefined)
      blame(
        [key],
        `\`${key}\` is about bytes, and \`decoded\` takes what the network server made of them.`,
        `Remove \`${key}\`, or \`decoded\`.`,
      );
  }
  if (tlv && Object.keys(tlv).length === 0)
    blame(['tlv'], '`tlv` lists no entry.', 'List every entry that the manual names, also unused ones.');
  const entries = tlv && entriesOf(sheet, tlv, problems);
  if (problems.length > 0) return { problems };
  if (entries) return { codec: { kind: 'tlv', ...entries }, problems };
  if (flags) return { codec: { kind: 'flags', endian, ...flags }, problems };
  return { codec: { kind: 'fixed' }, problems };
}

/** A key as regions name it: upper-case hex without blanks. Undefined: no row of bytes. */
export function tlvKey(written: string): string | undefined {
  return hexBytes(written) ? written.replaceAll(/\s/g, '').toUpperCase() : undefined;
}

function entriesOf(
  sheet: Sheet,
  tlv: NonNullable<LorawanPart['tlv']>,
  problems: Problem[],
): Pick<Extract<Codec, { kind: 'tlv' }>, 'keyBytes' | 'entries'> {
  const entries = new Map<string, number>();
  let keyBytes = 0;
  for (const [written, size] of Object.entries(tlv)) {
    const blame = (message: string, mend: string) =>
      problems.push(problem(sheet.keyPlace(['tlv', written]), codecFault(message, mend)));
    const key = tlvKey(written);
    if (key === undefined) blame(`"${written}" is no row of bytes.`, 'Write for example "03 67".');
    else if (entries.has(key)) blame(`The entry ${written} stands here twice.`, 'Remove one.');
    else if (keyBytes > 0 && key.length !== keyBytes * 2)
      blame(
        `The key ${written} is ${key.length / 2} long in bytes, and others are ${keyBytes}.`,
        'All keys of a device are equally long; entries that are cut another way cannot be described.',
      );
    else {
      keyBytes = key.length / 2;
      entries.set(key, size);
    }
  }
  return { keyBytes, entries };
}

const codecFault = (message: string, mend: string): Fault => ({ code: 'LORAWAN_CODEC', message, mend });
