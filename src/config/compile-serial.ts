/** A serial driver for one installed device: framing, questions, messages and their points. */
import { type Stream, streamKey } from '../core/reading.ts';
import type { SerialFraming, SerialMessage, SerialPoint, SerialProtocol } from '../sources/serial/device.ts';
import { type SerialPart, type serialMessageShape, serialPart } from '../sources/serial/settings.ts';
import { isMap, part, type Sheet } from './check-shape.ts';
import { overrideShape, serialMessageText, serialPoint as serialPointShape } from './driver-schema.ts';
import { zoneOf } from './mqtt-points.ts';
import { relateFormulas } from './point-formulas.ts';
import { problem } from './problems.ts';
import { writtenBeginning } from './serial-bytes.ts';
import { serialFraming, serialTalk } from './serial-framing.ts';
import { type PlaceContext, serialGuards, serialPoint, serialWhere } from './serial-points.ts';
import { homeless, namesIn, type Workpiece } from './workpiece.ts';

export type CompiledSerial = { readonly protocol: 'serial'; readonly line: string | undefined } & Omit<
  SerialProtocol,
  'framing'
> & {
    /** Undefined when the frames cannot be told apart. */
    readonly framing: SerialFraming | undefined;
  };

const overridden = serialPointShape.extend(overrideShape);
const messageHead = serialMessageText.omit({ points: true });
type MessageHead = Pick<SerialPart, keyof typeof serialMessageShape>;

export function compileSerial(work: Workpiece): CompiledSerial {
  const { driver, site } = work;
  const own = work.filled(['serial']);
  const whole = work.read(own, serialPart);
  const framing = whole && work.take(serialFraming(own, whole), own).framing;
  if (!whole || !framing)
    return { protocol: 'serial', line: whole?.line, framing: undefined, ask: [], messages: [] };
  const params = { declared: driver.head.params, answers: site.answers };
  const { talk } = work.take(serialTalk(own, whole, framing.kind, params), own);
  const messages =
    driver.head.messages === undefined
      ? oneMessage(work, own, whole, framing)
      : severalMessages(work, framing);
  return { protocol: 'serial', line: whole.line, framing, ...talk, messages: withOneStream(messages) };
}

/** A point that occurs in several messages is one stream. */
function withOneStream(messages: readonly SerialMessage[]): readonly SerialMessage[] {
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

function oneMessage(work: Workpiece, own: Sheet, head: MessageHead, framing: SerialFraming): SerialMessage[] {
  const sheet = work.filled(['points']);
  const sheets = new Map([...work.points(sheet), ...work.additions(namesIn(sheet))]);
  const place = { framing, grouped: head.groups !== undefined };
  const points = pointsOf(work, sheets, place);
  return [{ name: 'message', ...messageOf(work, own, head, place), points }];
}

function severalMessages(work: Workpiece, framing: SerialFraming): SerialMessage[] {
  const texts = work.filled(['messages']);
  const names = Object.keys(work.driver.head.messages ?? {});
  const known = new Set(names.flatMap((name) => [...namesIn(part(texts, [name, 'points']))]));
  for (const [name, sheet] of work.additions(known))
    work.problems.push(problem(sheet.keyPlace([]), homeless(name)));
  return names.flatMap((name): SerialMessage[] => {
    const sheet = part(texts, [name]);
    const { points: _, ...rest } = isMap(sheet.value) ? sheet.value : {};
    const head = work.read({ ...sheet, value: rest }, messageHead);
    if (!head) return [];
    const place = { framing, grouped: head.groups !== undefined };
    const points = pointsOf(work, work.points(part(texts, [name, 'points'])), place);
    return [{ name, ...messageOf(work, sheet, head, place), points }];
  });
}

/** How the message is recognised, and its time. */
function messageOf(
  work: Workpiece,
  sheet: Sheet,
  head: MessageHead,
  place: PlaceContext,
): Omit<SerialMessage, 'name' | 'points'> {
  const { driver, site } = work;
  const params = { declared: driver.head.params, answers: site.answers };
  const { starts } = work.take(writtenBeginning(sheet, head.starts, place.framing.kind, params), sheet);
  const { guards } = work.take(serialGuards(part(sheet, ['guard']), head.guard, place), sheet);
  if (head.groups && (place.framing.kind === 'binary' || place.framing.separator === undefined)) {
    work.problems.push(problem(sheet.keyPlace(['groups']), groupsOfBytes));
  }
  const time = timeOf(work, sheet, head, place);
  return {
    ...(starts ? { starts } : {}),
    guard: guards,
    ...(head.groups ? { groups: withoutAbsent(head.groups) } : {}),
    ...(time ? { time } : {}),
  };
}

function timeOf(
  work: Workpiece,
  sheet: Sheet,
  { time }: MessageHead,
  place: PlaceContext,
): SerialMessage['time'] {
  if (!time) return undefined;
  const own = part(sheet, ['time']);
  const { where } = work.take(serialWhere(own, time, place), own);
  const { zone } = work.take(zoneOf(sheet, time, work.site), sheet);
  if (!where) return undefined;
  const date = time.date === undefined ? {} : { date: { kind: 'text' as const, field: String(time.date) } };
  return { where, form: time.form, ...date, ...(zone === undefined ? {} : { zone }) };
}

function pointsOf(
  work: Workpiece,
  sheets: ReadonlyMap<string, Sheet>,
  place: PlaceContext,
): readonly SerialPoint[] {
  const { device, tags } = work.site;
  const items = [...sheets].flatMap(([name, sheet]) => {
    const text = work.read(sheet, overridden);
    if (!text) return [];
    const { point } = work.take(serialPoint({ device, name, text, sheet, tags, ...place }), sheet);
    return point ? [{ point, formula: text.formula, hasPlace: point.where !== undefined, sheet }] : [];
  });
  const { points, problems } = relateFormulas(items, {
    declared: work.driver.head.params,
    answers: work.site.answers,
  });
  work.problems.push(...problems);
  work.refuseDoubles(points, sheets);
  return points;
}

function withoutAbsent({
  unit,
  ...groups
}: NonNullable<MessageHead['groups']>): NonNullable<SerialMessage['groups']> {
  return unit === undefined ? groups : { ...groups, unit };
}

const groupsOfBytes = {
  code: 'SERIAL_PLACE',
  message: '`groups` are made of fields, and these frames have none.',
  mend: 'Remove `groups`, or add `separator` to `text`.',
};
