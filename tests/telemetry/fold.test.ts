import { describe, expect, it } from 'vitest';
import { folded } from '../../src/telemetry/fold.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingLogger } from '../fakes/logger.ts';

function setup() {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  return { clock, lines, log: folded(logger, clock) };
}

describe('folded', () => {
  it('writes the first of a flood and then how often it came', async () => {
    const { clock, lines, log } = setup();

    for (let try_ = 0; try_ < 241; try_++) log.warn({ device: 'meter', try: try_ }, 'No reply.');
    await clock.advance(60_000);

    expect(lines).toEqual([
      'warn No reply. {"device":"meter","try":0}',
      'warn No reply. {"device":"meter","try":240,"repeated":240}',
    ]);
  });

  it('keeps lines about different devices and codes apart', () => {
    const { lines, log } = setup();

    log.warn({ device: 'meter', code: 'NO_REPLY' }, 'Device is silent.');
    log.warn({ device: 'noise', code: 'NO_REPLY' }, 'Device is silent.');
    log.warn({ device: 'noise', code: 'PORT_NOT_FOUND' }, 'Device is silent.');

    expect(lines).toHaveLength(3);
  });

  it('keeps lines of the audit about different people, addresses and causes apart', () => {
    const { lines, log } = setup();

    log.info({ audit: 'signed in', person: 'ayse', address: '10.0.0.5' }, 'Signed in.');
    log.info({ audit: 'signed in', person: 'mehmet', address: '10.0.0.5' }, 'Signed in.');
    log.warn({ audit: 'refused', address: '10.0.0.5', why: 'link' }, 'Refused.');
    log.warn({ audit: 'refused', address: '10.0.0.5', why: 'name or secret' }, 'Refused.');
    log.warn({ audit: 'refused', address: '10.0.0.6', why: 'name or secret' }, 'Refused.');
    log.warn({ audit: 'refused', address: '10.0.0.6', why: 'name or secret' }, 'Refused.');

    expect(lines).toHaveLength(5);
  });

  it('writes the next one at once after a quiet minute, and nothing about the quiet', async () => {
    const { clock, lines, log } = setup();

    log.info({}, 'Reloaded.');
    await clock.advance(60_000);
    log.info({}, 'Reloaded.');

    expect(lines).toEqual(['info Reloaded. {}', 'info Reloaded. {}']);
  });

  it('never folds debug lines', () => {
    const { lines, log } = setup();

    log.debug({}, 'Frame.');
    log.debug({}, 'Frame.');

    expect(lines).toHaveLength(2);
  });

  it('holds a bounded number of different lines and loses no count', () => {
    const { clock, lines, log } = setup();

    log.warn({ device: 'first' }, 'Odd.');
    log.warn({ device: 'first' }, 'Odd.');
    for (let device = 0; device < 600; device++) log.warn({ device: `d${device}` }, 'Odd.');

    expect(lines).toContain('warn Odd. {"device":"first","repeated":1}');
    expect(clock.timers).toBe(500);
  });

  it('tells at the stop what it still counted and leaves no timer', () => {
    const { clock, lines, log } = setup();

    log.error({}, 'Commit failed.');
    log.error({}, 'Commit failed.');
    log.flush();

    expect(lines).toEqual(['error Commit failed. {}', 'error Commit failed. {"repeated":1}']);
    expect(clock.timers).toBe(0);
  });
});
