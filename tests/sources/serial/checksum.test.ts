import { describe, expect, it } from 'vitest';
import { checksum } from '../../../src/sources/serial/checksum.ts';
import { checksumKinds } from '../../../src/sources/serial/settings.ts';
import { latin1 } from '../../fakes/serial.ts';

/** "123456789" is the check string of the catalogue of parametrised CRCs. */
const expected = {
  sum8: 0xdd,
  'sum8-not': 0x22,
  'sum8-neg': 0x23,
  sum16: 0x01dd,
  xor8: 0x31,
  crc8: 0xf4,
  'crc16-modbus': 0x4b37,
  'crc16-xmodem': 0x31c3,
  'crc16-ccitt': 0x29b1,
  crc32: 0xcbf43926,
} as const;

describe('checksum', () => {
  it.each(checksumKinds)('computes %s', (kind) => {
    expect(checksum(kind, latin1('x123456789x'), 1, 10)).toBe(expected[kind]);
  });
});
