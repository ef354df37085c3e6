/**
 * The page's day in one cabinet, as its documentation tells it: the broker is away from 10:42:07 to 11:31, what waited
 * is delivered by 11:35; noise is silent from 11:06:12 to 12:20; 14 readings are refused in the morning and sent again
 * at 13:10. Each situation is a moment of it.
 */
import type { Quarantined } from '../../src/core/quarantine.ts';
import type { DestinationStatus, DeviceStatus, Snapshot } from '../../src/core/status.ts';
import { Observer } from '../../src/page/observer.ts';
import type { PageState } from '../../src/page/state.ts';
import { buffer, destination, device, silentDevice, snapshot } from './snapshot.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Wall clock of a time of day at the site. */
const at = (time: string) => Date.parse(`2026-09-08T${time}+03:00`);

const moments = { well: at('14:05:10'), outage: at('11:29:24'), draining: at('11:33:02') } as const;
export const situations = ['well', 'outage', 'draining'] as const;
export type Situation = (typeof situations)[number];

const awayFrom = at('10:42:07');
const awayTo = at('11:31:00');
const silentFrom = at('11:06:12');
const silentTo = at('12:20:00');
const sentAgain = at('13:10:00');

/** Times, and how many readings had been accepted by then. */
const accepted = [
  [awayFrom, 4_118_198],
  [silentFrom, 4_123_728],
  [moments.outage, 4_127_480],
  [moments.draining, 4_128_090],
  [silentTo, 4_135_980],
  [moments.well, 4_160_300],
] as const;
/** The same of the waiting ones, from the return of the broker on. */
const draining = [
  [awayTo, 9_551],
  [moments.draining, 3_892],
  [moments.draining + 84_000, 9],
] as const;

/** Linear between the points, and beyond them as between the nearest. */
function between(points: readonly (readonly [number, number])[], time: number): number {
  const found = points.findIndex(([next]) => next > time);
  const index = Math.max(1, found < 0 ? points.length - 1 : found);
  const [[t0, v0], [t1, v1]] = [points[index - 1] ?? [0, 0], points[index] ?? [1, 0]];
  return Math.round(v0 + ((v1 - v0) * (time - t0)) / (t1 - t0));
}

const isAway = (time: number) => time >= awayFrom && time < awayTo;

function waitingAt(time: number): number {
  if (isAway(time)) return between(accepted, time) - 4_118_198;
  return time >= awayTo && time < moments.draining + 84_000 ? between(draining, time) : 9;
}

const morning = [
  {
    entity: 'ParkingSpot:istanbul-kagithane-017-spot-03',
    count: 12,
    words: '400 BadRequestData: “refParkingSite” must be a URI',
    firstAt: at('09:14:02'),
    lastAt: at('10:40:11'),
  },
  {
    entity: 'AirQualityObserved:istanbul-kagithane-017-air',
    count: 2,
    words: '400 BadRequestData: “airQualityIndex” must be an integer, got 41.5',
    firstAt: at('10:38:40'),
    lastAt: at('10:39:41'),
  },
];

const refusedAt = (time: number): Quarantined[] =>
  morning
    .filter(({ firstAt }) => time >= firstAt && time < sentAgain)
    .map((one, index) => ({
      ...one,
      id: index + 1,
      destination: 'city',
      entity: `urn:ngsi-ld:${one.entity}`,
      code: 'ENTITY_REJECTED',
      tries: 1,
      readings: [],
      retry: false,
    }));

