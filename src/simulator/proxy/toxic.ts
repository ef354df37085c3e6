/**
 * What a chaos proxy can do to the bytes that pass, in the words of Shopify's Toxiproxy where it has them, and the
 * text form a person writes on the command line.
 */
import { parseDurationMs } from '../../core/duration.ts';

export type Effect =
  /** Every piece comes later by `ms`, more or less by up to `jitterMs`; their order stays. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  /** The end of the stream comes later by `ms`. */
  | { readonly kind: 'slow-close'; readonly ms: number }
  /** Swallows everything; after `ms` the connection is closed, with 0 never. */
  | { readonly kind: 'timeout'; readonly ms: number }
  /** The connection is reset `ms` after it was made. */
  | { readonly kind: 'reset'; readonly ms: number }
  /** Pieces of at most `bytes`, `ms` apart. */
  | { readonly kind: 'slicer'; readonly bytes: number; readonly ms: number }
  /** After so many bytes the connection is closed. */
  | { readonly kind: 'limit'; readonly bytes: number }
  /** Nothing listens: connections are cut and refused. */
  | { readonly kind: 'down' };

export type Direction = 'to-server' | 'to-client';

export type Toxic = Effect & {
  /** Both when absent. */
  readonly direction?: Direction;
};

/** Reads `latency=200ms,50ms`, `to-client:bandwidth=10000`, `down` and so on; undefined if it is none. */
export function parseToxic(text: string): Toxic | undefined {
  const [, direction, name, values = ''] =
    /^(?:(to-server|to-client):)?([a-z-]+)(?:=(.+))?$/.exec(text) ?? [];
  const effect = effectOf(name ?? '', values === '' ? [] : values.split(','));
  if (!effect) return undefined;
  return direction === 'to-server' || direction === 'to-client' ? { ...effect, direction } : effect;
}

function effectOf(
  kind: string,
  [first = '', second = '0ms', ...more]: readonly string[],
): Effect | undefined {
  if (more.length > 0) return undefined;
  const ms = parseDurationMs(first);
  const secondMs = parseDurationMs(second);
  const bytes = /^[1-9]\d{0,11}$/.test(first) ? Number(first) : undefined;
  if (kind === 'down' && first === '') return { kind };
  if (kind === 'bandwidth' && bytes !== undefined) return { kind, bytesPerSecond: bytes };
  if (kind === 'limit' && bytes !== undefined) return { kind, bytes };
  if (kind === 'slicer' && bytes !== undefined && secondMs !== undefined)
    return { kind, bytes, ms: secondMs };
  if (ms === undefined || secondMs === undefined) return undefined;
  if (kind === 'latency') return { kind, ms, jitterMs: secondMs };
  if (kind === 'slow-close' || kind === 'timeout' || kind === 'reset') return { kind, ms };
  return undefined;
}
