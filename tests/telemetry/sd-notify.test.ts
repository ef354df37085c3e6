import { describe, expect, it } from 'vitest';
import { createNotifier, type NotifySettings } from '../../src/telemetry/sd-notify.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingLogger } from '../fakes/logger.ts';

const underSystemd = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '30000000' };

function setup(change: Partial<NotifySettings> = {}) {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  const sent: string[] = [];
  const world = { status: 'Working.', databaseMs: 0 };
  const notifier = createNotifier({
    clock,
    logger,
    environment: underSystemd,
    proofs: [{ name: 'database', ageMs: () => world.databaseMs, limitMs: 10_000 }],
    status: async () => world.status,
    send: async (args) => void sent.push(args.join(' ')),
    ...change,
  });
  return { clock, lines, sent, world, notifier };
}

describe('createNotifier', () => {
  it('tells ready, the status and life signs at a third of the watchdog time', async () => {
    const { clock, sent, notifier } = setup();

    await notifier.ready();
    await clock.advance(20_000);

    expect(sent).toEqual(['--ready', '--status=Working. WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1']);
  });

  it('tells a status only when it changed', async () => {
    const { clock, sent, world, notifier } = setup();

    await notifier.ready();
    world.status = 'Broker unreachable for 12 s.';
    await clock.advance(20_000);

    expect(sent.slice(2)).toEqual(['--status=Broker unreachable for 12 s. WATCHDOG=1', 'WATCHDOG=1']);
  });

  it('withholds the life sign while a stage hangs, and says which', async () => {
    const { clock, sent, world, lines, notifier } = setup();

    await notifier.ready();
    world.databaseMs = 10_001;
    await clock.advance(10_000);
    world.databaseMs = 5;
    await clock.advance(10_000);

    expect(sent.slice(2)).toEqual(['WATCHDOG=1']);
    expect(lines).toEqual([expect.stringContaining('"stage":"database","ageMs":10001')]);
  });

  it('withholds the life sign when the event loop was blocked', async () => {
    const base = fakeClock();
    let lateMs = 0;
    const blocked = { ...base, monotonicMs: () => base.monotonicMs() + lateMs };
    const { sent, lines, notifier } = setup({ clock: blocked });

    await notifier.ready();
    lateMs = 1_500;
    await base.advance(10_000);
    await base.advance(10_000);

    expect(sent.slice(2)).toEqual(['WATCHDOG=1']);
    expect(lines).toEqual([expect.stringContaining('"stage":"event loop"')]);
  });

  it('sends no life sign when the unit has no watchdog', async () => {
    const { clock, sent, notifier } = setup({ environment: { NOTIFY_SOCKET: '/x' } });

    await notifier.ready();
    await clock.advance(60_000);

    expect(sent).toEqual(['--ready', '--status=Working.']);
  });

  it('goes on when systemd-notify is not there', async () => {
    const { clock, lines, notifier } = setup({
      send: async () => {
        throw new Error('spawn systemd-notify ENOENT');
      },
    });

    await notifier.ready();
    await clock.advance(10_000);

    expect(lines).toHaveLength(3);
    expect(clock.timers).toBe(1);
  });

  it('tells the stop and leaves no timer', async () => {
    const { clock, sent, notifier } = setup();

    await notifier.ready();
    await notifier.stopping();
    await clock.advance(60_000);

    expect(sent.at(-1)).toBe('STOPPING=1 --status=Stopping.');
    expect(clock.timers).toBe(0);
  });

  it('does nothing outside of systemd', async () => {
    const { clock, sent, notifier } = setup({ environment: {} });

    await notifier.ready();
    await notifier.stopping();

    expect(sent).toEqual([]);
    expect(clock.timers).toBe(0);
  });
});
