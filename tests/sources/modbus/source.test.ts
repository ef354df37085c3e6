import { describe, expect, it } from 'vitest';
import { playDriver } from '../../../src/simulator/device/play-driver.ts';
import type { Bus, ModbusDevice } from '../../../src/sources/modbus/settings.ts';
import { createModbusSource } from '../../../src/sources/modbus/source.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { recordingLogger } from '../../fakes/logger.ts';
import { modbusDevice, modbusPoint, recordingIntake } from '../../fakes/modbus.ts';
import { memoryLine } from '../../fakes/modbus-connect.ts';
import { seeded } from '../../fakes/random.ts';

const bus: Bus = {
  name: 'rs485',
  kind: 'serial',
  framing: 'rtu',
  port: '/dev/ttyTEST',
  line: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
};
const unplugged = { code: 'PORT_NOT_FOUND', reason: 'The adapter is unplugged.' };

const meterPoints = [
  modbusPoint('voltage', { address: 0, table: 'input', unit: 'VLT', meaning: { scale: 0.1, max: 500 } }),
  modbusPoint('activePower', { address: 1, table: 'input', type: 'i32', unit: 'WTT' }),
];

function site(parts: { devices?: ModbusDevice[]; bus?: Bus; unpolled?: true } = {}) {
  const clock = fakeClock();
  const intake = recordingIntake();
  const devices = parts.devices ?? [modbusDevice('meter', { points: meterPoints })];
  const units = new Map(
    devices.map((device) => [device.unitId, playDriver(device.points, { clock })] as const),
  );
  units.get(1)?.set('voltage', 230.5);
  const line = memoryLine(units, clock);
  const { logger, lines } = recordingLogger();
  const source = createModbusSource({
    bus: parts.bus ?? bus,
    devices,
    clock,
    random: seeded(1),
    logger,
    intake,
    connect: line.connect,
    ...(parts.unpolled ? { unpolled: true } : {}),
  });
  const unit = (unitId: number) => {
    const found = units.get(unitId);
    if (!found) throw new Error(`No unit ${unitId}.`);
    return found;
  };
  return { clock, intake, line, lines, source, unit };
}

