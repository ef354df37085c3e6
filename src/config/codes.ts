/** What each code of a problem with a file means, for `kopru explain`. A code never changes its meaning. */

import { busCodes } from './codes-of-buses.ts';
import { kinshipCodes } from './codes-of-kinship.ts';
import { lorawanCodes } from './codes-of-lorawan.ts';
import { mqttCodes } from './codes-of-mqtt.ts';
import { periodCodes } from './codes-of-periods.ts';
import { serialCodes } from './codes-of-serial.ts';
import { fileCodes, type Row, spelling, valueCodes } from './codes-of-values.ts';

export interface Explanation {
  readonly code: string;
  /** One sentence. */
  readonly meaning: string;
  /** Why it matters and how to mend it. */
  readonly text: string;
}

const site: readonly Row[] = [
  [
    'AUTH_INCOMPLETE',
    'Half of what a destination needs to know us is missing.',
    'A client certificate needs its key, clientCredentials a clientSecret, refreshToken a first refreshToken. docs/destinations.md has an example of each.',
  ],
  [
    'AUTH_UNUSED',
    'A setting by which a destination should know us has no effect.',
    'Remove it, or set what it belongs to: a refreshToken belongs to grant: refreshToken, certificates to an https URL.',
  ],
  [
    'AUTH_TWICE',
    'Two settings fill one request header.',
    'Only one of them would arrive. Remove the header from headers, or auth.',
  ],
  [
    'SECRET_IN_CLEAR',
    'A secret would travel over the network unencrypted.',
    'Whoever listens on the way can use it. Write https:// or mqtts:// wherever the server offers it; on this machine itself http is no risk, nor is mqtt in the network of the cabinet.',
  ],
  [
    'DESTINATION_TWICE',
    'Two destinations are one tenant of one broker.',
    'Everything would be sent to it twice. Remove one, or give each its own tenant.',
  ],
  [
    'ID_TWICE',
    'Two things have one id.',
    'The id is the role at the site; it names readings, metrics and entities.',
  ],
  [
    'UNKNOWN_DRIVER',
    'There is no driver of this name.',
    `Drivers are maker/model. ${spelling} Your own drivers stand in /etc/kopru/drivers.`,
  ],
  [
    'UNKNOWN_MAPPING',
    'There is no mapping of this name.',
    `Mappings are Subject/EntityType. ${spelling} \`kopru mapping list\` shows all, with a quantity behind it those that take it.`,
  ],
  [
    'UNKNOWN_BUS',
    'A device names a bus that is not described.',
    'Describe it under buses: port and line, or tcp.',
  ],
  [
    'UNKNOWN_MQTT_BROKER',
    'A device names an MQTT broker that is not described.',
    'Describe it under mqtt: brokers, or write listen for the gateway itself.',
  ],
  [
    'MQTT_NAME_TAKEN',
    "An MQTT broker has the name of the gateway's own.",
    'Give it another name; `mqtt: listen` means the gateway itself.',
  ],
  [
    'MQTT_CLEAR_TEXT',
    'The embedded MQTT broker would listen without TLS where other machines reach it.',
    'Passwords and values could be read on the way. Use tls, or accept it by name for a network of your own.',
  ],
  [
    'MQTT_ANONYMOUS',
    'The embedded MQTT broker would take values from anybody on a network.',
    'Add users with kopru mqtt user; without them it listens on loopback only.',
  ],
  ['UNKNOWN_DEVICE', 'Something names a device that is not described.', spelling],
  [
    'UNKNOWN_POINT',
    'A device has no point of this name.',
    `${spelling} \`kopru driver list maker/model\` names the points of a driver. A point of your own must say where it is and what it means.`,
  ],
  [
    'UNKNOWN_ENTITY',
    'A param names an entity that does not exist.',
    'Write the id of another entity of this file.',
  ],
  ['UNKNOWN_PARAM', 'Nobody asks for this param.', spelling],
  [
    'MISSING_PARAM',
    'A driver or mapping asks for something that nobody answers.',
    'Answer it under params of the device or entity; mappings also look into facts.',
  ],
  ['WRONG_PARAM', 'The answer to a param does not fit what is asked.', 'The problem names what is expected.'],
  ...busCodes,
  [
    'UNUSED_DEVICE',
    'No entity is made from a device.',
    'Its readings are shown by watch and not kept, because nobody would ever receive them. If watching is all they are for, all is well.',
  ],
  [
    'ENTITY_TWICE',
    'Two entries make the same entity.',
    'Their values would overwrite each other at the broker. Give one an id.',
  ],
  [
    'ENTITY_ID_MISSING',
    'An entity from several devices has no id.',
    'Its id becomes the end of the URN, and no device of several can give it.',
  ],
  [
    'ENTITY_SOURCE',
    'An entity has both from and each.',
    'from makes one entity of all devices, each makes one of every device.',
  ],
  [
    'NEEDS_UNMET',
    'The devices of an entity offer nothing that its mapping needs.',
    'Name another device or another mapping: `kopru mapping list` with a quantity behind it shows those that take it. Or say with points and as what a point means at this site.',
  ],
  ['NOTHING_MEASURED', 'None of the attributes of an entity can be made.', 'It would never be sent.'],
  [
    'INPUTS_APART',
    'A formula needs points of different devices.',
    'A formula sees the readings of one message. The attribute is left out.',
  ],
  [
    'AMOUNT_NOT_TOTAL',
    'An attribute is a total, and the device sends what came since the last message.',
    'The attribute is left out.',
  ],
  [
    'REF_NOT_URI',
    'A relationship points to something that is no URI.',
    'Write { entity: id }, or a whole URN as the broker has it, such as urn:ngsi-ld:Building:town-hall.',
  ],
  [
    'SET_TAKEN',
    'An attribute under set is made by the mapping already.',
    'Remove it from set; what the mapping asks for is answered under params.',
  ],
  [
    'MODEL_REQUIRED',
    'The data model requires an attribute that nothing makes.',
    'Add it under set, or name a device that offers what it is made of.',
  ],
  [
    'MODEL_VALUE',
    'The data model does not know this value of the attribute.',
    'The problem names the words, limits or form that it knows: a list stays a list even with one entry, and 58 % is 0.58 where a model counts from 0 to 1.',
  ],
];

