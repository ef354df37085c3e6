/** Codes of mappings that make attributes of a whole period. */
import type { Row } from './codes-of-values.ts';

export const periodCodes: readonly Row[] = [
  [
    'PERIOD_LENGTH',
    'A period does not fit the clock.',
    'Periods begin at the full hour, so that those of two gateways are the same. 15m is a common choice.',
  ],
  [
    'PERIOD_MISSING',
    'Something is to be made of a period, and nothing says how long it is.',
    'Add `period` to the mapping, or to the attribute if the others are sent at once.',
  ],
  [
    'PERIOD_SHORT',
    'A device speaks less often than once in a period.',
    'Some periods would have no reading. Write a longer `period` at the entity, or a shorter `every` at the device.',
  ],
  [
    'WINDOW_SOURCE',
    'A window stands at an attribute that has no values to take.',
    'A window takes what `from` or `formula` gives. Without one, the last value of the period is sent.',
  ],
  [
    'WINDOW_KIND',
    'A window cannot be made of this kind of value.',
    'mean, energyMean, vectorMean, min and max take numbers; increase takes counters and amounts; sum takes amounts; shareTrue and countTrue take states.',
  ],
  [
    'WINDOW_FILTERED',
    'A window needs every reading, and the filter of its device lets only some through.',
    'A mean of changes is no mean. Remove the filter of the device; counters, min, max, first and last may be filtered.',
  ],
  [
    'WINDOW_THIN',
    'Too few readings of a period came.',
    'The attribute is left out for this period and its readings are counted as unused (thin window). The first period after a start is often thin. `coverage` of the mapping says how many are needed.',
  ],
  [
    'WINDOW_NO_WEIGHT',
    'A weighed mean has nothing to weigh by.',
    'Nothing was counted in the period, so there is no mean of those that were. The attribute is left out.',
  ],
  [
    'WINDOW_NO_DIRECTION',
    'The directions of a period cancel each other.',
    'The wind came from all sides alike. The attribute is left out.',
  ],
  [
    'WEIGHT_MISSING',
    'The device does not offer what a mean is weighed by.',
    'A mean of means without their weights would be wrong, so the attribute is left out.',
  ],
  [
    'COUNTER_FELL',
    'A counter went back without having come round.',
    'It was set back or replaced; what it counted in between is not known, so the attribute is left out for this period. If it comes round by itself, write `wraps` at the point.',
  ],
];
