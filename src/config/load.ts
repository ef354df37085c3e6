/**
 * From gateway.yaml and what it names to a site: the one way a configuration comes in, for `run`, `check` and tests.
 * Nothing is thrown for what somebody wrote; all problems of all files come back together, and a site only when none
 * of them is an error.
 */
import { dirname, join, resolve } from 'node:path';
import { type ApiSettings, apiSettings } from '../api/settings.ts';
import { bufferSettings } from '../buffer/settings.ts';
import type { GeoPoint, Point } from '../core/device.ts';
import type { EntityPlan } from '../core/entity.ts';
import type { Stream } from '../core/reading.ts';
import { listenerName } from '../sources/mqtt/listener/settings.ts';
import { at, checkShape, part, type Sheet } from './check-shape.ts';
import { type ConnectedDevice, connectDevices } from './connect-devices.ts';
import { problemAt, type SourceDocument } from './document.ts';
import { type Files, nodeFiles } from './files.ts';
import { fullBuses } from './full-buses.ts';
import { readGatewayPlace, readKeptPlace, receiverProblems } from './gateway-place.ts';
import { gatewayHead, gatewayPart, laterGatewayKeys } from './gateway-schema.ts';
import { Library } from './library.ts';
import { listenerSheet, readMqttListener } from './mqtt-listener.ts';
import { isTimezone, unknownZone } from './mqtt-points.ts';
import { isError, type Problem, problem, sortProblems } from './problems.ts';
import { networksIn, readBuses, readMqttBrokers } from './read-connections.ts';
import { doubleIds, type InstalledDevice, readDevices } from './read-devices.ts';
import { readEntities } from './read-entities.ts';
import { type Destinations, readDestinations } from './read-forward.ts';
import type { Site, SiteDevice } from './site.ts';
import { partsOf } from './site-marks.ts';

export interface LoadRequest {
  /** Path of gateway.yaml. */
  readonly file: string;
  /** Searched in order for `<driver>.yaml`. */
  readonly driverFolders: readonly string[];
  readonly mappingFolders: readonly string[];
  /** systemd's state directory, where the buffer goes unless gateway.yaml says otherwise. */
  readonly stateFolder?: string | undefined;
  /** Default: the disk. */
  readonly files?: Files;
}

export interface Loaded {
  /** Present when no problem is an error. */
  readonly site?: Site;
  readonly problems: readonly Problem[];
  /** Text of each file that was read, for showing lines. */
  readonly sources: ReadonlyMap<string, string>;
  readonly counts: { readonly devices: number; readonly drivers: number; readonly mappings: number };
}

export function loadSite(request: LoadRequest): Loaded {
  const files = request.files ?? nodeFiles;
  const library = new Library(files, request.driverFolders, request.mappingFolders);
  const problems: Problem[] = [];
  const document = library.document(request.file, problems);
  if (!document && problems.length === 0) problems.push(noFile(request.file));
  const made = document && readGateway(document, { ...request, files }, library, problems);
  const site = problems.some(isError) ? undefined : made;
  return {
    ...(site ? { site } : {}),
    problems: sortProblems(problems),
    sources: library.sources,
    counts: { devices: site?.devices.length ?? 0, ...library.counts },
  };
}

/** Where it answers, of a configuration that may have errors elsewhere; what is wrong itself counts as left out. */
export function apiOf(file: string, files: Files = nodeFiles): ApiSettings {
  const document = new Library(files, [], []).document(file, []);
  const read = document && checkShape(orEmpty(part(document, ['api'])), apiSettings).value;
  return read ?? apiSettings.parse({});
}

