/** A LoRaWAN driver for one installed device: how payloads are recognised and cut, and their points. */
import { type Stream, streamKey } from '../core/reading.ts';
import type { LorawanFormat, LorawanPoint } from '../sources/mqtt/lorawan/message.ts';
import { lorawanPart } from '../sources/mqtt/lorawan/settings.ts';
import { isMap, part, type Sheet } from './check-shape.ts';
import { lorawanPoint as lorawanPointShape, overrideShape } from './driver-schema.ts';
import { codecOf } from './lorawan-codec.ts';
import { lorawanGuards, lorawanPoint, type PlaceContext } from './lorawan-points.ts';
import { relateFormulas } from './point-formulas.ts';
import { problem } from './problems.ts';
import { overlaid, sheetAt } from './sheet.ts';
import { homeless, namesIn, type Workpiece } from './workpiece.ts';

export interface CompiledLorawan {
  readonly protocol: 'lorawan';
  readonly messages: readonly LorawanFormat[];
}

const overridden = lorawanPointShape.extend(overrideShape);

export function compileLorawan(work: Workpiece): CompiledLorawan {
  const own = work.filled(['lorawan']);
  const messages =
    work.driver.head.messages === undefined ? oneMessage(work, own) : severalMessages(work, own);
  return { protocol: 'lorawan', messages: withOneStream(messages) };
}

function oneMessage(work: Workpiece, own: Sheet): LorawanFormat[] {
  const points = withRadio(work.filled(['points']));
  const sheets = new Map([...work.points(points), ...work.additions(namesIn(points))]);
  return formatOf(work, 'message', own, sheets);
}

function severalMessages(work: Workpiece, own: Sheet): LorawanFormat[] {
  const texts = work.filled(['messages']);
  const names = Object.keys(work.driver.head.messages ?? {});
  const pointsOf = (name: string) => withRadio(part(texts, [name, 'points']));
  const known = new Set(names.flatMap((name) => [...namesIn(pointsOf(name))]));
  for (const [name, sheet] of work.additions(known))
    work.problems.push(problem(sheet.keyPlace([]), homeless(name)));
  // What the messages share is checked once, by itself.
  work.read(own, lorawanPart);
  return names.flatMap((name) => {
    const { points: _, ...head } = asMap(part(texts, [name]).value);
    const sheet = overlaid(own, { ...part(texts, [name]), value: head }, 1);
    return formatOf(work, name, sheet, work.points(pointsOf(name)));
  });
}

function formatOf(
  work: Workpiece,
  name: string,
  sheet: Sheet,
  points: ReadonlyMap<string, Sheet>,
): LorawanFormat[] {
  const text = work.read(sheet, lorawanPart);
  if (!text) return [];
  const { codec } = work.take(codecOf(sheet, text), sheet);
  if (!codec) return [];
  const context: PlaceContext = { codec, decoded: text.decoded ?? false, endian: text.endian ?? 'big' };
  const { guards } = work.take(lorawanGuards(part(sheet, ['guard']), text.guard, context), sheet);
  const { fPort, size, starts } = text;
  return [
    {
      name,
      ...(fPort === undefined ? {} : { fPorts: listOf(fPort) }),
      ...(size === undefined ? {} : { sizes: listOf(size) }),
      ...(starts === undefined ? {} : { starts: beginning(starts) }),
      guard: guards,
      decoded: context.decoded,
      codec,
      points: pointsOf(work, points, context),
    },
  ];
}

function pointsOf(
  work: Workpiece,
  sheets: ReadonlyMap<string, Sheet>,
  place: PlaceContext,
): readonly LorawanPoint[] {
  const { device, tags } = work.site;
  const items = [...sheets].flatMap(([name, sheet]) => {
    const text = work.read(sheet, overridden);
    if (!text) return [];
    const { point } = work.take(lorawanPoint({ device, name, text, sheet, tags, ...place }), sheet);
    return point ? [{ point, formula: text.formula, hasPlace: point.where !== undefined, sheet }] : [];
  });
  const params = { declared: work.driver.head.params, answers: work.site.answers };
  const { points, problems } = relateFormulas(items, params);
  work.problems.push(...problems);
  work.refuseDoubles(points, sheets);
  return points;
}

/** A point that occurs in several messages is one stream. */
function withOneStream(messages: readonly LorawanFormat[]): readonly LorawanFormat[] {
  const streams = new Map<string, Stream>();
  const shared = (stream: Stream): Stream => {
    const known = streams.get(streamKey(stream)) ?? stream;
    streams.set(streamKey(stream), known);
    return known;
  };
  return messages.map((message) => ({
    ...message,
    points: message.points.map((point) => ({ ...point, stream: shared(point.stream) })),
  }));
}

/** Every device has a signal strength and its ratio to the noise, unless the driver says something else of them. */
const radioPoints = {
  rssi: { radio: 'rssi', min: -200, max: 50 },
  snr: { radio: 'snr', unit: '2N', min: -100, max: 100 },
};

const withRadio = (points: Sheet): Sheet =>
  overlaid(
    sheetAt(points.keyPlace([]), radioPoints, () => undefined),
    { ...points, value: asMap(points.value) },
    1,
  );

const asMap = (value: unknown): Readonly<Record<string, unknown>> =>
  isMap(value) && !Array.isArray(value) ? value : {};

const listOf = (one: number | readonly number[]): readonly number[] =>
  typeof one === 'number' ? [one] : one;

const beginning = (digits: string): NonNullable<LorawanFormat['starts']> =>
  (digits.replaceAll(/\s/g, '').match(/../g) ?? []).map((byte) =>
    byte === '??' ? undefined : Number.parseInt(byte, 16),
  );
