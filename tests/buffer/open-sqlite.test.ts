import { describe, expect, it } from 'vitest';
import { packageFor } from '../../src/buffer/open-sqlite.ts';

describe('the release of better-sqlite3', () => {
  it.each([
    ['Node 20', '9', 'better-sqlite3'],
    ['Node 22.14 and later', '10', 'better-sqlite3-13'],
    ['Node 24', '10', 'better-sqlite3-13'],
    ['a Node that does not say', undefined, 'better-sqlite3'],
  ])('fits %s', (_, napi, expected) => {
    expect(packageFor({ napi })).toBe(expected);
  });
});
