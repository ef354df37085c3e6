/**
 * `kopru driver new`: a draft of a driver. Of a Modbus device from the maker's register table as CSV, or from what it
 * answers; with both, its words become the draft's first sample. Of any other from one message of it. Writes the file,
 * and never over one that is there.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { compileDriver } from '../config/compile-driver.ts';
import { parseDocument } from '../config/document.ts';
import { type Draft, draftText } from '../config/driver-draft.ts';
import { readDriver } from '../config/driver-file.ts';
import { driverPath } from '../config/driver-schema.ts';
import { writtenAddress } from '../config/modbus-address.ts';
import { type DraftPoint, type RegisterList, readRegisterList } from '../config/register-list.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import { lineText } from '../core/line.ts';
import { systemClock } from '../sources/host/clock.ts';
import { decodePoll } from '../sources/modbus/decode.ts';
import { pollDevice } from '../sources/modbus/device-poll.ts';
import { explore, guessValues } from '../sources/modbus/explore.ts';
import { isBitTable } from '../sources/modbus/pdu.ts';
import { planReads, RefusedReads } from '../sources/modbus/read-plan.ts';
import { type BorrowedBus, borrowBus } from './borrowed-bus.ts';
import { tableOf, type UnitTarget, unitTarget } from './bus-target.ts';
import { driverFromMessage } from './driver-from-message.ts';
import { exits, usageError } from './exit.ts';
import { hexAddress, hexOf } from './probe-view.ts';
import { glyph, next } from './terminal.ts';
import type { Option, RunVerb, VerbCall } from './verb.ts';

type Options = VerbCall['options'];

const timeoutMs = 1_000;

export const driverNew: RunVerb = async (terminal, { args: [name = ''], options }) => {
  if (!driverPath.safeParse(name).success) {
    throw usageError(
      `"${name}" is no driver path.`,
      'Write maker/model in lower-case letters, digits and -.',
    );
  }
  const list =
    typeof options.from === 'string' ? listFrom(resolve(terminal.workingFolder, options.from)) : undefined;
  const unit = typeof options.unit === 'string' ? options.unit : undefined;
  const { message } = options;
  if (!list && unit === undefined && typeof message !== 'string') {
    throw usageError(
      'There is nothing to make a draft from.',
      'Give --message with one message of the device; for Modbus --from registers.csv, or --unit with --port or --tcp.',
    );
  }
  const file = join(terminal.workingFolder, 'drivers', `${name}.yaml`);
  if (existsSync(file)) throw usageError(`${file} is there already.`, 'Choose another name, or remove it.');
  const shown = relative(terminal.workingFolder, file);
  const write = (text: string) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return shown;
  };
  if (typeof message === 'string')
    return driverFromMessage(terminal, { name, message, topic: options.topic, write });
  const target = unit === undefined ? undefined : unitTarget(terminal, unit, options);
  if (unit !== undefined && !target) return exits.configuration;
  const bus = target && (await borrowBus(terminal, target.bus, target.site));
  try {
    const plain: Draft = {
      name,
      line: target?.bus.kind === 'serial' ? lineText(target.bus.line) : undefined,
      addressing: addressingOf(options.addressing),
      points: withTable(list ? list.points : [], options.table),
      sample: undefined,
    };
    const draft = target && bus ? await withDevice(plain, target, bus, options) : plain;
    if (draft.points.length === 0) throw nothingFound(list);
    write(draftText(draft));
    if (terminal.json) {
      terminal.out(JSON.stringify({ file: shown, points: draft.points, skipped: list?.skipped ?? [] }));
      return exits.fine;
    }
    const doubts = draft.points.filter(({ doubt }) => doubt !== undefined).length;
    const own = draft.points.filter((each) => each.name.startsWith('x-')).length;
    for (const { line, why } of list?.skipped ?? []) terminal.out(`  line ${line} left out: ${why}`);
    terminal.out(
      `${glyph(terminal, doubts + own > 0 ? 'look' : 'fine')} ${shown}: ${draft.points.length} points, ${own} without a quantity of the vocabulary, ${doubts} not understood.`,
    );
    next(terminal, `kopru driver test ${name}`);
    return exits.fine;
  } finally {
    await bus?.release();
  }
};

function listFrom(file: string): RegisterList {
  try {
    return readRegisterList(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw usageError(
      `${file} cannot be read: ${wordsOf(thrown)}.`,
      'Save the table as CSV and name that file.',
    );
  }
}

/** Draft points of the device where no table was given; words of the device as the first sample either way. */
async function withDevice(
  draft: Draft,
  target: UnitTarget,
  bus: BorrowedBus,
  options: Options,
): Promise<Draft> {
  const { unitId } = target;
  const points = draft.points.length > 0 ? draft.points : await found(unitId, bus, options);
  const explored = { ...draft, points, addressing: draft.points.length > 0 ? draft.addressing : undefined };
  return { ...explored, sample: await recorded(explored, unitId, bus) };
}

