/** Our client against modbus-serial's server, modbus-serial's client against our units: each is the other's oracle. */
import modbusSerial from 'modbus-serial';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LineResponder } from '../../../src/simulator/device/line-responder.ts';
import { playDriver, type SimulatedUnit } from '../../../src/simulator/device/play-driver.ts';
import { serveTcp } from '../../../src/simulator/device/tcp-server.ts';
import { systemClock } from '../../../src/sources/host/clock.ts';
import { crc16, encodeRtu, findReply } from '../../../src/sources/modbus/rtu-frame.ts';
import { createModbusSource, type ModbusSource } from '../../../src/sources/modbus/source.ts';
import { silentLogger } from '../../fakes/logger.ts';
import { modbusDevice, modbusPoint, recordingIntake } from '../../fakes/modbus.ts';

const clock = systemClock();
const points = [
  modbusPoint('voltage', { address: 0, table: 'input', type: 'float32', unit: 'VLT' }),
  modbusPoint('current', { address: 2, table: 'input', type: 'float32', unit: 'AMP' }),
  modbusPoint('count', { address: 10 }),
  modbusPoint('lightOn', { address: 3, table: 'coil', kind: 'state' }),
  modbusPoint('doorOpen', { address: 9, table: 'discrete', kind: 'state' }),
];
const values = { voltage: 230.5, current: 1.25, count: 513, lightOn: true, doorOpen: true };

describe('simulated units over TCP', () => {
  let units: Map<number, SimulatedUnit>;
  let server: Awaited<ReturnType<typeof serveTcp>>;
  let source: ModbusSource;

  beforeEach(async () => {
    units = new Map([1, 2, 3].map((unitId) => [unitId, playDriver(points, { clock, values })]));
    server = await serveTcp(units, { clock, port: 0 });
    source = createModbusSource({
      bus: { name: 'tcp', kind: 'socket', framing: 'tcp', host: '127.0.0.1', port: server.port },
      devices: [1, 2, 9].map((unitId) =>
        modbusDevice(`unit${unitId}`, {
          bus: 'tcp',
          unitId,
          points,
          everyMs: 60_000,
          quirks: { timeoutMs: 100 },
        }),
      ),
      clock,
      random: Math.random,
      logger: silentLogger,
      intake: recordingIntake(),
    });
    source.start();
  });

  afterEach(async () => {
    await source.stop();
    await server.close();
  });

  const read = async (device: string) => {
    const { points: shown, problem } = await source.readOnce(device);
    return (
      problem?.code ??
      Object.fromEntries(
        shown.map(({ point, value }) => [point.stream.point, 'value' in value && value.value]),
      )
    );
  };

  it('are read by our client, several on one port', async () => {
    units.get(2)?.set('voltage', 12.5);

    expect(await read('unit1')).toEqual(values);
    expect(await read('unit2')).toEqual({ ...values, voltage: 12.5 });
    expect(await read('unit9')).toBe('NO_REPLY');
  });

  it('play silence and exceptions', async () => {
    units.get(1)?.setFault({ kind: 'silent' });
    units.get(2)?.setFault({ kind: 'exception', exception: 6 });

    expect(await read('unit1')).toBe('NO_REPLY');
    expect(await read('unit2')).toBe('DEVICE_BUSY');
  });

  it('are read alike by the client of modbus-serial', async () => {
    const client = new modbusSerial.default();
    await client.connectTCP('127.0.0.1', { port: server.port });
    client.setID(3);
    client.setTimeout(1_000);

    const registers = await client.readInputRegisters(0, 4);
    const coils = await client.readCoils(3, 1);
    client.destroy(() => {});
    const ours = await source.ask({ unitId: 3, table: 'input', address: 0, count: 4 }, 1_000);

    expect(ours).toEqual({ kind: 'words', words: Uint16Array.from(registers.data) });
    expect(coils.data[0]).toBe(true);
  });
});

describe('simulated units on a line', () => {
  const request = { unitId: 1, table: 'input', address: 0, count: 2 } as const;
  const responder = () => new LineResponder(new Map([[1, playDriver(points, { clock, values })]]));

  it('answer a sound request, in any pieces and after noise', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 1, 4]), encodeRtu(request)]);
    const ours = responder();

    const replies = [...bytes].flatMap((byte) => ours.receive(Buffer.from([byte])));

    expect(replies.length).toBe(1);
    expect(findReply(request, replies[0]?.frame ?? Buffer.alloc(0))?.reply).toEqual({
      kind: 'words',
      words: Uint16Array.from([0x4366, 0x8000]),
    });
  });

  it('answer no damaged request and none for another unit', () => {
    const damaged = encodeRtu(request);
    damaged[3] = 1;

    expect(responder().receive(damaged)).toEqual([]);
    expect(responder().receive(encodeRtu({ ...request, unitId: 2 }))).toEqual([]);
  });

  it('refuse to be written to', () => {
    const write = Buffer.from('01060001000A0000', 'hex');
    write.writeUInt16LE(crc16(write, 0, 6), 6);

    const [reply] = responder().receive(write);

    expect(reply?.frame.subarray(0, 3)).toEqual(Buffer.from([1, 0x86, 1]));
  });
});
