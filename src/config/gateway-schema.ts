/** The shape of gateway.yaml: keys, types and what each means. Parts that belong to a stage are described there. */
import { z } from 'zod';
import { apiSettings } from '../api/settings.ts';
import { bufferSettings } from '../buffer/settings.ts';
import { linePattern } from '../core/line.ts';
import { destinationSettings } from '../forward/settings.ts';
import { duration } from '../settings.ts';
import { busSettings } from '../sources/modbus/settings.ts';
import { mqttListenSettings } from '../sources/mqtt/listener/settings.ts';
import { devEuiText } from '../sources/mqtt/lorawan/settings.ts';
import { mqttBrokerSettings } from '../sources/mqtt/settings.ts';
import { filterPart } from './device-filter.ts';
import { driverPath } from './driver-schema.ts';

const roleForm = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

/** Names a thing of this site: ASCII, because it becomes part of URNs, metrics and file names. */
const role = z.string().regex(roleForm, 'is no id; use the letters a to z, digits and -');

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'is no name; use lower-case letters, digits and -');

const value = z.union([z.string(), z.number(), z.boolean()]);
const facts = z.record(z.string(), value);

const lonAndLat = z.union([
  z.object({ lon: z.number(), lat: z.number() }),
  z.object({ lng: z.number(), lat: z.number() }),
  z.object({ longitude: z.number(), latitude: z.number() }),
]);

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const geometry = z.strictObject({
  type: z
    .enum(['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon'])
    .describe('Kind of GeoJSON geometry.'),
  coordinates: z
    .array(z.unknown())
    .min(1)
    .describe('Its coordinates as in GeoJSON, longitude before latitude.'),
});
const lonAndLatWords = {
  error: ({ input }: { readonly input?: unknown }) =>
    lonAndLat.safeParse(input).success
      ? 'names longitude and latitude; write the two numbers alone, longitude first, for example [28.97, 41.08]'
      : undefined,
};

export const location = z.union([position, geometry], lonAndLatWords);
export type LocationText = z.output<typeof location>;

const place = location.describe('[longitude, latitude] in degrees (WGS84), or a GeoJSON geometry.');

const receiverPlace = z.strictObject({
  from: role.describe('Id of the GNSS receiver among the devices that finds where the gateway stands.'),
  else: place
    .optional()
    .describe('What counts until it has found the place; left out: entities go without a location.'),
});

const gatewayPlace = z
  .union([position, geometry, receiverPlace], lonAndLatWords)
  .describe(
    '[longitude, latitude] in degrees (WGS84), a GeoJSON geometry, or { from: gps }: where a receiver finds it.',
  );
export type GatewayPlaceText = z.output<typeof gatewayPlace>;

export const gatewayPart = z.strictObject({
  id: role.describe('Id of the gateway, unique in the city; becomes part of every URN.'),
  name: z.string().min(1).optional().describe('Name for people.'),
  location: gatewayPlace,
  timezone: z
    .string()
    .optional()
    .describe('IANA name, for example Europe/Istanbul; default UTC. Needed by devices that send local time.'),
  facts: facts
    .default({})
    .describe('Named values of the place that mappings may ask for, for example { referenceLevel: 4.2 }.'),
  gasReference: z
    .number()
    .min(-50)
    .max(60)
    .default(20)
    .describe('Temperature in degrees Celsius at which ppm and µg/m³ of gases are converted; default 20.'),
  clock: z
    .enum(['auto', 'trusted'])
    .default('auto')
    .describe(
      "auto (default): readings wait until the clock is known to be right. trusted: this machine's clock is right from the start.",
    ),
  whenUnsynchronised: z
    .enum(['hold', 'estimate'])
    .default('hold')
    .describe(
      'While nobody vouches for the clock. hold (default): readings wait. estimate: after ten minutes they are sent with the time of the clock as it is, and each attribute says so by timeEstimated: true; for places without any time server.',
    ),
});

export const mqttPartOfGateway = z.strictObject({
  brokers: z.record(name, mqttBrokerSettings).default({}).describe('MQTT brokers by name.'),
  listen: mqttListenSettings
    .optional()
    .describe('The gateway as an MQTT broker, for devices that have none.'),
});

