/**
 * A table of devices as spreadsheets save it: UTF-8, comma, or semicolon or tab with decimal commas. The first line
 * names the columns, after an optional `sep=;` as Excel writes it. Cells are read as YAML would read them, and an
 * empty cell is a key left out. What is wrong with a column is told at its name, once, not in each of 200 rows.
 */
import type { Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import { type Place, type Problem, problem } from './problems.ts';

export interface Table {
  readonly rows: readonly Sheet[];
  readonly problems: readonly Problem[];
}

interface Cell {
  readonly text: string;
  /** True if it stood in quotes that were closed. */
  readonly quoted: boolean;
  readonly place: Place;
}

export function readTable(file: string, text: string): Table {
  const problems: Problem[] = [];
  const plain = text.replace(/^\uFEFF/, '');
  const declared = /^sep=([,;\t])\r?\n/i.exec(plain);
  const separator = declared?.[1] ?? separatorOf(plain);
  const [head = [], ...lines] = cellsOf(file, plain, separator).slice(declared ? 1 : 0);
  const columns = head.map(({ text: name }) => name.trim());
  head.forEach(({ place }, index) => {
    if (columns[index] === '') problems.push(problem(place, unnamed));
    else if (columns.indexOf(columns[index] ?? '') < index) problems.push(problem(place, repeated));
    else if (columns[index] === 'location') problems.push(problem(place, placeInOne));
  });
  const rows: Sheet[] = [];
  for (const cells of lines) {
    if (cells.every((cell) => cell.text.trim() === '')) continue;
    const open = cells.find((cell) => /^\s*"/.test(cell.text) && !cell.quoted);
    if (open) {
      problems.push(problem(open.place, openQuote));
      continue;
    }
    const [first] = cells;
    if (cells.length !== columns.length && first) {
      problems.push(problem(first.place, wrongLength(cells.length, columns.length)));
      continue;
    }
    rows.push(rowOf({ columns, head, cells, separator }));
  }
  return { rows, problems };
}

/** The texts of all cells, line by line, of a table that is none of ours. Tabs separate too. */
export function readCells(text: string): readonly (readonly string[])[] {
  const plain = text.replace(/^\uFEFF/, '');
  const lines = cellsOf('', plain, separatorOf(plain));
  return lines.map((cells) => cells.map((cell) => cell.text));
}

/** The first of tab, semicolon and comma that the first line holds. */
function separatorOf(text: string): string {
  const [first = ''] = text.split('\n');
  return ['\t', ';'].find((mark) => first.includes(mark)) ?? ',';
}

const unnamed = {
  code: 'TABLE_COLUMN',
  message: 'This column has no name.',
  mend: 'Name it after the key it holds, for example id.',
};
const repeated = { code: 'TABLE_COLUMN', message: 'Two columns have this name.', mend: 'Remove one.' };
const placeInOne = {
  code: 'TABLE_COLUMN',
  message: 'A place takes two columns.',
  mend: 'Call them lon and lat, each with a number of degrees.',
};
const openQuote = {
  code: 'TABLE_ROW',
  message: 'This cell begins with a quote that is not closed on its line.',
  mend: 'Close it, write "" for a quote inside, and keep each cell on one line.',
};
const wrongLength = (has: number, wanted: number) => ({
  code: 'TABLE_ROW',
  message: `This row has ${has} cells, and there are ${wanted} columns.`,
  mend: 'Add or remove cells; a cell with the separator in it stands in "quotes".',
});

interface Row {
  readonly columns: readonly string[];
  /** The cells that name the columns. */
  readonly head: readonly Cell[];
  readonly cells: readonly Cell[];
  readonly separator: string;
}

/** `params.x`, `facts.x`, `lon` and `lat` are put where a device has them. */
function rowOf({ columns, head, cells, separator }: Row): Sheet {
  const value: Record<string, unknown> = {};
  const cellAt = new Map<string, Cell>();
  const put = (path: Path, cell: Cell) => cellAt.set(JSON.stringify(path), cell);
  columns.forEach((column, index) => {
    const cell = cells[index];
    const content = cell && scalarOf(cell.text, separator);
    if (!cell || content === undefined || column === 'location') return;
    const [outer = '', ...inner] = column.split('.');
    if (column === 'lon' || column === 'lat') {
      const pair = Array.isArray(value.location) ? value.location : [null, null];
      pair[column === 'lon' ? 0 : 1] = content;
      value.location = pair;
      put(['location', column === 'lon' ? 0 : 1], cell);
    } else if (inner.length > 0 && (outer === 'params' || outer === 'facts')) {
      value[outer] = { ...(value[outer] as object | undefined), [inner.join('.')]: content };
      put([outer, inner.join('.')], cell);
    } else {
      value[column] = content;
      put([column], cell);
    }
  });
  const start = cells[0]?.place ?? { file: '', line: 1, column: 1, length: 1 };
  const place = (path: Path): Place => {
    const own = [...path.keys()].map((index) =>
      cellAt.get(JSON.stringify(path.slice(0, path.length - index))),
    );
    return own.find((cell) => cell !== undefined)?.place ?? start;
  };
  const keyPlace = (path: Path): Place => {
    const cell = cellAt.get(JSON.stringify(path));
    return (cell && head[cells.indexOf(cell)]?.place) ?? place(path);
  };
  return { value, place, keyPlace, written: (path) => cellAt.get(JSON.stringify(path))?.text.trim() };
}

function scalarOf(text: string, separator: string): string | number | boolean | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  const plain = separator !== ',' ? trimmed.replace(/^([-+]?\d+),(\d+)$/, '$1.$2') : trimmed;
  return /^[-+]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : trimmed;
}

/** Splits into lines of cells (RFC 4180: a cell may stand in quotes, with "" for a quote). */
function cellsOf(file: string, text: string, separator: string): Cell[][] {
  const lines: Cell[][] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const cells: Cell[] = [];
    const pattern = new RegExp(`("(?:[^"]|"")*"|[^${separator}]*)(${separator}|$)`, 'gy');
    for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
      const [whole, raw = '', end] = match;
      const quoted = /^".*"$/.test(raw) && raw.length > 1;
      const content = quoted ? raw.slice(1, -1).replaceAll('""', '"') : raw;
      const place = { file, line: index + 1, column: match.index + 1, length: Math.max(1, raw.length) };
      cells.push({ text: content, quoted, place });
      if (end === '' || whole === '') break;
    }
    lines.push(cells);
  });
  return lines;
}
