import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/sources/modbus/exchange.ts';
import { likeliest, likeness } from '../../../src/sources/modbus/recognise.ts';
import { askUnit, likelyLines, parseUnits, scanEstimateMs } from '../../../src/sources/modbus/scan.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { modbusPoint } from '../../fakes/modbus.ts';

const failed = (code: string): Answer => ({ kind: 'failed', code, reason: `It was ${code}.` });

describe('a unit that is asked', () => {
  it.each<[string, Answer, object]>([
    ['words', { kind: 'words', words: Uint16Array.of(7) }, { kind: 'alive', said: 'answers' }],
    [
      'an exception',
      { kind: 'exception', exception: 2 },
      { kind: 'alive', said: 'exception 2 (illegal data address)' },
    ],
    ['no answer behind a converter', { kind: 'exception', exception: 11 }, { kind: 'silence' }],
    ['silence', failed('NO_REPLY'), { kind: 'silence' }],
    ['its own request', failed('ECHO'), { kind: 'echo' }],
    ['damaged bytes', failed('BAD_REPLY'), { kind: 'noise' }],
    ['an absent port', failed('PORT_NOT_FOUND'), { kind: 'broken', code: 'PORT_NOT_FOUND' }],
  ])('is known by %s', async (_, answer, finding) => {
    expect(await askUnit(3, async () => answer)).toMatchObject(finding);
  });

  it('is asked once more after damaged bytes', async () => {
    const answers = [failed('BAD_REPLY'), { kind: 'words', words: Uint16Array.of(1) } as const];

    expect(await askUnit(3, async () => answers.shift() ?? failed('NO_REPLY'))).toMatchObject({
      kind: 'alive',
    });
  });
});

describe('the plan of a scan', () => {
  it.each([
    ['1-3,7', [1, 2, 3, 7]],
    ['33', [33]],
    ['2, 1-2', [2, 1]],
  ])('takes the units %s', (text, units) => {
    expect(parseUnits(text)).toEqual(units);
  });

  it.each(['0-3', '1-248', '5-2', 'a', '', '1,,2', '1-2-3'])('refuses the units %s', (text) => {
    expect(parseUnits(text)).toBeUndefined();
  });

  it('says how long it takes, and begins with the commonest line', () => {
    expect(scanEstimateMs(247, 2, 300)).toBe(247 * 2 * 430);
    expect(likelyLines[0]).toBe('9600 8N1');
  });
});

describe('recognising a device', () => {
  const points = ['voltage.L1', 'voltage.L2', 'frequency', 'activePower'].map((name, address) =>
    modbusPoint(name, { address, meaning: { scale: 0.1, min: 0, max: 500 } }),
  );
  const unit = (words: readonly number[]) => ({
    clock: fakeClock(),
    ask: async ({ address, count }: { address: number; count: number }): Promise<Answer> =>
      address + count <= words.length
        ? { kind: 'words', words: Uint16Array.from(words.slice(address, address + count)) }
        : { kind: 'exception', exception: 2 },
  });

  it('proposes a driver whose points have possible values', async () => {
    expect(await likeness({ driver: 'a/b', points }, 1, unit([2300, 2310, 500, 0]))).toEqual({
      driver: 'a/b',
      good: 3,
      points: 4,
      values: [
        { point: 'voltage.L1', value: 230 },
        { point: 'voltage.L2', value: 231 },
        { point: 'frequency', value: 50 },
      ],
    });
  });

  it.each([
    ['impossible values', [2300, 65_000, 500, 100]],
    ['nothing but zeros', [0, 0, 0, 0]],
    ['refused addresses', [2300]],
  ])('proposes none for %s', async (_, words) => {
    expect(await likeness({ driver: 'a/b', points }, 1, unit(words))).toBeUndefined();
  });

  it('puts the map that fits in most places first', () => {
    const like = (driver: string, good: number, all: number) => ({ driver, good, points: all, values: [] });

    expect(likeliest([like('a/small', 1, 1), like('a/big', 40, 52)]).map(({ driver }) => driver)).toEqual([
      'a/big',
      'a/small',
    ]);
  });
});
