import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { nameProcess } from '../../src/cli/process-name.ts';

const nameNow = () => readFileSync('/proc/self/comm', 'utf8').trim();
const onLinux = process.platform === 'linux';
const before = onLinux ? nameNow() : '';

afterEach(() => nameProcess(before));

describe.skipIf(!onLinux)('nameProcess (skipped where there is no /proc)', () => {
  it('is seen by the system, and leaves the arguments', () => {
    const commandLine = readFileSync('/proc/self/cmdline', 'utf8');

    nameProcess('kopru');

    expect(nameNow()).toBe('kopru');
    expect(readFileSync('/proc/self/cmdline', 'utf8')).toBe(commandLine);
  });
});
