import { describe, expect, it } from 'vitest';
import { closest, didYouMean } from '../../src/config/suggest.ts';

describe('did you mean', () => {
  it.each([
    ['a letter too few', 'nova/sds11', 'nova/sds011'],
    ['two letters swapped', 'untiId', 'unitId'],
    ['another case', 'unitid', 'unitId'],
    ['dashes for humps', 'serial-number', 'serialNumber'],
    ['nothing like it', 'zzz', undefined],
    ['a short word that is another word', 'bus', undefined],
  ])('%s', (_, word, meant) => {
    expect(closest(word, ['nova/sds011', 'unitId', 'serialNumber', 'id'])).toBe(meant);
  });

  it.each([
    ['f32', 'float32'],
    ['UINT16', 'u16'],
    ['double', 'float64'],
  ])('knows that %s of a manual is %s here', (word, meant) => {
    expect(closest(word, ['u16', 'u32', 'float32', 'float64'])).toBe(meant);
  });

  it('lists the words when none is close and they are few', () => {
    expect(didYouMean('zzz', ['coil', 'input'])).toBe('Choose one of coil, input.');
  });
});
