import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { nodeFiles } from '../../src/config/files.ts';
import { fileKinds, jsonSchemaOf } from '../../src/config/reference.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the JSON Schema of files', () => {
  const compile = (kind: (typeof fileKinds)[number]) =>
    new Ajv({ strict: false, validateFormats: false }).compile(jsonSchemaOf(kind));
  const validate = compile('driver');

  it.each(fileKinds)('of a %s is draft 7 and describes its keys', (kind) => {
    expect(jsonSchemaOf(kind).$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(JSON.stringify(jsonSchemaOf(kind))).toContain('"description"');
    expect(compile(kind)).toBeTypeOf('function');
  });

  it.each(nodeFiles.list(join(root, 'drivers')).filter((file) => file.endsWith('.yaml')))(
    'accepts drivers/%s',
    (file) => {
      const { document } = parseDocument(file, readFileSync(join(root, 'drivers', file), 'utf8'));
      const plain: unknown = JSON.parse(JSON.stringify(document?.value));

      expect(validate(plain), JSON.stringify(validate.errors)).toBe(true);
    },
  );
});
