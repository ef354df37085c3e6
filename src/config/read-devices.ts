/**
 * The devices of gateway.yaml: groups spread out into their rows, each device checked on its own, its driver found
 * and resolved for it. A device with a mistake still takes part in the checks of the others.
 */
import type { Geometry } from '../core/device.ts';
import { at, checkShape, isMap, part, type Shaped, type Sheet } from './check-shape.ts';
import type { Compiled } from './compile-driver.ts';
import { CompiledDrivers } from './compiled-drivers.ts';
import type { Path } from './document.ts';
import type { Driver } from './driver-file.ts';
import { type DeviceText, device, deviceGroup, laterGatewayKeys } from './gateway-schema.ts';
import { geometryOf } from './location.ts';
import { answerParams } from './params.ts';
import { type Fault, isError, type Problem, problem } from './problems.ts';
import { overlaid } from './sheet.ts';
import { readTable } from './table-file.ts';

/** A device as far as it was understood. */
export interface InstalledDevice {
  /** Undefined when not even the id could be read. */
  readonly id: string | undefined;
  readonly group: string | undefined;
  readonly sheet: Sheet;
  readonly text: DeviceText | undefined;
  readonly driver: Driver | undefined;
  readonly compiled: Compiled | undefined;
  readonly location: Geometry | undefined;
  /** False when it has an error: what builds on it is not judged, so that one mistake is told once. */
  readonly whole: boolean;
}

export interface DeviceWorld {
  /** The driver of that name, or undefined after having told the problem at the place of the sheet. */
  readonly driver: (name: string, sheet: Sheet, problems: Problem[]) => Driver | undefined;
  /** The text of a table beside gateway.yaml, likewise. */
  readonly table: (
    name: string,
    sheet: Sheet,
    problems: Problem[],
  ) => { file: string; text: string } | undefined;
  readonly timezone: string | undefined;
}

