import { closeSync, fstatSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog, type LogSettings, logStyle } from '../../src/telemetry/log.ts';
import { fakeClock } from '../fakes/clock.ts';

function logged(change: Partial<LogSettings> = {}) {
  const lines: string[] = [];
  const clock = fakeClock();
  const write = (line: string) => void lines.push(line);
  return { lines, log: createLog({ clock, level: 'info', style: 'json', colour: false, write, ...change }) };
}

describe('createLog', () => {
  it('writes one JSON object per line', () => {
    const { lines, log } = logged();

    log.warn({ destination: 'city', retryInMs: 24_000 }, 'Broker unreachable, readings are kept.');

    expect(lines).toEqual([
      '{"level":"warn","time":"2026-11-23T08:00:00.000Z","destination":"city","retryInMs":24000,"msg":"Broker unreachable, readings are kept."}\n',
    ]);
  });

  it('puts the priority before each line for the journal', () => {
    const { lines, log } = logged({ style: 'journal', level: 'debug' });

    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');

    expect(lines.map((line) => line.slice(0, 4))).toEqual(['<7>{', '<6>{', '<4>{', '<3>{']);
  });

  it('writes for people on a terminal', () => {
    const { lines, log } = logged({ style: 'plain' });

    log.warn({ device: 'noise', reason: 'no reply', cause: new RangeError('x') }, 'Device is silent.');

    expect(lines[0]).toMatch(
      /^08:00:00 warn {2}Device is silent. device=noise reason="no reply" cause=\{"name":"RangeError".*\n$/,
    );
  });

  it('colours warnings only where asked', () => {
    const { lines, log } = logged({ style: 'plain', colour: true });

    log.info({}, 'Started.');
    log.error({}, 'Stopped.');

    expect(lines).toEqual(['08:00:00 info  Started.\n', '\x1b[31m08:00:00 error Stopped.\x1b[0m\n']);
  });

  it.each(['json', 'journal', 'plain'] as const)('keeps a hostile device name on one line (%s)', (style) => {
    const { lines, log } = logged({ style });

    log.info({ device: 'x\n<0>{"msg":"forged"}\x1b[2J' }, 'Message\nunmatched.');

    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/\p{Cc}/u);
  });

  it('writes nothing below its level', () => {
    const { lines, log } = logged({ level: 'warn' });

    log.info({}, 'Started.');

    expect(lines).toEqual([]);
  });
});

describe('logStyle', () => {
  const file = openSync(join(tmpdir(), `kopru-journal-${process.pid}`), 'w');
  const { dev, ino } = fstatSync(file, { bigint: true });

  it('is the journal only if the journal reads this very file', () => {
    expect(logStyle({ fd: file }, { JOURNAL_STREAM: `${dev}:${ino}` })).toBe('journal');
    expect(logStyle({ fd: file }, { JOURNAL_STREAM: `${dev}:${ino + 1n}` })).toBe('json');
    closeSync(file);
  });

  it('is plain on a terminal and JSON elsewhere', () => {
    expect(logStyle({ fd: 1, isTTY: true }, {})).toBe('plain');
    expect(logStyle({ fd: 1 }, {})).toBe('json');
  });
});
