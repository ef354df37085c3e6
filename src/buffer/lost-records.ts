/**
 * Damaged records of what readings are (streams) and of when they were taken (segments). What refers to one is damaged
 * too: a value under another name, or at another time, is a wrong value.
 */
import type { Note } from './protocol.ts';
import { isDamagedSegment, loadSegments } from './segments.ts';
import type { Database } from './sqlite.ts';
import { isDamagedStream, loadStreams } from './streams.ts';

export interface LostRecords {
  readonly streams: ReadonlySet<number>;
  readonly segments: ReadonlySet<number>;
}

export function lostRecords(database: Database, note: (note: Note) => void): LostRecords {
  const streams = loadStreams(database).filter(([, stream]) => isDamagedStream(stream));
  const segments = loadSegments(database).filter(isDamagedSegment);
  if (streams.length + segments.length > 0) {
    note({
      level: 'error',
      sentence: 'Records of what readings are, or of when, are damaged; those readings are dropped.',
      facts: { code: 'RECORDS_DAMAGED', streams: streams.length, segments: segments.length },
      lasting: true,
    });
  }
  return {
    streams: new Set(streams.map(([id]) => id)),
    segments: new Set(segments.map(({ id }) => id)),
  };
}
