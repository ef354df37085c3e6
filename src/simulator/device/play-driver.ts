/**
 * A driver file played backwards: the registers of one simulated unit, filled from values of its points. Served by
 * `tcp-server.ts` and `serial-server.ts`. Between a table's lowest and highest address every place can be read, as
 * in real devices; beyond them the unit answers with an exception.
 */
import type { Clock } from '../../core/environment.ts';
import type { Value } from '../../core/reading.ts';
import { wordCount } from '../../sources/modbus/decode.ts';
import { exceptions, type ReadRequest } from '../../sources/modbus/pdu.ts';
import type { ModbusPoint, Table } from '../../sources/modbus/settings.ts';
import { encodePoint } from './encode.ts';
import { typical, type Waveform } from './waveform.ts';

/** What a unit does wrong on purpose; damaged, torn and of a wrong unit are replies on a line only. */
export type DeviceFault =
  | { readonly kind: 'damaged' | 'torn' | 'wrong unit' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Answers every read with this exception. */
  | { readonly kind: 'exception'; readonly exception: number };

export type UnitAnswer = { readonly words: readonly number[] } | { readonly exception: number };

export interface SimulatedUnit {
  /** Gives the points of this name or quantity a value or a waveform. Throws a RangeError if none is called so. */
  set(quantity: string, value: Value | Waveform): void;
  /** Puts words where no value leads, for example a sentinel; they stay until the next `set` of that point. */
  setWords(point: string, words: readonly number[]): void;
  setFault(fault: DeviceFault | undefined): void;
  readonly fault: DeviceFault | undefined;
  /** What the points say now, by point name. */
  values(): ReadonlyMap<string, Value>;
  read(request: Pick<ReadRequest, 'table' | 'address' | 'count'>): UnitAnswer;
}

/** Points without a value in `values` go through a plausible day. */
export function playDriver(
  points: readonly ModbusPoint[],
  options: { readonly clock: Clock; readonly values?: Readonly<Record<string, Value | Waveform>> },
): SimulatedUnit {
  const { clock } = options;
  const sinceMs = clock.wallMs();
  const tables = new Map<Table, Map<number, number>>();
  const waves = new Map<ModbusPoint, Waveform>();
  let fault: DeviceFault | undefined;

  const memoryOf = (table: Table) => {
    const memory = tables.get(table) ?? new Map<number, number>();
    tables.set(table, memory);
    return memory;
  };
  const wordsAt = (point: ModbusPoint) =>
    Array.from({ length: wordCount(point) }, (_, i) => memoryOf(point.table).get(point.address + i) ?? 0);
  const put = (point: ModbusPoint, words: readonly number[]) => {
    words.forEach((word, i) => {
      memoryOf(point.table).set(point.address + i, word);
    });
  };
  const refresh = (table: Table) => {
    const wallMs = clock.wallMs();
    for (const [point, wave] of waves) {
      if (point.table === table) put(point, encodePoint(point, wave(wallMs), wordsAt(point)));
    }
  };
  const named = (name: string) => {
    const found = points.filter(({ stream }) => stream.point === name || stream.quantity === name);
    if (found.length === 0) throw new RangeError(`No point is called ${name}.`);
    return found;
  };

  for (const point of points) {
    put(point, wordsAt(point));
    const wanted = guardedValue(points, point);
    if (wanted !== undefined) waves.set(point, () => wanted);
    else if (isPlayable(point)) waves.set(point, playable(point, typical(point.stream, sinceMs)));
  }
  const unit: SimulatedUnit = {
    set: (quantity, value) => {
      const wave = typeof value === 'function' ? value : () => value;
      for (const point of named(quantity)) {
        encodePoint(point, wave(clock.wallMs()), wordsAt(point));
        waves.set(point, wave);
      }
    },
    setWords: (name, words) => {
      for (const point of named(name)) {
        waves.delete(point);
        put(point, words);
      }
    },
    setFault: (wanted) => {
      fault = wanted;
    },
    get fault() {
      return fault;
    },
    values: () => new Map([...waves].map(([point, wave]) => [point.stream.point, wave(clock.wallMs())])),
    read: ({ table, address, count }) => {
      if (fault?.kind === 'exception') return { exception: fault.exception };
      const memory = tables.get(table);
      if (!memory) return { exception: exceptions.illegalFunction };
      const end = address + count - 1;
      if (count < 1 || address < Math.min(...memory.keys()) || end > Math.max(...memory.keys())) {
        return { exception: exceptions.illegalAddress };
      }
      refresh(table);
      return { words: Array.from({ length: count }, (_, i) => memory.get(address + i) ?? 0) };
    },
  };
  for (const [quantity, value] of Object.entries(options.values ?? {})) unit.set(quantity, value);
  return unit;
}

const isPlayable = (point: ModbusPoint) =>
  wordCount(point) > 0 && !point.meaning.formula && !point.meaning.units && !point.computation;

/** A value with which the guards that look at the point hold. */
function guardedValue(points: readonly ModbusPoint[], { stream }: ModbusPoint): Value | undefined {
  const guards = points.flatMap((point) => point.guards ?? []);
  const guard = guards.find(({ point }) => point === stream.point);
  return guard?.is?.[0] ?? guard?.min ?? guard?.max;
}

/** The waveform kept inside what the point can say: listed words, limits. */
function playable({ meaning, stream }: ModbusPoint, wave: Waveform): Waveform {
  const [word] = Object.values(meaning.values ?? {});
  if (word !== undefined) return () => word;
  if (stream.kind === 'state' || stream.kind === 'text') return wave;
  const { min = -Infinity, max = Infinity } = meaning;
  return (wallMs) => Math.min(max, Math.max(min, Number(wave(wallMs))));
}