export function readDevices(
  sheets: readonly Sheet[],
  world: DeviceWorld,
): { readonly devices: readonly InstalledDevice[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const workshop = { ...world, drivers: new CompiledDrivers() };
  const devices = sheets.flatMap((sheet) => {
    if (!isMap(sheet.value) || !('group' in sheet.value || 'table' in sheet.value))
      return [installed(sheet, undefined, workshop, problems)];
    const group = 'group' in sheet.value ? String(sheet.value.group) : undefined;
    return rowsOf(sheet, world, problems).map((row) => installed(row, group, workshop, problems));
  });
  return { devices, problems };
}

interface Workshop extends DeviceWorld {
  readonly drivers: CompiledDrivers;
}

/** A device's sheet, and what its keys may be called if it is a row of a table. */
interface Row extends Sheet {
  readonly columns?: readonly string[];
}

/** One sheet for each row: the row's cells on top of what is equal for all. */
function rowsOf(written: Sheet, world: DeviceWorld, problems: Problem[]): Row[] {
  const { id, ...others } = isMap(written.value) ? written.value : {};
  const sheet = id === undefined ? written : { ...written, value: { group: 'group', ...others } };
  if (id !== undefined) problems.push(problem(written.keyPlace(['id']), idBesideTable));
  const shaped = take(checkShape(sheet, deviceGroup, { unsupported: laterGatewayKeys }), problems);
  const table = shaped?.table ?? at(sheet.value, ['table']);
  const { group: _, table: __, ...common } = isMap(sheet.value) ? sheet.value : {};
  const base = { ...sheet, value: common };
  if (Array.isArray(table)) {
    return table.map((row, index) => {
      const own = part(sheet, ['table', index]);
      return overlaid(base, { ...own, value: spread(row) }, 2);
    });
  }
  if (typeof table !== 'string') return [];
  const source = world.table(table, part(sheet, ['table']), problems);
  if (!source) return [];
  const { rows, problems: faults } = readTable(source.file, source.text);
  problems.push(...faults);
  const columns = columnsOf(base, world);
  return rows.map((row) => ({ ...overlaid(base, row, 2), columns }));
}

/** Keys that one cell cannot say: a place has two columns, params and facts one for each name. */
const wide: ReadonlySet<string> = new Set(['location', 'params', 'facts', 'points', 'tags', 'filter']);

function columnsOf(base: Sheet, world: DeviceWorld): string[] {
  const name = at(base.value, ['driver']);
  const driver = typeof name === 'string' ? world.driver(name, base, []) : undefined;
  const params = Object.keys(driver?.head.params ?? {}).map((param) => `params.${param}`);
  return [...Object.keys(device.shape).filter((key) => !wide.has(key)), 'lon', 'lat', ...params];
}

const idBesideTable: Fault = {
  code: 'UNKNOWN_KEY',
  message: '`table` makes a device of each row, and `id` names one.',
  mend: 'Write `group` in its place, a name for all of them; the table has a column `id`.',
};

/** A row written as a map may use the column names of a table as well. */
function spread(row: unknown): unknown {
  if (!isMap(row)) return row;
  const { lon, lat, ...others } = row;
  return lon === undefined && lat === undefined ? others : { ...others, location: [lon, lat] };
}

function installed(
  sheet: Row,
  group: string | undefined,
  world: Workshop,
  problems: Problem[],
): InstalledDevice {
  const found: Problem[] = [];
  const pending = ([first]: Path) => first === 'params';
  const name = at(sheet.value, ['driver']);
  const driver = typeof name === 'string' ? world.driver(name, part(sheet, ['driver']), found) : undefined;
  const text = take(
    checkShape(sheet, device, {
      unsupported: laterGatewayKeys,
      pending,
      ...(sheet.columns
        ? { columns: sheet.columns }
        : { deeper: { key: 'params', names: Object.keys(driver?.head.params ?? {}) } }),
    }),
    found,
  );
  const id = text?.id ?? idOf(sheet);
  const compiled = driver && !text?.disabled ? compiledFor(driver, id, sheet, text, world, found) : undefined;
  const location = text?.location && take(geometryOf(part(sheet, ['location']), text.location), found);
  problems.push(...found);
  return { id, group, sheet, text, driver, compiled, location, whole: !found.some(isError) };
}

function compiledFor(
  driver: Driver,
  id: string | undefined,
  sheet: Sheet,
  text: DeviceText | undefined,
  { timezone, drivers }: Workshop,
  problems: Problem[],
): Compiled {
  const { answers, problems: open } = answerParams(
    driver.head.params,
    paramsOf(sheet),
    `driver ${driver.name}`,
  );
  const { compiled, problems: faults } = drivers.compile(driver, {
    device: id ?? '',
    answers,
    ...(text?.points === undefined ? {} : { overrides: part(sheet, ['points']) }),
    tags: text?.tags ?? {},
    timezone,
  });
  problems.push(...open, ...faults);
  return compiled;
}

/** The answers; missing ones are blamed on the key of the device that names the driver. */
function paramsOf(sheet: Sheet): Sheet {
  const params = part(sheet, ['params']);
  if (params.value !== undefined) return params;
  const place = sheet.place(['driver']);
  return { ...params, place: () => place, keyPlace: () => place };
}

function idOf(sheet: Sheet): string | undefined {
  const id = sheet.written(['id']) ?? at(sheet.value, ['id']);
  return id === undefined || id === null ? undefined : String(id);
}

function take<T>({ value, problems: found }: Shaped<T>, problems: Problem[]): T | undefined {
  problems.push(...found);
  return value;
}

/** Ids that occur more than once, told at each place after the first. */
export function doubleIds(devices: readonly InstalledDevice[]): Problem[] {
  const first = new Map<string, Sheet>();
  return devices.flatMap(({ id, sheet }) => {
    if (id === undefined) return [];
    const before = first.get(id)?.place(['id']);
    if (before === undefined && id !== 'self') {
      first.set(id, sheet);
      return [];
    }
    const message =
      before === undefined
        ? 'The id `self` means the gateway itself.'
        : `The id ${id} names two devices; the other one stands in ${before.file}:${before.line}.`;
    return [
      problem(sheet.place(['id']), { code: 'ID_TWICE', message, mend: 'Choose another id for one of them.' }),
    ];
  });
}
