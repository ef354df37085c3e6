import { describe, expect, it } from 'vitest';
import { ledgerCheckLines, nextCommand, statusLines } from '../../src/cli/status-text.ts';
import type { Snapshot } from '../../src/core/status.ts';
import { backlog, destination, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

const style = { color: false };
const shown = (change: Partial<Snapshot>) =>
  statusLines(snapshot(change), style).map((line) => line.replaceAll('\u202f', ' '));

const outage = backlog(9_282, 2_820_000, {
  state: 'backing off',
  troubleMs: 2_820_000,
  lastAnswer: { words: 'connect ECONNREFUSED', status: undefined, ageMs: 6_000 },
  nextTryMs: 24_000,
  quarantined: 14,
  ledger: {
    destination: 'city',
    accepted: 4_127_480,
    waiting: 9_282,
    tallies: [
      { outcome: 'delivered', reason: '', count: 4_118_184 },
      { outcome: 'quarantined', reason: '', count: 14 },
    ],
    unexplained: 0,
  },
});

describe('statusLines', () => {
  it('show an outage on one screen', () => {
    const [meter = device('meter'), , ...others] = snapshot().devices;
    const lines = shown({
      devices: [meter, silentDevice('noise', 1_380_000), ...others],
      destinations: [outage],
    });

    expect(lines).toEqual([
      'Broker unreachable for 47 min. 9 282 readings are safe on disk; there is room',
      'for 33 days. 1 of 17 devices is silent.',
      '  devices            buffer             mapping            broker',
      '  ! 16 of 17 ─ · · ─ ~ 9 282 ─ ······ ─ ! 14 refused ─╱ ╲─ ✗ no answer',
      '  1 silent           oldest 47 min      quarantined        next try in 24 s',
      '  accepted 4 127 480 = delivered 4 118 184 + waiting 9 282 + quarantined 14',
      '                     + dropped 0                                      balances ✓',
      '! noise  eastron/sdm630  silent for 23 min  NO_REPLY',
      '  No reply within 1 s.',
    ]);
  });

  it('show a good day', () => {
    expect(shown({}).slice(2)).toEqual([
      '  devices            buffer             mapping            broker',
      '  ✓ 17 of 17 ─ · · ─ ✓ 0 ─ · · · · · ── ✓ 14 entities ─ ── ✓ waiting',
      '                     nothing waits                         1 s ago',
      '  accepted 4 127 480 = delivered 4 127 480 + waiting 0 + quarantined 0',
      '                     + dropped 0                                      balances ✓',
    ]);
  });

  it.each([
    ['starting', '~ starting'],
    ['sending', '✓ sending'],
    ['unsynchronised', '~ clock not set'],
    ['stopped', '! stopped'],
  ] as const)('put beside a broker that is %s: %s', (state, words) => {
    const [, , towers] = shown({ destinations: [destination({ state })] }).slice(1);

    expect(towers).toMatch(new RegExp(`${words}$`));
  });

  it('say loudly when the ledger does not balance', () => {
    const ledger = { ...destination().ledger, unexplained: 3 };

    expect(shown({ destinations: [destination({ ledger })] }).at(-1)).toMatch(/does not balance ✗$/);
  });

  it('show each ledger by name when there are several', () => {
    const region = destination({
      name: 'region',
      ledger: { ...destination().ledger, destination: 'region' },
    });

    expect(shown({ destinations: [destination(), region] }).join('\n')).toMatch(
      /city: accepted .*\n.*balances ✓\n.*region: accepted/,
    );
  });

  it('name the values that are too old of devices that answer, and why', () => {
    const values = ['pm10', 'pm25'].map((point, index) => ({
      point,
      quantity: point,
      value: 9,
      unit: 'GQ',
      ageMs: 600_000 + index,
    }));
    const refusals = [{ point: 'pm25', reason: 'frozen', count: 60, raw: '9' } as const];
    const devices = [device('air', { values, refusals }), device('meter')];

    const lines = shown({ devices });

    expect(lines.filter((line) => line.includes('old for'))).toEqual([
      expect.stringMatching(/^! air +pm25 and 1 more +old for 10 min +frozen$/),
    ]);
  });

  it('name five silent devices and count the rest', () => {
    const devices = Array.from({ length: 12 }, (_, index) => silentDevice(`d${index}`, 60_000 + index));

    const lines = shown({ devices });
    expect(lines.filter((line) => line.startsWith('! d')).map((line) => line.split(' ')[1])).toEqual([
      'd11',
      'd10',
      'd9',
      'd8',
      'd7',
    ]);
    expect(lines.at(-1)).toBe('  and 7 more');
  });

  it('never run over 80 columns', () => {
    const wide = backlog(123_456_789, 86_400_000 * 20, { state: 'denied', troubleMs: 86_400_000 * 20 });

    const reason =
      '/dev/serial/by-id/usb-FTDI_FT232R is not there: the adapter is unplugged. Look at its cable first.';
    const unplugged = silentDevice('meter', 60_000, {
      link: { state: 'silent', code: 'PORT_NOT_FOUND', reason },
    });

    for (const line of shown({ devices: [unplugged], destinations: [wide] }))
      expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('statusLines about history', () => {
  it.each([
    [{ asOrdered: 'the broker has no temporal writes (status 501)' }, 'works as ordered: the broker has no'],
    [{ backlog: { waiting: 1_200, trouble: undefined } }, 'readings on the way into the history.'],
    [{ backlog: { waiting: 3, trouble: 'status 403' } }, 'into the history; refused now: status 403.'],
  ])('say what is not as usual: %o', (change, words) => {
    expect(statusLines(snapshot({ destinations: [destination(change)] }), style).join('\n')).toContain(words);
  });
});

describe('nextCommand', () => {
  it.each([
    ['all is well', {}, 'kopru map meter'],
    ['the clock is not set', { clock: { synchronised: false, source: undefined, steps: 0 } }, 'timedatectl'],
    ['a device is silent', { devices: [silentDevice('noise', 60_000)] }, 'kopru read noise'],
    ['the broker is away', { destinations: [outage] }, 'journalctl -u kopru -p warning -n 20'],
  ])('is the useful one when %s', (_name, change, command) => {
    expect(nextCommand(snapshot(change))).toBe(command);
  });
});

describe('ledgerCheckLines', () => {
  it('compare the rows with the arithmetic', () => {
    const checks = [
      { destination: 'city', waiting: 3, counted: 3 },
      { destination: 'region', waiting: 3, counted: 2 },
    ];

    expect(ledgerCheckLines(checks, [], style)).toEqual([
      '✓ city: counted 3 waiting, as the ledger says.',
      '✗ region: counted 2 waiting, but the ledger says 3. LEDGER_UNEXPLAINED',
    ]);
  });
});
