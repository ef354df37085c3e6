import { describe, expect, it } from 'vitest';
import { readHeldEntity } from '../../src/forward/held-entity.ts';

const problem = (type: string) => JSON.stringify({ type: `https://uri.etsi.org/ngsi-ld/errors/${type}` });

describe('the answer to the question for one entity', () => {
  it.each([
    ['the entity', 200, '{"id":"urn:a","type":"T"}', 'held'],
    ['another entity', 200, '{"id":"urn:b","type":"T"}', 'UNCLEAR_ANSWER'],
    ['a list', 200, '[]', 'UNCLEAR_ANSWER'],
    ['half of it', 200, '{"id":"urn:a"', 'NO_BROKER'],
    ['a page of a portal', 200, '<html>Sign in</html>', 'NO_BROKER'],
    ['no such entity', 404, problem('ResourceNotFound'), 'absent'],
    ['no such tenant', 404, problem('NonexistentTenant'), 'NonexistentTenant'],
    ['no such path', 404, '', 'HTTP_404'],
    ['nobody that it knows', 401, '', 'HTTP_401'],
    ['a broker in trouble', 503, '', 'HTTP_503'],
  ])('%s', (_, status, body, expected) => {
    const answer = { status, contentType: 'application/json', retryAfterMs: undefined, body, cut: false };
    const held = readHeldEntity(answer, 'urn:a');

    expect(held.kind === 'trouble' ? held.verdict.code : held.kind).toBe(expected);
  });
});