const drivers: readonly Row[] = [
  [
    'DRIVER_PATH',
    'A driver calls itself otherwise than its file.',
    'The key driver and the path below the drivers folder are the same.',
  ],
  ['DRIVER_PROTOCOL', 'A driver does not say how to talk to the device.', 'It needs one protocol part.'],
  ['DRIVER_SEVERAL', 'A driver has two protocol parts.', 'A device with two interfaces is two drivers.'],
  [
    'DRIVER_POINTS',
    'Points are missing, or stand in the wrong place.',
    'One kind of message: points at the top. Several: messages, each with its points.',
  ],
  [
    'UNKNOWN_QUANTITY',
    'A point is not named by a quantity.',
    'A point is a quantity of the vocabulary with tags, voltage.L1, or your own with x- in front.',
  ],
  [
    'HIDDEN_POINT',
    'A hidden point is named outside its driver.',
    'Points with _ in front are for guards of the same driver.',
  ],
  ['QUANTITY_TWICE', 'Two points of one message mean the same.', 'Number them, .1 and .2, or leave one out.'],
  [
    'UNIT_MISSING',
    'A numeric point does not say its unit.',
    'The commonest wrong value is kW read as W: the unit is written down from the manual, never guessed.',
  ],
  [
    'UNIT_UNKNOWN',
    'A unit is no UN/CEFACT code that Köprü knows.',
    'Codes are short: VLT, AMP, WTT, KWT, KWH, HTZ, CEL, P1 (percent), C62 (one), A97 (hPa), MTS (m/s), GQ (µg/m³), 59 (ppm).',
  ],
  [
    'UNIT_MISMATCH',
    'A unit measures something else than its quantity.',
    'Check quantity and unit; a quantity of your own (x-...) takes any unit.',
  ],
  ['UNIT_NOT_WANTED', 'A count, state or text has a unit.', 'Remove it.'],
  [
    'UNIT_NO_CONVERSION',
    'The unit of a point cannot be turned into that of an attribute.',
    'Correct the one that is wrong.',
  ],
  [
    'KIND_MISMATCH',
    'A point gives a state or text where its quantity is a number, or the reverse.',
    'Choose another quantity, or one of your own.',
  ],
  [
    'MODBUS_ADDRESS',
    'An address does not exist.',
    'Addresses go from 0 to 65535; references have five or six digits, the first of which is the table.',
  ],
  [
    'MODBUS_NOTATION',
    'An address can be read in two ways.',
    '40001 is a reference in most manuals (holding register 0), and a wire address in some. The driver says which with addressing.',
  ],
  [
    'MODBUS_OVERLAP',
    'Two points read the same registers.',
    'A 32-bit value takes two registers. Parts of one register are read with bit or bits.',
  ],
  [
    'MODBUS_TABLE',
    'The table of an address is missing or contradicts it.',
    'coil FC01, discrete FC02, holding FC03, input FC04.',
  ],
  [
    'MODBUS_TYPE',
    'The type of a register is missing.',
    'u16, i16, u32, i32, u64, i64, float32 or float64; `kopru probe` shows which gives the value on the display.',
  ],
  [
    'MODBUS_ORDER',
    'The order of bytes does not fit the type.',
    'Orders of eight letters are for 64-bit values. A text knows ABCD and BADC only.',
  ],
  [
    'MODBUS_TEXT',
    'A text or an 8-bit number does not say where in its registers it is.',
    'A text has `length`, its characters with padding; `placement` says which byte of each register carries it.',
  ],
  ['MODBUS_BITS', 'A bit does not exist in this type.', 'Bit 0 is the least significant.'],
  [
    'SENTINEL_IMPOSSIBLE',
    'A sentinel can never occur in the type of its point.',
    '0xFFFF read as i16 is -1. Write what the type gives, or highest and lowest.',
  ],
  ...mqttCodes,
  ...serialCodes,
  ...lorawanCodes,
  ['GUARD_EMPTY', 'A guard has no condition.', 'Add is, min or max.'],
  [
    'SAMPLE_LACKS',
    'A point of a driver is in no sample, or its "no value" is shown in none.',
    'A sample proves address, type, order and scale. Shipped drivers have every point in one; `null` is what must give no value.',
  ],
  [
    'SAMPLE_DIFFERS',
    'A sample gives something else than expected.',
    'Either the points or the sample are wrong; the manual decides. What is expected of a driver stands in the unit of the point, readings for a mapping in that of the vocabulary.',
  ],
  [
    'SAMPLE_UNREADABLE',
    'The raw part of a sample cannot be read.',
    'Registers are hex words, "08FF 0000"; coils are 0 or 1.',
  ],
];

