/**
 * A driver tried on its own samples: raw answers of a device decoded by the same code that reads devices, and
 * compared with what the driver's author expects. Needs no device.
 */

import { wordsOf } from '../core/errors.ts';
import { unitText } from '../core/measure.ts';
import type { PointValue } from '../core/point-value.ts';
import type { Value } from '../core/reading.ts';
import { decodeTold } from '../sources/host/told.ts';
import { decodeSample as decodeModbus, type SampleRaw } from '../sources/modbus/decode.ts';
import type { ModbusPart } from '../sources/modbus/settings.ts';
import type { Json } from '../sources/mqtt/json.ts';
import { decodeSample as decodeLorawan } from '../sources/mqtt/lorawan/decode.ts';
import type { LorawanFormat } from '../sources/mqtt/lorawan/message.ts';
import { decodeSample as decodeMqtt } from '../sources/mqtt/payload.ts';
import { decodeSample as decodeSerial, noMessageIn } from '../sources/serial/sample.ts';
import { at, part } from './check-shape.ts';
import { type Compiled, compileDriver } from './compile-driver.ts';
import { pointsOf } from './device-points.ts';
import { problemAtKey, type SourceDocument } from './document.ts';
import type { Driver } from './driver-file.ts';
import type { ModbusSample } from './driver-schema.ts';
import { readAddress } from './modbus-address.ts';
import { answerParams } from './params.ts';
import { type Fault, isError, type Problem, problem, sortProblems } from './problems.ts';
import { sampleWithoutMessage } from './sample-frames.ts';
import { hexBytes, sampleBytes } from './serial-bytes.ts';

/** One point of one sample. */
export interface SampleResult {
  /** Place of the sample in the file's list, from 0. */
  readonly sample: number;
  readonly point: string;
  /** Null: must give no value. */
  readonly expected: Value | null;
  /** Undefined when the sample holds nothing for the point. */
  readonly got: PointValue | undefined;
  readonly fits: boolean;
}

export interface TriedDriver {
  readonly results: readonly SampleResult[];
  /** Of the driver with each sample's params, and one for each point that came out otherwise. */
  readonly problems: readonly Problem[];
  /** All points of the driver that no sample expects a value or null for. */
  readonly untried: readonly string[];
}

export function trySamples(driver: Driver): TriedDriver {
  const problems: Problem[] = [];
  const results: SampleResult[] = [];
  const points = new Set<string>();
  for (const { index, sample } of driver.samples) {
    const compiled = compiledFor(driver, index, problems);
    if (!compiled) continue;
    for (const name of pointNames(compiled)) points.add(name);
    const decoded = decode(driver, compiled, index, problems);
    for (const [point, expected] of Object.entries(sample.expect)) {
      const got = decoded?.get(point);
      const written = driver.document.written(['samples', index, 'expect', point]);
      const fits = matches(got, expected, written);
      results.push({ sample: index, point, expected, got, fits });
      if (fits || !decoded) continue;
      problems.push(differs(driver.document, index, point, expected, got, compiled));
    }
  }
  const tried = new Set(results.map(({ point }) => point));
  return {
    results,
    problems: sortProblems(problems),
    untried: [...points].filter((name) => !tried.has(name)),
  };
}

function compiledFor(driver: Driver, index: number, problems: Problem[]): Compiled | undefined {
  const params = part(driver.document, ['samples', index, 'params']);
  const { answers, problems: open } = answerParams(driver.head.params, params, `driver ${driver.name}`);
  const { compiled, problems: faults } = compileDriver(driver, {
    device: 'sample',
    answers,
    tags: {},
    timezone: 'UTC',
  });
  problems.push(...open, ...faults);
  return [...open, ...faults].some(isError) ? undefined : compiled;
}

function decode(
  { document, samples }: Driver,
  compiled: Compiled,
  index: number,
  problems: Problem[],
): Map<string, PointValue> | undefined {
  const found = samples.find((each) => each.index === index);
  if (found?.protocol === 'mqtt' && compiled.protocol === 'mqtt') {
    return decodeMqtt(compiled.messages, {
      topic: found.sample.raw.topic,
      payload: found.sample.raw.payload,
    });
  }
  if (found?.protocol === 'lorawan' && compiled.protocol === 'lorawan') {
    const { fPort, data, decoded } = found.sample.raw;
    const payload = hexBytes(data) ?? new Uint8Array();
    const isObject = typeof decoded === 'object' && decoded !== null;
    return decodeLorawan(compiled.messages, {
      fPort,
      payload,
      decoded: isObject ? (decoded as Json) : undefined,
      rssi: undefined,
      snr: undefined,
    });
  }
  if (found?.protocol === 'serial' && compiled.protocol === 'serial') {
    const { framing, messages } = compiled;
    const bytes = framing && sampleBytes(found.sample.raw, framing.kind);
    if (bytes && framing) {
      const why = noMessageIn(framing, messages, bytes);
      // A sample of noise gives nothing, and must.
      const wanted = Object.values(found.sample.expect).some((value) => value !== null);
      if (!why || !wanted) return decodeSerial(framing, messages, bytes);
      const place = document.place(['samples', index, 'raw']);
      problems.push(problem(place, sampleWithoutMessage(why, framing)));
      return undefined;
    }
    const message = 'The sample is no row of bytes.';
    const mend = 'Write two hexadecimal digits for each byte, for example "AA C0 06".';
    if (framing)
      problems.push(
        problemAtKey(document, ['samples', index, 'raw'], { code: 'SAMPLE_UNREADABLE', message, mend }),
      );
    return undefined;
  }
  if (found?.protocol === 'host' && compiled.protocol === 'host') {
    return decodeTold(compiled.points, found.sample.raw);
  }
  if (found?.protocol !== 'modbus' || compiled.protocol !== 'modbus') return undefined;
  const raw = wireRaw(found.sample.raw, compiled.part.addressing, (table, key, fault) =>
    problems.push(problem(document.keyPlace(['samples', index, 'raw', table, key]), fault)),
  );
  try {
    return decodeModbus(compiled.points, raw);
  } catch (thrown) {
    const mend = 'Write registers as hex words, "08FF 0000", and coils as 0 or 1.';
    problems.push(
      problemAtKey(document, ['samples', index, 'raw'], {
        code: 'SAMPLE_UNREADABLE',
        message: wordsOf(thrown),
        mend,
      }),
    );
    return undefined;
  }
}

