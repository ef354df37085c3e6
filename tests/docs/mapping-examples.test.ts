/** The mappings written out in docs/mappings.md: each is read with the data models, and its samples are run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { readMapping } from '../../src/config/mapping-file.ts';
import { sampleProblems } from '../../src/config/mapping-samples.ts';
import { parseModels } from '../../src/config/models.ts';

const root = join(import.meta.dirname, '..', '..');
const models = parseModels(readFileSync(join(root, 'mappings/models.json'), 'utf8'));

const examples = [
  ...readFileSync(join(root, 'docs/mappings.md'), 'utf8').matchAll(/```yaml\n(mapping: (.*)\n[\s\S]*?)```/g),
].map(([, text = '', name = '']) => ({ name, text }));

describe('the examples of docs/mappings.md', () => {
  it.each(examples)('$name gives what its samples say', ({ name, text }) => {
    const { document, problems } = parseDocument(`mappings/${name}.yaml`, text);
    const read = document && readMapping(document, models, name);

    expect([...problems, ...(read?.problems ?? [])]).toEqual([]);
    expect(document && read?.mapping && sampleProblems(document, read.mapping, read.samples)).toEqual([]);
    expect(read?.samples.length).toBeGreaterThan(0);
  });
});
