/**
 * Streams and their numbers, on the main thread. A stream gets its number when its first reading is accepted, and
 * goes to the worker with each group until a commit has confirmed it.
 */
import { KopruError } from '../core/errors.ts';
import { type Stream, streamKey } from '../core/reading.ts';

export class Catalogue {
  /** By object: sources use one object per stream, so the text key is made once each. */
  readonly #byObject = new WeakMap<Stream, number>();
  readonly #byKey = new Map<string, number>();
  readonly #byId = new Map<number, Stream>();
  readonly #unwritten = new Map<number, Stream>();
  #next = 1;

  constructor(stored: readonly (readonly [number, Stream])[]) {
    for (const [id, stream] of stored) {
      this.#keep(id, stream);
      this.#next = Math.max(this.#next, id + 1);
    }
  }

  id(stream: Stream): number {
    return this.#byObject.get(stream) ?? this.#find(stream);
  }

  stream(id: number): Stream {
    const stream = this.#byId.get(id);
    if (stream) return stream;
    throw new KopruError(`The buffer knows no stream ${id}.`, { kind: 'bug', code: 'UNKNOWN_STREAM' });
  }

  unwritten(): (readonly [number, Stream])[] {
    return [...this.#unwritten];
  }

  written(streams: readonly (readonly [number, Stream])[]): void {
    for (const [id] of streams) this.#unwritten.delete(id);
  }

  #find(stream: Stream): number {
    let id = this.#byKey.get(streamKey(stream));
    if (id === undefined) {
      id = this.#next++;
      const { device, point, quantity, unit, kind } = stream;
      const own: Stream = { device, point, quantity, unit, kind };
      this.#keep(id, own);
      this.#unwritten.set(id, own);
    }
    this.#byObject.set(stream, id);
    return id;
  }

  #keep(id: number, stream: Stream): void {
    this.#byKey.set(streamKey(stream), id);
    this.#byId.set(id, stream);
  }
}
