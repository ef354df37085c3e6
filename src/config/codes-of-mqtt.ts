/** Codes of problems with MQTT drivers and the topics of their devices; see codes.ts. */
import type { Row } from './codes-of-values.ts';

export const mqttCodes: readonly Row[] = [
  [
    'MQTT_TOPIC',
    'A topic cannot be subscribed to.',
    '+ stands for one whole level, # for all the rest at the end. Braces are filled in by a driver from its params; in gateway.yaml nothing is: a table has a column params.topic.',
  ],
  [
    'TOPIC_TWICE',
    'Two devices take the same values from the same messages.',
    'Each message would count for both. Give each its own topic; in a table each row has its own.',
  ],
  [
    'TOPIC_OF_MANY',
    'The topic of one device holds a wildcard.',
    'What many devices say under it would be mixed as one. Write the whole topic; if truly one device speaks there, all is well.',
  ],
  [
    'TOPIC_PART_TWICE',
    'A part of a topic is written that the driver adds by itself.',
    'A driver asks for what tells its devices apart and puts the rest around it, for example tele/ before and /SENSOR behind.',
  ],
  [
    'MQTT_PLACE',
    'A point does not say where in the payload it is.',
    'path is a JSON Pointer such as /ENERGY/Power; field names an entry of groups.',
  ],
];