function readGateway(
  document: SourceDocument,
  request: LoadRequest & { readonly files: Files },
  library: Library,
  problems: Problem[],
): Site | undefined {
  const take = <T>({
    value,
    problems: found,
  }: {
    value?: T;
    problems: readonly Problem[];
  }): T | undefined => {
    problems.push(...found);
    return value;
  };
  const folder = dirname(request.file);
  take(checkShape(document, gatewayHead, { unsupported: laterGatewayKeys }));
  const buffer = take(checkShape(orEmpty(part(document, ['buffer'])), bufferSettings));
  const state = bufferFolder(buffer?.folder, request, folder);
  const gateway = readGatewayPart(document, () => readKeptPlace(request.files, state), problems);
  const buses = take(readBuses(part(document, ['buses'])));
  const mqtt = take(readMqttBrokers(orEmpty(part(document, ['mqtt'])), gateway?.id ?? '', folder));
  const listen = listenerSheet(part(document, ['mqtt']));

  const read = readDevices(entries(document, 'devices'), {
    driver: (name, sheet, found) => library.driver(name, sheet, found),
    table: (name, sheet, found) => {
      const file = join(folder, name);
      const text = library.text(file, found);
      if (text !== undefined) return { file, text };
      const message = `There is no table ${name} beside gateway.yaml.`;
      found.push(
        problem(sheet.place([]), { code: 'FILE_MISSING', message, mend: 'Check its name and folder.' }),
      );
      return undefined;
    },
    timezone: gateway?.timezone,
  });
  problems.push(...read.problems, ...doubleIds(read.devices));
  const connected = connectDevices(read.devices, {
    buses: buses?.good ?? [],
    busNames: buses?.names ?? [],
    mqttNames: [...(mqtt?.names ?? []), ...(listen ? [listenerName] : [])],
    networks: networksIn(part(document, ['mqtt'])),
    gatewayLocation: gateway?.place?.location,
  });
  problems.push(...connected.problems);
  const installed = connected.devices.map(({ device }) => device);
  problems.push(...fullBuses(buses?.good ?? [], installed, part(document, ['buses'])));

  const entities = readEntities(entries(document, 'entities'), {
    gateway: {
      id: gateway?.id ?? '',
      facts: gateway?.facts ?? {},
      gasReference: gateway?.gasReference ?? 20,
      location: gateway?.place?.location,
    },
    devices: read.devices,
    mapping: (name, sheet, found) => library.mapping(name, sheet, found),
  });
  problems.push(...receiverProblems(part(document, ['gateway', 'location']), read.devices));
  const receiver = gateway?.place?.receiver;
  const named = receiver === undefined ? entities.named : new Set([...entities.named, receiver]);
  problems.push(...entities.problems, ...unusedDevices(read.devices, named));

  const destinations: Destinations | undefined = take(readDestinations(entries(document, 'forward'), folder));
  const api = take(checkShape(orEmpty(part(document, ['api'])), apiSettings));
  const mqttListener = listen && take(readMqttListener(listen, { configuration: folder, state }));
  if (!gateway?.place || !buses || !mqtt || !destinations || !buffer || !api) return undefined;
  const { id, name, place, timezone = 'UTC', facts, clock, whenUnsynchronised } = gateway;
  const site = {
    gateway: { id, name, place, timezone, facts, clock, whenUnsynchronised },
    buses: buses.good.filter(({ name }) => !connected.serialPorts.some((port) => port.name === name)),
    serialPorts: connected.serialPorts,
    mqttBrokers: mqtt.good,
    mqttListener,
    devices: withUse(connected.devices, entities.plans),
    entities: entities.plans,
    destinations,
    buffer: { ...buffer, folder: state },
    api: withPaths(api, folder),
  };
  const parts = partsOf(site, {
    driver: (wanted) => library.textOf('driver', wanted),
    mapping: (wanted) => library.textOf('mapping', wanted),
    gateway: at(document.value, ['gateway']),
    entities: at(document.value, ['entities']),
  });
  return { ...site, parts };
}

