import { describe, expect, it } from 'vitest';
import { quantities, quantityNames } from '../../../src/core/quantity.ts';
import type { Viewer } from '../../../src/page/files.ts';
import type { PageState } from '../../../src/page/state.ts';
import { renderDocument } from '../../../src/page/view/document.tsx';
import { english } from '../../../src/page/view/words-english.ts';
import { turkish } from '../../../src/page/view/words-turkish.ts';
import { hostileTexts } from '../../fakes/hostile.ts';
import { pageState, situations } from '../../fakes/page-day.ts';

const assets = { script: '/assets/main.js', style: '/assets/main.css', icon: '/assets/icon.svg' };
const drawn = (state: PageState, viewer: Partial<Viewer> = {}) =>
  renderDocument(state, { viewer: { language: 'en', theme: 'auto', ...viewer }, assets, tick: 1 });

/** What a person reads, without the data for the script. */
const read = (html: string) =>
  html
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u202f', ' ')
    .replace(/\s+/g, ' ');

describe('the page without script', () => {
  it.each([
    ['well', 'Working. All 17 devices answer, the broker accepts everything'],
    ['outage', 'Broker unreachable for 47 min. '],
    ['draining', 'Broker is back, backlog draining. '],
  ] as const)('begins with the verdict: %s', (situation, sentence) => {
    expect(read(drawn(pageState(situation)))).toContain(sentence);
  });

  it('shows problems with who is needed and the command that helps', () => {
    const text = read(drawn(pageState('outage')));

    expect(text).toContain('The broker does not answer');
    expect(text).toContain('Needs nobody: it mends itself');
    expect(text).toContain('kopru read noise');
    expect(text).toContain('14 readings refused by the broker');
  });

  it('shows no problems when there are none', () => {
    expect(drawn(pageState('well'))).not.toContain('class="problems"');
  });

  it('shows each device with value, unit and age, and a silent one with its last value', () => {
    const text = read(drawn(pageState('outage')));

    expect(text).toMatch(/meter eastron\/sdm630 1 280 W/);
    expect(text).toMatch(/noise renke\/rs-zs last 61\.4 dB.* 23 min/);
  });

  it('joins many equal devices to cells', () => {
    const html = drawn(pageState('well'));

    expect(read(html)).toContain('spot-01…12 bosch/tps110 9 occupied, 3 free. Heard from 12 of 12.');
  });

  it('balances the ledger for all to see', () => {
    expect(read(drawn(pageState('outage')))).toMatch(
      /delivered 4 118 184 waiting on disk 9 282 in quarantine 14 dropped 0 accepted 4 127 480 It balances/,
    );
  });

  it('speaks Turkish throughout', () => {
    const text = read(drawn(pageState('outage'), { language: 'tr' }));

    expect(text).toContain('Broker’a ulaşılamıyor (47 dk).');
    for (const word of [
      'Devices',
      'Broker does',
      'Needs',
      'waiting',
      'Ledger',
      'Forwarding',
      ' ago',
      'answers',
    ]) {
      expect(text).not.toContain(word);
    }
  });

  it.each(hostileTexts)('keeps %s in names, values and answers as text', (_name, hostile) => {
    const state = pageState('outage', (snapshot) => ({
      ...snapshot,
      gateway: { ...snapshot.gateway, name: hostile },
      devices: snapshot.devices.map((device, index) =>
        index === 0
          ? {
              ...device,
              driver: hostile,
              values: [{ point: 'x', quantity: 'x-label', value: hostile, unit: undefined, ageMs: 0 }],
            }
          : device,
      ),
      destinations: snapshot.destinations.map((destination) => ({
        ...destination,
        broker: hostile,
        lastAnswer: { words: hostile, status: undefined, ageMs: 0 },
      })),
    }));
    const html = drawn(state);

    expect(html).not.toMatch(/<img|<[^>]* on\w+="alert/);
    expect(html.match(/<script/g)).toHaveLength(2);
    const [, data = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
    expect(JSON.parse(data).state.gateway.name).toBe(hostile);
  });

  it('names the unit of a Modbus device, the configuration, and the line to mend', () => {
    const text = read(drawn(pageState('outage')));

    expect(text).toContain('unit 3, silent');
    expect(text).toContain('Configuration 7f3a9c41d02e .');
    expect(text).toContain('mappings/Parking/ParkingSpot.yaml:31:3');
  });

  it('tells how the machine does, and nothing that it does not know', () => {
    const bare = pageState('well', (snapshot) => ({
      ...snapshot,
      host: { ...snapshot.host, processorCelsius: undefined, underVoltage: true, disk: undefined },
    }));

    expect(read(drawn(pageState('well')))).toMatch(
      /Machine Processor 52 °C Supply strong enough Disk 21 GB of 31 GB free Written 1\.1 GB a day; at that a cheap card lasts 23 years/,
    );
    expect(read(drawn(bare))).toMatch(/Machine Supply too weak: .* Memory/);
    expect(read(drawn(bare))).not.toContain('Written');
  });

  it('offers a technician, and nobody else, to try at once a destination that waits', () => {
    const session = (role: 'viewer' | 'technician') => ({ session: { person: 'ayse', role, csrf: 'c' } });
    const offer = 'action="/actions/try"';

    expect(drawn(pageState('outage'), session('technician'))).toContain(offer);
    expect(drawn(pageState('well'), session('technician'))).not.toContain(offer);
    expect(drawn(pageState('outage'), session('viewer'))).not.toContain(offer);
    expect(drawn(pageState('outage'))).not.toContain(offer);
  });

  it.each(situations)('has no style and no script of its own: %s', (situation) => {
    const html = drawn(pageState(situation), { theme: 'dark' });

    expect(html).not.toMatch(/ style=| on\w+=|<style/);
    expect(html).toContain('<html lang="en" data-theme="dark">');
  });
});

it('tells a value that no longer comes, and a door in words', () => {
  const state = pageState('well', (snapshot) => ({
    ...snapshot,
    devices: snapshot.devices.map((device) =>
      device.id === 'climate'
        ? {
            ...device,
            values: device.values.map((one, index) => (index === 1 ? { ...one, ageMs: 23 * 60_000 } : one)),
          }
        : device,
    ),
  }));
  const text = read(drawn(state));

  expect(text).toMatch(/climate xy-md02 24\.6 °C 23 min old: 58 % air temperature, relative humidity/);
  expect(text).toMatch(/door waveshare\/io-8ch closed door/);
});

describe('the words', () => {
  const keysOf = (words: object, path = ''): string[] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'object' && key !== 'quantities' ? keysOf(value, `${path}${key}.`) : `${path}${key}`,
    );

  it('are the same in both languages, and translated', () => {
    expect(keysOf(turkish)).toEqual(keysOf(english));
  });

  it('know every quantity in Turkish, and what each state means in both languages', () => {
    const states = [...quantities.values()].filter(({ kind }) => kind === 'state').map(({ name }) => name);

    expect(quantityNames.filter((name) => turkish.quantities[name] === undefined)).toEqual([]);
    expect(states.filter((name) => !english.states[name] || !turkish.states[name])).toEqual([]);
  });

  it.each([
    'losing',
    'not storing',
    'unreachable',
    'unwilling',
    'denied',
    'clock',
    'adapter',
    'silent',
    'silent together',
    'mqtt',
    'held',
    'refused',
    'reload',
  ] as const)('say the problem %s differently in each', (kind) => {
    const problem = {
      id: kind,
      kind,
      grave: false,
      code: undefined,
      place: undefined,
      subject: 'meter',
      words: undefined,
      count: 3,
      sinceMs: undefined,
      nextTryAtMs: undefined,
      needs: 'nobody' as const,
      command: '',
    };

    const [inEnglish, inTurkish] = [english.problem(problem, '3'), turkish.problem(problem, '3')];
    expect(inEnglish.title).not.toBe('');
    expect(inTurkish.title).not.toBe(inEnglish.title);
  });
});