async function found(unitId: number, bus: BorrowedBus, options: Options): Promise<readonly DraftPoint[]> {
  const table = tableOf(options.table) ?? 'holding';
  if (isBitTable(table))
    throw usageError('Coils and discrete inputs say nothing by themselves.', 'Use input or holding.');
  const [from, to] = rangeOf(options.range);
  const { blocks, problem } = await explore({ unitId, table, from, to }, (ask) => bus.ask(ask, timeoutMs));
  if (problem && blocks.length === 0) {
    throw new KopruError(problem.reason, { kind: 'transient', code: problem.code });
  }
  return guessValues(blocks).map(({ address, type, order, value }) => ({
    name: `x-${table}${address.toString(16).toUpperCase().padStart(4, '0')}`,
    address: hexAddress(address),
    table,
    type,
    order: order === 'ABCD' ? undefined : order,
    length: undefined,
    scale: undefined,
    unit: undefined,
    about: `read ${Number(value.toPrecision(6))}`,
    doubt: undefined,
  }));
}

/** Reads what the draft names, and says what the draft makes of it. */
async function recorded(draft: Draft, unitId: number, bus: BorrowedBus): Promise<Draft['sample']> {
  const { document } = parseDocument('draft.yaml', draftText({ ...draft, sample: undefined }));
  const driver = document && readDriver(document, draft.name).driver;
  if (!driver) return undefined;
  const { compiled } = compileDriver(driver, {
    device: 'draft',
    answers: new Map(),
    tags: {},
    timezone: 'UTC',
  });
  if (compiled.protocol !== 'modbus') return undefined;
  const { points, quirks } = compiled;
  const poll = await pollDevice({
    device: { driver: draft.name, unitId, quirks },
    reads: planReads(points, quirks),
    memory: new RefusedReads(),
    clock: systemClock(),
    ask: (request, ms) => bus.ask(request, ms),
    patient: true,
  });
  const results = decodePoll(points, poll.blocks);
  const raw: Record<string, Record<string, string | number>> = {};
  const expect: Record<string, number | string | boolean> = {};
  for (const { point, words, value } of results) {
    if (words.length === 0 || !('value' in value)) continue;
    const entries = raw[point.table] ?? {};
    raw[point.table] = entries;
    entries[writtenAddress(draft.addressing, point.table, point.address)] = isBitTable(point.table)
      ? (words[0] ?? 0)
      : hexOf(words);
    expect[point.stream.point] = value.value;
  }
  return Object.keys(expect).length > 0 ? { raw, expect } : undefined;
}

/** `--table` says it for the points of which the list does not. */
function withTable(points: readonly DraftPoint[], option: Option): readonly DraftPoint[] {
  const table = tableOf(option);
  return table ? points.map((point) => ({ ...point, table: point.table ?? table })) : points;
}

function addressingOf(option: Option): Draft['addressing'] {
  if (option === undefined) return undefined;
  const known = (['wire', 'register', 'reference'] as const).find((each) => each === option);
  if (known) return known;
  throw usageError(
    `${option} is no way of counting.`,
    'Write wire (from 0), register (from 1) or reference (40001).',
  );
}

function rangeOf(option: Option): readonly [number, number] {
  if (option === undefined) return [0, 127];
  const [, from, to] = /^(0x[0-9a-f]+|\d+)-(0x[0-9a-f]+|\d+)$/i.exec(String(option)) ?? [];
  const range = [Number(from), Number(to)] as const;
  if (from !== undefined && range[0] <= range[1] && range[1] <= 65_535 && range[1] - range[0] < 2_000)
    return range;
  throw usageError(
    `${option} is no range of at most 2000 addresses.`,
    'Write for example --range 0-127 or 0x5000-0x5080.',
  );
}

function nothingFound(list: RegisterList | undefined): KopruError {
  const [first] = list?.skipped ?? [];
  const why = first ? `: line ${first.line}, ${first.why}` : '';
  return usageError(
    `No register was found${why}.`,
    list
      ? 'The first line names the columns; one must be called Address or Register, one Description or Name.'
      : 'Try --table input, or another --range.',
  );
}
