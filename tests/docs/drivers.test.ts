import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { readDriver } from '../../src/config/driver-file.ts';
import { trySamples } from '../../src/config/driver-samples.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'drivers.md'), 'utf8');

describe('the driver of docs/drivers.md', () => {
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const { document, problems } = parseDocument('acme/e1.yaml', text);
  const read = document ? readDriver(document, 'acme/e1') : { problems: [] };

  it('has no mistake', () => {
    expect([...problems, ...read.problems]).toEqual([]);
  });

  it('gives what its samples expect, for every point', () => {
    const tried = read.driver && trySamples(read.driver);

    expect(tried?.problems).toEqual([]);
    expect(tried?.untried).toEqual([]);
  });
});
