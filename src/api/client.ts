/**
 * Asks the running gateway over its control socket. Node's own client: a command that is run every half minute as a
 * health check must start fast, and loading undici alone takes longer than the whole question.
 */
import { request } from 'node:http';
import { KopruError } from '../core/errors.ts';

export interface GatewayClient {
  /** Path of the socket that answered. */
  readonly path: string;
  get(route: string): Promise<Reply>;
  post(route: string, body?: object): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  /** The parsed JSON. */
  readonly body: unknown;
}

/** Counting a large backlog is the longest that an answer takes. */
const timeoutMs = 60_000;
const mostAnswerBytes = 16 * 1024 * 1024;

/**
 * Finds the first path on which a gateway answers; rejects with `NOT_RUNNING` or `SOCKET_DENIED`. A path that this user
 * may not look at is passed over: after `sudo -u kopru` the working folder is often the home of somebody else.
 */
export async function findGateway(paths: readonly string[], ask = askSocket): Promise<GatewayClient> {
  const refused: string[] = [];
  let refusal: unknown;
  for (const path of paths) {
    try {
      await ask(path, 'GET', '/livez');
      return {
        path,
        get: (route) => ask(path, 'GET', route),
        post: (route, body) => ask(path, 'POST', route, body),
      };
    } catch (thrown) {
      const code = codeOf(thrown);
      if (code === 'EACCES' || code === 'EPERM') {
        refused.push(path);
        refusal = thrown;
      } else if (code !== 'ENOENT' && code !== 'ECONNREFUSED' && code !== 'ENOTDIR') throw thrown;
    }
  }
  if (refused.length > 0) throw denied(refused, refusal);
  throw new KopruError(`No gateway runs here. Looked for its socket at ${paths.join(', ')}.`, {
    kind: 'transient',
    code: 'NOT_RUNNING',
    hint: 'Start it with: sudo systemctl start kopru, or kopru run gateway.yaml. If it runs elsewhere, name its socket by KOPRU_SOCKET.',
  });
}

function askSocket(socketPath: string, method: 'GET' | 'POST', path: string, body?: object): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = request(
      {
        socketPath,
        method,
        path,
        signal,
        headers: { host: 'localhost', ...(body ? { 'content-type': 'application/json' } : {}) },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > mostAnswerBytes) answer.destroy(new Error('The answer of the gateway is too long.'));
          else chunks.push(chunk);
        });
        answer.once('error', reject);
        answer.once('end', () => {
          try {
            const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
            resolve({ status: answer.statusCode ?? 0, body });
          } catch (thrown) {
            reject(thrown);
          }
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

function denied(paths: readonly string[], cause: unknown): KopruError {
  return new KopruError(`This user may not ask the gateway: no access to ${paths.join(', ')}.`, {
    kind: 'denied',
    code: 'SOCKET_DENIED',
    hint: 'Use sudo, or let an administrator add this user to the group kopru.',
    cause,
  });
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
