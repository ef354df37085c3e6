/**
 * A driver file as far as it can be judged without a site: who made the device, what it asks, which protocol it
 * speaks. Its points are resolved by compile-driver.ts, once the answers to its params are known.
 */
import { checkShape, part } from './check-shape.ts';
import { problemAt, problemAtKey, type SourceDocument } from './document.ts';
import {
  type DriverHead,
  driverHead,
  type HostSample,
  hostSample,
  type LorawanSample,
  lorawanSample,
  type ModbusSample,
  type MqttSample,
  modbusSample,
  mqttSample,
  type Quirk,
  quirk,
  type SerialSample,
  serialSample,
} from './driver-schema.ts';
import { declarationProblems } from './params.ts';
import { isError, type Problem } from './problems.ts';

export interface Driver {
  /** Path without ending, for example `eastron/sdm630`. */
  readonly name: string;
  readonly document: SourceDocument;
  readonly head: Omit<DriverHead, 'quirks' | 'samples'>;
  readonly protocol: (typeof protocols)[number];
  readonly quirks: readonly Quirk[];
  /** `index` is the place in the file's list. */
  readonly samples: readonly (
    | { readonly protocol: 'modbus'; readonly index: number; readonly sample: ModbusSample }
    | { readonly protocol: 'mqtt'; readonly index: number; readonly sample: MqttSample }
    | { readonly protocol: 'serial'; readonly index: number; readonly sample: SerialSample }
    | { readonly protocol: 'lorawan'; readonly index: number; readonly sample: LorawanSample }
    | { readonly protocol: 'host'; readonly index: number; readonly sample: HostSample }
  )[];
}

const protocols = ['modbus', 'mqtt', 'serial', 'lorawan', 'host'] as const;

/** `name` is the path under which the file was found; the file must say the same. */
export function readDriver(
  document: SourceDocument,
  name: string,
): { readonly driver?: Driver; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const { value: head, problems: headProblems } = checkShape(document, driverHead);
  problems.push(...headProblems);
  if (!head) return { problems };
  if (head.driver !== name) {
    problems.push(
      problemAt(document, ['driver'], {
        code: 'DRIVER_PATH',
        message: `The file calls itself ${head.driver}, and its path is ${name}.`,
        mend: `Write driver: ${name}, or move the file to drivers/${head.driver}.yaml.`,
      }),
    );
  }
  problems.push(...declarationProblems(head.params, part(document, ['params'])));
  if (head.every !== undefined && head.fastest !== undefined && head.every < head.fastest) {
    problems.push(
      problemAt(document, ['every'], {
        code: 'EVERY_TOO_FAST',
        message: '`every` is shorter than `fastest`.',
        mend: 'Lengthen `every`, or correct `fastest`.',
      }),
    );
  }
  const spoken = protocols.filter((each) => head[each] !== undefined);
  const [protocol, second] = spoken;
  if (second !== undefined) problems.push(problemAtKey(document, [second], twoProtocols));
  if (protocol === undefined) {
    problems.push(problemAt(document, [], noProtocol));
    return { problems };
  }
  problems.push(...pointsProblems(document, head, protocol));
  const quirks = head.quirks.flatMap((_, index) => {
    const read = checkShape(part(document, ['quirks', index]), quirk);
    problems.push(...read.problems);
    return read.value ? [read.value] : [];
  });
  if (protocol !== 'modbus' && quirks.length > 0)
    problems.push(problemAtKey(document, ['quirks'], idleQuirks));
  const samples = head.samples.flatMap((_, index): Driver['samples'][number][] => {
    const sheet = part(document, ['samples', index]);
    if (protocol === 'modbus') {
      const { value: sample, problems: faults } = checkShape(sheet, modbusSample);
      problems.push(...faults);
      return sample ? [{ protocol, index, sample }] : [];
    }
    if (protocol === 'serial') {
      const { value: sample, problems: faults } = checkShape(sheet, serialSample);
      problems.push(...faults);
      return sample ? [{ protocol, index, sample }] : [];
    }
    if (protocol === 'lorawan') {
      const { value: sample, problems: faults } = checkShape(sheet, lorawanSample);
      problems.push(...faults);
      return sample ? [{ protocol, index, sample }] : [];
    }
    if (protocol === 'host') {
      const { value: sample, problems: faults } = checkShape(sheet, hostSample);
      problems.push(...faults);
      return sample ? [{ protocol, index, sample }] : [];
    }
    const { value: sample, problems: faults } = checkShape(sheet, mqttSample);
    problems.push(...faults);
    return sample ? [{ protocol, index, sample }] : [];
  });
  const fatal = problems.some((each) => isError(each) && each.code === 'DRIVER_SEVERAL');
  return fatal ? { problems } : { driver: { name, document, head, protocol, quirks, samples }, problems };
}

function pointsProblems(document: SourceDocument, head: DriverHead, protocol: Driver['protocol']): Problem[] {
  if (head.points && head.messages) {
    const message = '`points` and `messages` stand together.';
    const mend = 'Move the points into one of the messages.';
    return [problemAtKey(document, ['messages'], { code: 'DRIVER_POINTS', message, mend })];
  }
  if ((protocol === 'modbus' || protocol === 'host') && head.messages) {
    const message =
      protocol === 'modbus'
        ? 'A Modbus device has one message, the poll.'
        : 'The machine has one message, the sample.';
    return [
      problemAtKey(document, ['messages'], { code: 'DRIVER_POINTS', message, mend: 'Write `points`.' }),
    ];
  }
  const count = Object.keys(head.points ?? head.messages ?? {}).length;
  if (count > 0) return [];
  const message = 'The driver has no points.';
  return [
    problemAt(document, [], { code: 'DRIVER_POINTS', message, mend: 'Add `points` with at least one.' }),
  ];
}

const twoProtocols = {
  code: 'DRIVER_SEVERAL',
  message: 'The driver has two protocol parts.',
  mend: 'Keep one; a device with two interfaces is two drivers.',
};
const noProtocol = {
  code: 'DRIVER_PROTOCOL',
  message: 'The driver does not say how to talk to the device.',
  mend: 'Add a part `modbus`, `serial`, `mqtt` or `lorawan`.',
};
const idleQuirks = {
  code: 'KEY_WITHOUT_EFFECT',
  message: 'Quirks are about Modbus requests.',
  mend: 'Remove `quirks`.',
};
