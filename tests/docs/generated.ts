/** Generated parts of handwritten documents: they stand between two marks and are kept equal by tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Compares the part of the file with what it should be; `npm run docs` writes it instead. */
export function expectGenerated(file: string, part: string, wanted: string): void {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const marks = new RegExp(`(<!-- generated: ${part} -->\n)[\\s\\S]*?(\n<!-- end of ${part} -->)`);
  expect(marks.test(text), `${file} has no part for ${part}`).toBe(true);
  const whole = text.replace(marks, (_, before: string, after: string) => `${before}${wanted}${after}`);
  if (process.env.UPDATE_DOCS !== undefined) writeFileSync(path, whole);
  else expect(text, `run \`npm run docs\` to write ${file} anew`).toBe(whole);
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
