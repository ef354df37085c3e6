import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../src/page/problems.ts';
import { device, silentDevice, snapshot } from '../fakes/snapshot.ts';

const now = 4 * 86_400_000;
const minute = 60_000;
const unplugged = {
  link: { state: 'silent' as const, code: 'PORT_NOT_FOUND', reason: 'There is no /dev/ttyUSB0.' },
};
const devices = (count: number, change = {}) =>
  Array.from({ length: count }, (_, index) => silentDevice(`spot-${index + 1}`, minute, change));

const told = (change: Parameters<typeof snapshot>[0]) =>
  problemsOf(snapshot(change), now, () => undefined).map(({ kind, subject, count, command }) => [
    kind,
    subject,
    count,
    command,
  ]);

describe('the problems', () => {
  it('name each of a few silent devices, the longest silent first', () => {
    const silent = [silentDevice('noise', minute), silentDevice('meter', 2 * minute)];

    expect(told({ devices: [device('door'), ...silent] })).toEqual([
      ['silent', 'meter', undefined, 'kopru read meter'],
      ['silent', 'noise', undefined, 'kopru read noise'],
    ]);
  });

  it('join many silent devices of one connection', () => {
    const others = [silentDevice('air', minute, { connection: 'air', running: 'listens' })];

    expect(told({ devices: [...devices(12, { connection: 'lora' }), ...others] })).toEqual([
      ['silent together', 'lora', 12, 'kopru doctor'],
      ['silent', 'air', undefined, 'kopru watch air'],
    ]);
  });

  it('tell of an unplugged adapter instead of the devices behind it', () => {
    expect(told({ devices: devices(2, unplugged) })).toEqual([['adapter', 'rs485', 2, 'kopru ports']]);
  });

  it('tell of a configuration that was changed and refused, until one is accepted', () => {
    const { configuration, at } = snapshot();
    const reload = { ok: false, at: new Date(Date.parse(at) - minute).toISOString(), errors: 2 };

    expect(told({ configuration: { ...configuration, reload } })).toEqual([['reload', '', 2, 'kopru check']]);
    expect(told({ configuration: { ...configuration, reload: { ...reload, ok: true } } })).toEqual([]);
  });
});
