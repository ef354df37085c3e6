/**
 * Attributes made of many devices at once, such as the free spots of a street: each message counts with the newest
 * state of all the others that is not older than their `stale`. Those are remembered as marks, one for each device
 * and state, so that a restart forgets none. While too few devices are known the attribute is left out: a street of
 * twenty spots of which one has spoken does not have one free spot.
 */
import { finisher, type Made, type ValueModifiers } from './attribute-value.ts';
import type { Attribute, InputMessage, MapMessage, Told } from './entity.ts';
import type { AcrossKind, AttributeDefinition, Origin, TimeAttribute } from './mapping.ts';
import { type Offer, type OfferingDevice, sortOf } from './measure.ts';
import type { PlanProblem } from './plan-problem.ts';
import type { Stream, Value } from './reading.ts';
import type { Problems } from './slots.ts';
import { datingOf, timeText } from './time-attribute.ts';

/** A device that counts, and the marks of its state. */
interface Member {
  readonly device: string;
  readonly quantity: string;
  /** An older state is none. */
  readonly staleMs: number | undefined;
  readonly on: string;
  readonly off: string;
}

export interface AcrossMeasure {
  readonly name: string;
  readonly origin: Origin;
  readonly kind: AcrossKind;
  readonly unitCode: string | undefined;
  readonly members: readonly Member[];
  readonly finish: (value: Value) => Made;
}

export interface BoundAcross {
  /** Absent when no device offers what is counted. */
  readonly measure?: AcrossMeasure;
  readonly problems: readonly PlanProblem[];
}

/** Binds states of devices; `entity` is the URN that the marks belong to. */
export function bindAcross(
  { name, origin }: Pick<AttributeDefinition, 'name' | 'origin'>,
  kind: AcrossKind,
  quantities: readonly string[],
  modifiers: ValueModifiers,
  { devices }: Pick<Offer, 'devices'>,
  entity: string,
): BoundAcross {
  const offered = membersOf(quantities, devices);
  const stranger = offered.find(({ stream }) => stream.kind !== 'state');
  if (stranger) return { problems: [{ ...noState(name, stranger.stream), attribute: name }] };
  const members = offered.map(({ device, stream: { quantity } }): Member => {
    const mark = `${entity} ${device.id} ${quantity}`;
    const staleMs = device.rhythm?.staleMs;
    return { device: device.id, quantity, staleMs, on: `${mark} true`, off: `${mark} false` };
  });
  if (members.length === 0) return { problems: [] };
  const unitCode = unitOf(kind, modifiers);
  const finish = acrossFinisher(kind, modifiers);
  return { measure: { name, origin, kind, unitCode, members, finish }, problems: [] };
}

/** Of each device the first of the quantities that it offers. */
export function membersOf(
  quantities: readonly string[],
  devices: readonly OfferingDevice[],
): readonly { readonly device: OfferingDevice; readonly stream: Stream }[] {
  return devices.flatMap((device) => {
    const streams = quantities.flatMap(
      (quantity) => device.streams.find((each) => each.quantity === quantity) ?? [],
    );
    return streams[0] ? [{ device, stream: streams[0] }] : [];
  });
}

const unitOf = (kind: AcrossKind, { unit }: ValueModifiers): string | undefined =>
  kind === 'shareTrue' ? (unit ?? 'C62') : undefined;

/** A share may go out in percent; counts have no unit. */
export function acrossFinisher(kind: AcrossKind, modifiers: ValueModifiers): (value: Value) => Made {
  const finish = finisher(modifiers);
  return kind === 'shareTrue' && modifiers.unit === 'P1' ? (value) => finish(Number(value) * 100) : finish;
}

