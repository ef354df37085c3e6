/** What an attribute says of many devices at once: states at any time, numbers at the end of a period. */
import type { AttributeSource } from '../core/mapping.ts';
import { sortNamed } from '../core/measure.ts';
import type { WrittenAttribute } from './mapping-schema.ts';
import type { ModelFault } from './model-faults.ts';

const ofStates: readonly string[] = ['countTrue', 'countFalse', 'shareTrue'];
const ofNumbers: readonly string[] = ['sum', 'mean', 'min', 'max'];

/** `hasPeriod`: the mapping as a whole has one. */
export function acrossFaults(
  name: string,
  { across, window, period }: WrittenAttribute,
  source: AttributeSource,
  hasPeriod: boolean,
): ModelFault[] {
  if (across === undefined) return [];
  const fault = (path: ModelFault['path'], code: string, message: string, mend: string): ModelFault[] => [
    { path, fault: { code, message, mend } },
  ];
  if (source.kind !== 'from') {
    const words = `\`across\` takes the values of \`from\`, and ${name} has none.`;
    return fault(['across'], 'ACROSS_SOURCE', words, 'Write `from` with the quantity that is counted.');
  }
  if (window !== undefined) {
    const words = `${name} is made of a period and across devices at once.`;
    return fault(
      ['window'],
      'ACROSS_SOURCE',
      words,
      'Remove one of them: `across` takes the last value of each.',
    );
  }
  const wanted = ofStates.includes(across) ? 'state' : ofNumbers.includes(across) ? 'number' : undefined;
  const kinds = source.quantities.map(sortNamed).filter((kind) => kind !== undefined);
  if (wanted !== undefined && kinds.some((kind) => kind !== wanted)) {
    const words = `\`across: ${across}\` takes ${wanted}s, and ${source.quantities.join(', ')} is something else.`;
    return fault(
      ['across'],
      'ACROSS_KIND',
      words,
      'countTrue, countFalse and shareTrue take states; sum, mean, min and max take numbers.',
    );
  }
  if (wanted === 'number' && period === undefined && !hasPeriod) {
    const words = `${name} takes numbers of many devices together, and nothing says when.`;
    return fault(
      ['across'],
      'ACROSS_PERIOD',
      words,
      'Add `period` to the attribute or to the mapping, for example 5m.',
    );
  }
  return [];
}
