import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/core/status.ts';
import { LivePage } from '../../src/page/live.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingLogger } from '../fakes/logger.ts';
import { bareSite } from '../fakes/page-site.ts';
import { destination, snapshot } from '../fakes/snapshot.ts';

function page(take: () => Promise<Snapshot> = async () => snapshot(), random = () => 0) {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  let taken = 0;
  const asked: number[] = [];
  const live = new LivePage({
    clock,
    logger,
    random,
    site: () => bareSite,
    snapshot: () => {
      taken += 1;
      return take();
    },
    quarantined: async (limit) => {
      asked.push(limit);
      return [];
    },
  });
  return { clock, lines, live, taken: () => taken, asked };
}

describe('the live page', () => {
  it('looks every second while somebody looks, and rarely otherwise', async () => {
    const { clock, live, taken } = page();
    live.start();
    await clock.advance(20_000);
    const alone = taken();
    const leave = live.enter();
    await clock.advance(20_000);
    const watched = taken() - alone;
    leave();
    leave();
    await clock.advance(20_000);

    expect(alone).toBeLessThanOrEqual(6);
    expect(watched).toBeGreaterThanOrEqual(19);
    expect(taken() - alone - watched).toBeLessThanOrEqual(6);
    expect(live.viewers).toBe(0);
  });

  it('takes one snapshot for all who come at once', async () => {
    const { live, taken } = page();

    await Promise.all([live.now(), live.now(), live.now()]);

    expect(taken()).toBe(1);
  });

  it('wakes a viewer at news, and after a while without', async () => {
    const { clock, live } = page();
    await live.now();
    const heard: string[] = [];
    const never = new AbortController().signal;
    void live.news(live.tick, 15_000, never).then(() => heard.push('quiet'));
    await clock.advance(15_000);
    live.start();
    void live.news(live.tick, 15_000, never).then(() => heard.push('news'));
    await clock.advance(100);

    expect(heard).toEqual(['quiet', 'news']);
  });

  it('goes on when a snapshot fails, and says so', async () => {
    let broken = true;
    const { clock, live, lines } = page(async () => {
      if (broken) throw new Error('the worker is gone');
      return snapshot();
    });
    live.start();
    await clock.advance(1_000);
    expect(live.tick).toBe(0);
    broken = false;
    await clock.advance(10_000);

    expect(live.tick).toBeGreaterThan(0);
    expect(lines.join()).toContain('the worker is gone');
  });

  it('gives everything to a viewer that knows a later tick, from before a restart', async () => {
    const { live } = page();
    await live.now();

    expect(JSON.parse(live.since(999)).gateway.id).toBe('istanbul-kagithane-017');
  });

  it('gives everything to a viewer of the run before, also when this one has counted further', async () => {
    const before = page(undefined, () => 0.3);
    await before.live.now();
    const after = page(undefined, () => 0.1);
    await after.live.now();
    await after.clock.advance(2_000);
    await after.live.now();

    expect(JSON.parse(after.live.since(before.live.tick)).gateway).toBeDefined();
    expect(JSON.parse(before.live.since(after.live.tick)).gateway).toBeDefined();
    expect(JSON.parse(after.live.since(after.live.tick))).toEqual({});
  });

  it('asks for the quarantine only when there is something in it', async () => {
    const empty = page();
    await empty.live.now();
    const full = page(async () => snapshot({ destinations: [destination({ quarantined: 2 })] }));
    await full.live.now();

    expect([empty.asked, full.asked]).toEqual([[], [20]]);
  });
});
