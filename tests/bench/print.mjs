/** A row is { name, value, unit, limit?, ratio?, goal? }: the figure, what bounds it, and their ratio. */

const number = (value) =>
  value === undefined
    ? ''
    : Math.abs(value) >= 100
      ? Math.round(value).toLocaleString('en-US').replaceAll(',', ' ')
      : value.toPrecision(3);

export function printRows(rows) {
  const cells = rows.map(({ name, value, unit, limit, ratio, goal }) => [
    name,
    number(value),
    unit,
    limit === undefined ? '' : `limit ${number(limit)}`,
    ratio === undefined ? '' : `${(ratio * 100).toFixed(0)} %`,
    goal === undefined ? '' : `goal ${goal}`,
  ]);
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column].length))) ?? [];
  for (const row of cells) {
    const text = row.map((cell, column) =>
      column === 1 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    );
    console.log(`  ${text.join('  ').trimEnd()}`);
  }
}
