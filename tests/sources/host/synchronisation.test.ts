import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markVoucher, watchSynchronisation } from '../../../src/sources/host/synchronisation.ts';
import { type FakeClockStart, fakeClock } from '../../fakes/clock.ts';

interface World {
  readonly trusted?: boolean;
  readonly start?: FakeClockStart;
}

function watched({ trusted = false, start = {} }: World = {}) {
  const clock = fakeClock(start);
  const told: string[] = [];
  const marks = { timesyncd: false, kernel: false };
  const asked = { timesyncd: 0, kernel: 0 };
  const since: number[] = [];
  const voucher = (source: 'timesyncd' | 'kernel', everyMs: number) => ({
    source,
    everyMs,
    vouches: async (_: number, sinceMs: number) => {
      asked[source] += 1;
      since.push(sinceMs);
      return marks[source];
    },
  });
  const stop = watchSynchronisation(clock, {
    trusted,
    vouchers: [voucher('timesyncd', 1_000), voucher('kernel', 15_000)],
    onSynchronised: (source) => told.push(`synchronised by ${source}`),
    onStep: (ms) => told.push(`step ${ms}`),
    onDoubt: () => told.push('doubt'),
    onUnvouched: () => told.push('unvouched'),
  });
  return { clock, told, marks, asked, since, stop };
}

describe('watchSynchronisation', () => {
  it('waits until somebody vouches for the clock, and tells it once', async () => {
    const { clock, told, marks } = watched();

    await clock.advance(60_000);
    expect(told).toEqual([]);
    marks.timesyncd = true;
    await clock.advance(60_000);

    expect(told).toEqual(['synchronised by timesyncd']);
  });

  it('tells each minute when nobody has vouched for ten, until somebody does', async () => {
    const { clock, told, marks } = watched();

    await clock.advance(599_000);
    expect(told).toEqual([]);
    await clock.advance(121_000);
    expect(told).toEqual(['unvouched', 'unvouched', 'unvouched']);
    marks.timesyncd = true;
    await clock.advance(180_000);

    expect(told.slice(3)).toEqual(['synchronised by timesyncd']);
  });

  it('asks the costly voucher less often', async () => {
    const { clock, asked } = watched();

    await clock.advance(30_000);

    expect(asked).toEqual({ timesyncd: 31, kernel: 3 });
  });

  it('believes a trusted clock at once', () => {
    const { told } = watched({ trusted: true });

    expect(told).toEqual(['synchronised by trusted']);
  });

  it.each([true, false])('believes nobody about a year that is past (trusted: %s)', async (trusted) => {
    const { clock, told, marks } = watched({ trusted, start: { wallMs: Date.UTC(2025, 11, 31) } });
    marks.timesyncd = true;

    await clock.advance(60_000);
    expect(told).toEqual([]);
    clock.stepWall(365 * 86_400_000);
    await clock.advance(1_000);

    expect(told).toEqual(['step 31536000000', expect.stringMatching(/^synchronised by/)]);
  });

  it('tells a step, forward and back, once each', async () => {
    const { clock, told } = watched({ trusted: true });

    clock.stepWall(3_600_000);
    await clock.advance(10_000);
    clock.stepWall(-501);
    await clock.advance(10_000);

    expect(told.slice(1)).toEqual(['step 3600000', 'step -501']);
  });

  it('doubts a right clock that jumps far, until it is back where it was', async () => {
    const { clock, told, marks } = watched();
    marks.timesyncd = true;
    await clock.advance(5_000);
    marks.timesyncd = false;

    clock.stepWall(50 * 365 * 86_400_000);
    await clock.advance(5_000);
    clock.stepWall(-50 * 365 * 86_400_000);
    await clock.advance(5_000);

    expect(told).toEqual([
      'synchronised by timesyncd',
      'doubt',
      'step 1576800000000',
      'step -1576800000000',
      'synchronised by timesyncd',
    ]);
  });

  it('believes it again when somebody has compared it since it jumped', async () => {
    const { clock, told, marks, since } = watched();
    marks.timesyncd = true;
    await clock.advance(5_000);
    marks.timesyncd = false;

    clock.stepWall(-3_600_000);
    await clock.advance(5_000);
    const jumpedMs = clock.wallMs() - 5_000;
    marks.kernel = true;
    await clock.advance(20_000);

    expect(told.slice(1)).toEqual(['doubt', 'step -3600000', 'synchronised by kernel']);
    expect(since[0]).toBe(Number.NEGATIVE_INFINITY);
    expect(since.at(-1)).toBeGreaterThan(jumpedMs - 5_000);
  });

  it.each([
    { name: 'a correction of a minute', stepMs: 60_000, trusted: false },
    { name: 'a trusted clock', stepMs: 86_400_000, trusted: true },
  ])('does not doubt $name', async ({ stepMs, trusted }) => {
    const { clock, told, marks } = watched({ trusted });
    marks.timesyncd = true;
    await clock.advance(5_000);

    clock.stepWall(stepMs);
    await clock.advance(5_000);

    expect(told.slice(1)).toEqual([`step ${stepMs}`]);
  });

  it('sums steps that are too small to tell alone', async () => {
    const { clock, told } = watched({ trusted: true });

    for (let hour = 0; hour < 3; hour++) {
      clock.stepWall(200);
      await clock.advance(5_000);
    }

    expect(told.slice(1)).toEqual(['step 600']);
  });

  it('leaves no timer behind and tells nothing after its end', async () => {
    const { clock, told, marks, stop } = watched();

    await clock.advance(2_000);
    stop();
    marks.timesyncd = true;
    await clock.advance(60_000);

    expect(told).toEqual([]);
    expect(clock.timers).toBe(0);
  });
});

describe('a voucher by a file', () => {
  it.each([
    { name: 'no file', touchedMs: undefined, vouches: false },
    { name: 'touched since the clock jumped', touchedMs: 101_000, vouches: true },
    { name: 'touched before', touchedMs: 99_000, vouches: false },
    { name: 'touched in the future', touchedMs: 3_600_000, vouches: false },
  ])('$name: $vouches', async ({ touchedMs, vouches }) => {
    const folder = mkdtempSync(join(tmpdir(), 'kopru-mark-'));
    const mark = join(folder, 'synchronized');
    if (touchedMs !== undefined) {
      writeFileSync(mark, '');
      utimesSync(mark, touchedMs / 1_000, touchedMs / 1_000);
    }

    expect(await markVoucher('timesyncd', mark).vouches(110_000, 100_000)).toBe(vouches);
    rmSync(folder, { recursive: true });
  });
});
