import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretsFrom } from '../../src/config/secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string, mode = 0o600) => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode });
  return path;
};

const codeOf = (action: () => unknown) => {
  try {
    action();
    return 'none';
  } catch (thrown) {
    return (thrown as { code?: string }).code;
  }
};

describe('a secret', () => {
  it('comes from the credentials of systemd before anything else', () => {
    put('broker', 'from systemd\n', 0o444);
    const other = put('other', 'from a variable');
    const secrets = secretsFrom({
      environment: { CREDENTIALS_DIRECTORY: folder, KOPRU_SECRET_BROKER_FILE: other },
      folders: [],
    });

    expect(secrets({ secret: 'broker' })).toBe('from systemd');
  });

  it('comes from the file that a variable names', () => {
    const environment = { KOPRU_SECRET_CITY_BROKER_FILE: put('x', 'abc\r\n') };

    expect(secretsFrom({ environment, folders: [] })({ secret: 'city-broker' })).toBe('abc');
  });

  it('comes from a folder of secrets, and only one line end is cut', () => {
    put('lora', ' two lines \n\n');

    expect(secretsFrom({ environment: {}, folders: ['/nowhere', folder] })({ secret: 'lora' })).toBe(
      ' two lines \n',
    );
  });

  it('is read again at each use', () => {
    put('lora', 'old');
    const secrets = secretsFrom({ environment: {}, folders: [folder] });
    secrets({ secret: 'lora' });
    put('lora', 'new');

    expect(secrets({ secret: 'lora' })).toBe('new');
  });

  it('is refused when others can read its file', () => {
    put('lora', 'abc', 0o640);

    expect(codeOf(() => secretsFrom({ environment: {}, folders: [folder] })({ secret: 'lora' }))).toBe(
      'SECRET_READABLE',
    );
  });

  it('is missed with a hint where to put it', () => {
    expect(codeOf(() => secretsFrom({ environment: {}, folders: [folder] })({ secret: 'lora' }))).toBe(
      'SECRET_MISSING',
    );
  });
});
