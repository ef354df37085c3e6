/**
 * A driver for one installed device: answers to its params put in, the site's changes to points laid on top,
 * everything resolved. Where an answer is not known, what depends on it is passed over without complaint, so that a
 * driver can also be checked alone.
 */
import type { ModbusPart, ModbusPoint, ModbusQuirks } from '../sources/modbus/settings.ts';
import { modbusPart } from '../sources/modbus/settings.ts';
import type { MqttDevice, MqttMessage, MqttPoint } from '../sources/mqtt/settings.ts';
import { mqttPart } from '../sources/mqtt/settings.ts';
import { at, checkShape, isMap, part, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import type { Driver } from './driver-file.ts';
import {
  laterDriverKeys,
  modbusPoint as modbusPointShape,
  mqttPoint as mqttPointShape,
  overrideShape,
  type Quirk,
} from './driver-schema.ts';
import { type GuardedText, withGuards } from './modbus-guards.ts';
import { modbusPoint, overlaps } from './modbus-points.ts';
import {
  type FieldsNamed,
  fieldsNamed,
  fillTopic,
  mqttMessage,
  mqttMessageHead,
  mqttPoint,
} from './mqtt-points.ts';
import { type Answers, fillSheet, isParamReference } from './params.ts';
import { relateFormulas } from './point-formulas.ts';
import { isError, type Problem, problem } from './problems.ts';
import { overlaid } from './sheet.ts';
import { didYouMean } from './suggest.ts';

/** What a site says about one device that bears on its points. */
export interface Installation {
  readonly device: string;
  readonly answers: Answers;
  /** `points` of the device in gateway.yaml, where there are some. */
  readonly overrides?: Sheet;
  /** Other words for tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Of the gateway, if it says one. */
  readonly timezone: string | undefined;
}

export type Compiled =
  | {
      readonly protocol: 'modbus';
      readonly part: ModbusPart;
      readonly points: readonly ModbusPoint[];
      readonly quirks: ModbusQuirks;
    }
  | ({ readonly protocol: 'mqtt' } & Pick<MqttDevice, 'qos' | 'online' | 'messages'>);

/** `compiled` holds what could be made, also beside problems; it is whole when none is an error. */
export function compileDriver(
  driver: Driver,
  site: Installation,
): { readonly compiled: Compiled; readonly problems: readonly Problem[] } {
  const work = new Workpiece(driver, site);
  const compiled = driver.protocol === 'modbus' ? modbus(work) : mqtt(work);
  return { compiled, problems: work.problems };
}

/** A driver's text with its params filled in, and the problems found so far. */
class Workpiece {
  readonly driver: Driver;
  readonly site: Installation;
  readonly problems: Problem[] = [];
  /** Sheets whose shape has an error: that something is missing there says nothing new. */
  private readonly flawed = new Set<Sheet>();

  constructor(driver: Driver, site: Installation) {
    this.driver = driver;
    this.site = site;
  }

  /** A part of the driver file with answers in place of `{ param: name }`. */
  filled(path: Path): Sheet {
    const { sheet, problems } = fillSheet(
      part(this.driver.document, path),
      this.driver.head.params,
      this.site.answers,
    );
    this.problems.push(...problems);
    return sheet;
  }

  read<T>(sheet: Sheet, schema: Parameters<typeof checkShape<T>>[1]): T | undefined {
    const pending = (path: Path) => isParamReference(at(sheet.value, path));
    const { value, problems } = checkShape(sheet, schema, { unsupported: laterDriverKeys, pending });
    this.problems.push(...problems);
    if (problems.some(isError)) this.flawed.add(sheet);
    return value;
  }

  /** The result, its problems taken in, except for what is missing in a sheet with a mistake of another kind. */
  take<T>(result: { readonly problems: readonly Problem[] } & T, sheet: Sheet): T {
    const whole = [sheet.keyPlace([]), sheet.place([])];
    const repeated = ({ file, line, column }: Problem) =>
      whole.some((place) => place.file === file && place.line === line && place.column === column);
    const flawed = this.flawed.has(sheet);
    this.problems.push(...result.problems.filter((each) => !flawed || !repeated(each)));
    return result;
  }

  /** Names of the points under `points`, without those the site does not use, each with what the site changes. */
  points(sheet: Sheet): Map<string, Sheet> {
    const points = new Map<string, Sheet>();
    for (const name of Object.keys(isMap(sheet.value) ? sheet.value : {})) {
      const override = at(this.site.overrides?.value, [name]);
      if (override === false) continue;
      const own = part(sheet, [name]);
      const over = this.site.overrides && isMap(override) ? part(this.site.overrides, [name]) : undefined;
      points.set(name, over ? overlaid(own, over, 1) : own);
    }
    return points;
  }

  /** Points that only the site has; a name the driver lacks without a place in the answer is a slip. */
  additions(known: ReadonlySet<string>): Map<string, Sheet> {
    const additions = new Map<string, Sheet>();
    const { overrides } = this.site;
    if (!overrides || !isMap(overrides.value)) return additions;
    for (const [name, override] of Object.entries(overrides.value)) {
      if (known.has(name)) continue;
      const complete =
        isMap(override) && ['address', 'path', 'field', 'formula'].some((key) => key in override);
      if (complete) additions.set(name, part(overrides, [name]));
      else {
        this.problems.push(
          problem(overrides.keyPlace([name]), {
            code: 'UNKNOWN_POINT',
            message: `Driver ${this.driver.name} has no point \`${name}\`.`,
            mend: didYouMean(
              name,
              known,
              'A point of your own must be complete: where it is, and what it means.',
            ),
          }),
        );
      }
    }
    return additions;
  }

  /** Two points of one message that mean the same cannot both be right. */
  refuseDoubles(points: readonly (ModbusPoint | MqttPoint)[], sheets: ReadonlyMap<string, Sheet>): void {
    const first = new Map<string, string>();
    const renamed = (name: string) => at(sheets.get(name)?.value, ['as']) !== undefined;
    for (const { stream, hidden } of points) {
      if (hidden) continue;
      const other = first.get(stream.quantity);
      const blamed = other !== undefined && renamed(other) ? other : stream.point;
      const sheet = sheets.get(blamed);
      if (other === undefined || !sheet) first.set(stream.quantity, stream.point);
      else {
        this.problems.push(
          problem(renamed(blamed) ? sheet.place(['as']) : sheet.keyPlace([]), {
            code: 'QUANTITY_TWICE',
            message: `Point \`${stream.point}\` and point \`${other}\` both mean ${stream.quantity}.`,
            mend: 'Tell them apart by a number (.1, .2), or leave one out with `false`.',
          }),
        );
      }
    }
  }
}

const overriddenModbus = modbusPointShape.extend(overrideShape);
const overriddenMqtt = mqttPointShape.extend(overrideShape);

function modbus(work: Workpiece): Compiled {
  const { driver, site } = work;
  const own = work.filled(['modbus']);
  const defaults = work.read(own, modbusPart) ?? {};
  const sheet = work.filled(['points']);
  const sheets = new Map([...work.points(sheet), ...work.additions(namesIn(sheet))]);
  const guards = new Map<string, GuardedText>();
  const items = [...sheets].flatMap(([name, each]) => {
    const text = work.read(each, overriddenModbus);
    if (!text) return [];
    const { device, tags } = site;
    const { point } = work.take(modbusPoint({ device, name, text, sheet: each, tags, defaults }), each);
    guards.set(name, { guards: text.guard, sheet: part(each, ['guard']) });
    const hasPlace = text.address !== undefined;
    return point ? [{ point, formula: text.formula, hasPlace, sheet: each }] : [];
  });
  const related = relateFormulas(items, { declared: driver.head.params, answers: site.answers });
  const placeOf = (name: string) => sheets.get(name) ?? sheet;
  work.problems.push(...related.problems, ...overlaps(related.points, placeOf));
  work.refuseDoubles(related.points, sheets);
  const ofAll = { guards: defaults.guard, sheet: part(own, ['guard']) };
  const { points, problems } = withGuards(related.points, guards, ofAll, defaults);
  work.problems.push(...problems);
  return { protocol: 'modbus', part: defaults, points, quirks: quirksOf(driver.quirks) };
}

function mqtt(work: Workpiece): Compiled {
  const { driver, site } = work;
  const context = { declared: driver.head.params, answers: site.answers, timezone: site.timezone };
  const own = work.filled(['mqtt']);
  const whole = work.read(own, mqttPart);
  const { qos = 1, online, ...head } = whole ?? {};
  const onlineTopic =
    online && work.take(fillTopic(own, ['online', 'topic'], online.topic, context), own).text;

  const messages: MqttMessage[] = [];
  const texts = work.filled(['messages']);
  if (driver.head.messages === undefined) {
    const sheet = work.filled(['points']);
    const sheets = new Map([...work.points(sheet), ...work.additions(namesIn(sheet))]);
    const points = mqttPoints(work, sheets, fieldsNamed(head));
    const made = whole && work.take(mqttMessage(own, head, context), own).message;
    if (made) messages.push({ name: 'message', ...made, points });
  } else {
    const names = Object.keys(driver.head.messages);
    const known = new Set(names.flatMap((name) => [...namesIn(part(texts, [name, 'points']))]));
    for (const [name, sheet] of work.additions(known))
      work.problems.push(problem(sheet.keyPlace([]), homeless(name)));
    for (const name of names) {
      const sheet = inheriting(own, part(texts, [name]));
      const text = work.read(sheet, mqttMessageHead);
      const points = mqttPoints(work, work.points(part(texts, [name, 'points'])), text && fieldsNamed(text));
      const made = text && work.take(mqttMessage(sheet, text, context), sheet).message;
      if (made) messages.push({ name, ...made, points });
    }
  }
  return {
    protocol: 'mqtt',
    qos,
    ...(online === undefined || onlineTopic === undefined
      ? {}
      : {
          online: {
            topic: onlineTopic,
            is: online.is,
            ...(online.path === undefined ? {} : { path: online.path }),
          },
        }),
    messages,
  };
}

function mqttPoints(work: Workpiece, sheets: ReadonlyMap<string, Sheet>, fields: FieldsNamed): MqttPoint[] {
  const points = [...sheets].flatMap(([name, sheet]) => {
    const text = work.read(sheet, overriddenMqtt);
    if (!text) return [];
    const { device, tags } = work.site;
    const { point } = work.take(mqttPoint({ device, name, text, sheet, tags, fields }), sheet);
    return point ? [point] : [];
  });
  work.refuseDoubles(points, sheets);
  return points;
}

/** A message without its points; a topic that all messages share may stand in the `mqtt` part. */
function inheriting(own: Sheet, message: Sheet): Sheet {
  const topic = at(own.value, ['topic']);
  const { points: _, ...head } = isMap(message.value) ? message.value : {};
  return overlaid({ ...own, value: topic === undefined ? {} : { topic } }, { ...message, value: head }, 1);
}

const namesIn = (sheet: Sheet): ReadonlySet<string> =>
  new Set(Object.keys(isMap(sheet.value) ? sheet.value : {}));

const homeless = (name: string) => ({
  code: 'UNKNOWN_POINT',
  message: `\`${name}\` belongs to no message: the driver has several kinds of message.`,
  mend: 'Copy the driver into your own drivers folder and add the point to one of its messages.',
});

function quirksOf(quirks: readonly Quirk[]): ModbusQuirks {
  const all: Omit<Quirk, 'why'> = Object.assign({}, ...quirks);
  return {
    ...(all.maxRegisters === undefined ? {} : { maxRegisters: all.maxRegisters }),
    ...(all.noGaps === undefined ? {} : { noGaps: all.noGaps }),
    ...(all.oneRead === undefined ? {} : { oneRead: all.oneRead }),
    ...(all.pauseAfterConnect === undefined ? {} : { pauseAfterConnectMs: all.pauseAfterConnect }),
    ...(all.pauseBetweenRequests === undefined ? {} : { pauseBetweenRequestsMs: all.pauseBetweenRequests }),
    ...(all.timeout === undefined ? {} : { timeoutMs: all.timeout }),
  };
}
