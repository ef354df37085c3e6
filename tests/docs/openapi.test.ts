import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openApi } from '../../src/api/openapi.ts';
import { packageVersion } from '../../src/cli/version.ts';

it('docs/openapi.json is what the gateway serves', () => {
  const file = join(import.meta.dirname, '..', '..', 'docs', 'openapi.json');
  const text = `${JSON.stringify(openApi(packageVersion()), null, 2)}\n`;
  if (process.env.UPDATE_DOCS) writeFileSync(file, text);

  expect(readFileSync(file, 'utf8')).toBe(text);
});
