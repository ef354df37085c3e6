import { describe, expect, it } from 'vitest';
import { StatusTeller } from '../../../src/sources/mqtt/status-teller.ts';
import { fakeClock } from '../../fakes/clock.ts';

function arrange() {
  const clock = fakeClock();
  const told: string[] = [];
  let connected = true;
  const teller = new StatusTeller(
    clock,
    () => 0.5,
    (text) => {
      if (connected) told.push(text);
      return connected;
    },
  );
  const observe = (key: string, text = key) => teller.observe({ key, text });
  return { clock, told, teller, observe, cut: () => (connected = false), mend: () => (connected = true) };
}

describe('when the state of the gateway is published', () => {
  it('is at once, when it changes, and else every five minutes', async () => {
    const { clock, told, observe } = arrange();

    observe('ok', 'first');
    observe('ok', 'a number grew');
    await clock.advance(60_000);
    observe('backlog', 'outage');
    await clock.advance(299_000);
    observe('backlog', 'still');
    await clock.advance(1_000);
    observe('backlog', 'five minutes later');

    expect(told).toEqual(['first', 'outage', 'five minutes later']);
  });

  it('is every ten seconds at most, with the newest', async () => {
    const { clock, told, observe } = arrange();

    observe('ok');
    observe('backlog');
    await clock.advance(9_999);
    observe('blocked');
    await clock.advance(1);
    observe('degraded');

    expect(told).toEqual(['ok', 'degraded']);
  });

  it('is after every connection, because the last will lies there', () => {
    const { told, teller, observe, cut, mend } = arrange();

    observe('ok');
    cut();
    teller.connected();
    mend();
    teller.connected();

    expect(told).toEqual(['ok', 'ok']);
  });

  it('is made good when there was no connection', () => {
    const { told, observe, cut, mend } = arrange();

    cut();
    observe('ok');
    mend();
    observe('ok');

    expect(told).toEqual(['ok']);
  });
});
