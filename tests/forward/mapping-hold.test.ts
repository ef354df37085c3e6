import { describe, expect, it } from 'vitest';
import { heldAfter, MappingHold } from '../../src/forward/mapping-hold.ts';

const refuse = (hold: MappingHold, times: number, code = 'BadRequestData') =>
  Array.from({ length: times }, () => hold.rejected('Energy/Meter', code, 'no', 1_000)).at(-1);

describe('a mapping', () => {
  it.each([
    { name: 'the first refusals', before: () => {}, times: heldAfter, last: 'reject' },
    { name: 'one too many', before: () => {}, times: heldAfter + 1, last: 'hold' },
    { name: 'what comes after', before: () => {}, times: heldAfter + 2, last: 'keep' },
    {
      name: 'refusals around one that was taken',
      before: (hold: MappingHold) => {
        refuse(hold, heldAfter);
        hold.delivered('Energy/Meter');
      },
      times: heldAfter,
      last: 'reject',
    },
    {
      name: 'refusals for different reasons',
      before: (hold: MappingHold) => refuse(hold, heldAfter, 'InvalidRequest'),
      times: heldAfter,
      last: 'reject',
    },
    {
      name: 'refusals of another mapping',
      before: (hold: MappingHold) => {
        for (let i = 0; i < heldAfter; i++) hold.rejected('Air/Quality', 'BadRequestData', 'no', 0);
      },
      times: heldAfter,
      last: 'reject',
    },
  ])('$name: $last', ({ before, times, last }) => {
    const hold = new MappingHold();
    before(hold);

    expect(refuse(hold, times)).toBe(last);
  });

  it('is held until the broker takes one of its entities, tried every ten minutes', () => {
    const hold = new MappingHold();
    refuse(hold, heldAfter + 1);

    expect(hold.among(['Air/Quality', 'Energy/Meter'])).toMatchObject({
      code: 'BadRequestData',
      nextTryMs: 601_000,
    });
    hold.tried('Energy/Meter', 601_000);
    expect(hold.all()[0]).toMatchObject({ sinceMs: 1_000, nextTryMs: 1_201_000 });
    expect(hold.delivered('Energy/Meter')).toBe(true);
    expect(hold.among(['Energy/Meter'])).toBeUndefined();
  });
});
