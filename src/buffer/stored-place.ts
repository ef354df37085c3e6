/** A place as it travels between the threads and to whoever asks: maps become lists. */
import type { DestinationState } from '../core/buffer.ts';
import { type Place, placeAt } from './positions.ts';

type PlaceState = Omit<DestinationState, 'name' | 'newest'>;

export function stateOf({ position, front, backlog, backlogFrom, backlogUpto }: Place): PlaceState {
  const state = {
    position,
    streams: Array.from(front, ([stream, exception]) => ({ stream, ...exception })),
  };
  if (backlogUpto === 0) return state;
  const streams = Array.from(backlog, ([stream, row]) => ({ stream, ...row }));
  return { ...state, backlog: { from: backlogFrom, upto: backlogUpto, streams } };
}

export function placeOf({ position, streams, backlog }: PlaceState): Place {
  const front = new Map(streams.map(({ stream, ...exception }) => [stream, exception]));
  const place = { ...placeAt(position), front };
  if (!backlog) return place;
  const rows = new Map(backlog.streams.map(({ stream, ...row }) => [stream, row]));
  return { ...place, backlogFrom: backlog.from, backlogUpto: backlog.upto, backlog: rows };
}
