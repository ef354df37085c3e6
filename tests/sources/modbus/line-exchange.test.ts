import { describe, expect, it } from 'vitest';
import { type AnyAnswer, newCounters } from '../../../src/sources/modbus/exchange.ts';
import { LineExchange, lineTiming } from '../../../src/sources/modbus/line-exchange.ts';
import { OwedReplies } from '../../../src/sources/modbus/owed-replies.ts';
import type { ReadRequest } from '../../../src/sources/modbus/pdu.ts';
import { crc16, rtuFraming } from '../../../src/sources/modbus/rtu-frame.ts';
import { fakeClock } from '../../fakes/clock.ts';

const asked: ReadRequest = { unitId: 1, table: 'input', address: 1, count: 2 };
const answer = sealed('0104040131 0222');

function sealed(text: string): Buffer {
  const body = Buffer.from(text.replaceAll(' ', ''), 'hex');
  const crc = crc16(body);
  return Buffer.concat([body, Buffer.from([crc & 0xff, crc >> 8])]);
}

function setUp(baud = 9600) {
  const clock = fakeClock({ monotonicMs: 0 });
  const counters = newCounters();
  const log: string[] = [];
  const exchange = new LineExchange({
    framing: rtuFraming,
    wire: {
      write: (bytes) => log.push(`${clock.monotonicMs()} ${bytes.toString('hex').slice(0, 12)}`),
      flush: () => log.push(`${clock.monotonicMs()} flush`),
      broken: () => {},
    },
    clock,
    timing: lineTiming({ baud, dataBits: 8, parity: 'none', stopBits: 1 }),
    counters,
    owed: new OwedReplies(),
  });
  const ask = (request = asked, timeoutMs = 1_000) => {
    const result: { answer?: AnyAnswer } = {};
    exchange.request(request, timeoutMs).then((got) => {
      result.answer = got;
    });
    return result;
  };
  return { clock, counters, log, exchange, ask };
}

describe('an RTU exchange', () => {
  it('waits for a quiet line after connecting, flushes, then asks', async () => {
    const { ask, clock, log } = setUp();

    ask();
    await clock.advance(200);

    expect(log).toEqual(['100 flush', '100 010400010002']);
  });

  it.each([
    [9600, 3.6],
    [2400, 14.5],
    [115_200, 1.75],
  ])('keeps silence between frames at %i baud for at least %f ms', async (baud, silenceMs) => {
    const { ask, clock, exchange, log } = setUp(baud);
    ask();
    await clock.advance(150);
    exchange.receive(answer);
    await clock.advance(0);

    ask({ ...asked, count: 3 });
    await clock.advance(50);

    const secondMs = Number(log.at(-1)?.split(' ')[0]);
    expect(secondMs - 150).toBeGreaterThanOrEqual(silenceMs);
    expect(secondMs - 150).toBeLessThanOrEqual(silenceMs + 2);
  });

  it('gives a slow line the time that a long reply takes', async () => {
    const { ask, clock } = setUp(2400);

    const result = ask({ ...asked, count: 125 }, 500);
    await clock.advance(100 + 1_500);
    expect(result.answer).toBeUndefined();
    await clock.advance(200);

    expect(result.answer).toMatchObject({ kind: 'failed', code: 'NO_REPLY' });
  });

  it('asks for another shape first after a timeout, and drops the belated reply', async () => {
    const { ask, clock, counters, exchange, log } = setUp();
    ask();
    await clock.advance(1_200);
    const second = ask({ ...asked, address: 400 });
    await clock.advance(200);

    exchange.receive(answer);
    exchange.receive(sealed('0104020999'));
    await clock.advance(50);
    exchange.receive(sealed('010404 2222 3333'));
    await clock.advance(0);

    expect(log.filter((text) => !text.endsWith('flush')).map((text) => text.split(' ')[1])).toEqual([
      '010400010002',
      '010401900001',
      '010401900002',
    ]);
    expect(second.answer).toEqual({ kind: 'words', words: Uint16Array.from([0x2222, 0x3333]) });
    expect(counters).toMatchObject({ timeouts: 1, strays: 1 });
  });

  it('does not send the request itself when the unit does not answer the probe either', async () => {
    const { ask, clock, log } = setUp();
    ask();
    await clock.advance(1_200);

    const second = ask();
    await clock.advance(1_500);

    expect(second.answer).toMatchObject({ kind: 'failed', code: 'NO_REPLY' });
    expect(log.filter((text) => text.endsWith('010400010002')).length).toBe(1);
  });

  it('waits longer after a timeout on a line where replies are slow', async () => {
    const { ask, clock, exchange, log } = setUp();
    ask();
    await clock.advance(100 + 700);
    exchange.receive(answer);
    ask({ ...asked, count: 3 });
    await clock.advance(1_100);
    ask({ ...asked, unitId: 2 });
    await clock.advance(2_000);

    const [, second = 0, third = 0] = log
      .filter((text) => !text.endsWith('flush'))
      .map((text) => Number(text.split(' ')[0]));
    expect(third - second).toBeGreaterThan(1_000 + 700);
  });

  it.each([
    [
      'the echo of the request',
      Buffer.from('010400010002200B', 'hex'),
      'ECHO',
      /gave back the request itself/,
    ],
    ['a torn reply', answer.subarray(0, 6), 'BAD_REPLY', /6 bytes/],
    ['nothing', Buffer.alloc(0), 'NO_REPLY', /did not answer/],
  ])('says what it heard: %s', async (_, heard, code, words) => {
    const { ask, clock, exchange } = setUp();
    const result = ask();
    await clock.advance(150);

    if (heard.length > 0) exchange.receive(heard);
    await clock.advance(1_000);

    expect(result.answer).toMatchObject({ kind: 'failed', code, reason: expect.stringMatching(words) });
  });

  it('says that somebody else talks on the line', async () => {
    const { ask, clock, exchange, log } = setUp();
    const result = ask();

    for (let i = 0; i < 300; i++) {
      exchange.receive(Buffer.from([0x55]));
      await clock.advance(10);
    }

    expect(result.answer).toMatchObject({ kind: 'failed', code: 'LINE_BUSY' });
    expect(log).toEqual([]);
  });

  it('keeps what it holds of endless noise small, and still finds the reply', async () => {
    const { ask, clock, exchange } = setUp();
    const result = ask();
    await clock.advance(150);

    for (let i = 0; i < 1_000; i++) exchange.receive(Buffer.alloc(64, 0x01));
    exchange.receive(answer);
    await clock.advance(0);

    expect(result.answer?.kind).toBe('words');
  });

  it('fails the request in flight when the connection ends', async () => {
    const { ask, clock, exchange } = setUp();
    const result = ask();
    await clock.advance(150);

    exchange.end({ code: 'PORT_NOT_FOUND', reason: 'Unplugged.' });
    await clock.advance(0);
    const after = ask();
    await clock.advance(500);

    expect(result.answer).toMatchObject({ kind: 'failed', code: 'PORT_NOT_FOUND' });
    expect(after.answer).toMatchObject({ kind: 'failed', code: 'PORT_NOT_FOUND' });
  });
});