const mappings: readonly Row[] = [
  [
    'MAPPING_PATH',
    'A mapping calls itself otherwise than its file.',
    'The key mapping and the path below the mappings folder are the same.',
  ],
  [
    'MODEL_UNKNOWN',
    'The entity type is none of the bundled data models.',
    'For a type of your own nothing can be checked.',
  ],
  ['MODEL_VERSION', 'The bundled data model has another version.', 'Check that the attributes still fit.'],
  ['UNKNOWN_ATTRIBUTE', 'The data model has no attribute of this name.', spelling],
  [
    'MODEL_TYPE',
    'The mapping makes something of another type than the data model wants.',
    'For words from numbers or states write values; for a Relationship write ref.',
  ],
  [
    'MODEL_RANGE',
    'The mapping can give a number that the data model does not allow.',
    'Write min, max or round as the problem says; a value outside is then left out and counted, or with clamp set to the limit.',
  ],
  [
    'MODEL_PERCENT',
    'The mapping gives percent where the data model counts from 0 to 1, or the other way round.',
    'Write unit: C62 for a fraction, unit: P1 for percent; values are converted by themselves.',
  ],
  [
    'MODEL_REFERENCE',
    'One reference stands where the data model wants a list, or the other way round, or a Relationship where it wants none.',
    'Write ref: device for one, ref: devices for a list; a param for a list has type: list.',
  ],
  [
    'ONE_SOURCE',
    'An attribute has no source, or more than one.',
    'Exactly one of from, object, formula, param, value, fact, ref, time.',
  ],
  [
    'FORMULA_SYNTAX',
    'A formula cannot be understood.',
    'Numbers, + - * / %, comparisons, && || !, a ? b : c, and the functions min, max, abs, round, pow, log10, bit, dewPoint.',
  ],
  [
    'FORMULA_TYPE',
    'A formula mixes numbers, texts and states, or gives the wrong one.',
    'It is checked when loaded, so that it cannot fail at night.',
  ],
  [
    'FORMULA_REFUSED',
    'A formula uses something that is left out on purpose.',
    'Macros and lists could run for ever.',
  ],
  [
    'FORMULA_UNKNOWN_NAME',
    'A formula names something that does not exist.',
    'Points have _ for each dot, voltage_L1; answers are param.x; a point of a driver sees raw.',
  ],
  [
    'FORMULA_NO_VALUE',
    'A formula gave no finite number.',
    'Most often a division by zero. The attribute is left out.',
  ],
  [
    'VALUE_UNLISTED',
    'A value is none of those that the mapping has a word for.',
    'The attribute is left out. Add the value under values of the attribute.',
  ],
  ['NOT_FINITE', 'An attribute came out as no finite number.', 'The attribute is left out.'],
  [
    'KIND_CHANGED',
    'A reading in the buffer is of another kind than its point now.',
    'It was accepted before the driver changed. The attribute is left out.',
  ],
];

export const explanations: ReadonlyMap<string, Explanation> = new Map(
  [...fileCodes, ...valueCodes, ...site, ...drivers, ...mappings, ...periodCodes, ...kinshipCodes].map(
    ([code, meaning, text]) => [code, { code, meaning, text }],
  ),
);
