import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/core/status.ts';
import { verdict } from '../../src/core/verdict.ts';
import { backlog, buffer, destination, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const offline = backlog(9_282, 47 * minute, {
  state: 'backing off',
  troubleMs: 47 * minute,
  lastAnswer: { words: 'connect ECONNREFUSED', status: undefined, ageMs: 6_000 },
  nextTryMs: 24_000,
});
const well = snapshot().devices;
const noiseSilent = [device('meter'), silentDevice('noise', 23 * minute), ...well.slice(2)];

const table: readonly [
  name: string,
  change: Partial<Snapshot>,
  glyph: string,
  word: string,
  sentence: string,
][] = [
  [
    'all well',
    {},
    'fine',
    'working',
    'Working. All 17 devices answer, the broker accepts everything, nothing waits longer than 2 s.',
  ],
  [
    'a full buffer, whatever else is wrong',
    {
      buffer: buffer({ loss: { count: 1_204, since: '03:10', lastMs: minute }, trouble: 'x' }),
      destinations: [offline],
    },
    'stopped',
    'losing data',
    'Losing readings: the buffer is full. 1 204 of the oldest were dropped since 03:10.',
  ],
  [
    'readings lost before acceptance',
    {
      intake: {
        read: 9,
        filtered: [],
        lost: [
          { reason: 'commit failed', count: 3 },
          { reason: 'queue full', count: 1_200 },
        ],
        lastLossMs: 5_000,
      },
    },
    'stopped',
    'losing data',
    'Losing readings: 1 203 could not be kept since the start (queue full).',
  ],
  [
    'commits that fail',
    { buffer: buffer({ trouble: 'The disk is full.' }) },
    'stopped',
    'not storing',
    'Readings cannot be stored now. The disk is full.',
  ],
  ['a stop', { phase: 'stopping' }, 'waiting', 'stopping', 'Stopping.'],
  [
    'an outage with little room left',
    {
      buffer: buffer({ roomMs: 9 * hour }),
      destinations: [{ ...offline, troubleMs: 31 * day }],
    },
    'stopped',
    'little room',
    'Room for 9 h only. Broker unreachable for 31 days.',
  ],
  [
    'a small buffer while nothing is amiss',
    { buffer: buffer({ roomMs: 9 * hour }) },
    'fine',
    'working',
    'Working. All 17 devices answer, the broker accepts everything, nothing waits longer than 2 s.',
  ],
  [
    'a damaged store set aside',
    { upMs: hour, buffer: buffer({ setAside: '/var/lib/kopru/corrupt-1' }) },
    'look',
    'fresh buffer',
    'Started with a fresh buffer: the old one was damaged and is set aside.',
  ],
  [
    'refused credentials',
    {
      destinations: [
        { ...offline, state: 'denied', lastAnswer: { words: '401 Unauthorized', status: 401, ageMs: 9 } },
      ],
    },
    'stopped',
    'not sending',
    'Broker has refused our credentials for 47 min. 9 282 readings are safe on disk; there is room for 33 days.',
  ],
  [
    'a tenant that does not exist',
    {
      destinations: [
        {
          ...offline,
          state: 'denied',
          lastAnswer: { words: '404 NonexistentTenant', status: 404, ageMs: 9 },
        },
      ],
    },
    'stopped',
    'not sending',
    'Broker has refused our requests for 47 min. 9 282 readings are safe on disk; there is room for 33 days.',
  ],
  [
    'an unreachable broker',
    { destinations: [offline] },
    'waiting',
    'not sending',
    'Broker unreachable for 47 min. 9 282 readings are safe on disk; there is room for 33 days.',
  ],
  [
    'an unreachable broker, a silent device and quarantine',
    { devices: noiseSilent, destinations: [{ ...offline, quarantined: 14 }] },
    'waiting',
    'not sending',
    'Broker unreachable for 47 min. 9 282 readings are safe on disk; there is room for 33 days. 1 of 17 devices is silent.',
  ],
  [
    'a broker that answers 503',
    {
      destinations: [
        { ...offline, lastAnswer: { words: '503 Service Unavailable', status: 503, ageMs: 6_000 } },
      ],
      buffer: buffer({ roomMs: undefined }),
    },
    'waiting',
    'not sending',
    'Broker takes nothing for 47 min (503 Service Unavailable). 9 282 readings are safe on disk.',
  ],
  [
    'the worst of two brokers by name',
    { destinations: [destination({ name: 'city' }), { ...offline, name: 'region' }] },
    'waiting',
    'not sending',
    'Broker region unreachable for 47 min. 9 282 readings are safe on disk; there is room for 33 days.',
  ],
  [
    'a clock that is not set',
    {
      clock: { synchronised: false, source: undefined, steps: 0 },
      destinations: [backlog(120, minute, { state: 'unsynchronised' })],
    },
    'waiting',
    'keeping',
    'Keeping readings until the clock is set. 120 are safe on disk.',
  ],
  [
    'a clock that is not set, whose time is estimated',
    { clock: { synchronised: false, source: 'estimated', steps: 0 } },
    'fine',
    'working',
    'Working. All 17 devices answer, the broker accepts everything, nothing waits longer than 2 s.',
  ],
  [
    'a backlog that shrinks',
    {
      buffer: buffer({ inPerSecond: 3.35, outPerSecond: 52 }),
      destinations: [backlog(3_892, 20 * minute, { state: 'sending' })],
    },
    'waiting',
    'draining',
    'Broker is back, backlog draining. 3 892 readings to go, about 1 min 20 s.',
  ],
  [
    'a backlog that does not shrink',
    { destinations: [backlog(3_892, 20 * minute, { state: 'sending' })] },
    'waiting',
    'draining',
    'Broker is back, backlog draining. 3 892 readings to go.',
  ],
  [
    'a mapping that is rejected as a whole',
    {
      destinations: [
        backlog(3_892, 20 * minute, {
          state: 'sending',
          held: [
            {
              mapping: 'Energy/Meter',
              code: 'BadRequestData',
              words: 'totalActivePower: the unit\n  is unknown',
              forMs: 20 * minute,
              nextTryMs: 4 * minute,
            },
          ],
        }),
      ],
    },
    'look',
    'working in part',
    'Broker rejects all that Energy/Meter makes: totalActivePower: the unit is unknown. Its readings wait for a correction, next try in 4 min.',
  ],
  [
    'an unplugged adapter',
    {
      devices: [
        ...['meter', 'noise', 'a', 'b'].map((id) =>
          silentDevice(id, minute, {
            link: { state: 'silent', code: 'PORT_NOT_FOUND', reason: 'The port is not there.' },
          }),
        ),
        ...well.slice(4),
      ],
    },
    'look',
    'working in part',
    'Working in part: the adapter of bus rs485 is unplugged. 4 of 17 devices are silent.',
  ],
  [
    'a silent device',
    { devices: noiseSilent },
    'look',
    'working in part',
    'Working in part: noise has been silent for 23 min. The other 16 devices answer.',
  ],
  [
    'several silent devices and quarantine',
    {
      devices: [silentDevice('meter', minute), ...noiseSilent.slice(1)],
      destinations: [destination({ quarantined: 14 })],
    },
    'look',
    'working in part',
    'Working in part: 2 of 17 devices are silent, noise the longest (23 min). 14 readings are in quarantine.',
  ],
  [
    'quarantine alone',
    { destinations: [destination({ quarantined: 14 })] },
    'look',
    'working in part',
    'Working, but the broker refuses some readings. 14 are in quarantine with the reason.',
  ],
  [
    'no destination',
    { destinations: [] },
    'fine',
    'reading only',
    'Reading only: no broker is configured. 17 of 17 devices answer.',
  ],
  [
    'devices that have not answered yet',
    {
      devices: well.map((one, index) =>
        index < 5 ? one : { ...one, link: { state: 'starting' }, linkMs: 3_000, lastReadingMs: undefined },
      ),
    },
    'waiting',
    'starting',
    'Starting. 5 of 17 devices have answered so far.',
  ],
  [
    'one device that has not answered yet',
    { devices: [device('meter', { link: { state: 'starting' }, linkMs: 3_000, lastReadingMs: undefined })] },
    'waiting',
    'starting',
    'Starting. 0 of 1 device has answered so far.',
  ],
];

describe('verdict', () => {
  it.each(table)('says what matters about %s', (_name, change, glyph, word, sentence) => {
    const said = verdict(snapshot(change));

    expect({ ...said, sentence: said.sentence.replaceAll('\u202f', ' ') }).toMatchObject({
      glyph,
      word,
      sentence,
    });
  });

  it('calls a device silent when its last good reading is overdue although the link answers', () => {
    const overdue = device('noise', { lastReadingMs: 31_000 });

    expect(verdict(snapshot({ devices: [device('meter'), overdue] })).sentence).toBe(
      'Working in part: noise has been silent for 31 s. The other device answers.',
    );
  });

  it('leaves devices alone that are switched off', () => {
    const off = silentDevice('noise', hour, { running: 'off' });

    expect(verdict(snapshot({ devices: [device('meter'), off] })).sentence).toMatch(
      /^Working. The device answers/,
    );
  });

  it('can be said in another language', () => {
    const said = verdict(snapshot(), (finding) => ({ word: 'çalışıyor', sentences: [finding.situation] }));

    expect(said).toEqual({ situation: 'well', glyph: 'fine', word: 'çalışıyor', sentence: 'well' });
  });
});
