import { describe, expect, it } from 'vitest';
import { cleanFacts, cleanText } from '../../src/telemetry/facts.ts';

describe('cleanText', () => {
  it.each([
    ['a line break', 'one\ntwo', 'one\\x0atwo'],
    ['a terminal command', '\x1b[2J', '\\x1b[2J'],
    ['the 8-bit form of it', '\x9b2J', '\\x9b2J'],
    ['a turn of the writing direction', 'a\u202eb', 'a\\u{202e}b'],
    ['a separator that JSON lets pass', 'a\u2028b', 'a\\u{2028}b'],
    ['letters of any language', 'Kağıthane çevre', 'Kağıthane çevre'],
    [
      'user information',
      'connect to mqtts://me:canary@mqtt.city.example:8883 failed',
      'connect to mqtts://mqtt.city.example:8883 failed',
    ],
    ['user information with @ in it', 'http://me:can@ary@host/path', 'http://host/path'],
    [
      'a query',
      'GET https://host/v1/entities?key=canary&x=1 failed',
      'GET https://host/v1/entities?… failed',
    ],
    [
      'credentials of a header',
      'sent "Authorization: Bearer can.ary-1"',
      'sent "Authorization: Bearer (not shown)"',
    ],
  ])('shows %s safely', (_name, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('cuts what is long, and quickly', () => {
    expect(cleanText('a.'.repeat(1_000_000))).toHaveLength(2_001);
  });
});

describe('cleanFacts', () => {
  it('passes plain values', () => {
    const facts = { device: 'meter', count: 3, ok: true, list: [1, 'two'], nested: { a: null } };

    expect(cleanFacts(facts)).toEqual(facts);
  });

  it('never shows a canary, wherever it hides', () => {
    const cause = new Error('GET http://me:canary@host failed');
    const facts = {
      headers: { 'x-api-key': 'canary' },
      options: { password: 'canary', deep: { accessToken: 'canary', deeper: { any: 'canary' } } },
      request: new Map([['authorization', 'canary']]),
      payload: Buffer.from('canary'),
      sent: new Headers({ cookie: 'canary' }),
      secretName: 'canary',
      'NGSILD-Credentials': 'canary',
      url: new URL('http://me:canary@host/'),
      cause,
    };

    expect(JSON.stringify(cleanFacts(facts))).not.toContain('canary');
  });

  it('tells a known error by its code and an unknown one by its place', () => {
    const known = Object.assign(new Error('no such port'), { code: 'ENOENT' });

    expect(cleanFacts({ known, unknown: new TypeError('x is no function') })).toEqual({
      known: { name: 'Error', message: 'no such port', code: 'ENOENT' },
      unknown: {
        name: 'TypeError',
        message: 'x is no function',
        stack: expect.stringContaining('facts.test.ts'),
      },
    });
  });

  it('names what is no plain value', () => {
    expect(cleanFacts({ frame: Buffer.from('x'), run: () => 1, big: 2n ** 64n, nan: Number.NaN })).toEqual({
      frame: '(Buffer)',
      run: '(function)',
      big: '18446744073709551616',
      nan: 'NaN',
    });
  });
});
