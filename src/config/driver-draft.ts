/** A driver file as a draft: every point with what is known of it, and a mark where a person has to look. */
import type { DraftPoint } from './register-list.ts';

export interface Draft {
  /** `maker/model`. */
  readonly name: string;
  readonly line: string | undefined;
  readonly addressing: 'wire' | 'register' | 'reference' | undefined;
  readonly points: readonly DraftPoint[];
  /** Words of a device by table and address as written in the file, and the values they give. */
  readonly sample:
    | {
        readonly raw: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
        readonly expect: Readonly<Record<string, number | string | boolean>>;
      }
    | undefined;
}

export function draftText(draft: Draft): string {
  const [maker = '', model = ''] = draft.name.split('/');
  const common = commonOf(draft.points);
  const defaults = [
    ...(draft.line === undefined ? [] : [`line: ${draft.line}`]),
    ...Object.entries(common).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`])),
    ...(draft.addressing === undefined ? [] : [`addressing: ${draft.addressing}`]),
  ];
  const lines = [
    '# A draft. Compare every point with the manual: table, address, type, order, scale, unit, and add limits (min, max)',
    `# and what the device sends when it has no value (invalid). Then: kopru driver test ${draft.name}`,
    `driver: ${draft.name}`,
    `maker: ${titled(maker)}`,
    `model: ${titled(model)}`,
    'every: 10s',
    `modbus: { ${defaults.join(', ')} }`,
    'points:',
    ...aligned(draft.points, common),
    'samples:',
    ...sampleLines(draft),
  ];
  return `${lines.join('\n')}\n`;
}

type Common = Partial<Pick<DraftPoint, 'table' | 'type' | 'order'>>;

/** What most points share stands once, in the `modbus` part. */
function commonOf(points: readonly DraftPoint[]): Common {
  const commonest = <K extends 'table' | 'type' | 'order'>(key: K): DraftPoint[K] | undefined => {
    const counts = new Map<DraftPoint[K], number>();
    for (const point of points) counts.set(point[key], (counts.get(point[key]) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  };
  const [table, type, order] = [commonest('table') ?? 'holding', commonest('type'), commonest('order')];
  return { table, ...(type && type !== 'text' ? { type } : {}), ...(order ? { order } : {}) };
}

function aligned(points: readonly DraftPoint[], common: Common): string[] {
  const width = Math.max(0, ...points.map(({ name }) => name.length)) + 1;
  return points.map((point) => {
    const { name, address, table, type, order, length, scale, unit, about, doubt } = point;
    const keys = [
      `address: ${/^0\d/.test(address) ? `"${address}"` : address}`,
      ...(table && table !== common.table ? [`table: ${table}`] : []),
      ...(type === common.type ? [] : [`type: ${type}`]),
      ...(order && order !== common.order ? [`order: ${order}`] : []),
      ...(length === undefined ? [] : [`length: ${length}`]),
      ...(scale === undefined ? [] : [`scale: ${scale}`]),
      ...(unit === undefined ? [] : [`unit: ${unit}`]),
      `about: ${JSON.stringify(about)}`,
    ];
    const mark = doubt === undefined ? '' : `   # not understood: ${doubt.replaceAll(/\s+/g, ' ')}`;
    return `  ${`${name}:`.padEnd(width)} { ${keys.join(', ')} }${mark}`;
  });
}

function sampleLines({ sample }: Draft): string[] {
  if (!sample) {
    return [
      '  # Words of the device, and what its display showed; kopru probe --save-sample writes them.',
      '  - { raw: {}, expect: {} }',
    ];
  }
  const flow = (map: object) =>
    Object.entries(map)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join(', ');
  return [
    '  # Recorded while the draft was made: the values are only what the draft makes of the words.',
    '  - raw:',
    ...Object.entries(sample.raw).flatMap(([table, entries]) => [
      `      ${table}:`,
      ...Object.entries(entries).map(([address, words]) => `        ${address}: ${JSON.stringify(words)}`),
    ]),
    `    expect: { ${flow(sample.expect)} }`,
    '    origin: recorded',
  ];
}

const titled = (word: string) =>
  JSON.stringify(word.replaceAll('-', ' ').replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()));
