import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptInFile } from '../../../src/forward/auth/kept-token.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kopru-token-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a refresh token that follows another', () => {
  it('outlives a restart in a file that only its owner reads', () => {
    const path = join(folder, 'tokens', 'city');

    keptInFile(path).keep('first', 'second');

    expect(keptInFile(path).after('first')).toBe('second');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is void as soon as the configuration has a new first one', () => {
    const path = join(folder, 'city');
    keptInFile(path).keep('first', 'second');

    expect(keptInFile(path).after('new first')).toBeUndefined();
  });

  it('serves this process also when it cannot be written', () => {
    writeFileSync(join(folder, 'tokens'), 'a file where a folder should be');
    const kept = keptInFile(join(folder, 'tokens', 'city'));

    expect(() => kept.keep('first', 'second')).toThrow();
    expect(kept.after('first')).toBe('second');
  });
});
