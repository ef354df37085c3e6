/**
 * A driver for one installed device: answers to its params put in, the site's changes to points laid on top,
 * everything resolved. Where an answer is not known, what depends on it is passed over without complaint, so that a
 * driver can also be checked alone.
 */
import type { ModbusPart, ModbusPoint, ModbusQuirks } from '../sources/modbus/settings.ts';
import { modbusPart } from '../sources/modbus/settings.ts';
import type { MqttDevice } from '../sources/mqtt/device.ts';
import type { MqttMessage, MqttPoint } from '../sources/mqtt/settings.ts';
import { mqttPart } from '../sources/mqtt/settings.ts';
import { at, isMap, part, type Sheet } from './check-shape.ts';
import { type CompiledHost, compileHost } from './compile-host.ts';
import { type CompiledLorawan, compileLorawan } from './compile-lorawan.ts';
import { type CompiledSerial, compileSerial } from './compile-serial.ts';
import { filterFor } from './device-filter.ts';
import { pointsOf } from './device-points.ts';
import type { Driver } from './driver-file.ts';
import {
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
import { relateFormulas } from './point-formulas.ts';
import { type Problem, problem } from './problems.ts';
import { overlaid } from './sheet.ts';
import { homeless, type Installation, namesIn, Workpiece } from './workpiece.ts';

export type Compiled =
  | {
      readonly protocol: 'modbus';
      readonly part: ModbusPart;
      readonly points: readonly ModbusPoint[];
      readonly quirks: ModbusQuirks;
    }
  | ({ readonly protocol: 'mqtt' } & Pick<MqttDevice, 'qos' | 'online'> & {
        readonly messages: readonly MqttMessage[];
      })
  | CompiledSerial
  | CompiledLorawan
  | CompiledHost;

/** `compiled` holds what could be made, also beside problems; it is whole when none is an error. */
export function compileDriver(
  driver: Driver,
  site: Installation,
): { readonly compiled: Compiled; readonly problems: readonly Problem[] } {
  const work = new Workpiece(driver, site);
  const compiled = compilers[driver.protocol](work);
  const faults = driver.head.filter ? filterFor(driver.head.filter, pointsOf(compiled)).faults : [];
  for (const [name, fault] of faults)
    work.problems.push(problem(driver.document.keyPlace(['filter', 'deadband', name]), fault));
  return { compiled, problems: work.problems };
}

const compilers: Readonly<Record<Driver['protocol'], (work: Workpiece) => Compiled>> = {
  modbus: (work) => modbus(work),
  mqtt: (work) => mqtt(work),
  serial: compileSerial,
  lorawan: compileLorawan,
  host: compileHost,
};

const overriddenModbus = modbusPointShape.extend(overrideShape);
const overriddenMqtt = mqttPointShape.extend(overrideShape);

/** What a point lacks when the `modbus` part says it for all; with a mistake in there, nobody knows. */
const leftToDefaults: ReadonlySet<string> = new Set(['MODBUS_TYPE', 'MODBUS_TABLE', 'MODBUS_NOTATION']);

function modbus(work: Workpiece): Compiled {
  const { driver, site } = work;
  const own = work.filled(['modbus']);
  const defaults = work.read(own, modbusPart) ?? {};
  const judged = (found: readonly Problem[]) =>
    work.isFlawed(own) ? found.filter(({ code }) => !leftToDefaults.has(code)) : found;
  const sheet = work.filled(['points']);
  const sheets = new Map([...work.points(sheet), ...work.additions(namesIn(sheet))]);
  const guards = new Map<string, GuardedText>();
  const items = [...sheets].flatMap(([name, each]) => {
    const text = work.read(each, overriddenModbus);
    if (!text) return [];
    const { device, tags } = site;
    const { point, problems } = modbusPoint({ device, name, text, sheet: each, tags, defaults });
    work.take({ problems: judged(problems) }, each);
    guards.set(name, { guards: text.guard, sheet: part(each, ['guard']) });
    const hasPlace = text.address !== undefined;
    return point ? [{ point, formula: text.formula, hasPlace, sheet: each }] : [];
  });
  const related = relateFormulas(items, { declared: driver.head.params, answers: site.answers });
  const placeOf = (name: string) => sheets.get(name) ?? sheet;
  work.problems.push(...related.problems, ...overlaps(related.points, placeOf, defaults.addressing));
  work.refuseDoubles(related.points, sheets);
  const ofAll = { guards: defaults.guard, sheet: part(own, ['guard']) };
  const { points, problems } = withGuards(related.points, guards, ofAll, defaults);
  work.problems.push(...judged(problems));
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
