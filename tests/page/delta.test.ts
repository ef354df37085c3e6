import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merged, Pieces } from '../../src/page/delta.ts';
import { Observer } from '../../src/page/observer.ts';
import type { PageState } from '../../src/page/state.ts';
import { bareSite } from '../fakes/page-site.ts';
import { backlog, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

const observer = () => new Observer(() => bareSite);
const day = 86_400_000;

describe('the pieces of a page state', () => {
  it('are all sent to a viewer that has seen nothing', () => {
    const pieces = new Pieces();
    const state = observer().take(snapshot(), 4 * day);
    pieces.update(state);

    expect(JSON.parse(pieces.since(0))).toEqual(JSON.parse(JSON.stringify(state)));
  });

  it('leave out a device that did not change', () => {
    const pieces = new Pieces();
    const watch = observer();
    pieces.update(watch.take(snapshot(), 4 * day));
    const before = pieces.tick;
    const [meter, ...others] = snapshot().devices;
    const devices = [
      meter ?? device('meter'),
      ...others.map((each) => ({ ...each, lastReadingMs: 6_000, linkMs: each.linkMs + 2_000 })),
    ].map((each, index) => (index === 0 ? { ...each, lastReadingMs: 0 } : each));
    pieces.update(watch.take(snapshot({ devices }), 4 * day + 2_000));

    expect(Object.keys(JSON.parse(pieces.since(before)).devices)).toEqual(['meter']);
  });

  it('bring any viewer to the newest state, however many ticks it missed', () => {
    const well = snapshot().devices;
    const states = fc.array(
      fc.record({
        silent: fc.nat(16),
        installed: fc.nat(17),
        waiting: fc.nat(5_000),
        seen: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(states, (steps) => {
        const pieces = new Pieces();
        const watch = observer();
        let state = watch.take(snapshot(), 4 * day);
        pieces.update(state);
        let viewer: PageState = JSON.parse(pieces.since(0));
        let tick = pieces.tick;
        steps.forEach(({ silent, installed, waiting, seen }, step) => {
          const devices = well
            .slice(0, installed)
            .map((each, index) => (index < silent ? silentDevice(each.id, 60_000) : each));
          const destinations = [backlog(waiting, waiting > 0 ? 40_000 : 0)];
          state = watch.take(snapshot({ devices, destinations }), 4 * day + (step + 1) * 1_000);
          pieces.update(state);
          if (!seen) return;
          viewer = merged(viewer, JSON.parse(pieces.since(tick)));
          tick = pieces.tick;
        });
        viewer = merged(viewer, JSON.parse(pieces.since(tick)));

        expect(viewer).toEqual(JSON.parse(JSON.stringify(state)));
        const fresh = merged({ ...viewer, devices: {}, trends: {} }, JSON.parse(pieces.since(0)));
        expect(fresh).toEqual(viewer);
      }),
      { numRuns: 30 },
    );
  });
});
