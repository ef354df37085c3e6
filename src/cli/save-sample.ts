/** Adds what a device said to the samples of a driver file, as text, so that comments and layout stay as they are. */
import { readFileSync, writeFileSync } from 'node:fs';
import { at } from '../config/check-shape.ts';
import { parseDocument } from '../config/document.ts';
import { writtenAddress } from '../config/modbus-address.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { Block } from '../sources/modbus/decode.ts';
import { registerCount } from '../sources/modbus/registers.ts';
import type { Found } from '../sources/modbus/search.ts';
import type { ModbusPart } from '../sources/modbus/settings.ts';
import { usageError } from './exit.ts';
import { hexOf } from './probe-view.ts';

/** Returns a sentence about what was done. `value`: what the display showed; undefined leaves it to fill in. */
export function saveSample(
  file: string,
  found: Found,
  blocks: readonly Block[],
  point: string | undefined,
  value: number | undefined,
): string {
  if (point === undefined || value === undefined) {
    throw usageError(
      'A sample needs the name of a point and a number that fits.',
      'Add --point, for example --point voltage.L1.',
    );
  }
  const count = registerCount(found.type);
  const block = blocks.find(
    (each) => each.address <= found.address && found.address + count <= each.address + each.words.length,
  );
  const from = found.address - (block?.address ?? 0);
  const words = hexOf(Array.from(block?.words ?? []).slice(from, from + count));
  const text = readText(file);
  const address = writtenAddress(addressingOf(text), found.table, found.address);
  const sample = `  - raw: { ${found.table}: { ${address}: "${words}" } }\n    expect: { ${point}: ${value} }\n    origin: recorded\n`;
  const changed = withSample(text, sample);
  if (changed === undefined) {
    throw new KopruError(`${file} has no list of samples to add to.`, {
      kind: 'config',
      code: 'SAMPLE_NOT_SAVED',
      hint: `Add it by hand under samples:\n${sample}`,
    });
  }
  writeFileSync(file, changed);
  return `Added a sample of ${point} to ${file}.`;
}

/** The file with the sample at the end of its list; undefined if there is no list in block form. */
export function withSample(text: string, sample: string): string | undefined {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => /^samples:\s*(#.*)?$/.test(line));
  if (head < 0) return undefined;
  const after = lines.findIndex((line, index) => index > head && /^\S/.test(line) && !line.startsWith('#'));
  const end = after < 0 ? lines.length : after;
  const last = lines.slice(0, end).findLastIndex((line) => line.trim() !== '');
  const changed = [
    ...lines.slice(0, last + 1),
    ...sample.trimEnd().split('\n'),
    ...lines.slice(last + 1),
  ].join('\n');
  const ending = changed.endsWith('\n') ? changed : `${changed}\n`;
  return parseDocument('driver', ending).problems.length === 0 ? ending : undefined;
}

/** How the driver counts; a file with mistakes elsewhere may still say it. */
function addressingOf(text: string): ModbusPart['addressing'] {
  const { document } = parseDocument('driver', text);
  const written = document && at(document.value, ['modbus', 'addressing']);
  return written === 'register' || written === 'reference' ? written : undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw usageError(`${file} cannot be read: ${wordsOf(thrown)}.`, 'Name the driver file you are writing.');
  }
}
