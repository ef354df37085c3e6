import { describe, expect, it } from 'vitest';
import { Observer } from '../../src/page/observer.ts';
import { bareSite } from '../fakes/page-site.ts';
import { backlog, destination, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

const minute = 60_000;
const now = 4 * 86_400_000;
const observer = () =>
  new Observer(() => ({
    ...bareSite,
    connections: [{ name: 'rs485', kind: 'modbus', words: '9600 8N1' }],
    unitIds: new Map([['meter', 7]]),
    placeOf: (of) => ('mapping' in of ? `${of.mapping}.yaml:3:1` : `${of.entity} there`),
  }));
const others = snapshot().devices.slice(2);

describe('the observer', () => {
  it('turns ages into stamps, so that what did not change stays equal', () => {
    const watch = observer();
    const first = watch.take(snapshot(), now);
    const older = snapshot().devices.map((each) => ({
      ...each,
      lastReadingMs: 6_000,
      linkMs: each.linkMs + 2_000,
    }));
    const second = watch.take(snapshot({ devices: older }), now + 2_000);

    expect(first.devices.meter?.lastAtMs).toBe(now - 4_000);
    expect(second.devices).toEqual(first.devices);
  });

  it('puts the most telling value first', () => {
    const values = [
      { point: 'voltage.L1', quantity: 'voltage.L1', value: 230.5, unit: 'VLT', ageMs: 0 },
      { point: 'activePower', quantity: 'activePower', value: 1_280.04, unit: 'WTT', ageMs: 0 },
    ];
    const { devices } = observer().take(snapshot({ devices: [device('meter', { values })] }), now);

    expect(devices.meter?.values[0]).toEqual({
      quantity: 'activePower',
      value: 1_280.04,
      unit: 'W',
      oldAtMs: undefined,
    });
  });

  it('tells a value that is too old although its device answers', () => {
    const values = [
      { point: 'airTemperature', quantity: 'airTemperature', value: 24.6, unit: 'CEL', ageMs: 4_000 },
      { point: 'relativeHumidity', quantity: 'relativeHumidity', value: 58, unit: 'P1', ageMs: minute },
    ];
    const { devices } = observer().take(snapshot({ devices: [device('climate', { values })] }), now);

    expect(devices.climate?.values.map(({ oldAtMs }) => oldAtMs)).toEqual([undefined, now - minute]);
  });

  it('says a lasting situation anew once a minute only, but a new one at once', () => {
    const watch = observer();
    const silent = (forMs: number) =>
      snapshot({ devices: [device('meter'), silentDevice('noise', forMs), ...others] });
    const said = (forMs: number, atMs: number) => watch.take(silent(forMs), atMs).verdict.words.en.sentence;

    expect(watch.take(snapshot(), now).verdict.situation).toBe('well');
    expect(said(2 * minute, now + 1_000)).toContain('silent for 2 min');
    expect(said(3 * minute, now + 30_000)).toContain('silent for 2 min');
    expect(said(3 * minute, now + 61_000)).toContain('silent for 3 min');
  });

  it('tells an outage and its end with how long it was', () => {
    const watch = observer();
    const away = backlog(9, minute, { state: 'backing off', troubleMs: 0 });
    watch.take(snapshot(), now);
    watch.take(snapshot({ destinations: [away] }), now + minute);
    const { changes } = watch.take(snapshot(), now + 3 * minute);

    expect(changes.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['online', 2 * minute],
      ['offline', undefined],
      ['started', undefined],
    ]);
  });

  it('names who is needed for each problem, the gravest first', () => {
    const { problems } = observer().take(
      snapshot({
        devices: [device('meter'), silentDevice('noise', 23 * minute), ...others],
        destinations: [
          destination({
            state: 'backing off',
            troubleMs: 47 * minute,
            nextTryMs: 24_000,
            quarantined: 14,
            lastAnswer: { words: 'connect ECONNREFUSED', status: undefined, ageMs: 6_000 },
            held: [
              {
                mapping: 'Parking/ParkingSpot',
                code: 'ENTITY_REJECTED',
                words: 'no',
                forMs: minute,
                nextTryMs: minute,
              },
            ],
          }),
        ],
      }),
      now,
    );

    expect(problems.map(({ place }) => place)).toEqual([
      undefined,
      undefined,
      'Parking/ParkingSpot.yaml:3:1',
      undefined,
    ]);
    expect(problems.map(({ kind, subject, needs, command }) => [kind, subject, needs, command])).toEqual([
      ['unreachable', 'city', 'nobody', 'kopru doctor'],
      ['silent', 'noise', 'technician', 'kopru read noise'],
      ['held', 'Parking/ParkingSpot', 'author', 'kopru mapping test Parking/ParkingSpot'],
      ['refused', 'city', 'author', 'kopru quarantine'],
    ]);
  });

  it('names the place to mend in a configuration that a reload refused', () => {
    const { configuration, at } = snapshot();
    const reload = { ok: false, errors: 2, at, place: 'gateway.yaml:11:28' };
    const { problems } = observer().take(snapshot({ configuration: { ...configuration, reload } }), now);

    expect(problems).toMatchObject([{ kind: 'reload', count: 2, place: 'gateway.yaml:11:28' }]);
  });

  it('names the configuration, the unit of a Modbus device, and where a refused attribute is written', () => {
    const refused = {
      id: 1,
      destination: 'city',
      entity: 'urn:e',
      code: 'X',
      words: 'no',
      count: 1,
      tries: 1,
      firstAt: 0,
      lastAt: 0,
      readings: [],
      retry: false,
    };
    const { gateway, devices, quarantine } = observer().take(snapshot(), now, [refused]);

    expect(gateway.configuration).toBe('7f3a9c41d02e');
    expect([devices.meter?.unitId, devices.noise?.unitId]).toEqual([7, undefined]);
    expect(quarantine[0]?.place).toBe('urn:e there');
  });

  it('keeps what it says of the machine while it changes little', () => {
    const watch = observer();
    const { host } = snapshot();
    const first = watch.take(snapshot(), now).host;
    const later = {
      ...host,
      processorCelsius: 52.4,
      writtenBytes: 4_200_400_000,
      memory: { ...host.memory, freeBytes: host.memory.freeBytes - 900_000 },
      upMs: host.upMs + 1_997,
    };

    expect(watch.take(snapshot({ host: later }), now + 2_000).host).toEqual(first);
    expect(first).toMatchObject({ celsius: 52, underVoltage: false, wear: { bytesPerDay: 1_100_000_000 } });
  });

  it('draws what came in, what went out and what waits', () => {
    const watch = observer();
    watch.take(snapshot({ destinations: [backlog(0, 0)] }), now);
    watch.take(snapshot({ destinations: [backlog(40, 1_000)] }), now + 1_000);
    const { flow } = watch.take(snapshot({ destinations: [backlog(40, 1_000)] }), now + 3_000);

    expect(flow.waiting.values).toContain(40);
    expect(flow.accepted.widthMs).toBeLessThan(minute);
  });
});
