import { describe, expect, it } from 'vitest';
import { OwedReplies } from '../../../src/sources/modbus/owed-replies.ts';
import type { ReadRequest } from '../../../src/sources/modbus/pdu.ts';

const ask = (count: number, parts: Partial<ReadRequest> = {}): ReadRequest => ({
  unitId: 1,
  table: 'holding',
  address: 100,
  count,
  ...parts,
});

describe('OwedReplies', () => {
  it.each([
    ['one register less', [ask(4)], ask(4), 3],
    ['one register more where there is only one', [ask(1)], ask(1), 2],
    ['a length that no earlier probe had', [ask(4), ask(3)], ask(4), 5],
    [
      'eight bits less, because shapes are bytes',
      [ask(16, { table: 'coil' })],
      ask(10, { table: 'coil' }),
      2,
    ],
  ])('probes with %s', (_, timedOut, request, count) => {
    const owed = new OwedReplies();
    for (const each of timedOut) owed.add(each, 0);

    expect(owed.probeFor(request, 1)).toEqual({ ...request, count });
  });

  it.each([
    ['another shape', ask(3)],
    ['another unit', ask(4, { unitId: 2 })],
    ['another table', ask(4, { table: 'input' })],
  ])('needs no probe before a request for %s', (_, request) => {
    const owed = new OwedReplies();
    owed.add(ask(4), 0);

    expect(owed.probeFor(request, 1)).toBeUndefined();
  });

  it('forgets what was owed once the unit has answered a later request', () => {
    const owed = new OwedReplies();
    owed.add(ask(4), 0);

    owed.settle(1);

    expect(owed.probeFor(ask(4), 1)).toBeUndefined();
  });

  it('forgets what could not come any more', () => {
    const owed = new OwedReplies(30_000);
    owed.add(ask(4), 0);

    expect(owed.probeFor(ask(4), 29_999)).toBeDefined();
    expect(owed.probeFor(ask(4), 30_000)).toBeUndefined();
  });
});
