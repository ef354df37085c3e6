/** Curves as paths: drawn on the server too, told apart without colour, hidden from readers that get them as text. */
import type { Curve } from '../trail.ts';

/** 120 by 28; a hole is not drawn over. A stale one goes on dotted from its last value. */
export function Spark({
  curve,
  stale,
  columns = 60,
}: {
  readonly curve: Curve;
  readonly stale: boolean;
  readonly columns?: number;
}) {
  const known = curve.values.filter((value): value is number => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const reach = high - low;
  const x = (index: number) =>
    round(1 + (118 * (index + columns - curve.values.length)) / Math.max(1, columns - 1));
  const y = (value: number) => round(reach === 0 ? 14 : 25 - (22 * (value - low)) / reach);
  const line = path(curve.values, x, y);
  const last = curve.values.findLastIndex((value) => value !== null);
  const lastValue = curve.values[last];
  return (
    <svg
      class={stale ? 'spark stale' : 'spark'}
      viewBox="0 0 120 28"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={line} />
      {lastValue === undefined || lastValue === null ? null : (
        <>
          <path class="end" d={`M${x(last)} ${y(lastValue)}h0`} />
          {stale ? <path class="gap" d={`M${x(last)} ${y(lastValue)}H119`} /> : null}
        </>
      )}
    </svg>
  );
}

function path(values: Curve['values'], x: (index: number) => number, y: (value: number) => number): string {
  let line = '';
  let open = false;
  values.forEach((value, index) => {
    if (value === null) {
      open = false;
      return;
    }
    line += `${open ? 'L' : 'M'}${x(index)} ${y(value)}`;
    open = true;
  });
  return line;
}

export interface Series {
  /** `in` is a line, `out` and `wait` are areas, `hatch` marks the columns that have a value. */
  readonly kind: 'in' | 'out' | 'wait' | 'hatch';
  readonly values: readonly (number | null)[];
}

/** Steps of equal width that end at the right edge. */
export function Steps({
  series,
  columns,
  top,
  low,
}: {
  readonly series: readonly Series[];
  readonly columns: number;
  readonly top: number;
  readonly low?: boolean;
}) {
  const [width, height] = [360, low ? 40 : 64];
  const step = width / columns;
  const x = (index: number, length: number) => round(width - (length - index) * step);
  const y = (value: number) => round(height - (Math.min(value, top) / (top || 1)) * (height - 6));
  const draw = ({ kind, values }: Series) =>
    stretches(values)
      .map(({ begin, list }) => {
        const left = x(begin, values.length);
        const right = x(begin + list.length, values.length);
        if (kind === 'hatch') return `M${left} 0H${right}V${height}H${left}z`;
        const tops = list
          .map((value, index) => `V${y(value)}H${x(begin + index + 1, values.length)}`)
          .join('');
        return kind === 'in' ? `M${left} ${y(list[0] ?? 0)}${tops}` : `M${left} ${height}${tops}V${height}`;
      })
      .join('');
  return (
    <svg
      class={low ? 'chart low' : 'chart'}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="grid" d={`M0 ${height - 0.5}H${width}`} />
      {series.map((each) => (
        <path key={each.kind} class={each.kind} d={draw(each)} />
      ))}
    </svg>
  );
}

/** Columns without a hole between them. */
function stretches(
  values: readonly (number | null)[],
): { readonly begin: number; readonly list: number[] }[] {
  const found: { begin: number; list: number[] }[] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const last = found.at(-1);
    if (last && last.begin + last.list.length === index) last.list.push(value);
    else found.push({ begin: index, list: [value] });
  });
  return found;
}

/** The next 1, 2 or 5 times a power of ten. */
export function niceTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return Number((step * power).toPrecision(3));
}

const round = (value: number) => Math.round(value * 10) / 10;
