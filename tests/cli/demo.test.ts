import { describe, expect, it } from 'vitest';
import { demo } from '../../src/cli/demo.ts';
import { recordingTerminal } from '../fakes/terminal.ts';

describe('demo', () => {
  it.each([
    [{ city: 'ankara' }, 'There is no demo of ankara.'],
    [{ outage: 'soon' }, 'soon is no duration.'],
  ])('refuses %j before it starts anything', async (options, message) => {
    await expect(demo(recordingTerminal({}, '/nowhere'), { args: [], options })).rejects.toThrow(message);
  });
});
