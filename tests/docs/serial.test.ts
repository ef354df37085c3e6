import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { readDriver } from '../../src/config/driver-file.ts';
import { trySamples } from '../../src/config/driver-samples.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'drivers.md'), 'utf8');
const [, section = ''] = page.split('## Serial lines');
const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(section) ?? [];

describe('docs/drivers.md', () => {
  it('describes a serial line that no shipped driver covers, with samples that hold', () => {
    const { document, problems } = parseDocument('acme/station.yaml', yaml);
    const read = document && readDriver(document, 'acme/station');
    const tried = read?.driver && trySamples(read.driver);

    expect([...problems, ...(read?.problems ?? []), ...(tried?.problems ?? [])]).toEqual([]);
    expect(tried?.untried).toEqual([]);
  });
});
