import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/core/status.ts';
import { verdict } from '../../src/core/verdict.ts';
import { turkish } from '../../src/core/verdict-turkish.ts';
import { backlog, buffer, destination, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const offline = backlog(9_282, 47 * minute, {
  state: 'backing off',
  troubleMs: 47 * minute,
  lastAnswer: { words: 'connect ECONNREFUSED', status: undefined, ageMs: 6_000 },
});
const others = snapshot().devices.slice(2);
const unplugged = { state: 'silent', code: 'PORT_NOT_FOUND', reason: 'no such port' } as const;

const table: readonly [name: string, change: Partial<Snapshot>, word: string, sentence: string][] = [
  [
    'all well',
    {},
    'çalışıyor',
    'Çalışıyor. 17 cihazın tümü yanıt veriyor, broker her şeyi kabul ediyor, en uzun bekleme 2 sn.',
  ],
  [
    'a full buffer',
    { buffer: buffer({ loss: { count: 1_204, since: '03:10', lastMs: minute } }) },
    'veri kaybı',
    'Ölçüm kaybediliyor: arabellek dolu. Silinen en eski ölçüm: 1 204 (ilk kayıp 03:10).',
  ],
  [
    'readings that were not kept',
    { intake: { read: 9, filtered: [], lost: [{ reason: 'queue full', count: 7 }], lastLossMs: minute } },
    'veri kaybı',
    'Ölçüm kaybediliyor: başlangıçtan beri saklanamayan ölçüm 7 (queue full).',
  ],
  [
    'a disk that does not write',
    { buffer: buffer({ trouble: 'disk I/O error' }) },
    'saklayamıyor',
    'Ölçümler şu an saklanamıyor. disk I/O error',
  ],
  [
    'little room',
    { buffer: buffer({ roomMs: 9 * hour }), destinations: [{ ...offline, troubleMs: 31 * day }] },
    'az yer kaldı',
    'Yalnız 9 sa yer kaldı. Broker’a ulaşılamıyor (31 gün).',
  ],
  [
    'refused credentials',
    {
      destinations: [
        backlog(9_282, 47 * minute, {
          state: 'denied',
          troubleMs: 47 * minute,
          lastAnswer: { words: '401 Unauthorized', status: 401, ageMs: 6_000 },
        }),
      ],
    },
    'göndermiyor',
    'Broker kimlik bilgilerini reddediyor (47 dk). 9 282 ölçüm diskte güvende, 33 gün daha yer var.',
  ],
  [
    'an unreachable broker and a silent device',
    { destinations: [offline], devices: [device('meter'), silentDevice('noise', 23 * minute), ...others] },
    'göndermiyor',
    'Broker’a ulaşılamıyor (47 dk). 9 282 ölçüm diskte güvende, 33 gün daha yer var. Susan cihaz: 1 / 17.',
  ],
  [
    'a clock that is not set',
    {
      clock: { synchronised: false, source: undefined, steps: 0 },
      destinations: [backlog(120, 2_000, { state: 'unsynchronised' })],
    },
    'saklıyor',
    'Saat ayarlanana dek ölçümler saklanıyor. Diskte güvende: 120 ölçüm.',
  ],
  [
    'a backlog that drains',
    {
      destinations: [backlog(3_892, 24 * minute, { state: 'sending' })],
      buffer: buffer({ inPerSecond: 2.8, outPerSecond: 51.45 }),
    },
    'boşalıyor',
    'Broker geri geldi, birikenler gönderiliyor. Kalan: 3 892 ölçüm, yaklaşık 1 dk 20 sn.',
  ],
  [
    'an adapter that is gone',
    {
      devices: [
        silentDevice('meter', hour, { link: unplugged }),
        silentDevice('noise', hour, { link: unplugged }),
        ...others,
      ],
    },
    'kısmen çalışıyor',
    'Kısmen çalışıyor: adaptör takılı değil (rs485). Susan cihaz: 2 / 17.',
  ],
  [
    'one silent device',
    { devices: [device('meter'), silentDevice('noise', 23 * minute), ...others] },
    'kısmen çalışıyor',
    'Kısmen çalışıyor: susan cihaz noise (23 dk). Yanıt veren: 16 / 17.',
  ],
  [
    'refused readings',
    { destinations: [destination({ quarantined: 14 })] },
    'kısmen çalışıyor',
    'Çalışıyor, ama broker bazı ölçümleri reddediyor. Nedeniyle karantinada: 14.',
  ],
  [
    'no destination',
    { destinations: [] },
    'yalnız okuyor',
    'Yalnız okuyor: broker tanımlı değil. Yanıt veren: 17 / 17.',
  ],
];

describe('the verdict in Turkish', () => {
  it.each(table)('of %s', (_, change, word, sentence) => {
    const said = verdict(snapshot(change), turkish);

    expect({ word: said.word, sentence: said.sentence.replaceAll('\u202f', ' ') }).toEqual({
      word,
      sentence,
    });
  });
});
