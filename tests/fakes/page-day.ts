/** The page's day in one cabinet: all is well, the broker is away, the backlog drains. */

import type { Quarantined } from '../../src/core/quarantine.ts';
import type { DeviceStatus, Snapshot } from '../../src/core/status.ts';
import { Observer } from '../../src/page/observer.ts';
import type { PageState } from '../../src/page/state.ts';
import { backlog, buffer, destination, device, silentDevice, snapshot } from './snapshot.ts';

const minute = 60_000;
const day = 86_400_000;
const nowMs = 14 * day;

const value = (quantity: string, value: number | boolean, unit?: string) => ({
  point: quantity,
  quantity,
  value,
  unit,
  ageMs: 4_000,
});

const phases = ['L1', 'L2', 'L3'].map((phase, index) => value(`voltage.${phase}`, 229.9 + index, 'VLT'));
const noise = { driver: 'renke/rs-zs', everyMs: 1_000, values: [value('soundLevel', 61.4, '2N')] };
const noiseOnLine = device('noise', { ...noise, lastReadingMs: 1_000 });
const noiseSilent = silentDevice('noise', 23 * minute, noise);

function devices(noise: DeviceStatus): DeviceStatus[] {
  return [
    device('meter', { values: [value('activePower', 1_280, 'WTT'), ...phases] }),
    device('climate', {
      staleMs: 90_000,
      driver: 'xy-md02',
      everyMs: 30_000,
      lastReadingMs: 12_000,
      values: [value('airTemperature', 24.6, 'CEL'), value('relativeHumidity', 58, 'P1')],
    }),
    noise,
    device('door', { driver: 'waveshare/io-8ch', lastReadingMs: 1_000, values: [value('doorOpen', false)] }),
    device('air', {
      driver: 'nova/sds011',
      connection: 'air',
      running: 'listens',
      everyMs: minute,
      staleMs: 3 * minute,
      lastReadingMs: 37_000,
      values: [value('pm25', 18.4, 'GQ'), value('pm10', 41.8, 'GQ')],
      refusals: [{ point: 'pm10', reason: 'range', count: 3, raw: '999.9' }],
    }),
    ...Array.from({ length: 12 }, (_, index) =>
      device(`spot-${String(index + 1).padStart(2, '0')}`, {
        driver: 'bosch/tps110',
        connection: 'lora',
        running: 'listens',
        everyMs: undefined,
        lastReadingMs: (index + 3) * 4 * minute,
        staleMs: day,
        values: [value('occupied', index % 4 !== 1)],
      }),
    ),
  ];
}

const buses = [
  {
    name: 'rs485',
    connected: true,
    plannedShare: 0.15,
    busyShare: 0.19,
    busyMs: 1,
    requests: 210,
    answers: 179,
    exceptions: 0,
    timeouts: 31,
    damaged: 0,
    overruns: 0,
  },
];

const refused: Quarantined[] = [
  ['ParkingSpot:istanbul-kagithane-017-spot-03', 12, '400 BadRequestData: “refParkingSite” must be a URI'],
  [
    'AirQualityObserved:istanbul-kagithane-017-air',
    2,
    '400 BadRequestData: “airQualityIndex” must be an integer',
  ],
].map(([entity, count, words], index) => ({
  id: index + 1,
  destination: 'city',
  entity: `urn:ngsi-ld:${entity}`,
  code: 'ENTITY_REJECTED',
  words: String(words),
  firstAt: Date.parse('2026-11-23T06:14:00Z'),
  lastAt: Date.parse('2026-11-23T07:40:00Z'),
  tries: 1,
  count: Number(count),
  readings: [],
  retry: false,
}));

const away = { words: 'connect ECONNREFUSED 10.0.0.5:443', status: undefined, ageMs: 6_000 };

export const situations = ['well', 'outage', 'draining'] as const;
export type Situation = (typeof situations)[number];

function snapshotOf(situation: Situation): Snapshot {
  const base = { buses, devices: devices(situation === 'well' ? noiseOnLine : noiseSilent) };
  switch (situation) {
    case 'well':
      return snapshot({ ...base, destinations: [destination()] });
    case 'outage':
      return snapshot({
        ...base,
        buffer: buffer({ outPerSecond: 0, inPerSecond: 2.8, bytes: 400_000 }),
        destinations: [
          backlog(9_282, 47 * minute, {
            state: 'backing off',
            troubleMs: 47 * minute,
            lastAnswer: away,
            lastSuccessMs: 47 * minute,
            nextTryMs: 24_000,
            quarantined: 14,
            failures: [{ code: 'ECONNREFUSED', count: 49 }],
          }),
        ],
      });
    case 'draining':
      return snapshot({
        ...base,
        buffer: buffer({ outPerSecond: 51.45, inPerSecond: 2.8 }),
        destinations: [backlog(3_892, 24 * minute, { state: 'sending', quarantined: 14 })],
      });
  }
}

/** The state after an hour of the situation, with curves. */
export function pageState(
  situation: Situation,
  change: (snapshot: Snapshot) => Snapshot = (one) => one,
): PageState {
  const observer = new Observer(() => ({
    timezone: 'Europe/Istanbul',
    place: '41.0785° N, 28.9708° E',
    connections: [
      { name: 'rs485', kind: 'modbus', words: '9600 8N1' },
      { name: 'air', kind: 'serial', words: '9600 8N1' },
      { name: 'lora', kind: 'mqtt', words: 'mqtts://lora.city:8883' },
    ],
  }));
  const end = change(snapshotOf(situation));
  const well = change(snapshotOf('well'));
  const startMs = nowMs - 62 * minute;
  for (let atMs = startMs; atMs < nowMs; atMs += 15_000) {
    const isOver = nowMs - atMs < 47 * minute;
    const wave = Math.sin(atMs / (7 * minute));
    const now = isOver ? end : well;
    const moving = now.devices.map((each) => ({
      ...each,
      values: each.values.map((one) =>
        typeof one.value === 'number' ? { ...one, value: one.value * (1 + 0.06 * wave) } : one,
      ),
    }));
    const counted = now.destinations.map((each) => {
      const waiting = isOver
        ? Math.round((each.ledger.waiting * (atMs - nowMs + 47 * minute)) / (47 * minute))
        : 0;
      const accepted = each.ledger.accepted - Math.round((nowMs - atMs) / 300);
      return {
        ...each,
        ledger: {
          ...each.ledger,
          accepted,
          waiting,
          tallies: [{ outcome: 'delivered' as const, reason: '', count: accepted - waiting }],
        },
      };
    });
    observer.take({ ...now, devices: moving, destinations: counted }, atMs);
  }
  return observer.take(end, nowMs, situation === 'well' ? [] : refused);
}
