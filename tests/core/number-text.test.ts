import { describe, expect, it } from 'vitest';
import { bytesText, clockText, numberText } from '../../src/core/number-text.ts';

describe('numberText', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_204, '1_204'],
    [-1_204.5, '-1_204.5'],
    [4_127_480, '4_127_480'],
    [0.123456, '0.123456'],
    [1e21, '1e+21'],
  ])('writes %d as %s, the stroke being a narrow space', (value, text) => {
    expect(numberText(value)).toBe(text.replaceAll('_', '\u202f'));
  });
});

describe('bytesText', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_536, '1.5 KB'],
    [256_000_000, '256 MB'],
    [2_000_000_000_000, '2\u202f000 GB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

describe('clockText', () => {
  const now = Date.UTC(2026, 10, 23, 8);

  it.each([
    ['today', Date.UTC(2026, 10, 23, 0, 10), '03:10'],
    ['the day before there, though not in UTC', Date.UTC(2026, 10, 22, 20, 59), '22 Nov 23:59'],
  ])('writes a time of %s', (_name, at, text) => {
    expect(clockText(at, now, 'Europe/Istanbul')).toBe(text);
  });
});
