/** What people may write in a mapping file; the order of keys in the manual is the order here. */
import { z } from 'zod';
import { acrossKinds, facts, perTags, timeWords, windowKinds } from '../core/mapping.ts';
import { holdsNull } from '../core/plan-problem.ts';
import { duration } from '../settings.ts';
import { paramDeclarations } from './params.ts';

const quantity = z.string().min(1);
const oneOrMore = z.union([quantity, z.array(quantity).min(1)]);
const word = z.union([z.number(), z.string(), z.boolean()]);
const paramName = z.strictObject({ param: z.string().min(1).describe('Name of a param of this mapping.') });

const mappingName = z
  .string()
  .regex(/^[A-Za-z]+\/[A-Za-z]+(-[a-z]+)?$/, 'must be Subject/EntityType or Subject/EntityType-variant');
const madeEntities = z.strictObject({
  entities: mappingName.describe('Name of a mapping, for example Parking/ParkingSpot.'),
});

export const attributeShape = z.strictObject({
  from: oneOrMore
    .optional()
    .describe('The reading of this quantity; of a list the first that a device offers.'),
  object: z
    .record(z.string(), oneOrMore)
    .optional()
    .describe(
      'One JSON object from the readings of one message; absent parts are left out, of a list the first that is offered.',
    ),
  formula: z
    .string()
    .min(1)
    .optional()
    .describe(
      'CEL expression over points (voltage_L1 for voltage.L1, in the unit of the vocabulary) and param.x.',
    ),
  param: z.string().min(1).optional().describe('The answer of the site to this param.'),
  value: z
    .unknown()
    .refine((value) => !holdsNull(value), 'must not be empty, nor hold an empty place')
    .optional()
    .describe('A constant.'),
  fact: z.enum(facts).optional().describe('A fact of the entity or its first device.'),
  ref: z
    .union([z.enum(['device', 'devices']), paramName, madeEntities])
    .optional()
    .describe(
      'Relationship to the first device, to all devices, to what a param names, or to the entities another mapping makes from the same devices.',
    ),
  tag: z
    .enum(perTags)
    .optional()
    .describe('The word of this tag, in a mapping with `per`: the class or direction the entity is about.'),
  time: z
    .enum(timeWords)
    .optional()
    .describe(
      'Date-time attribute: observed is when the readings were made, or the end of their period; from and to are the ends of the period, interval is the text from/to; began and changed are when the condition of an event began, and when it began or ended last.',
    ),
  event: z
    .strictObject({
      began: word.describe('The value when the condition of `event` begins.'),
      ended: word.describe('The value when it ends.'),
    })
    .optional()
    .describe('A constant for the beginning of the event of the mapping, and one for its end.'),
  unit: z
    .string()
    .optional()
    .describe('UN/CEFACT code to convert to; sent as unitCode. Default: the unit of the quantity.'),
  values: z
    .union([paramName, z.record(z.string(), word)])
    .optional()
    .describe(
      'Words for values; a value that is not listed is left out. A param of type table may hold them.',
    ),
  min: z
    .number()
    .optional()
    .describe('Lowest value in `unit`; below, the attribute is left out and counted.'),
  max: z
    .number()
    .optional()
    .describe('Highest value in `unit`; above, the attribute is left out and counted.'),
  clamp: z.boolean().optional().describe('True: a value outside min and max is set to the limit instead.'),
  round: z.int().min(0).max(12).optional().describe('Decimals to round to; 0 gives an integer.'),
  window: z
    .enum(windowKinds)
    .optional()
    .describe(
      'What a period makes of its values. energyMean is the mean of levels in dB, vectorMean of directions; shareTrue and countTrue take states, increase takes counters and amounts. Left out: the last value of the period.',
    ),
  across: z
    .enum(acrossKinds)
    .optional()
    .describe(
      'Over all devices of the entity, of the newest value of each that is not older than its `stale`: count is how many they are, known how many have a value; countTrue, countFalse and shareTrue take states; sum, mean, min and max take numbers, at the end of a period.',
    ),
  weight: quantity
    .optional()
    .describe('Quantity that weighs the values of a mean, for example vehicleCount for a mean of means.'),
  period: duration(
    'Period of this attribute alone, 1m to 1h; the rest of the mapping is sent as it says itself.',
  ).optional(),
});
export type WrittenAttribute = z.output<typeof attributeShape>;

const level = z.union([z.number(), paramName]);
export const eventShape = z.strictObject({
  from: oneOrMore.optional().describe('The quantity it is about; of a list the first that a device offers.'),
  formula: z
    .string()
    .min(1)
    .optional()
    .describe('Instead of `from`: a CEL expression over points and params.'),
  is: z.union([z.boolean(), z.string()]).optional().describe('The state or text that begins it.'),
  above: level
    .optional()
    .describe('It begins above this level: a number in the unit of the vocabulary, or a param.'),
  below: level.optional().describe('It begins below this level.'),
  until: level
    .optional()
    .describe(
      'The level that ends it, on the other side of the one that begins it: in between nothing changes. Default: the same level.',
    ),
  hold: duration(
    'It must last so long before it is told; its end is told at once. Default: told at once.',
  ).optional(),
});
export type WrittenEvent = z.output<typeof eventShape>;

const sample = z.strictObject({
  readings: z
    .record(z.string(), z.record(z.string(), z.union([word, z.array(z.union([word, z.null()])).min(1)])))
    .describe(
      'By device, by quantity: the readings of one message in the unit of the vocabulary. A list is as many messages, spread evenly over the period, or a minute apart without one; null where one did not come.',
    ),
  params: z.record(z.string(), z.unknown()).optional().describe('Answers to the params.'),
  expect: z
    .record(z.string(), z.unknown())
    .describe('By attribute: the value that must come out; null where none may.'),
});

export const mappingShape = z.strictObject({
  mapping: mappingName.describe(
    'Path of the file without its ending, for example Environment/AirQualityObserved.',
  ),
  model: z
    .string()
    .regex(/^[A-Za-z]+ \d+\.\d+\.\d+$/, 'must be type and version, for example AirQualityObserved 0.1.4')
    .describe('Entity type and version of the data model.'),
  context: z
    .url()
    .describe(
      'URL of the JSON-LD context of the subject, for example https://raw.githubusercontent.com/smart-data-models/dataModel.Weather/master/context.jsonld.',
    ),
  needs: z
    .array(quantity)
    .min(1)
    .optional()
    .describe('Quantities of which the devices must offer at least one.'),
  params: paramDeclarations.optional().describe('What the mapping asks the site.'),
  period: duration(
    'Everything measured is sent once for each period, at its end: 1m to 1h, from the full hour on.',
  ).optional(),
  coverage: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Share of the expected readings that a period needs, else it is not sent; default 0.75.'),
  per: z
    .array(z.enum(perTags))
    .min(1)
    .optional()
    .describe(
      'One entity for each combination of these tags that the devices offer; the words are appended to the id. Needs `needs`.',
    ),
  event: eventShape
    .optional()
    .describe('A condition: the entity is sent when it begins and when it ends, and not in between.'),
  attributes: z
    .record(z.string().regex(/^[A-Za-z_][\w-]*$/, 'is no name for an attribute'), attributeShape)
    .describe(
      'Attributes by their names in the data model, each with where it comes from, for example temperature: { from: airTemperature, unit: CEL }.',
    ),
  samples: z
    .array(sample)
    .optional()
    .describe('Readings and what they must give; run by `kopru mapping test`.'),
});
export type MappingSample = z.output<typeof sample>;
export type MappingText = z.output<typeof mappingShape>;
