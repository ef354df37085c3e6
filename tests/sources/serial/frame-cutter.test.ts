import { describe, expect, it } from 'vitest';
import type { BinaryFraming, SerialFraming } from '../../../src/sources/serial/device.ts';
import { binary, cut, dustFraming, hex, latin1, text } from '../../fakes/serial.ts';

const dust = 'AAC0060006 0058D93DAB'.replace(' ', '');
const nmea = text({ start: latin1('$'), checksum: { kind: 'xor8', after: latin1('*') } });
const wind = '$WIMWV,39,R,1.3,M,A*06\r\n';
const range = text({ start: latin1('R'), end: latin1('\r'), length: 4 });
const lines = text({});
const particles = binary({
  start: hex('424D'),
  length: { byte: 2, type: 'u16', plus: 4 },
  checksum: { kind: 'sum16', over: [0, -3], byte: -2, endian: 'big' },
});
const stuffed = (parts: Partial<BinaryFraming> = {}) =>
  binary({
    start: hex('7E'),
    end: hex('7E'),
    escape: { byte: 0x7d, meaning: Array.from({ length: 256 }, (_, byte) => byte ^ 0x20) },
    ...parts,
  });
const slip = binary({
  end: hex('C0'),
  start: hex('C0'),
  escape: { byte: 0xdb, meaning: Array.from({ length: 256 }, (_, byte) => ({ 220: 0xc0, 221: 0xdb })[byte]) },
});
const doubled = binary({
  start: hex('1002'),
  end: hex('1003'),
  escape: { byte: 0x10, meaning: Array.from({ length: 256 }, (_, byte) => byte) },
});

describe('a frame', () => {
  it.each<[string, SerialFraming, Uint8Array, string[]]>([
    ['of fixed length is found', dustFraming, hex(dust), [dust]],
    ['behind a torn one is found', dustFraming, hex(`AAC00600${dust}`), [dust]],
    ['behind half of its own start is found', dustFraming, hex(`AA${dust}`), [dust]],
    ['with a wrong checksum is dropped', dustFraming, hex(dust.replace('3DAB', '3EAB')), []],
    ['with a wrong end is dropped', dustFraming, hex(dust.replace('3DAB', '3DAC')), []],
    ['that says its length is found', particles, hex('00424D000401020096'), ['424D000401020096']],
    [
      'that says an impossible length is dropped',
      particles,
      hex('424DFFFF00424D000401020096'),
      ['424D000401020096'],
    ],
    ['shorter than its own parts is dropped', particles, hex('424D0000 0093'), []],
    ['with stuffed bytes is undone', stuffed(), hex('7E017D5E7D5D027E'), ['7E017E7D027E']],
    [
      'whose end mark begins the next is followed by it',
      stuffed(),
      hex('7E01027E03047E'),
      ['7E01027E', '7E03047E'],
    ],
    ['of two marks and nothing between is none', stuffed(), hex('7E7E01027E'), ['7E01027E']],
    ['with a mapped escape is undone', slip, hex('C001DBDC02DBDDC0'), ['C001C002DBC0']],
    ['with an escape that means nothing is dropped', slip, hex('C001DBAAC0'), []],
    ['with doubled marks is undone', doubled, hex('1002011010031003'), ['10020110031003']],
    ['of text is found', nmea, latin1(wind), ['WIMWV,39,R,1.3,M,A']],
    ['of text behind noise is found', nmea, latin1(`39,R$W${wind}`), ['WIMWV,39,R,1.3,M,A']],
    ['of text with a wrong checksum is dropped', nmea, latin1(wind.replace('06', '07')), []],
    ['of text without its checksum is dropped', nmea, latin1('$WIMWV,39,R,1.3,M,A\r\n'), []],
    ['of text with lower-case digits is found', nmea, latin1('$PA,1*0C\r\n$PA,1*0c\r\n'), ['PA,1', 'PA,1']],
    ['of exact length is found', range, latin1('R1234\rR0987\r'), ['1234', '0987']],
    ['of another length is dropped', range, latin1('R14\rR1234\r'), ['1234']],
    ['that was torn by the next is dropped', range, latin1('R12R1234\r'), ['1234']],
    ['with a control character is dropped', lines, latin1('1\x022\r\n34\r\n'), ['34']],
  ])('%s', (_, framing, bytes, expected) => {
    expect(cut(framing, [bytes]).frames).toEqual(expected);
  });

  it('is found however the line cuts it', () => {
    const bytes = hex(`00AA${dust}C0${dust}AA`);

    const each = cut(
      dustFraming,
      Array.from(bytes, (byte) => Uint8Array.of(byte)),
    );

    expect(each.frames).toEqual([dust, dust]);
    expect(each.counts).toEqual({ bytes: 24, frames: 2, discarded: 4, damaged: 1 });
  });

  it('that is unfinished when the line falls silent is given up', () => {
    const { frames, counts } = cut(dustFraming, [hex('AAC006')]);

    expect(frames).toEqual([]);
    expect(counts).toMatchObject({ discarded: 3, damaged: 1 });
  });

  it('hidden in one that claimed to be longer is found when the line falls silent', () => {
    const { frames } = cut(particles, [hex('424D0100'), hex('424D000401020096')]);

    expect(frames).toEqual(['424D000401020096']);
  });

  it('without a start is not believed where the line was joined in', () => {
    expect(cut(lines, [latin1('7.5\r\n17.5\r\n')], { joinsIn: true }).frames).toEqual(['17.5']);
  });

  it('longer than any is dropped, and the next is found', () => {
    const noise = new Uint8Array(20_000).fill(0x31);

    const { frames, counts } = cut(nmea, [latin1('$'), noise, latin1(wind)]);

    expect(frames).toEqual(['WIMWV,39,R,1.3,M,A']);
    expect(counts.discarded).toBe(20_001);
  });
});

describe('frames told apart by silence', () => {
  const gapped = binary({ gapMs: 20, checksum: { kind: 'xor8', over: [0, -2], byte: -1, endian: 'big' } });

  it('end where the line falls silent', () => {
    expect(cut(gapped, [hex('01'), hex('0203')]).frames).toEqual(['010203']);
  });

  it('are dropped whole when they are none', () => {
    const { frames, counts } = cut(gapped, [hex('010204')]);

    expect(frames).toEqual([]);
    expect(counts.discarded).toBe(3);
  });

  it('are not believed before the first silence', () => {
    expect(cut(gapped, [hex('010203')], { joinsIn: true }).frames).toEqual([]);
  });
});
