import { describe, expect, it } from 'vitest';
import { LineResponder } from '../../../src/simulator/device/line-responder.ts';
import { writePaced } from '../../../src/simulator/device/paced-writer.ts';
import { type DeviceFault, playDriver } from '../../../src/simulator/device/play-driver.ts';
import { parseWaveform } from '../../../src/simulator/device/waveform-text.ts';
import { asciiFraming } from '../../../src/sources/modbus/ascii-frame.ts';
import { rtuFraming } from '../../../src/sources/modbus/rtu-frame.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { modbusPoint } from '../../fakes/modbus.ts';

const request = { unitId: 1, table: 'holding', address: 0, count: 2 } as const;
const framings = { rtu: rtuFraming, ascii: asciiFraming } as const;

function reply(framing: 'rtu' | 'ascii', fault?: DeviceFault) {
  const clock = fakeClock();
  const unit = playDriver([modbusPoint('x', { type: 'float32' })], { clock, values: { x: 230.5 } });
  unit.setFault(fault);
  const responder = new LineResponder(new Map([[1, unit]]), framing);
  const bytes = Buffer.concat([Buffer.from([0x3a, 0xff]), framings[framing].encode(request)]);
  const [answer] = [...bytes].flatMap((byte) => responder.receive(Buffer.from([byte])));
  return answer && { ...answer, found: framings[framing].find(request, answer.frame)?.reply };
}

describe.each(['rtu', 'ascii'] as const)('a simulated unit in %s', (framing) => {
  it('answers what it holds, in any pieces and after noise', () => {
    expect(reply(framing)?.found).toEqual({ kind: 'words', words: Uint16Array.from([0x4366, 0x8000]) });
  });

  it.each<[string, DeviceFault]>([
    ['a wrong checksum', { kind: 'damaged' }],
    ['half a frame', { kind: 'torn' }],
    ['the id of another unit', { kind: 'wrong unit' }],
  ])('gives on purpose %s, which is no answer', (_, fault) => {
    const answer = reply(framing, fault);

    expect(answer?.frame.length).toBeGreaterThan(3);
    expect(answer?.found).toBeUndefined();
  });

  it('plays silence, delay and exceptions', () => {
    expect(reply(framing, { kind: 'silent' })).toBeUndefined();
    expect(reply(framing, { kind: 'slow', delayMs: 700 })?.delayMs).toBe(700);
    expect(reply(framing, { kind: 'exception', exception: 6 })?.found).toEqual({
      kind: 'exception',
      exception: 6,
    });
  });
});

describe('bytes at the pace of a line', () => {
  it('come when they would have arrived, and all of them', async () => {
    const clock = fakeClock({ monotonicMs: 0 });
    const frame = Buffer.from(Array.from({ length: 25 }, (_, i) => i));
    const written: [number, number][] = [];
    const bytes: number[] = [];

    writePaced(frame, 10, { clock, characterMs: 1 }, (piece) => {
      written.push([clock.monotonicMs(), piece.length]);
      bytes.push(...piece);
    });
    await clock.advance(100);

    expect(bytes).toEqual([...frame]);
    expect(written[0]).toEqual([14, 4]);
    expect(written.at(-1)).toEqual([35, 1]);
  });
});

describe('a waveform in words', () => {
  it.each([
    ['sine:220..240/1m', 0, 220],
    ['sine:220..240/1m', 30_000, 240],
    ['ramp:-5..5/10s', 5_000, 0],
    ['square:0..1/4s', 3_000, 1],
    ['count:100+3600', 11_000, 110],
  ])('%s at %i ms', (text, wallMs, expected) => {
    expect(parseWaveform(text, 1_000)?.(wallMs)).toBeCloseTo(expected, 9);
  });

  it.each(['230', 'sine:1..2', 'saw:1..2/1s', 'sine:a..b/1s', 'ramp:0..1/0s'])('%s is none', (text) => {
    expect(parseWaveform(text, 0)).toBeUndefined();
  });
});
