/** The page of a driver: what it measures, where that stands in the device, and what its samples give. */
import { isMap } from '../../src/config/check-shape.ts';
import { units } from '../../src/core/unit.ts';
import { markdownTable } from './generated.ts';
import type { ShippedDriver } from './library.ts';

/** `eastron/sdm630` has the page eastron-sdm630.md. */
export const pageName = (name: string) => `${name.replace('/', '-')}.md`;

export function driverPage({ name, driver }: ShippedDriver): string {
  const { head, protocol, quirks } = driver;
  const models = [head.model].flat().join(', ');
  const facts = [
    `- Driver: \`${name}\`, ${protocolNames[protocol]}`,
    ...(head.manual === undefined ? [] : [`- Manual: <${head.manual}>`]),
    ...rhythmOf(driver.document.value),
    ...lineOf(driver.document.value, protocol),
    ...defaultsOf(driver.document.value, protocol),
  ];
  const parts = [
    `<!-- Made from drivers/${name}.yaml by npm run docs. -->`,
    `# ${head.maker} ${models}`,
    facts.join('\n'),
    ...paramsOf(driver),
    '## Points',
    pointTable(driver),
    ...(quirks.length > 0 ? ['## Quirks', quirks.map(({ why }) => `- ${oneLine(why)}`).join('\n')] : []),
    ...caveatsOf(head.caveats),
    '## Try it without the device',
    `\`\`\`sh\nkopru driver test ${name}\n${protocol === 'host' ? '' : `kopru simulate ${name}\n`}\`\`\``,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** One row for each driver, for the list of all. */
export function driverRow({ name, driver, streams }: ShippedDriver): string[] {
  const { maker, model } = driver.head;
  return [
    `[${maker} ${[model].flat().join(', ')}](drivers/${pageName(name)})`,
    `\`${name}\``,
    protocolNames[driver.protocol],
    [...new Set(streams.map(({ quantity }) => quantity.split('.')[0]))].join(', '),
  ];
}

const protocolNames = {
  modbus: 'Modbus',
  mqtt: 'MQTT',
  serial: 'serial line',
  lorawan: 'LoRaWAN',
  host: 'the machine itself',
} as const;

function rhythmOf(value: unknown): string[] {
  const texts = { every: 'read every', fastest: 'at most every', stale: 'silent after' };
  const said = Object.entries(texts).flatMap(([key, words]) =>
    isMap(value) && value[key] !== undefined ? [`${words} ${String(value[key])}`] : [],
  );
  return said.length > 0 ? [`- Rhythm: ${said.join(', ')}`] : [];
}

function lineOf(value: unknown, protocol: string): string[] {
  const part = isMap(value) ? value[protocol] : undefined;
  if (!isMap(part)) return [];
  const unit = part.unitId === undefined ? '' : `, unit id ${written(part.unitId)}`;
  if (part.line !== undefined) return [`- Line as from the factory: ${written(part.line)}${unit}`];
  return part.topic === undefined ? [] : [`- Topic: \`${written(part.topic)}\``];
}

/** What holds for every point that does not say otherwise. */
function defaultsOf(value: unknown, protocol: string): string[] {
  const part = isMap(value) ? value[protocol] : undefined;
  const said = ['table', 'type', 'order', 'endian', 'addressing'].flatMap((key) =>
    isMap(part) && part[key] !== undefined ? [`${key} ${written(part[key])}`] : [],
  );
  return said.length > 0 ? [`- Every point, unless it says otherwise: ${said.join(', ')}`] : [];
}

function paramsOf({ head }: ShippedDriver['driver']): string[] {
  const rows = Object.entries(head.params).map(([name, each]) => [
    `\`${name}\``,
    each.default === undefined
      ? each.optional
        ? 'may be left out'
        : 'must be given'
      : written(each.default),
    each.choices ? each.choices.map(String).join(', ') : (each.unit ?? each.type ?? 'text'),
    oneLine(each.help ?? ''),
  ]);
  return rows.length > 0 ? ['## Params', markdownTable(['param', 'default', 'answer', 'meaning'], rows)] : [];
}

function caveatsOf(
  caveats: readonly { readonly text: string; readonly link?: string | undefined }[],
): string[] {
  if (caveats.length === 0) return [];
  const lines = caveats.map(
    ({ text, link }) => `- ${oneLine(text)}${link === undefined ? '' : ` (<${link}>)`}`,
  );
  return ['## Caveats', lines.join('\n')];
}

function pointTable(driver: ShippedDriver['driver']): string {
  const several = isMap(driver.head.messages) ? Object.entries(driver.head.messages) : [];
  const maps: [string, unknown][] = driver.head.points
    ? [['', driver.head.points]]
    : several.map(([name, message]) => [name, isMap(message) ? message.points : {}]);
  const rows = maps.flatMap(([message, points]) =>
    Object.entries(isMap(points) ? points : {})
      .filter(([name]) => !name.startsWith('_'))
      .map(([name, point]) => [
        `\`${name}\``,
        ...(several.length > 0 ? [message] : []),
        ...rowOf(name, isMap(point) ? point : {}, driver),
      ]),
  );
  const inMessage = several.length > 0 ? ['message'] : [];
  return markdownTable(
    ['point', ...inMessage, 'unit', 'where', 'possible', 'sample', 'the manual says'],
    rows,
  );
}

type Written = Readonly<Record<string, unknown>>;

function rowOf(name: string, point: Written, driver: ShippedDriver['driver']): string[] {
  const { unit, min, max, about } = point;
  const code = typeof unit === 'string' ? unit : '';
  const symbol = units.get(code)?.symbol;
  return [
    !symbol || symbol === code ? code : `${symbol} (${code})`,
    whereText(point),
    limitsText(min, max),
    sampleOf(name, driver),
    typeof about === 'string' ? oneLine(about) : '',
  ];
}

function limitsText(min: unknown, max: unknown): string {
  if (min === undefined) return max === undefined ? '' : `at most ${written(max)}`;
  return max === undefined ? `${written(min)} or more` : `${written(min)} to ${written(max)}`;
}

const places = [
  ...['table', 'address', 'path', 'field', 'level', 'chars', 'tlv', 'flag', 'byte', 'radio', 'value'],
  ...['type', 'order', 'bit', 'bits', 'scale', 'offset', 'formula'],
];

function whereText(point: Written): string {
  const said = places.flatMap((key) =>
    point[key] === undefined ? [] : [`${key} ${placeText(key, point[key])}`],
  );
  return said.length > 0 ? `\`${said.join(', ')}\`` : '';
}

/** Addresses stand in hex on the wire and in most manuals. */
function placeText(key: string, value: unknown): string {
  const hex = key === 'address' && typeof value === 'number';
  return hex ? `0x${value.toString(16).toUpperCase().padStart(4, '0')}` : written(value);
}

/** The first value that a sample gives. */
function sampleOf(name: string, { samples }: ShippedDriver['driver']): string {
  const values = samples.map(({ sample }) => sample.expect[name]);
  const first = values.find((value) => value !== undefined && value !== null);
  return first === undefined ? '' : String(first);
}

function written(value: unknown): string {
  if (isMap(value) && !Array.isArray(value))
    return value.param === undefined ? '...' : `{${String(value.param)}}`;
  return Array.isArray(value) ? value.map(written).join(' to ') : String(value);
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
