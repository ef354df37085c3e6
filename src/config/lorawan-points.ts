/**
 * LoRaWAN points of a driver: the place in the payload, guards. What a value means comes from point-meaning.ts; formulas
 * that take other points are added by point-formulas.ts.
 */
import { byteCount, byteRange, byteTypes, type Endian, pickableBits } from '../core/byte-value.ts';
import type { Codec, LorawanGuard, LorawanPoint, Region, Where } from '../sources/mqtt/lorawan/message.ts';
import type { GuardText, WhereText } from '../sources/mqtt/lorawan/settings.ts';
import { part, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import type { LorawanPointText } from './driver-schema.ts';
import { tlvKey } from './lorawan-codec.ts';
import { makePoint, type PointContext } from './point-meaning.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';
import { didYouMean } from './suggest.ts';

export interface PlaceContext {
  readonly codec: Codec;
  /** The message is what the network server decoded. */
  readonly decoded: boolean;
  readonly endian: Endian;
}

/** Its formula is left to `relateFormulas`. */
export function lorawanPoint(
  context: Omit<PointContext, 'raw' | 'text' | 'formulas'> &
    PlaceContext & { readonly text: LorawanPointText },
): { readonly point?: LorawanPoint; readonly problems: readonly Problem[] } {
  const { text, sheet } = context;
  const computed = !saysWhere(text) && text.formula !== undefined;
  const { where, problems: found } = computed
    ? { where: undefined, problems: [] }
    : lorawanWhere(sheet, text, context);
  const guards = lorawanGuards(part(sheet, ['guard']), text.guard, context);
  const made = makePoint({ ...context, raw: rawOf(where), formulas: 'later' });
  const problems = [...found, ...guards.problems, ...sentinelFaults(sheet, text, where), ...made.problems];
  if (!made.point || problems.some(isError) || (!where && !computed)) return { problems };
  return { problems, point: { ...made.point, where, guard: guards.guards } };
}

export function lorawanGuards(
  sheet: Sheet,
  texts: readonly GuardText[] | undefined,
  context: PlaceContext,
): { readonly guards: readonly LorawanGuard[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const guards = (texts ?? []).flatMap((text, index): LorawanGuard[] => {
    const own = part(sheet, [index]);
    const { where, problems: found } = lorawanWhere(own, text, context);
    problems.push(...found);
    const { is, min, max } = text;
    if (is === undefined && min === undefined && max === undefined)
      problems.push(problem(own.place([]), emptyGuard));
    if (!where) return [];
    return [
      {
        where,
        ...(is === undefined ? {} : { is: Array.isArray(is) ? is : [is] }),
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      },
    ];
  });
  return { guards, problems };
}

const saysWhere = ({ byte, tlv, flag, path, radio }: WhereText) =>
  [byte, tlv, flag, path, radio].some((each) => each !== undefined);

/** Where a value stands; undefined after having told why it cannot. */
function lorawanWhere(
  sheet: Sheet,
  text: WhereText,
  context: PlaceContext,
): { readonly where?: Where; readonly problems: readonly Problem[] } {
  const found = placeOf(text, context);
  if ('where' in found) return { where: found.where, problems: [] };
  const [path, fault] = found.fault;
  return { problems: [problem(path.length === 0 ? sheet.keyPlace([]) : sheet.place(path), fault)] };
}

type Placed = { readonly where: Where } | { readonly fault: readonly [Path, Fault] };

const byteKeys = ['byte', 'tlv', 'flag', 'type', 'endian', 'length', 'bit', 'bits'] as const;

function placeOf(text: WhereText, context: PlaceContext): Placed {
  const { path, radio } = text;
  const other = byteKeys.find((key) => text[key] !== undefined);
  if (radio !== undefined) {
    const second = path === undefined ? other : 'path';
    return second === undefined
      ? { where: { kind: 'radio', what: radio } }
      : fault([second], '`radio` is no place in the payload.', `Remove \`${second}\`, or \`radio\`.`);
  }
  if (context.decoded) {
    if (other !== undefined)
      return fault(
        [other],
        `\`${other}\` is about bytes, and \`decoded\` takes what the network server made of them.`,
        'Write `path`, for example /temperature.',
      );
    return path === undefined
      ? fault([], 'It does not say where in the decoded object the value is.', 'Add `path`.')
      : { where: { kind: 'decoded', path } };
  }
  if (path !== undefined)
    return fault(
      ['path'],
      '`path` leads into the object that the network server decoded.',
      'Add `decoded: true` to the message, or write `byte`.',
    );
  return bytesPlace(text, context);
}

function bytesPlace(text: WhereText, { codec, endian }: PlaceContext): Placed {
  const { type = 'u8', length, bit, bits } = text;
  const region = regionOf(text, codec);
  if ('fault' in region) return region;
  const byte = text.byte ?? (region.kind === 'payload' ? undefined : 0);
  if (byte === undefined) {
    const mend =
      codec.kind === 'tlv'
        ? 'Add `tlv` with the key of its entry, for example "03 67".'
        : codec.kind === 'flags'
          ? 'Add `flag` with the number of its group, or `byte`.'
          : 'Add `byte`, 0 for the first byte of the payload.';
    return fault([], 'It does not say where in the payload the value is.', mend);
  }
  if (type === 'text' && length === undefined)
    return fault(['type'], 'A text needs `length`.', 'Add how many characters it has.');
  const wrongBits = bitsFault(text, pickableBits(type));
  if (wrongBits) return wrongBits;
  const needed = type === 'text' ? (length ?? 0) : byteCount(type);
  const size = sizeOf(region, codec);
  if (size !== undefined && (byte < 0 ? -byte < needed || -byte > size : byte + needed > size))
    return fault(
      [text.byte === undefined ? 'type' : 'byte'],
      `${region.kind === 'tlv' ? 'The entry' : 'The group'} has ${size} bytes, and the value ends beyond them.`,
      `Positions count from 0 ${region.kind === 'tlv' ? 'behind the key' : 'in the group'}.`,
    );
  return {
    where: {
      kind: 'bytes',
      region,
      byte,
      type,
      endian: text.endian ?? endian,
      ...(length === undefined ? {} : { length }),
      ...(bit === undefined ? {} : { bit }),
      ...(bits === undefined ? {} : { bits }),
    },
  };
}

function regionOf(
  { tlv, flag }: WhereText,
  codec: Codec,
): Region | { readonly fault: readonly [Path, Fault] } {
  if (tlv !== undefined && flag !== undefined)
    return fault(['flag'], '`tlv` and `flag` stand together.', 'Keep one of them.');
  if (tlv !== undefined) {
    if (codec.kind !== 'tlv')
      return fault(
        ['tlv'],
        'The message lists no entries.',
        'Add `tlv` to the message, with all its entries.',
      );
    const key = tlvKey(tlv);
    if (key !== undefined && codec.entries.has(key)) return { kind: 'tlv', key };
    const known = [...codec.entries.keys()].map((each) => each.replaceAll(/(..)(?=.)/g, '$1 '));
    return fault(
      ['tlv'],
      `The message lists no entry ${tlv}.`,
      didYouMean(tlv, known, `It lists ${known.join(', ')}. Add this one with its bytes.`),
    );
  }
  if (flag !== undefined) {
    if (codec.kind !== 'flags')
      return fault(
        ['flag'],
        'The message has no flags.',
        'Add `flags` to the message, with the sizes of its groups.',
      );
    if (flag < codec.sizes.length) return { kind: 'flag', flag };
    return fault(
      ['flag'],
      `The message lists ${codec.sizes.length} groups, from 0 on.`,
      'Add its size to `sizes`.',
    );
  }
  if (codec.kind === 'tlv')
    return fault(
      [],
      'It does not say in which entry the value is.',
      'Add `tlv` with its key, for example "03 67".',
    );
  return { kind: 'payload' };
}

function sizeOf(region: Region, codec: Codec): number | undefined {
  if (region.kind === 'tlv') return codec.kind === 'tlv' ? codec.entries.get(region.key) : undefined;
  if (codec.kind !== 'flags') return undefined;
  return region.kind === 'flag' ? codec.sizes[region.flag] : codec.byte + Number(codec.type.slice(1)) / 8;
}

function bitsFault(
  { bit, bits }: WhereText,
  pickable: number,
): { readonly fault: readonly [Path, Fault] } | undefined {
  if (bit === undefined && bits === undefined) return undefined;
  const path: Path = [bit === undefined ? 'bits' : 'bit'];
  if (pickable === 0)
    return fault(
      path,
      'There are no bits to pick from.',
      `Bits are those of a whole number: ${byteTypes[0]}, ...`,
    );
  const [low, high] = bits ?? [bit ?? 0, bit ?? 0];
  if (low > high) return fault(path, 'The lowest bit is above the highest.', 'Swap them.');
  return high >= pickable
    ? fault(
        path,
        `The number has bits 0 to ${pickable - 1}.`,
        'Bit 0 is the least significant; or choose a wider `type`.',
      )
    : undefined;
}

function rawOf(where: Where | undefined): PointContext['raw'] {
  if (where?.kind === 'radio') return 'number';
  if (where?.kind !== 'bytes') return 'any';
  if (where.bit !== undefined) return 'bit';
  return where.type === 'text' ? 'text' : 'number';
}

function sentinelFaults(
  sheet: Sheet,
  { invalid = [] }: LorawanPointText,
  where: Where | undefined,
): Problem[] {
  const range = where?.kind === 'bytes' ? byteRange(where.type) : undefined;
  return invalid.flatMap((sentinel, index) => {
    const isEnd = typeof sentinel === 'string';
    const possible = isEnd
      ? range !== undefined
      : !range || (sentinel >= range.lowest && sentinel <= range.highest);
    if (possible || !where) return [];
    const message = isEnd
      ? `${sentinel} is the end of an integer type, and this has none.`
      : `The type never gives ${sentinel}.`;
    const mend = 'Write the raw number as the device sends it, before scaling.';
    return [problem(sheet.place(['invalid', index]), { code: 'SENTINEL_IMPOSSIBLE', message, mend })];
  });
}

const fault = (path: Path, message: string, mend: string): { readonly fault: readonly [Path, Fault] } => ({
  fault: [path, { code: 'LORAWAN_PLACE', message, mend }],
});

const emptyGuard: Fault = {
  code: 'GUARD_EMPTY',
  message: 'The guard says no condition.',
  mend: 'Add `is`, `min` or `max`.',
};
