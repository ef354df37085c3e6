import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootId, systemClock } from '../../../src/sources/host/clock.ts';

const id = '0123456789abcdef0123456789abcdef';
const kernelId = '01234567-89AB-cdef-0123-456789abcdef\n';

function kernelFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'kopru-')), 'boot_id');
  writeFileSync(file, text);
  return file;
}

describe('bootId', () => {
  it('is the same by the unit and by the kernel', () => {
    expect(bootId({ KOPRU_BOOT_ID: id }, '/nowhere')).toBe(id);
    expect(bootId({}, kernelFile(kernelId))).toBe(id);
  });

  it('does not take an unexpanded specifier for an id', () => {
    expect(bootId({ KOPRU_BOOT_ID: '%b' }, kernelFile(kernelId))).toBe(id);
  });

  it('is new at each start where nobody tells it', () => {
    const first = bootId({}, '/nowhere');

    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(bootId({}, '/nowhere')).not.toBe(first);
  });
});

describe('systemClock', () => {
  const clock = systemClock();

  it('never fires a timer early', async () => {
    const startMs = clock.monotonicMs();

    const waited = await Promise.all(
      [0, 1, 2, 3, 5, 8].map(
        (ms) => new Promise<number>((resolve) => clock.after(ms, () => resolve(clock.monotonicMs() - ms))),
      ),
    );

    expect(Math.min(...waited)).toBeGreaterThanOrEqual(startMs);
  });

  it('keeps a delay that is too long for a timer of Node, and can be cancelled', async () => {
    let fired = false;

    const cancel = clock.after(40 * 86_400_000, () => {
      fired = true;
    });
    await new Promise<void>((resolve) => clock.after(5, resolve));
    cancel();

    expect(fired).toBe(false);
  });
});