function cityAt(time: number): DestinationStatus {
  const waiting = waitingAt(time);
  const quarantined = refusedAt(time).reduce((sum, { count }) => sum + count, 0);
  const all = between(accepted, time);
  const away = isAway(time);
  const state = away ? 'backing off' : waiting > 9 ? 'sending' : 'waiting';
  const oldestWaitingMs = away
    ? time - awayFrom
    : waiting > 9
      ? Math.round((24 * minute * waiting) / 3_892)
      : 2_000;
  return destination({
    state,
    troubleMs: away ? time - awayFrom : undefined,
    lastAnswer: away
      ? { words: 'connect ETIMEDOUT 192.0.2.5:443', status: undefined, ageMs: 36_000 }
      : { words: '204 No Content', status: 204, ageMs: 2_000 },
    lastSuccessMs: away ? time - awayFrom : 2_000,
    nextTryMs: away ? 24_000 : undefined,
    answerMs: 41,
    failures: away ? [{ code: 'BROKER_UNREACHABLE', count: 49 }] : [],
    oldestWaitingMs,
    quarantined,
    requests: [
      { outcome: 'delivered', count: Math.round((time - at('00:00:00')) / 10_420) },
      { outcome: 'partial', count: 5 },
    ],
    ledger: {
      destination: 'city',
      accepted: all,
      waiting,
      tallies: [
        { outcome: 'delivered', reason: '', count: all - waiting - quarantined },
        { outcome: 'quarantined', reason: '', count: quarantined },
      ],
      unexplained: 0,
    },
  });
}

const value = (quantity: string, value: number | boolean, unit?: string) => ({
  point: quantity,
  quantity,
  value,
  unit,
  ageMs: 4_000,
});

const phases = (quantity: string, first: number, unit: string) =>
  ['L1', 'L2', 'L3'].map((phase, index) => value(`${quantity}.${phase}`, first * (1 + index / 200), unit));
const meterValues = (power: number) => [
  value('activePower', power, 'WTT'),
  value('reactivePower', 212, 'D44'),
  value('frequency', 49.98, 'HTZ'),
  value('activeEnergyImport', 18_204.6, 'KWH'),
  value('activeEnergyExport', 0, 'KWH'),
  ...phases('voltage', 229.9, 'VLT'),
  ...phases('current', 1.87, 'AMP'),
  ...phases('activePower', 426, 'WTT'),
  ...phases('apparentPower', 431, 'D46'),
  ...phases('reactivePower', 70.5, 'D44'),
  ...phases('powerFactor', 0.98, 'C62'),
  ...phases('voltageThd', 2.1, 'P1'),
];

const wave = (time: number) => Math.sin(time / (7 * minute)) * 0.6 + Math.sin(time / 97_000) * 0.4;

function devicesAt(time: number, end: number): DeviceStatus[] {
  /** A number that wanders to its last value. */
  const wandering = (last: number, share: number) =>
    Math.round(last * (1 + share * (wave(time) - wave(end))) * 10) / 10;
  const [parked, door] = [time - at('00:00:00'), time - at('08:12:07')];
  const noise = {
    driver: 'renke/rs-zs',
    everyMs: 1_000,
    values: [value('soundLevel', wandering(61.4, 0.12), '2N')],
  };
  return [
    device('meter', { values: meterValues(wandering(1_280, 0.1)) }),
    device('climate', {
      staleMs: 90_000,
      driver: 'xy-md02',
      everyMs: 30_000,
      lastReadingMs: 12_000,
      values: [value('airTemperature', wandering(24.6, 0.015), 'CEL'), value('relativeHumidity', 58, 'P1')],
    }),
    time >= silentFrom && time < silentTo
      ? silentDevice('noise', time - silentFrom, noise)
      : device('noise', { ...noise, lastReadingMs: 1_000 }),
    device('door', {
      driver: 'waveshare/io-8ch',
      everyMs: 1_000,
      lastReadingMs: 1_000,
      values: [value('doorOpen', door < 0)],
    }),
    device('air', {
      driver: 'nova/sds011',
      connection: 'air',
      running: 'listens',
      everyMs: minute,
      staleMs: 3 * minute,
      lastReadingMs: 37_000,
      values: [value('pm25', wandering(18.4, 0.2), 'GQ'), value('pm10', wandering(41.8, 0.2), 'GQ')],
      refusals: [{ point: 'pm10', reason: 'range', count: 3, raw: '999.9' }],
    }),
    ...[4, 11, 52, 38, 120, 19, 61, 27, 6, 3, 44, 70].map((minutes, index) =>
      device(`spot-${String(index + 1).padStart(2, '0')}`, {
        driver: 'bosch/tps110',
        connection: 'lora',
        running: 'listens',
        everyMs: undefined,
        lastReadingMs: Math.min(minutes * minute, parked),
        staleMs: day,
        values: [value('occupied', index % 4 !== 1)],
      }),
    ),
  ];
}

