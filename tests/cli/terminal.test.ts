import { describe, expect, it } from 'vitest';
import { createTerminal, glyph, table, wrapped } from '../../src/cli/terminal.ts';
import { recordingTerminal, recordingWorld } from '../fakes/terminal.ts';

describe('a terminal', () => {
  it.each([
    ['a locale without Unicode', { LC_ALL: 'C' }],
    ['a terminal that is dumb', { TERM: 'dumb' }],
    ['a wish', { KOPRU_ASCII: '1' }],
  ])('keeps to ASCII for %s', (_name, environment) => {
    const terminal = recordingTerminal(environment);

    terminal.out(`${glyph(terminal, 'fine')} ─╱  ╲─ 9\u202f282 Kağıthane 24.6 °C ☃`);

    expect(terminal.written.out).toBe('ok -/  \\- 9 282 Kagithane 24.6 degC ?\n');
  });

  it('takes a missing locale for Unicode, as in a container', () => {
    const terminal = recordingTerminal();

    terminal.out('✓ Kağıthane');

    expect(terminal.written.out).toBe('✓ Kağıthane\n');
  });

  it.each([
    ['a terminal', true, {}, undefined, true],
    ['a pipe', false, {}, undefined, false],
    ['a terminal under NO_COLOR', true, { NO_COLOR: '1' }, undefined, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, undefined, false],
    ['a pipe that asked for it', false, {}, true, true],
    ['a terminal that asked for none', true, {}, false, false],
  ])('colours for %s: %s', (_name, isTerminal, environment, color, expected) => {
    const world = { ...recordingWorld(environment), isTerminal };

    expect(createTerminal(world, { json: false, color }).color).toBe(expected);
  });
});

describe('wrapped', () => {
  it('breaks between words', () => {
    expect(wrapped('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });
});

describe('table', () => {
  it('aligns columns and lets nothing command the terminal', () => {
    expect(
      table([
        ['meter', 'ok', 'fine'],
        ['x', '\x1b[2J', 'a\nb'],
      ]),
    ).toEqual(['meter  ok       fine', 'x      \\x1b[2J  a\\x0ab']);
  });
});