/** A Modbus sample by addresses as on the wire; what is no address is told and left out. */
export function wireRaw(
  written: ModbusSample['raw'],
  addressing: ModbusPart['addressing'],
  tell: (table: string, key: string, fault: Fault) => void,
): SampleRaw {
  const raw: Record<string, Record<number, string | number>> = {};
  for (const [table, entries] of Object.entries(written)) {
    const words: Record<number, string | number> = {};
    for (const [key, text] of Object.entries(entries)) {
      const where = readAddress(key, key, addressing);
      if ('code' in where) tell(table, key, where);
      else words[where.address] = text;
    }
    raw[table] = words;
  }
  return raw as SampleRaw;
}

/** Numbers are compared to the digits written: 2.742 accepts 2.7421. */
function matches(got: PointValue | undefined, expected: Value | null, written: string | undefined): boolean {
  // A point whose words the sample does not hold proves nothing.
  if (got !== undefined && 'refusal' in got && got.refusal === 'missing') return false;
  if (got === undefined || !('value' in got)) return expected === null;
  if (typeof got.value !== 'number' || typeof expected !== 'number') return got.value === expected;
  const decimals = /^[-+]?\d+(?:\.(\d+))?$/.exec(written ?? '')?.[1]?.length ?? 0;
  return /^[-+]?\d+(\.\d+)?$/.test(written ?? '')
    ? Number(got.value.toFixed(Math.min(decimals, 12))) === expected
    : got.value === expected;
}

function differs(
  document: SourceDocument,
  index: number,
  point: string,
  expected: Value | null,
  got: PointValue | undefined,
  compiled: Compiled,
): Problem {
  const place = document.place(['samples', index, 'expect', point]);
  const stream = pointsOf(compiled).find((each) => !each.hidden && each.stream.point === point)?.stream;
  if (!stream) {
    const message = `The sample expects a value of \`${point}\`, and the driver has no such point.`;
    return problem(place, { code: 'SAMPLE_DIFFERS', message, mend: 'Correct the name.' });
  }
  if (got !== undefined && 'refusal' in got && got.refusal === 'not a number' && hasComma(document, index)) {
    const message = `What the sample has for \`${point}\` is no number with a point as decimal mark.`;
    const mend =
      'If the device writes decimal commas, as in "12,4", add `decimal: ","` to the message; it is never guessed, because 1,234 may be a thousand.';
    return problem(place, { code: 'SAMPLE_DIFFERS', message, mend });
  }
  const gave =
    got === undefined ? 'nothing' : 'value' in got ? String(got.value) : `no value (${got.refusal})`;
  const wanted = expected === null ? 'no value' : String(expected);
  const message = `The sample gives ${gave} for \`${point}\`, and ${wanted} is expected.`;
  return problem(place, {
    code: 'SAMPLE_DIFFERS',
    message,
    mend: `Look again at ${lookedAt[compiled.protocol]}, or at the sample${stream.unit === undefined ? '' : `; what is expected stands in ${unitText(stream.unit)}`}.`,
  });
}

/** Whether JSON of an MQTT payload has a number with a comma in quotes. */
function hasComma(document: SourceDocument, index: number): boolean {
  const payload = at(document.value, ['samples', index, 'raw', 'payload']);
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload ?? '');
  return /"\s*[+-]?\d+,\d+[^",]*"/.test(text);
}

/** What commonly makes a wrong value. */
const lookedAt: Readonly<Record<Compiled['protocol'], string>> = {
  modbus: 'address, type, order and scale',
  mqtt: 'topic, path and scale',
  serial: 'field or byte, type and scale',
  lorawan: 'byte, type and scale',
  host: 'value and scale',
};

/** Without signal strength and noise, which come with every uplink: no payload tries them. */
function pointNames(compiled: Compiled): string[] {
  const ofRadio = new Set(compiled.protocol === 'lorawan' ? compiled.messages.flatMap(radioStreams) : []);
  return [
    ...new Set(
      pointsOf(compiled)
        .filter(({ hidden, stream }) => !hidden && !ofRadio.has(stream))
        .map(({ stream }) => stream.point),
    ),
  ];
}

const radioStreams = ({ points }: LorawanFormat) =>
  points.filter(({ where }) => where?.kind === 'radio').map(({ stream }) => stream);