function readGatewayPart(document: SourceDocument, kept: () => GeoPoint | undefined, problems: Problem[]) {
  if (at(document.value, ['gateway']) === undefined) {
    const message = '`gateway` is missing.';
    const mend = 'Add `gateway: { id: ..., location: [lon, lat] }`.';
    problems.push(problemAt(document, [], { code: 'MISSING_KEY', message, mend }));
    return undefined;
  }
  const sheet = part(document, ['gateway']);
  const { value, problems: found } = checkShape(sheet, gatewayPart, { unsupported: laterGatewayKeys });
  problems.push(...found);
  // What could be read of a gateway with a mistake still shows others.
  const legible = value ?? checkShape(sheet, gatewayPart.partial()).value;
  if (legible?.timezone !== undefined && !isTimezone(legible.timezone)) {
    problems.push(problem(sheet.place(['timezone']), unknownZone(legible.timezone)));
  }
  const place = legible?.location && readGatewayPlace(part(sheet, ['location']), legible.location, kept);
  problems.push(...(place?.problems ?? []));
  return value && { ...value, place: place?.value };
}

/** A sheet for each entry of a list at the top; a wrong type there is told by the shape of the file. */
function entries(document: SourceDocument, key: string): Sheet[] {
  const list = at(document.value, [key]);
  return Array.isArray(list) ? list.map((_, index) => part(document, [key, index])) : [];
}

/** A part that may be left out, or stand there without a value because all of it is commented out. */
const orEmpty = (sheet: Sheet): Sheet =>
  sheet.value === undefined || sheet.value === null ? { ...sheet, value: {} } : sheet;

function unusedDevices(devices: readonly InstalledDevice[], named: ReadonlySet<string>): Problem[] {
  const told = new Set<string>();
  return devices.flatMap(({ id, group, sheet, text, whole }) => {
    const name = group ?? id;
    if (!whole || text?.disabled || id === undefined || name === undefined || named.has(id) || told.has(name))
      return [];
    told.add(name);
    return [
      problem(sheet.place([group === undefined ? 'id' : 'driver']), {
        code: 'UNUSED_DEVICE',
        severity: 'warning',
        message: `No entity is made from ${name}: its readings are shown, not kept.`,
        mend: 'Name it under `entities`, or write `disabled: true`; if it is only to be watched, all is well.',
      }),
    ];
  });
}

/** The devices with each point marked that some entity uses. */
function withUse(devices: readonly ConnectedDevice[], plans: readonly EntityPlan[]): SiteDevice[] {
  const plansOf = new Map<string, EntityPlan[]>();
  for (const plan of plans) {
    for (const device of plan.devices) plansOf.set(device, [...(plansOf.get(device) ?? []), plan]);
  }
  const used = (stream: Stream) => plansOf.get(stream.device)?.some((plan) => plan.uses(stream)) ?? false;
  const marked = <T extends { readonly stream: Stream; readonly hidden: boolean }>(
    points: readonly T[],
  ): T[] => points.map((point) => ({ ...point, used: !point.hidden && used(point.stream) }));
  const ofMessages = <M extends { readonly points: readonly Point[] }>(messages: readonly M[]): M[] =>
    messages.map((message) => ({ ...message, points: marked(message.points) }));
  return devices.map(({ device }) => {
    if (device.protocol === 'modbus') return { ...device, points: marked(device.points) };
    if (device.protocol === 'host') return { ...device, points: marked(device.points) };
    if (device.protocol === 'serial') return { ...device, messages: ofMessages(device.messages) };
    return { ...device, messages: ofMessages(device.messages) };
  });
}

function bufferFolder(written: string | undefined, { stateFolder }: LoadRequest, folder: string): string {
  if (written !== undefined) return resolve(folder, written);
  return stateFolder ?? resolve(folder, 'state');
}

const noFile = (file: string): Problem =>
  problem(
    { file, line: 1, column: 1, length: 1 },
    {
      code: 'FILE_MISSING',
      message: 'There is no such file.',
      mend: 'Name the one you mean, or write it.',
    },
  );

/** Files are named as seen from gateway.yaml. */
function withPaths({ network, ...api }: ApiSettings, folder: string): ApiSettings {
  if (!network) return api;
  const { certificate, key, ...rest } = network;
  const files = certificate !== undefined && key !== undefined;
  return {
    ...api,
    network: files ? { ...rest, certificate: resolve(folder, certificate), key: resolve(folder, key) } : rest,
  };
}
