/** What people write about MQTT: MQTT brokers in gateway.yaml, the `mqtt` part and its points in a driver file. */
import { z } from 'zod';
import type { Point } from '../../core/device.ts';
import { announceTopic, secretReference } from '../../settings.ts';

const pointer = z
  .string()
  .regex(/^(\/[^/]*)+$/, 'must be a JSON Pointer such as /ENERGY/Power')
  .describe('JSON Pointer (RFC 6901) to the value in the payload, for example /ENERGY/Power.');

/** Where a value stands; exactly one of them. */
const whereShape = {
  path: pointer.optional(),
  field: z
    .union([z.string().min(1), z.int().transform(String)])
    .optional()
    .describe('Name of the entry in `groups`, or name or number (from 0) of the piece in `text`.'),
  level: z
    .int()
    .min(-20)
    .max(20)
    .optional()
    .describe('Level of the topic, counted from 0; negative from the end, -1 is the last.'),
};

const guard = z
  .array(
    z.strictObject({
      ...whereShape,
      is: z
        .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))])
        .optional()
        .describe('The value that must be there, or a list of which one must be.'),
      min: z.number().optional().describe('Lowest number that holds.'),
      max: z.number().optional().describe('Highest number that holds.'),
    }),
  )
  .describe('Conditions on payload and topic; a message or point counts only when all of them hold.');

export const timeForms = ['iso', 'unix', 'unixMs', 'unixNs'] as const;

/** How a message is recognised and read; stands in the `mqtt` part when a device has one kind of message. */
export const mqttMessageShape = {
  topic: z.string().min(1).describe('Topic the device publishes to; {name} stands for a param.'),
  guard: guard.optional(),
  groups: z
    .strictObject({ path: pointer, name: pointer, value: pointer })
    .optional()
    .describe('An array in the payload whose entries have names; points then say `field: name`.'),
  decimal: z
    .enum(['.', ','])
    .optional()
    .describe('Decimal mark of numbers that JSON has in quotes, as in "12,4"; default the point.'),
  text: z
    .strictObject({
      separator: z
        .string()
        .min(1)
        .optional()
        .describe('What stands between two pieces; left out: one piece.'),
      pairs: z.string().min(1).optional().describe('What stands between the name of a piece and its value.'),
      decimal: z.enum(['.', ',']).optional().describe('Decimal mark of numbers; default the point.'),
    })
    .optional()
    .describe('The payload is text and no JSON; points then say `field`, 0 for the first piece.'),
  time: z
    .strictObject({
      ...whereShape,
      form: z
        .enum(timeForms)
        .describe(
          'iso: date and time as text; unix, unixMs, unixNs: seconds, milli- or nanoseconds since 1970.',
        ),
      zone: z.string().optional().describe('IANA name, UTC, or site; needed when the text carries no zone.'),
    })
    .optional()
    .describe("The device's own time; left out: time of arrival."),
};

/** The `mqtt` part of a driver file. */
export const mqttPart = z.strictObject({
  ...mqttMessageShape,
  topic: mqttMessageShape.topic.optional(),
  qos: z
    .union([z.literal(0), z.literal(1)])
    .optional()
    .describe('Quality of service to subscribe with; default 1.'),
  online: z
    .strictObject({
      topic: z.string().min(1).describe('The topic; {name} stands for a param.'),
      path: pointer.optional(),
      is: z.string().describe('Text that means the device is there.'),
    })
    .optional()
    .describe('Topic by which the device says that it is there, usually its last will.'),
});

/** The keys by which a point of an MQTT driver says where its value is; the shared keys of a point are added to them. */
export const mqttPointShape = {
  ...whereShape,
  units: z
    .record(z.string(), z.string())
    .optional()
    .describe('Unit text that the device sends to UN/CEFACT code; the value is converted to `unit`.'),
  unitAt: z
    .strictObject(whereShape)
    .optional()
    .describe('Where the unit text stands; left out: behind the number, as in "21.5 C".'),
  guard: guard.optional(),
};

/** One entry of `mqtt.brokers` in gateway.yaml. */
export const mqttBrokerSettings = z.strictObject({
  url: z
    .string()
    .regex(/^mqtts?:\/\/[^\s@]+$/, 'must be mqtt://host:port or mqtts://host:port, without user and password')
    .describe('URL of the MQTT broker.'),
  username: z.string().optional().describe('User name; the password is a secret.'),
  password: secretReference.optional(),
  clientId: z
    .string()
    .min(1)
    .max(65)
    .optional()
    .describe('Client id; default kopru-<gateway id>. Two gateways with one id throw each other off.'),
  version: z
    .enum(['3.1.1', '5'])
    .default('3.1.1')
    .describe('Version of MQTT; default 3.1.1, which every MQTT broker speaks.'),
  share: z
    .string()
    .regex(/^[^\s/+#]+$/, 'is no name for a group; use letters, digits and -')
    .optional()
    .describe(
      'Name of a group: all gateways that name it share the messages, each of which goes to one of them ($share). Left out: this gateway gets every message.',
    ),
  network: z
    .enum(['chirpstack', 'tts'])
    .optional()
    .describe(
      'LoRaWAN network server that publishes there: chirpstack (version 4) or tts (The Things Stack, version 3). Left out: none.',
    ),
  announce: announceTopic,
  ca: z.string().optional().describe('Path of a PEM file with the certificate authority of the MQTT broker.'),
  certificate: z.string().optional().describe('Path of a PEM file with the client certificate.'),
  key: secretReference.optional().describe('Private key of the client certificate.'),
});
export type MqttBrokerSettings = z.output<typeof mqttBrokerSettings>;

/** Where a value stands in a message; exactly one of them. */
export interface Where {
  /** JSON Pointer. */
  readonly path?: string;
  /** Name of an entry of `groups`; name or number of a piece of `text`. */
  readonly field?: string;
  /** Level of the topic from 0; negative from the end. */
  readonly level?: number;
}

export interface Guard extends Where {
  /** Any of these. */
  readonly is?: readonly (string | number | boolean)[];
  readonly min?: number;
  readonly max?: number;
}

export interface MqttPoint extends Point, Where {
  /** Where the unit text stands that `meaning.units` lists; left out: behind the number. */
  readonly unitAt?: Where;
  readonly guard: readonly Guard[];
}

export interface MqttMessage {
  readonly name: string;
  /** Topic filter, params filled in. */
  readonly topic: string;
  readonly guard: readonly Guard[];
  readonly groups?: { readonly path: string; readonly name: string; readonly value: string };
  /** Decimal mark of numbers in quotes in JSON; left out: the point. */
  readonly decimal?: '.' | ',';
  /** The payload is text; left out: JSON. */
  readonly text?: { readonly separator?: string; readonly pairs?: string; readonly decimal?: '.' | ',' };
  /** `zone` is an IANA name (`site` already replaced) and present where the text carries none. */
  readonly time?: Where & { readonly form: (typeof timeForms)[number]; readonly zone?: string };
  readonly points: readonly MqttPoint[];
}

export interface MqttBroker extends Omit<MqttBrokerSettings, 'version'> {
  /** Default 3.1.1. */
  readonly version?: MqttBrokerSettings['version'];
  readonly name: string;
  readonly clientId: string;
}
