/** What went in, what came out, how many values were wrong: a line with every fault, a few thousand requests. */
import { describe, expect, it } from 'vitest';
import { asciiFraming } from '../../src/sources/modbus/ascii-frame.ts';
import { type AnyAnswer, newCounters } from '../../src/sources/modbus/exchange.ts';
import { LineExchange, lineTiming } from '../../src/sources/modbus/line-exchange.ts';
import { OwedReplies } from '../../src/sources/modbus/owed-replies.ts';
import { isBitTable, type ReadRequest } from '../../src/sources/modbus/pdu.ts';
import { rtuFraming } from '../../src/sources/modbus/rtu-frame.ts';
import { tables } from '../../src/sources/modbus/settings.ts';
import { createModbusSource } from '../../src/sources/modbus/source.ts';
import type { Connect } from '../../src/sources/transport.ts';
import { fakeClock } from '../fakes/clock.ts';
import { silentLogger } from '../fakes/logger.ts';
import { modbusDevice, modbusPoint, recordingIntake } from '../fakes/modbus.ts';
import { type LineFault, lineFaults, noisyLine, truth } from '../fakes/noisy-line.ts';
import { seeded } from '../fakes/random.ts';

const timeoutMs = 300;

interface Result {
  right: number;
  wrong: number;
  exceptions: number;
  failed: number;
  played: ReadonlyMap<LineFault, number>;
}

async function run(parts: {
  requests: number;
  seed: number;
  faults: readonly LineFault[];
  owedMs?: number;
  quietMs?: number;
  repeatMs?: number;
  framing?: 'rtu' | 'ascii';
}): Promise<Result> {
  const clock = fakeClock();
  const random = seeded(parts.seed);
  const { framing = 'rtu' } = parts;
  const line = noisyLine({ clock, random, faults: parts.faults, timeoutMs, framing });
  const timing = lineTiming({ baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 });
  const exchange = new LineExchange({
    framing: framing === 'rtu' ? rtuFraming : asciiFraming,
    wire: line.wire,
    clock,
    timing: {
      ...timing,
      quietMs: parts.quietMs ?? timing.quietMs,
      repeatMs: parts.repeatMs ?? timing.repeatMs,
    },
    counters: newCounters(),
    owed: new OwedReplies(parts.owedMs),
  });
  line.listen((bytes) => exchange.receive(bytes));
  const result: Result = { right: 0, wrong: 0, exceptions: 0, failed: 0, played: line.played };
  for (let i = 0; i < parts.requests; i++) {
    const request: ReadRequest = {
      unitId: 1 + Math.floor(random() * 2),
      table: tables[Math.floor(random() * tables.length)] ?? 'holding',
      address: Math.floor(random() * 500),
      count: 1 + Math.floor(random() * 4),
    };
    let answer: AnyAnswer | undefined;
    exchange.request(request, timeoutMs).then((got) => {
      answer = got;
    });
    while (!answer) await clock.advance(20);
    if (answer.kind === 'words') result[isTrue(request, answer.words) ? 'right' : 'wrong']++;
    else if (answer.kind === 'exception') result.exceptions++;
    else result.failed++;
  }
  return result;
}

function isTrue(request: ReadRequest, words: Uint16Array): boolean {
  const mask = isBitTable(request.table) ? 1 : 0xffff;
  return words.every((word, i) => word === (truth(request.unitId, request.address + i) & mask));
}

describe('a line with every fault', () => {
  it.each([
    ['rtu', 12_000],
    ['ascii', 12_000],
  ] as const)(
    'gives no wrong value in 10 000 faults (%s)',
    { timeout: 60_000 },
    async (framing, requests) => {
      const result = await run({ requests, seed: 7, faults: lineFaults, framing });
      const faults = [...result.played].reduce(
        (sum, [fault, count]) => sum + (fault === 'none' ? 0 : count),
        0,
      );
      process.stdout.write(
        `${framing} line: ${requests} requests, ${faults} faults, ${result.right} right, ${result.wrong} wrong\n`,
      );

      expect(result.wrong).toBe(0);
      expect(faults).toBeGreaterThanOrEqual(10_000);
      expect(result.right).toBeGreaterThan(3_000);
      expect([...result.played.keys()].sort()).toEqual([...lineFaults].sort());
    },
  );

  it('answers every request of a line without faults', async () => {
    const result = await run({ requests: 300, seed: 1, faults: ['none', 'pieces', 'echoed', 'noise'] });

    expect(result).toMatchObject({ right: 300, wrong: 0, failed: 0 });
  });

  it('is tested by faults that do give wrong values where nobody minds what is owed', async () => {
    const result = await run({ requests: 2_000, seed: 7, faults: ['none', 'late'], owedMs: 0, quietMs: 0 });

    expect(result.wrong).toBeGreaterThan(10);
  });

  it('is tested by doubled replies that do give wrong values without a wait before a repeat', async () => {
    const result = await run({ requests: 1_000, seed: 7, faults: ['doubled'], repeatMs: 0 });

    expect(result.wrong).toBeGreaterThan(10);
  });

  it('puts no wrong value into a message in an hour of polling three devices', {
    timeout: 30_000,
  }, async () => {
    const clock = fakeClock();
    const random = seeded(11);
    const mostlyFine = [...lineFaults, ...new Array<LineFault>(3 * lineFaults.length).fill('none')];
    const line = noisyLine({ clock, random, faults: mostlyFine, timeoutMs });
    const connect: Connect = async (_bus, events) => {
      line.listen(events.data);
      const transport = { ...line.wire, close: async () => {} };
      return { kind: 'connected', transport };
    };
    const addresses = [0, 1, 2, 40, 41, 42, 80, 90];
    const pointsOf = (device: string) =>
      addresses.map((address) => modbusPoint(`${address}`, { device, address }));
    const intake = recordingIntake();
    const source = createModbusSource({
      bus: { name: 'rs485', kind: 'socket', framing: 'rtu', host: '127.0.0.1', port: 4001 },
      devices: [1, 2, 3].map((unitId) =>
        modbusDevice(`${unitId}`, {
          unitId,
          points: pointsOf(`${unitId}`),
          everyMs: 2_000,
          quirks: { timeoutMs },
        }),
      ),
      clock,
      random,
      logger: silentLogger,
      intake,
      connect,
    });

    source.start();
    await clock.advance(3_600_000);
    const stopped = source.stop();
    await clock.advance(2_000);
    await stopped;

    const readings = intake.messages.flatMap((message) => message.readings);
    const wrong = readings.filter(
      ({ stream, value }) => value !== truth(Number(stream.device), Number(stream.point)),
    );
    expect(wrong).toEqual([]);
    expect(intake.messages.length).toBeGreaterThan(2_500);
  });
});
