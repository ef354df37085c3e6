import { describe, expect, it } from 'vitest';
import { withEntry } from '../../src/config/list-entries.ts';

const entry = { id: 'b', unitId: 2 };

describe('an entry added to a list of a file', () => {
  it.each([
    [
      'behind the last one',
      'devices:\n  - { id: a }\n',
      'devices:\n  - { id: a }\n  - { id: b, unitId: 2 }\n',
    ],
    [
      'behind the comment at the end of the line, before those below',
      'devices:\n- id: a # old\n  x: 1 # one\n\n# next part\nforward: []\n',
      'devices:\n- id: a # old\n  x: 1 # one\n- { id: b, unitId: 2 }\n\n# next part\nforward: []\n',
    ],
    [
      'at the end of a file that lacks the list',
      'schema: 1\n',
      'schema: 1\ndevices:\n  - { id: b, unitId: 2 }\n',
    ],
    ['in place of an empty list', 'devices: []\nx: 1\n', 'devices:\n  - { id: b, unitId: 2 }\nx: 1\n'],
    [
      'in a list of which all is commented out',
      'devices:\n#  - { id: a }\nx: 1\n',
      'devices:\n  - { id: b, unitId: 2 }\n#  - { id: a }\nx: 1\n',
    ],
    [
      'without a line end at the end',
      'devices:\n  - { id: a }',
      'devices:\n  - { id: a }\n  - { id: b, unitId: 2 }\n',
    ],
    [
      'with the line ends of the file',
      'devices:\r\n  - { id: a }\r\nx: 1\r\n',
      'devices:\r\n  - { id: a }\r\n  - { id: b, unitId: 2 }\r\nx: 1\r\n',
    ],
  ])('stands %s', (_, before, after) => {
    expect(withEntry(before, 'devices', entry)).toBe(after);
  });

  it.each(['devices: [{ id: a }]\n', 'devices: none\n', 'just text\n'])(
    'is refused where more would have to change: %j',
    (text) => {
      expect(withEntry(text, 'devices', entry)).toBeUndefined();
    },
  );

  it('keeps a text that looks like a number a text', () => {
    expect(withEntry('devices:\n  - { id: a }\n', 'devices', { id: '017' })).toContain('{ id: "017" }');
  });
});
