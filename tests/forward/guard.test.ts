import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/core/hash.ts';
import { Guard } from '../../src/forward/guard.ts';
import { fakeClock } from '../fakes/clock.ts';
import { version } from '../fakes/lanes.ts';
import { plan } from '../fakes/plans.ts';

const now = Date.UTC(2026, 10, 23, 8);
const minute = 60_000;
const plans = [plan('urn:a', ['d.x'])];
const stored = (at: number, entity = 'urn:a') => [{ entity: fingerprint(entity), stream: 1, at }];

describe('the guard', () => {
  it('knows nothing of an entity that was given nothing', () => {
    expect(new Guard(plans, [], fakeClock()).newest('urn:a', 1)).toBeUndefined();
  });

  it('remembers across a restart what the entity was given', () => {
    const guard = new Guard(plans, stored(now - minute), fakeClock());

    expect(guard.newest('urn:a', 1)).toBe(now - minute);
    expect(guard.newest('urn:a', 2)).toBeUndefined();
  });

  it('starts afresh for an entity with another id', () => {
    expect(new Guard(plans, stored(now, 'urn:old'), fakeClock()).newest('urn:a', 1)).toBeUndefined();
  });

  it.each([
    { what: 'rises with something newer', given: [now - minute, now], expected: now },
    { what: 'never falls', given: [now, now - minute], expected: now },
    { what: 'stands with equal times', given: [now, now], expected: now },
  ])('$what', ({ given, expected }) => {
    const guard = new Guard(plans, [], fakeClock());
    for (const at of given) guard.given(version('urn:a', [[1, at]]));

    expect(guard.newest('urn:a', 1)).toBe(expected);
  });

  it.each([
    { ahead: 5 * minute, holds: true },
    { ahead: 5 * minute + 1, holds: false },
  ])('given by a clock $ahead ms ahead holds: $holds', ({ ahead, holds }) => {
    const guard = new Guard(plans, stored(now + ahead), fakeClock({ wallMs: now }));

    expect(guard.newest('urn:a', 1)).toBe(holds ? now + ahead : undefined);
  });

  it('is replaced by the next value once it is void', () => {
    const guard = new Guard(plans, stored(now + 3_600 * minute), fakeClock({ wallMs: now }));
    guard.given(version('urn:a', [[1, now]]));

    expect(guard.newest('urn:a', 1)).toBe(now);
  });
});