const bus = {
  name: 'rs485',
  connected: true,
  plannedShare: 0.15,
  busyMs: 1,
  requests: 210,
  answers: 179,
  exceptions: 0,
  timeouts: 31,
  damaged: 0,
  overruns: 0,
};

const lora = {
  kind: 'client' as const,
  name: 'lora',
  url: 'mqtts://lora.city:8883',
  connected: true,
  subscribed: true,
  trouble: undefined,
  connections: 1,
  gaps: 0,
  held: 0,
  refusedTopics: [],
  received: 3_100,
  repeated: 0,
  unmatched: 0,
  stale: 0,
  lost: 0,
};

function snapshotAt(time: number, end: number): Snapshot {
  const devices = devicesAt(time, end);
  const silent = time >= silentFrom && time < silentTo;
  const rate = silent ? 2.8 : 3.9;
  const waiting = waitingAt(time);
  const upMs = time - at('00:00:00') + 14 * day;
  return snapshot({
    gateway: {
      id: 'istanbul-kagithane-017',
      name: 'Kağıthane Meydan',
      version: '1.0.0',
      runtime: { node: 'v24.11.0', arch: 'arm64' },
    },
    at: new Date(time).toISOString(),
    upMs,
    host: { ...snapshot().host, writtenBytes: (upMs / day) * 1.1e9, upMs: upMs + 41_000 },
    devices,
    buses: [{ ...bus, busyShare: silent ? 0.19 : 0.12 }],
    mqtt: [lora],
    buffer: buffer({
      inPerSecond: rate,
      outPerSecond: isAway(time) ? 0 : waiting > 9 ? 51.45 : rate,
      bytes: 100_000 + waiting * 32,
      limitBytes: 512_000_000,
    }),
    destinations: [cityAt(time)],
  });
}

/** The state at that moment, with the curves and changes of the day before. */
export function pageState(
  situation: Situation,
  change: (snapshot: Snapshot) => Snapshot = (one) => one,
): PageState {
  const observer = new Observer(() => ({
    unitIds: new Map([
      ['meter', 1],
      ['climate', 2],
      ['noise', 3],
      ['door', 4],
    ]),
    placeOf: (of) =>
      'entity' in of && of.entity.includes('ParkingSpot')
        ? 'mappings/Parking/ParkingSpot.yaml:31:3'
        : undefined,
    timezone: 'Europe/Istanbul',
    place: '41.0785° N, 28.9708° E',
    connections: [
      { name: 'rs485', kind: 'modbus', words: '9600 8N1' },
      { name: 'air', kind: 'serial', words: '9600 8N1' },
      { name: 'lora', kind: 'mqtt', words: lora.url },
    ],
  }));
  const end = moments[situation];
  const look = (time: number) =>
    observer.take(change(snapshotAt(time, end)), time - at('00:00:00') + 20 * day, refusedAt(time));
  const times: number[] = [awayFrom, awayTo, silentFrom, silentTo, ...morning.map(({ firstAt }) => firstAt)];
  for (let time = end - day; time < end; time += end - time > 62 * minute ? 2 * minute : 15_000) {
    times.push(time);
  }
  for (const time of times.filter((one) => one < end).toSorted((a, b) => a - b)) look(time);
  return look(end);
}
