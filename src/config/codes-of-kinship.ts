/** Codes of mappings that make several entities of a device, or one of the states of many. */
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
];
