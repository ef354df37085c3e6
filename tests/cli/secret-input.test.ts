import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readSecret } from '../../src/cli/secret-input.ts';

function terminal(isTTY: boolean) {
  const raw: boolean[] = [];
  const shown: string[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (on: boolean) => raw.push(on) });
  return {
    input,
    raw,
    shown,
    read: () =>
      readSecret('Password: ', {
        stdin: input as unknown as NodeJS.ReadStream,
        prompt: (text) => shown.push(text),
      }),
  };
}

describe('a secret from the input', () => {
  it.each([
    ['a line', 'secret\n', 'secret'],
    ['a line of Windows', 'secret\r\n', 'secret'],
    ['text without a line end', 'secret', 'secret'],
    ['the first of two lines', 'first\nsecond\n', 'first'],
    ['letters beyond ASCII', 'şifre ı\n', 'şifre ı'],
    ['an empty line', '\n', ''],
  ])('is, from a pipe, %s', async (_name, text, expected) => {
    const { input, read, shown } = terminal(false);
    input.end(text);

    expect(await read()).toBe(expected);
    expect(shown).toEqual([]);
  });

  it('is asked from a person, who sees nothing of it and may correct it', async () => {
    const { input, read, shown, raw } = terminal(true);
    const secret = read();
    for (const key of ['s', 'e', 'x', '\u007f', 'c', 'ş', '\r']) input.write(key);

    expect(await secret).toBe('secş');
    expect(shown).toEqual(['Password: ', '\n']);
    expect(raw).toEqual([true, false]);
  });

  it.each([
    ['Ctrl-C', true, '\u0003'],
    ['nothing at all', false, ''],
  ])('is none after %s', async (_name, isTTY, text) => {
    const { input, read } = terminal(isTTY);
    const secret = read();
    input.end(text);

    await expect(secret).rejects.toMatchObject({ code: 'NO_PASSWORD' });
  });
});
