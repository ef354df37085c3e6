/**
 * `kopru probe`: what the words at an address of a device may mean, and with a number from its display which of all
 * meanings is the right one: address, type, order and scale, as a line to paste into a driver file.
 */
import { exceptionText, isBitTable } from '../sources/modbus/pdu.ts';
import { type Around, readAround } from '../sources/modbus/read-around.ts';
import { registerCount } from '../sources/modbus/registers.ts';
import { type Found, parseShown, type Shown, type Sight, search } from '../sources/modbus/search.ts';
import type { Table } from '../sources/modbus/settings.ts';
import { borrowBus } from './borrowed-bus.ts';
import { addressOf, busText, repeated, tableOf, type UnitTarget, unitTarget } from './bus-target.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { judgement, matchText, meanings, pasteLine } from './probe-text.ts';
import { hexAddress, hexOf } from './probe-view.ts';
import { saveSample } from './save-sample.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import { type RunVerb, valuesOf } from './verb.ts';

/** A number from the display, with its own address if it was written ADDRESS=NUMBER. */
interface Expectation {
  readonly shown: Shown;
  readonly address: number | undefined;
}

interface Probe {
  readonly target: UnitTarget;
  readonly table: Table;
  readonly address: number;
  readonly expectations: readonly Expectation[];
  readonly around: Around;
  readonly borrowed: boolean;
  readonly found: readonly Found[];
  /** Name for the point to paste. */
  readonly point: string | undefined;
  /** Driver file that gets the words as a sample. */
  readonly sampleFile: string | undefined;
}

const timeoutMs = 1_000;
const mostShown = 5;

export const probe: RunVerb = async (terminal, { args: [named, where], options }) => {
  const target = unitTarget(terminal, named, options);
  if (!target) return exits.configuration;
  const asked = tableOf(options.table);
  const { address, table = asked ?? tableAt(target, address) } = addressOf(where ?? '0', asked);
  const expectations = valuesOf(options.expect).map((text) => expectationOf(text, asked));
  if (expectations.length > 0 && isBitTable(table)) {
    throw usageError('A bit is 0 or 1; there is no number to look for.', 'Leave out --expect.');
  }
  const bus = await borrowBus(terminal, target.bus, target.site);
  try {
    const request = { unitId: target.unitId, table, address, expectations };
    const looked = await look(request, (read) => bus.ask(read, timeoutMs));
    const result: Probe = {
      ...looked,
      ...request,
      target,
      borrowed: bus.borrowed,
      point: textOf(options.point) ?? pointAt(target, table, looked.found[0]?.address),
      sampleFile: textOf(options.saveSample),
    };
    if (terminal.json) terminal.out(JSON.stringify(asJson(result)));
    else print(terminal, result);
    return conclude(terminal, result);
  } finally {
    await bus.release();
  }
};

async function look(
  {
    unitId,
    table,
    address,
    expectations,
  }: Pick<Probe, 'table' | 'address' | 'expectations'> & { unitId: number },
  ask: Parameters<typeof readAround>[1],
): Promise<Pick<Probe, 'around' | 'found'>> {
  const following = expectations.filter((each, index) => index > 0 && each.address === undefined).length;
  const around = await readAround({ unitId, table, address, count: 4 * (following + 1) }, ask);
  const sights: Sight[] = [];
  for (const [index, { shown, address: own }] of expectations.entries()) {
    const { blocks } =
      own === undefined ? around : await readAround({ unitId, table, address: own, count: 4 }, ask);
    sights.push({ shown, address: own ?? (index === 0 ? address : undefined), blocks });
  }
  return { around, found: search(sights) };
}

function expectationOf(text: string, table: Table | undefined): Expectation {
  const [, where, number = ''] = /^(?:([^=]+)=)?(.*)$/.exec(text) ?? [];
  const shown = parseShown(number);
  if (!shown) throw usageError(`${number} is no number.`, 'Write it as the display shows it: --expect 231.4');
  if (shown.value === 0) throw usageError('0 fits nearly everywhere.', 'Take a value that is not 0.');
  return { shown, address: where === undefined ? undefined : addressOf(where, table).address };
}

