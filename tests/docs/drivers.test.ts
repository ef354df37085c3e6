import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { readDriver } from '../../src/config/driver-file.ts';
import { trySamples } from '../../src/config/driver-samples.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'drivers.md'), 'utf8');

const drivers = [...page.matchAll(/```yaml\n((?:#.*\n)?driver: (\S+)[\s\S]*?)```/g)].map(
  ([, text = '', name = '']) => ({ name, text }),
);

describe.each(drivers)('the driver $name of docs/drivers.md', ({ name, text }) => {
  const { document, problems } = parseDocument(`${name}.yaml`, text);
  const read = document ? readDriver(document, name) : { problems: [] };

  it('has no mistake', () => {
    expect([...problems, ...read.problems]).toEqual([]);
  });

  it('gives what its samples expect, for every point', () => {
    const tried = read.driver && trySamples(read.driver);

    expect(tried?.problems).toEqual([]);
    expect(tried?.untried).toEqual([]);
  });
});
