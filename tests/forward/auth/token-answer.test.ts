import { describe, expect, it } from 'vitest';
import { readTokenAnswer } from '../../../src/forward/auth/token-answer.ts';

function read(status: number, body: unknown, retryAfterMs?: number) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = { status, contentType: 'application/json', retryAfterMs, body: text, cut: false };
  return readTokenAnswer(answer, (words) => words);
}

const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

describe('the answer of a token server', () => {
  it.each<[string, unknown, number]>([
    ['seconds', { access_token: 'a', expires_in: 60 }, 60_000],
    ['seconds as a text', { access_token: 'a', expires_in: '3599' }, 3_599_000],
    ['nothing', { access_token: 'a' }, 300_000],
    ['zero', { access_token: 'a', expires_in: 0 }, 300_000],
    ['null', { access_token: 'a', expires_in: null }, 300_000],
    ['words', { access_token: 'a', expires_in: 'soon' }, 300_000],
    ['ten years', { access_token: 'a', expires_in: 315_360_000 }, 86_400_000],
    ['the claims of a JWT', { access_token: jwt({ iat: 1_000, exp: 1_900 }) }, 900_000],
  ])('with a lifetime of %s', (_, body, lifetimeMs) => {
    expect(read(200, body)).toMatchObject({ token: { lifetimeMs } });
  });

  it.each<[string, number, unknown, string, string]>([
    ['an error', 401, { error: 'invalid_client' }, 'denied', 'TOKEN_REFUSED'],
    ['an error with status 200', 200, { error: 'invalid_grant' }, 'denied', 'TOKEN_REFUSED'],
    ['an error that passes', 400, { error: 'temporarily_unavailable' }, 'transient', 'TOKEN_REFUSED'],
    ['a page with status 200', 200, '<html>Sign in</html>', 'transient', 'TOKEN_UNREADABLE'],
    ['a page with status 403', 403, '<html>Forbidden</html>', 'denied', 'TOKEN_REFUSED'],
    ['nothing with status 200', 200, '', 'transient', 'TOKEN_UNREADABLE'],
    ['no token with status 200', 200, {}, 'denied', 'TOKEN_UNREADABLE'],
    ['a token with a line end', 200, { access_token: 'a\r\nx: y' }, 'denied', 'TOKEN_UNREADABLE'],
    ['a wrong path', 404, '<html>Not Found</html>', 'denied', 'TOKEN_URL'],
    ['a wrong method', 405, '', 'denied', 'TOKEN_URL'],
    ['a redirect', 302, '', 'transient', 'TOKEN_REDIRECTED'],
    ['too many requests', 429, '', 'transient', 'TOKEN_SERVER_BUSY'],
    ['a broken server', 500, { error: 'unknown_error' }, 'transient', 'TOKEN_SERVER_BUSY'],
  ])('%s', (_, status, body, kind, code) => {
    expect(read(status, body)).toMatchObject({ trouble: { kind, code } });
  });

  it('may ask to wait', () => {
    expect(read(503, '', 7_000)).toMatchObject({ trouble: { retryAfterMs: 7_000 } });
  });
});
