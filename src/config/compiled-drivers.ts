/**
 * Drivers compiled for the devices of one site. A driver becomes the same for every device that answers its params alike,
 * but for the id in its streams: a cabinet with 200 equal meters compiles theirs once.
 */
import type { Point } from '../core/device.ts';
import type { Stream } from '../core/reading.ts';
import { type Compiled, compileDriver } from './compile-driver.ts';
import type { Driver } from './driver-file.ts';
import type { Installation } from './workpiece.ts';

export class CompiledDrivers {
  readonly #made = new Map<Driver, Map<string, Compiled>>();

  compile(driver: Driver, site: Installation): ReturnType<typeof compileDriver> {
    // What a site changes about points is said of one device, and so are problems.
    if (site.overrides) return compileDriver(driver, site);
    const alike = this.#made.get(driver) ?? new Map<string, Compiled>();
    this.#made.set(driver, alike);
    const key = JSON.stringify([[...site.answers], site.tags, site.timezone]);
    const known = alike.get(key);
    if (known) return { compiled: forDevice(known, site.device), problems: [] };
    const made = compileDriver(driver, site);
    if (made.problems.length === 0) alike.set(key, made.compiled);
    return made;
  }
}

function forDevice(compiled: Compiled, device: string): Compiled {
  // Points of several messages may share a stream.
  const streams = new Map<Stream, Stream>();
  const streamOf = (stream: Stream): Stream => {
    const own = streams.get(stream) ?? { ...stream, device };
    streams.set(stream, own);
    return own;
  };
  const points = <P extends Point>(all: readonly P[]): P[] =>
    all.map((point) => ({ ...point, stream: streamOf(point.stream) }));
  const messages = <M extends { readonly points: readonly Point[] }>(all: readonly M[]): M[] =>
    all.map((message) => ({ ...message, points: points(message.points) }));
  switch (compiled.protocol) {
    case 'modbus':
      return { ...compiled, points: points(compiled.points) };
    case 'host':
      return { ...compiled, points: points(compiled.points) };
    case 'mqtt':
      return { ...compiled, messages: messages(compiled.messages) };
    case 'serial':
      return { ...compiled, messages: messages(compiled.messages) };
    case 'lorawan':
      return { ...compiled, messages: messages(compiled.messages) };
  }
}
