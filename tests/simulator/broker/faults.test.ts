import { describe, expect, it } from 'vitest';
import { faultGroups, faultNames } from '../../../src/simulator/broker/faults/table.ts';
import { type FaultRule, FaultScript, parseFaultRule } from '../../../src/simulator/broker/faults.ts';
import { seeded } from '../../../src/simulator/seeded.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { broker, station } from './client.ts';

const upsert = 'entityOperations/upsert?options=update';

function misbehaving(rules: readonly FaultRule[], seed = 1) {
  const clock = fakeClock();
  const script = new FaultScript({ clock, random: seeded(seed) });
  const there = broker({ middleware: [script.middleware] });
  script.play(rules);
  const statuses = async (count: number) => {
    const found: number[] = [];
    for (let n = 0; n < count; n++) found.push((await there.post(upsert, [station('a', n)])).status);
    return found;
  };
  return { ...there, clock, script, statuses };
}

describe('a rule', () => {
  it.each<[string, FaultRule | undefined]>([
    ['silent', { name: 'silent' }],
    ['silent=3', { name: 'silent', count: 3 }],
    ['503=20%', { name: '503', share: 0.2 }],
    ['503=30s', { name: '503', untilMs: 30_000 }],
    ['503=10s-1m', { name: '503', fromMs: 10_000, untilMs: 60_000 }],
    ['503=20%,5,10s-1m', { name: '503', share: 0.2, count: 5, fromMs: 10_000, untilMs: 60_000 }],
    ['503=', undefined],
    ['503=120%', undefined],
    ['503=1m-10s', undefined],
    ['503=soon', undefined],
    ['503=1=2', undefined],
    ['=3', undefined],
  ])('%s', (text, rule) => {
    expect(parseFaultRule(text)).toEqual(rule);
  });
});

describe('a broker that misbehaves', () => {
  it('has at least 40 faults, each with a name of its own and one sentence', () => {
    expect(faultNames.length).toBeGreaterThanOrEqual(40);
    expect(new Set(faultNames).size).toBe(faultNames.length);
    for (const { faults } of faultGroups)
      for (const { about } of Object.values(faults)) expect(about).toMatch(/^[A-Z].*\.$/);
  });

  it('strikes so many requests and then no more', async () => {
    const { statuses, script } = misbehaving([{ name: '503-empty', count: 2 }]);

    expect(await statuses(4)).toEqual([503, 503, 201, 204]);
    expect(script.struck).toEqual(new Map([['503-empty', 2]]));
  });

  it('strikes within its time', async () => {
    const { statuses, clock } = misbehaving([{ name: '503-empty', fromMs: 10_000, untilMs: 20_000 }]);

    const before = await statuses(1);
    await clock.advance(10_000);
    const within = await statuses(1);
    await clock.advance(10_000);

    expect([...before, ...within, ...(await statuses(1))]).toEqual([201, 503, 204]);
  });

  it('strikes the same requests again with the same seed', async () => {
    const half = [{ name: '500', share: 0.5 }];
    const first = await misbehaving(half, 7).statuses(40);

    expect(await misbehaving(half, 7).statuses(40)).toEqual(first);
    expect(await misbehaving(half, 8).statuses(40)).not.toEqual(first);
    const struck = first.filter((status) => status === 500).length;
    expect(struck).toBeGreaterThan(10);
    expect(struck).toBeLessThan(30);
  });

  it('lets everybody look meanwhile', async () => {
    const { get, statuses } = misbehaving([{ name: '500-after-applying' }]);

    expect(await statuses(1)).toEqual([500]);
    expect(await get('entities/urn:ngsi-ld:Station:a')).toMatchObject({ status: 200 });
  });

  it('refuses the same entity every time', async () => {
    const { post, get } = misbehaving([{ name: '207-poison' }]);

    const first = await post(upsert, [station('a'), station('b')]);
    const second = await post(upsert, [station('b'), station('a')]);

    for (const answer of [first, second])
      expect(answer).toMatchObject({
        status: 207,
        body: { success: ['urn:ngsi-ld:Station:b'], errors: [{ entityId: 'urn:ngsi-ld:Station:a' }] },
      });
    expect(await get('entities/urn:ngsi-ld:Station:a')).toMatchObject({ status: 404 });
  });

  it('applies late, after its client has gone', async () => {
    const { post, clock, store } = misbehaving([{ name: 'late-application' }]);

    const answer = post(upsert, [station('a')]);
    await clock.advance(30_000);
    const before = store.counters.writes;
    await clock.advance(2_000);
    await answer;

    expect([before, store.counters.writes]).toEqual([0, 1]);
  });

  it('forgets what was to be late when the faults end', async () => {
    const { post, clock, store, script } = misbehaving([{ name: 'late-application' }]);

    const answer = post(upsert, [station('a')]);
    await clock.advance(1_000);
    script.stop();
    await answer;
    await clock.advance(60_000);

    expect(store.counters.writes).toBe(0);
  });
});