/** `values`: one for each device; undefined for one that is not known. */
export function acrossValue(kind: AcrossKind, values: readonly (Value | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  const numbers = known.map(Number);
  const isTrue = known.filter((value) => value === true).length;
  switch (kind) {
    case 'count':
      return values.length;
    case 'known':
      return known.length;
    case 'countTrue':
      return isTrue;
    case 'countFalse':
      return known.length - isTrue;
    case 'shareTrue':
      return isTrue / known.length;
    case 'sum':
      return numbers.reduce((sum, number) => sum + number, 0);
    case 'mean':
      return numbers.reduce((sum, number) => sum + number, 0) / known.length;
    case 'min':
      return Math.min(...numbers);
    case 'max':
      return Math.max(...numbers);
  }
}

/** Undefined when enough of the devices are known; else the words that say how many are not. */
export function acrossGap(
  kind: AcrossKind,
  values: readonly (Value | undefined)[],
  coverage: number,
): string | undefined {
  if (kind === 'count' || kind === 'known') return undefined;
  const known = values.filter((value) => value !== undefined).length;
  if (known > 0 && known >= coverage * values.length) return undefined;
  return `only ${known} of ${values.length} devices are known, ${Math.ceil(coverage * values.length)} are needed`;
}

/** Adds the attributes to what `map` gives. */
export function acrossMap(
  map: MapMessage,
  measures: readonly AcrossMeasure[],
  times: readonly TimeAttribute[],
  coverage: number,
): MapMessage {
  const members = new Map(
    measures.flatMap(({ members: all }) => all).map((each) => [`${each.device} ${each.quantity}`, each]),
  );
  const all = [...members.values()];
  const placed = measures.map((measure) => ({
    ...measure,
    places: measure.members.map(({ on }) => all.findIndex((member) => member.on === on)),
  }));
  return (message, told = never) => {
    const fragment = map(message, told);
    const marks = marksOf(message, members, told);
    if (!marks) return fragment;
    const now: Told = (mark) => marks.get(mark) ?? told(mark);
    const newest = all.map((member) => newestOf(member, now));
    const atMs = newest.reduce((latest, { sinceMs }) => Math.max(latest, sinceMs), message.observedAtMs);
    const states = all.map(({ staleMs }, index) => stateOf(newest[index], staleMs, atMs));
    const observedAt = timeText(atMs);
    const measured: Record<string, Attribute> = { ...fragment?.measured };
    const problems: Problems = [...(fragment?.problems ?? [])];
    for (const { name, kind, unitCode, places, finish } of placed) {
      const values = places.map((place) => states[place]);
      const gap = acrossGap(kind, values, coverage);
      const made: Made =
        gap === undefined
          ? finish(acrossValue(kind, values))
          : { refused: { code: 'ACROSS_THIN', words: gap } };
      if ('refused' in made) problems.push({ attribute: name, ...made.refused });
      else if (observedAt !== undefined) {
        const unit = unitCode === undefined ? {} : { unitCode };
        measured[name] = { type: 'Property', value: made.value, ...unit, observedAt };
      }
    }
    const dating = datingOf(times, { startMs: atMs, endMs: atMs });
    return { ...fragment, measured, dating, problems, seen: Object.fromEntries(marks) };
  };
}

const never: Told = () => undefined;

/** The states that the message tells; undefined when it tells none, or older ones than are known. */
function marksOf(
  { readings, observedAtMs }: InputMessage,
  members: ReadonlyMap<string, Member>,
  told: Told,
): ReadonlyMap<string, number> | undefined {
  const marks = readings.flatMap(({ stream, value }): [string, number][] => {
    const member = members.get(`${stream.device} ${stream.quantity}`);
    if (!member || sortOf(stream.kind) !== 'state') return [];
    if (Math.max(told(member.on) ?? 0, told(member.off) ?? 0) > observedAtMs) return [];
    return [[value === 1 ? member.on : member.off, observedAtMs]];
  });
  return marks.length === 0 ? undefined : new Map(marks);
}

interface Newest {
  readonly isOn: boolean;
  /** In ms since 1970; minus infinity for a device that has not spoken. */
  readonly sinceMs: number;
}

function newestOf({ on, off }: Member, now: Told): Newest {
  const onMs = now(on) ?? Number.NEGATIVE_INFINITY;
  const offMs = now(off) ?? Number.NEGATIVE_INFINITY;
  return onMs >= offMs ? { isOn: true, sinceMs: onMs } : { isOn: false, sinceMs: offMs };
}

/** A state that is too old is none. */
function stateOf(newest: Newest | undefined, staleMs: number | undefined, atMs: number): boolean | undefined {
  if (!newest || newest.sinceMs === Number.NEGATIVE_INFINITY) return undefined;
  return staleMs !== undefined && atMs - newest.sinceMs > staleMs ? undefined : newest.isOn;
}

function noState(attribute: string, { device, point, kind }: Stream): PlanProblem {
  return {
    code: 'ACROSS_PERIOD',
    message: `${attribute} takes the point ${point} of ${device} at once across devices, and it is a ${kind}: only states can be.`,
    mend: 'Add `period` to the mapping or to the attribute, so that the devices are taken together at its end.',
  };
}
