/** The Turkish of everything that is said about a file: what is wrong with it, and what may be written where. */
import { type Translate, translator } from './translator.ts';
import { destinationFields } from './turkish/destination-fields.ts';
import { destinations } from './turkish/destinations.ts';
import { devices } from './turkish/devices.ts';
import { driverFields } from './turkish/driver-fields.ts';
import { drivers } from './turkish/drivers.ts';
import { entities } from './turkish/entities.ts';
import { fieldTypes } from './turkish/field-types.ts';
import { files } from './turkish/files.ts';
import { gatewayFields } from './turkish/gateway-fields.ts';
import { mappingFields } from './turkish/mapping-fields.ts';
import { mappings } from './turkish/mappings.ts';
import { messages } from './turkish/messages.ts';
import { modbus } from './turkish/modbus.ts';
import { modbusFields } from './turkish/modbus-fields.ts';
import { mqttFields } from './turkish/mqtt-fields.ts';
import { serial } from './turkish/serial.ts';
import { serialFields } from './turkish/serial-fields.ts';
import { shapes } from './turkish/shapes.ts';
import { syntax } from './turkish/syntax.ts';
import { words } from './turkish/words.ts';

export const turkishSentences = {
  ...destinationFields,
  ...driverFields,
  ...gatewayFields,
  ...mappingFields,
  ...modbusFields,
  ...mqttFields,
  ...serialFields,
  ...words,
  ...entities,
  ...mappings,
  ...drivers,
  ...messages,
  ...serial,
  ...modbus,
  ...destinations,
  ...devices,
  ...files,
  ...shapes,
  ...syntax,
};

let translate: Translate | undefined;
let translateType: Translate | undefined;

/** What a field takes (field-type.ts), in Turkish. */
export function typeInTurkish(type: string): string {
  translateType ??= translator(fieldTypes, {});
  return translateType(type);
}

/** A sentence that is said about a file, in Turkish; made ready with the first. */
export function inTurkish(sentence: string): string {
  translate ??= translator(turkishSentences, { or: 'ya da', and: 've' });
  return translate(sentence);
}