describe('a Modbus source', () => {
  it('hands on one message for each poll, with the time it was read', async () => {
    const { clock, intake, source, unit } = site();
    unit(1).set('activePower', -1280);

    source.start();
    await clock.advance(20_900);

    expect(intake.messages.length).toBe(3);
    expect(intake.values('meter')).toEqual({ voltage: 230.5, activePower: -1280 });
    expect(intake.messages[1]).toMatchObject({ device: 'meter', awaited: false });
    expect((intake.messages[1]?.monotonicMs ?? 0) - (intake.messages[0]?.monotonicMs ?? 0)).toBeCloseTo(
      10_000,
      -3,
    );
    expect(intake.links).toEqual(['meter answers']);
    await source.stop();
  });

  it('hands on what no entity uses, because it is shown, but nothing hidden', async () => {
    const points = [
      modbusPoint('voltage', { address: 0 }),
      modbusPoint('current', { address: 1, used: false }),
      modbusPoint('_status', { address: 2, hidden: true }),
    ];
    const { clock, intake, line, source } = site({ devices: [modbusDevice('meter', { points })] });

    source.start();
    await clock.advance(1_000);

    expect(Object.keys(intake.values('meter'))).toEqual(['voltage', 'current']);
    expect(line.asked[0]).toMatch(/^010300000002/);
    await source.stop();
  });

  it('counts what is no value with its words, and hands on the rest', async () => {
    const { clock, intake, source, unit } = site();
    unit(1).set('activePower', 5);
    unit(1).setWords('voltage', [0xffff]);

    source.start();
    await clock.advance(1_000);

    expect(intake.values('meter')).toEqual({ activePower: 5 });
    expect(intake.refusals).toEqual(['meter voltage range FFFF']);
    await source.stop();
  });

  it('reads the others where one address is refused, and says which', async () => {
    const points = [modbusPoint('voltage', { address: 0 }), modbusPoint('current', { address: 1 })];
    const extra = modbusPoint('frequency', { address: 9 });
    const clock = fakeClock();
    const intake = recordingIntake();
    const line = memoryLine(
      new Map([[1, playDriver(points, { clock, values: { voltage: 230, current: 5 } })]]),
      clock,
    );
    const source = createModbusSource({
      bus,
      devices: [modbusDevice('meter', { points: [...points, extra] })],
      clock,
      random: seeded(1),
      logger: recordingLogger().logger,
      intake,
      connect: line.connect,
    });

    source.start();
    await clock.advance(25_000);

    expect(intake.messages.length).toBe(3);
    expect(intake.values('meter')).toEqual({ voltage: 230, current: 5 });
    expect(intake.refusals).toEqual(['meter frequency missing exception 2 (illegal data address)']);
    expect(intake.links).toEqual(['meter answers']);
    await source.stop();
  });

  it('says that a device refuses every address', async () => {
    const { clock, intake, source, unit } = site();
    unit(1).setFault({ kind: 'exception', exception: 2 });

    source.start();
    await clock.advance(1_000);

    expect(intake.links).toEqual(['meter silent ADDRESSES_REFUSED']);
    expect(intake.messages).toEqual([]);
    await source.stop();
  });

  it('gives no half message when a device falls silent within a poll', async () => {
    const points = [modbusPoint('voltage', { address: 0 }), modbusPoint('current', { address: 500 })];
    const { clock, intake, line, source, unit } = site({ devices: [modbusDevice('meter', { points })] });
    source.start();
    await clock.advance(9_990);
    const before = intake.messages.length;

    while (line.asked.length === 2) await clock.advance(1);
    await clock.advance(16);
    unit(1).setFault({ kind: 'silent' });
    await clock.advance(9_000);

    expect(intake.messages.length).toBe(before);
    expect(intake.links.at(-1)).toBe('meter silent NO_REPLY');
    await source.stop();
  });

  it('keeps the rhythm of the others while one is silent', async () => {
    const living = modbusDevice('living', { points: meterPoints, everyMs: 1_000 });
    const dead = modbusDevice('dead', { points: meterPoints, everyMs: 1_000, unitId: 2 });
    const { clock, intake, source, unit } = site({ devices: [living, dead] });
    unit(2).setFault({ kind: 'silent' });

    source.start();
    await clock.advance(120_000);

    expect(intake.messages.filter(({ device }) => device === 'living').length).toBeGreaterThanOrEqual(115);
    expect(intake.links).toContain('dead silent NO_REPLY');
    expect(source.statistics().devices).toMatchObject([{ running: 'polled' }, { running: 'parked' }]);
    await source.stop();
  });

  it('tells all devices why nothing can be asked, tries for ever, and reads again at once', async () => {
    const { clock, intake, line, lines, source } = site();
    line.refuse(unplugged);
    source.start();
    await clock.advance(3_600_000);
    const tries = line.tries;

    expect(intake.links).toEqual(['meter silent PORT_NOT_FOUND']);
    expect(tries).toBeGreaterThan(100);
    expect(tries).toBeLessThan(1_000);
    expect(lines.filter((text) => text.startsWith('warn')).length).toBe(1);

    line.refuse(undefined);
    await clock.advance(31_000);

    expect(intake.links.at(-1)).toBe('meter answers');
    expect(lines.at(-1)).toContain('Bus connected.');
    await source.stop();
  });

  it('survives a plug pulled in the middle of a request', async () => {
    const { clock, intake, line, source } = site();
    source.start();
    await clock.advance(9_000);
    while (line.asked.length === 1) await clock.advance(1);

    line.refuse(unplugged);
    line.unplug(unplugged);
    await clock.advance(60_000);
    line.refuse(undefined);
    await clock.advance(40_000);

    expect(intake.links).toEqual(['meter answers', 'meter silent PORT_NOT_FOUND', 'meter answers']);
    await source.stop();
  });

  it('takes no harm from a server that closes a connection when nobody asks for a while', async () => {
    const closed = { code: 'CONNECTION_CLOSED', reason: 'The server closed the connection.' };
    const tcp: Bus = { name: 'rs485', kind: 'socket', framing: 'rtu', host: '127.0.0.1', port: 4001 };
    const { clock, intake, line, lines, source } = site({ bus: tcp });
    source.start();

    for (let poll = 0; poll < 10; poll++) {
      await clock.advance(6_000);
      line.unplug(closed);
      await clock.advance(4_000);
    }
    await clock.advance(1_000);

    expect(intake.messages.length).toBe(11);
    expect(intake.links).toEqual(['meter answers']);
    expect(line.tries).toBe(11);
    expect(lines.length).toBe(1);
    await source.stop();
  });

  it('rebuilds a connection that has gone deaf after two timeouts in a row', async () => {
    const { clock, intake, line, source } = site();
    source.start();
    await clock.advance(1_000);

    line.deafen();
    await clock.advance(20_000);

    expect(line.tries).toBe(2);
    expect(intake.links.at(-1)).toBe('meter answers');
    await source.stop();
  });

  it('does not reopen a good port again and again because of a dead device', async () => {
    const { clock, line, source, unit } = site();
    unit(1).setFault({ kind: 'silent' });

    source.start();
    await clock.advance(3_600_000);

    expect(line.tries).toBeLessThanOrEqual(8);
    await source.stop();
  });

  it('goes on when a message was not accepted', async () => {
    const { clock, intake, source } = site();
    let offered = 0;
    intake.accept = () => {
      offered++;
      return Promise.reject(new Error('queue full'));
    };

    source.start();
    await clock.advance(30_900);

    expect(offered).toBe(4);
    await source.stop();
  });

  it('reads every point once with words, value or refusal', async () => {
    const points = [
      modbusPoint('voltage', { address: 0, unit: 'VLT', meaning: { scale: 0.1 } }),
      modbusPoint('current', { address: 1, used: false, meaning: { invalid: ['highest'] } }),
    ];
    const { clock, source, unit } = site({ devices: [modbusDevice('meter', { points })] });
    unit(1).setWords('current', [0xffff]);
    source.start();

    const reading = source.readOnce('meter');
    await clock.advance(2_000);

    expect(await reading).toMatchObject({
      device: 'meter',
      unitId: 1,
      problem: undefined,
      points: [
        { raw: '0901', value: { value: 230.5 } },
        { raw: 'FFFF', value: { refusal: 'sentinel' } },
      ],
    });
    await source.stop();
  });

  it('asks nothing by itself where it only lends the bus', async () => {
    const { clock, intake, source } = site({ unpolled: true });
    source.start();
    await clock.advance(60_000);
    expect(source.statistics().bus.requests).toBe(0);

    const reading = source.readOnce('meter');
    await clock.advance(2_000);

    expect((await reading).problem).toBeUndefined();
    expect(source.statistics().bus.requests).toBe(1);
    expect(intake.messages).toEqual([]);
    await source.stop();
  });

  it('says why a device cannot be read', async () => {
    const { clock, source, line } = site();
    line.refuse(unplugged);
    source.start();

    const reading = source.readOnce('meter');
    await clock.advance(2_000);

    expect(await reading).toMatchObject({ problem: unplugged });
    await expect(source.readOnce('nobody')).rejects.toMatchObject({ code: 'UNKNOWN_DEVICE' });
    await source.stop();
  });

  it('stops within two seconds in the middle of a request and leaves nothing open', async () => {
    const { clock, intake, line, source, unit } = site();
    unit(1).setFault({ kind: 'silent' });
    source.start();
    await clock.advance(500);
    const messages = intake.messages.length;

    const stopped = source.stop();
    await clock.advance(2_000);
    await stopped;
    await clock.advance(60_000);

    expect(line.open).toBe(0);
    expect(clock.timers).toBe(0);
    expect(intake.messages.length).toBe(messages);
  });
});