const deviceShape = {
  driver: driverPath.describe('Path of the driver, for example eastron/sdm630.'),
  params: z.record(z.string(), z.unknown()).optional().describe('Answers to what the driver asks.'),
  bus: z
    .string()
    .optional()
    .describe('Modbus, or serial devices that are asked in turn: name of the bus it hangs on.'),
  unitId: z.int().min(1).max(247).optional().describe('Modbus: unit id on the bus, 1 to 247.'),
  port: z
    .string()
    .regex(
      /^(\/\S+|tcp:\/\/([^\s:]+|\[[^\]]+\]):\d{1,5})$/,
      'is no port; write its path, for example /dev/serial/by-id/..., or tcp://host:port',
    )
    .optional()
    .describe(
      'Serial: port it hangs on, best the stable path under /dev/serial/by-id, or tcp://host:port of a converter.',
    ),
  line: z
    .string()
    .regex(linePattern, 'is no line setting; write for example 9600 8N1')
    .optional()
    .describe("Serial: line setting of the port, where it differs from the driver's."),
  mqtt: z
    .string()
    .optional()
    .describe('MQTT: name of the MQTT broker it publishes to, or listen for our own.'),
  devEui: devEuiText
    .optional()
    .describe('LoRaWAN: the DevEUI on the label of the device, in quotes, for example "24E1240123456789".'),
  every: duration("Interval between polls instead of the driver's, for example 10s.").optional(),
  stale: duration('Silent after this without a value; default 3 times the interval.').optional(),
  name: z.string().min(1).optional().describe('Name for people.'),
  location: place.optional(),
  serialNumber: z.string().min(1).optional().describe('Serial number of the device that is there now.'),
  facts: facts.optional().describe('Named values of the place that mappings may ask for.'),
  points: z
    .record(z.string(), z.union([z.literal(false), z.record(z.string(), z.unknown())]))
    .optional()
    .describe(
      "Changes to the driver's points by name; false: do not use. For example { voltage: { as: supplyVoltage, max: 60 }, current.L2: false }: as says what a point means here, the other keys are those of a point.",
    ),
  tags: z.record(z.string(), z.string()).optional().describe('Other words for tags of points.'),
  filter: z
    .union([filterPart, z.literal('none')])
    .optional()
    .describe(
      'Keeps only messages in which something changed, in place of what the driver has as its default; none: keeps every one.',
    ),
  disabled: z.boolean().optional().describe('True: not read, and no error where it is named.'),
};

export const device = z.strictObject({
  id: role.describe('Role of the device at the site, for example meter; stays when the device is replaced.'),
  ...deviceShape,
});
export type DeviceText = z.output<typeof device>;

export const deviceGroup = z.strictObject({
  group: role.describe(
    'Name of a group of devices that a table lists; stands for all of them wherever devices are named.',
  ),
  table: z
    .union([z.string().min(1), z.array(z.record(z.string(), z.unknown())).min(1)])
    .describe(
      'CSV file beside gateway.yaml, or a list of maps: one device in each row. Stands with `group`, which takes the place of `id`. Columns are called like keys of a device: id, unitId, name, lon, lat, params.topic.',
    ),
  ...deviceShape,
});

const devices = z.union([z.string(), z.array(z.string()).min(1)]);

export const entity = z.strictObject({
  mapping: z
    .string()
    .describe(
      'Path of the mapping, for example Environment/AirQualityObserved; `kopru mapping list` shows all.',
    ),
  from: devices
    .optional()
    .describe('Device, or devices, that make one entity together; the first has the say.'),
  each: devices.optional().describe('Devices, or a group, that make one entity each.'),
  id: z
    .string()
    .regex(/^(urn:[^\s]+|[A-Za-z0-9][A-Za-z0-9-]*)$/, 'is no id; use the letters a to z, digits and -')
    .optional()
    .describe('Local id in the URN; default: the id of the device. A whole URN is taken as it is.'),
  name: z.string().min(1).optional().describe('Name for people.'),
  location: place.optional(),
  params: z.record(z.string(), z.unknown()).optional().describe('Answers to what the mapping asks.'),
  period: duration('Instead of the period of the mapping: 1m to 1h, from the full hour on.').optional(),
  set: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Static attributes that the mapping does not have.'),
});
export type EntityText = z.output<typeof entity>;

const bufferPart = bufferSettings.prefault({}).describe('Where and how much is kept on disk.');
const apiPart = apiSettings.prefault({}).describe('Status, health and metrics.');

/** The whole file with everything inside; for the reference and its JSON Schema. */
export const gatewayFile = z.strictObject({
  schema: z.literal(1).describe('Version of this format: 1.'),
  gateway: gatewayPart.describe('The gateway itself.'),
  buses: z.record(name, busSettings).default({}).describe('Modbus lines and connections by name.'),
  mqtt: mqttPartOfGateway.prefault({}).describe('MQTT brokers that devices publish to, our own among them.'),
  devices: z
    .array(z.union([device, deviceGroup]))
    .default([])
    .describe('What is installed.'),
  entities: z.array(entity).default([]).describe('What the city gets to see.'),
  forward: z.array(destinationSettings).default([]).describe('NGSI-LD brokers to deliver to.'),
  buffer: bufferPart,
  api: apiPart,
});

/** The file with its parts left open: they are checked one by one, so that one mistake hides no other. */
export const gatewayHead = z.strictObject({
  schema: z.literal(1).describe('Version of this format: 1.'),
  gateway: z.unknown().optional(),
  buses: z.record(name, z.unknown()).default({}),
  mqtt: z.unknown().optional(),
  devices: z.array(z.unknown()).default([]),
  entities: z.array(z.unknown()).default([]),
  forward: z.array(z.unknown()).default([]),
  buffer: z.unknown().optional(),
  api: z.unknown().optional(),
});

/** Keys of the specification that no built part reads yet, with where they belong. */
export const laterGatewayKeys: Readonly<Record<string, string>> = {
  gasReference:
    'Conversion between ppm and µg/m³ comes with a later version; give the unit the device sends.',
};
