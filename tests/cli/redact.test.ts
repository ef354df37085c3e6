import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { redacted } from '../../src/cli/redact.ts';

const canary = 'Kanarya-4711';

describe('a configuration that leaves the machine', () => {
  it.each([
    `forward: [{ name: city, auth: { password: ${canary} } }]`,
    `forward:\n  - headers:\n      X-Auth: ${canary}\n      X-Other: { a: [${canary}] }`,
    `mqtt: { brokers: { local: { url: "mqtt://ayse:${canary}@10.0.0.5:1883" } } }`,
    `mqtt: { brokers: { local: { username: ${canary} } } }`,
    `auth: { clientSecret: "${canary}", refreshToken: '${canary}' }`,
    `key: |\n  -----BEGIN ${canary}\n  ${canary}`,
    `broken: [ ${canary}`,
  ])('holds no secret: %j', (text) => {
    const { text: clean, removed } = redacted(text);

    expect(clean).not.toContain(canary);
    expect(removed.length).toBeGreaterThan(0);
  });

  it('keeps names of secrets, comments and all that helps', () => {
    const text =
      'forward:\n  # the city wants this tenant\n  - { name: city, password: { secret: broker }, tenant: izmir }\n';

    expect(redacted(text)).toEqual({ text, removed: [] });
  });

  it('covers a secret wherever it stands', () => {
    const key = fc.constantFrom('password', 'token', 'key', 'headers', 'clientSecret', 'PASSWORD');
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constant(canary),
        fc.array(tie('value'), { minLength: 1, maxLength: 2 }),
        fc.dictionary(fc.constantFrom('a', 'secrets', 'b'), tie('value'), { minKeys: 1, maxKeys: 2 }),
      ),
    })).value;
    fc.assert(
      fc.property(key, value, (name, held) => {
        const { text } = redacted(JSON.stringify({ outer: [{ [name]: held }] }));
        expect(text).not.toContain(canary);
        expect(parse(text).outer).toHaveLength(1);
      }),
    );
  });
});
