/** Codes of mappings that make several entities of a device, one of many devices, or tell events. */
import type { Row } from './codes-of-values.ts';

export const kinshipCodes: readonly Row[] = [
  [
    'PER_NEEDS',
    'A mapping makes an entity for each class or direction, and does not say of what.',
    'Write under `needs` the quantities whose tags count, for example vehicleCount.',
  ],
  [
    'TAG_WITHOUT_PER',
    'An attribute tells a tag, and the mapping makes no entity for each of its words.',
    'Write `per: [class, direction]` with the tags whose words tell the entities apart.',
  ],
  [
    'TAG_UNTOLD',
    'Nothing says what the word of a tag stands for.',
    'A device offers a class or direction that is not among the words of the attribute. Answer the param that holds them.',
  ],
  [
    'ACROSS_SOURCE',
    'Something is to be made of many devices, and not of their readings.',
    '`across` takes the newest value of `from` of each device. It stands neither at another source nor beside `window`.',
  ],
  [
    'ACROSS_KIND',
    'What is made of many devices does not fit what they measure.',
    'countTrue, countFalse and shareTrue take states such as occupied; sum, mean, min and max take numbers; count and known take anything.',
  ],
  [
    'ACROSS_PERIOD',
    'Numbers of many devices are to be taken together, and nothing says when.',
    'States are counted anew with each message. Numbers are taken together at the end of a period: add `period`, and of each device the last value in it counts.',
  ],
  [
    'ACROSS_THIN',
    'Too few of the devices are known.',
    'Some have not spoken since they were installed, or are silent for longer than their `stale`. A count of the others would be wrong, so the attribute is left out. `coverage` of the mapping says how many are needed, `kopru status` who is silent.',
  ],
  [
    'EVENT_CONDITION',
    'It is not clear what begins an event.',
    'Write what it is about, `from` or `formula`, and one condition: `is: true` for a state, `above` or `below` for a number.',
  ],
  [
    'EVENT_KIND',
    'The condition of an event does not fit what it is about.',
    'A state or text is compared with `is`, a number with `above` or `below`.',
  ],
  [
    'EVENT_LEVEL',
    'The level of an event is not known.',
    'It is a number in the unit of the vocabulary, or a param that the site answers with one.',
  ],
  [
    'EVENT_UNTIL',
    'The level that ends an event lies where it begins.',
    'What begins above 3 ends at 3 or lower, for example `until: 2.8`: then a value that trembles at the level is told once.',
  ],
  [
    'EVENT_HOLD',
    'A condition must last, and its sensor does not say that it lasts.',
    'It is told with the first reading after `hold`. A sensor that speaks only when something changes has none, so leave `hold` out, or let it send a heartbeat.',
  ],
  [
    'EVENT_MISSING',
    'An attribute tells of an event, and the mapping has none.',
    'Add `event` to the mapping, with what begins it, or choose another source.',
  ],
  [
    'EVENT_PERIOD',
    'A mapping has an event and a period.',
    'An event is told when it happens and a period at its end. Make two mappings of it.',
  ],
];
