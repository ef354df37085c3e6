import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newCounters } from '../../../src/sources/modbus/exchange.ts';
import type { ReadRequest } from '../../../src/sources/modbus/pdu.ts';
import { TcpExchange } from '../../../src/sources/modbus/tcp-exchange.ts';
import type { Problem } from '../../../src/sources/transport.ts';
import { fakeClock } from '../../fakes/clock.ts';

const asked: ReadRequest = { unitId: 1, table: 'input', address: 1, count: 2 };
const words = { kind: 'words', words: Uint16Array.from([305, 546]) };

function setUp() {
  const clock = fakeClock();
  const counters = newCounters();
  const sent: Buffer[] = [];
  const broken: Problem[] = [];
  const exchange = new TcpExchange({
    wire: {
      write: (bytes) => sent.push(bytes),
      flush: () => {},
      broken: (problem) => {
        broken.push(problem);
        exchange.end(problem);
      },
    },
    clock,
    counters,
    firstTransaction: 0xfffe,
  });
  /** The reply to the nth request. */
  const reply = (nth: number, pdu = '04040131 0222', unit = '01') => {
    const body = Buffer.from((unit + pdu).replaceAll(' ', ''), 'hex');
    const header = Buffer.alloc(6);
    header.writeUInt16BE(sent[nth]?.readUInt16BE(0) ?? 0, 0);
    header.writeUInt16BE(body.length, 4);
    return Buffer.concat([header, body]);
  };
  return { clock, counters, sent, broken, exchange, reply };
}

describe('a TCP exchange', () => {
  it('takes the reply with its transaction id, in any pieces, also when the id runs over', async () => {
    const { exchange, reply, sent } = setUp();
    for (let nth = 0; nth < 3; nth++) {
      const answer = exchange.request(asked, 1_000);
      for (const byte of reply(nth)) exchange.receive(Buffer.from([byte]));

      expect(await answer).toEqual(words);
    }

    expect(sent.map((bytes) => bytes.readUInt16BE(0))).toEqual([0xffff, 0, 1]);
  });

  it('drops the belated reply to an earlier request', async () => {
    const { clock, counters, exchange, reply } = setUp();
    const first = exchange.request(asked, 1_000);
    await clock.advance(1_000);
    const second = exchange.request({ ...asked, address: 400 }, 1_000);

    exchange.receive(reply(0, '04040BAD 0BAD'));
    exchange.receive(reply(1));

    expect(await first).toMatchObject({ kind: 'failed', code: 'NO_REPLY' });
    expect(await second).toEqual(words);
    expect(counters).toMatchObject({ requests: 2, answers: 1, timeouts: 1, strays: 1 });
  });

  it.each([
    ['a doubled reply', (reply: Buffer) => Buffer.concat([reply, reply])],
    [
      'two frames in one piece, the other one first',
      (reply: Buffer) => Buffer.concat([Buffer.from('777700000003018402', 'hex'), reply]),
    ],
  ])('takes its own from %s', async (_, mix) => {
    const { counters, exchange, reply } = setUp();
    const answer = exchange.request(asked, 1_000);

    exchange.receive(mix(reply(0)));

    expect(await answer).toEqual(words);
    expect(counters.strays).toBe(1);
  });

  it.each([
    ['another unit', '04040131 0222', 'FF'],
    ['another function', '03040131 0222', '01'],
    ['fewer registers', '04020131', '01'],
    ['more registers', '0406013102220000', '01'],
    ['a byte too many', '04040131 022200', '01'],
  ])('takes no value from %s', async (_, pdu, unit) => {
    const { exchange, reply } = setUp();
    const answer = exchange.request(asked, 1_000);

    exchange.receive(reply(0, pdu, unit));

    expect(await answer).toMatchObject({ kind: 'failed', code: 'BAD_REPLY' });
  });

  it('closes a connection whose next frame cannot be found', async () => {
    const { broken, exchange } = setUp();
    const answer = exchange.request(asked, 1_000);

    exchange.receive(Buffer.from('FFFF0000FFFF01', 'hex'));

    expect(await answer).toMatchObject({ kind: 'failed', code: 'BAD_REPLY' });
    expect(broken.length).toBe(1);
  });

  it('never makes a value of random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), async (pieces) => {
        const { clock, exchange } = setUp();
        const answer = exchange.request(asked, 10);
        for (const piece of pieces) exchange.receive(Buffer.from(piece));
        await clock.advance(10);

        expect((await answer).kind).not.toBe('words');
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