/** The table of the driver's point nearest to the address, else input registers. */
function tableAt({ device }: UnitTarget, address: number): Table {
  const far = (at: number) => Math.abs(at - address);
  return device?.points.toSorted((a, b) => far(a.address) - far(b.address))[0]?.table ?? 'input';
}

/** What the device's driver already calls the place. */
function pointAt({ device }: UnitTarget, table: Table, address: number | undefined): string | undefined {
  return device?.points.find((point) => point.table === table && point.address === address)?.stream.point;
}

function print(terminal: Terminal, probe: Probe): void {
  const { target, table, address, around, found, expectations } = probe;
  const who = target.device ? `${target.device.id}  ${target.device.driver}  ` : '';
  const how = probe.borrowed ? '  borrowed from run' : '';
  terminal.out(`${who}${busText(target)} unit ${target.unitId}, ${table}${how}`);
  if (around.blocks.length === 0) return;
  const addresses = [address - 1, address, address + 1].filter((each) => each >= 0);
  const view = { table, addresses, blocks: around.blocks, color: terminal.color, best: found[0] };
  for (const line of meanings(view, expectations.length > 0)) terminal.out(line);
  for (const each of found.slice(0, mostShown)) terminal.out(`  ${matchText(each)}`);
}

/** The last lines and the exit code: 0 for an answer, 2 where it settles nothing, 1 where none came. */
function conclude(terminal: Terminal, probe: Probe): Exit {
  const { around, found, expectations, target, address, table, sampleFile } = probe;
  const say = (state: 'fine' | 'look' | 'stopped', text: string) => {
    if (!terminal.json) terminal.out(`${glyph(terminal, state)} ${text}`);
  };
  const plain = (at: number) =>
    `kopru probe ${target.device?.id ?? target.unitId} ${hexAddress(at)}${repeated(target)}`;
  const isDefault = table === tableAt(target, address);
  const probeAt = (at: number) => `${plain(at)}${isDefault ? '' : ` --table ${table}`}`;
  const again = probeAt(address);
  const otherTable = `--table ${table === 'input' ? 'holding' : 'input'}`;
  const numbers = expectations.map(({ shown }) => `--expect ${shown.value}`).join(' ');
  if (around.problem) {
    say('stopped', `${around.problem.reason} (${around.problem.code})`);
    next(terminal, `kopru explain ${around.problem.code}`);
    return exits.failed;
  }
  if (around.exception !== undefined) {
    say('look', `The device answers, but refuses this address: ${exceptionText(around.exception)}.`);
    next(terminal, `${plain(address)} ${otherTable}`);
    return exits.findings;
  }
  if (expectations.length === 0) {
    next(terminal, `${again} --expect 231.4     with a number from the display`);
    return exits.fine;
  }
  const { settled, text } = judgement(found, expectations.length);
  say(settled ? 'fine' : 'look', text);
  const [best] = found;
  if (!best) {
    next(terminal, `${plain(address)} ${otherTable} ${numbers}`);
    return exits.findings;
  }
  if (!terminal.json) terminal.out(`Paste: ${pasteLine(best, probe.point)}`);
  if (sampleFile !== undefined) {
    const value = best.exact ? expectations[0]?.shown.value : undefined;
    say('fine', saveSample(sampleFile, best, around.blocks, probe.point, value));
  }
  const after = (expectations[0]?.address ?? address) + registerCount(best.type);
  next(
    terminal,
    expectations.length > 1
      ? probeAt(after)
      : `${again} ${numbers} --expect ${hexAddress(after)}=230.9     a second settles it`,
  );
  return settled ? exits.fine : exits.findings;
}

const textOf = (option: unknown) => (typeof option === 'string' ? option : undefined);

function asJson({ target, table, address, expectations, around, borrowed, found, point }: Probe): object {
  return {
    device: target.device?.id,
    bus: busText(target),
    unitId: target.unitId,
    table,
    address,
    borrowed,
    problem: around.problem,
    exception: around.exception,
    blocks: around.blocks.map((block) => ({ address: block.address, words: hexOf(block.words) })),
    expected: expectations.map(({ shown, address: own }) => ({ value: shown.value, address: own })),
    found: found.map(({ bits, ...each }) => ({ ...each, bits: Number(bits.toFixed(1)) })),
    paste: found[0] && pasteLine(found[0], point),
  };
}
