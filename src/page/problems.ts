/**
 * What is the matter now, one entry for each thing that somebody or time must mend: since when, its code, who is
 * needed, and the one command that helps. Structured; the page's language says it.
 */
import {
  type DestinationStatus,
  type DeviceStatus,
  isSilent,
  type Snapshot,
  silentForMs,
  waitsForClock,
} from '../core/status.ts';

/** Who must act. */
export type Needed = 'nobody' | 'technician' | 'operator' | 'author';

export interface Problem {
  /** Stable and unique while the problem lasts. */
  readonly id: string;
  readonly kind:
    | 'losing'
    | 'not storing'
    | 'unreachable'
    | 'unwilling'
    | 'denied'
    | 'clock'
    | 'adapter'
    | 'silent'
    | 'silent together'
    | 'mqtt'
    | 'held'
    | 'refused'
    | 'reload';
  readonly grave: boolean;
  readonly code: string | undefined;
  /** What it is about: the name of a device, a destination or a connection. */
  readonly subject: string;
  /** File, and line and column where they are known, where it is mended. */
  readonly place: string | undefined;
  /** Words of a device, a broker or the system, as they came. */
  readonly words: string | undefined;
  readonly count: number | undefined;
  /** Monotonic milliseconds. */
  readonly sinceMs: number | undefined;
  readonly nextTryAtMs: number | undefined;
  readonly needs: Needed;
  readonly command: string;
}

/** Where the attribute of an entity or mapping is written that the words name; the file of the mapping if they name none. */
export type PlaceOf = (
  of: { readonly entity: string } | { readonly mapping: string },
  words: string,
) => string | undefined;

type Found = Pick<Problem, 'id' | 'kind' | 'subject' | 'needs' | 'command'> & Partial<Problem>;

/** The gravest first. `nowMs` is the monotonic time of the snapshot. */
export function problemsOf(snapshot: Snapshot, nowMs: number, placeOf: PlaceOf): Problem[] {
  return [
    ...storage(snapshot),
    ...snapshot.destinations.flatMap((one) => outage(one, nowMs)),
    ...clock(snapshot),
    ...silence(snapshot, nowMs),
    ...connections(snapshot),
    ...held(snapshot, nowMs, placeOf),
    ...quarantine(snapshot),
    ...reload(snapshot, nowMs),
  ].map(whole);
}

function storage({ buffer, intake }: Snapshot): Found[] {
  const found: Found[] = [];
  if (buffer.loss) {
    found.push({
      id: 'dropped',
      kind: 'losing',
      grave: true,
      subject: buffer.loss.since,
      count: buffer.loss.count,
      needs: 'operator',
      command: 'kopru status',
    });
  }
  const lost = intake.lost.reduce((sum, { count }) => sum + count, 0);
  if (lost > 0) {
    found.push({
      id: 'lost',
      kind: 'losing',
      grave: true,
      subject: '',
      words: intake.lost.map(({ reason }) => reason).join(', '),
      count: lost,
      needs: 'technician',
      command: 'journalctl -u kopru -p warning -n 20',
    });
  }
  if (buffer.trouble !== undefined) {
    found.push({
      id: 'storing',
      kind: 'not storing',
      grave: true,
      subject: '',
      words: buffer.trouble,
      needs: 'technician',
      command: 'journalctl -u kopru -p warning -n 20',
    });
  }
  return found;
}

function outage(one: DestinationStatus, nowMs: number): Found[] {
  if (one.state !== 'backing off' && one.state !== 'denied') return [];
  const { lastAnswer, troubleMs, nextTryMs } = one;
  const kind =
    one.state === 'denied' ? 'denied' : lastAnswer?.status === undefined ? 'unreachable' : 'unwilling';
  const [failure] = one.failures.toSorted((a, b) => b.count - a.count);
  return [
    {
      id: `destination ${one.name}`,
      kind,
      code: failure?.code,
      subject: one.name,
      words: lastAnswer?.words,
      sinceMs: stamp(nowMs, troubleMs),
      nextTryAtMs: nextTryMs === undefined ? undefined : coarse(nowMs + nextTryMs),
      needs: kind === 'denied' ? 'operator' : 'nobody',
      command: 'kopru doctor',
    },
  ];
}

function clock({ clock, destinations }: Snapshot): Found[] {
  if (!waitsForClock(clock) || destinations.length === 0) return [];
  return [{ id: 'clock', kind: 'clock', subject: '', needs: 'nobody', command: 'timedatectl' }];
}

/** More silent devices of one connection than these are one matter: its line, its power, its other end. */
const mostAlone = 3;
/** Code of a link whose serial port is not there. */
const adapterCode = 'PORT_NOT_FOUND';

function silence({ devices }: Snapshot, nowMs: number): Found[] {
  const silent = devices.filter(isSilent).toSorted((a, b) => silentForMs(b) - silentForMs(a));
  const connections = [...new Set(silent.map(({ connection }) => connection))];
  return connections.flatMap((connection) => {
    const [first, ...others] = silent.filter((one) => one.connection === connection);
    if (!first) return [];
    const one = alone(first, nowMs);
    const count = others.length + 1;
    const shared = { ...one, subject: connection, count };
    if (one.code === adapterCode) {
      return [{ ...shared, id: `adapter ${connection}`, kind: 'adapter', command: 'kopru ports' }];
    }
    if (count > mostAlone) {
      return [{ ...shared, id: `silent ${connection}`, kind: 'silent together', command: 'kopru doctor' }];
    }
    return [one, ...others.map((device) => alone(device, nowMs))];
  });
}

function alone(device: DeviceStatus, nowMs: number): Found {
  const { id, link, running } = device;
  return {
    id: `device ${id}`,
    kind: 'silent',
    code: link.state === 'silent' ? link.code : undefined,
    subject: id,
    words: link.state === 'silent' ? link.reason : undefined,
    sinceMs: stamp(nowMs, silentForMs(device)),
    needs: 'technician',
    command: running === 'listens' ? `kopru watch ${id}` : `kopru read ${id}`,
  };
}

function connections({ mqtt }: Snapshot): Found[] {
  return mqtt.flatMap((one): Found[] => {
    if (one.kind !== 'client' || one.trouble === undefined) return [];
    return [
      {
        id: `mqtt ${one.name}`,
        kind: 'mqtt',
        code: one.trouble.code,
        subject: one.name,
        words: `${one.trouble.reason} ${one.trouble.hint}`.trim(),
        needs: 'technician',
        command: `kopru mqtt tail ${one.name}`,
      },
    ];
  });
}

function held({ destinations }: Snapshot, nowMs: number, placeOf: PlaceOf): Found[] {
  return destinations.flatMap(({ name, held }) =>
    held.map(({ mapping, code, words, forMs, nextTryMs }) => ({
      id: `held ${name} ${mapping}`,
      kind: 'held' as const,
      code,
      subject: mapping,
      words,
      place: placeOf({ mapping }, words),
      sinceMs: stamp(nowMs, forMs),
      nextTryAtMs: coarse(nowMs + nextTryMs),
      needs: 'author' as const,
      command: `kopru mapping test ${mapping}`,
    })),
  );
}

function quarantine({ destinations }: Snapshot): Found[] {
  return destinations
    .filter(({ quarantined }) => quarantined > 0)
    .map(({ name, quarantined }) => ({
      id: `quarantine ${name}`,
      kind: 'refused',
      code: 'ENTITY_REJECTED',
      subject: name,
      count: quarantined,
      needs: 'author',
      command: 'kopru quarantine',
    }));
}

function reload({ configuration, at }: Snapshot, nowMs: number): Found[] {
  const last = configuration.reload;
  if (!last || last.ok) return [];
  return [
    {
      id: 'reload',
      kind: 'reload',
      subject: '',
      count: last.errors,
      place: last.place,
      sinceMs: stamp(nowMs, Date.parse(at) - Date.parse(last.at)),
      needs: 'technician',
      command: 'kopru check',
    },
  ];
}

function whole(found: Found): Problem {
  return {
    grave: false,
    code: undefined,
    place: undefined,
    words: undefined,
    count: undefined,
    sinceMs: undefined,
    nextTryAtMs: undefined,
    ...found,
  };
}

function stamp(nowMs: number, ageMs: number | undefined): number | undefined {
  return ageMs === undefined ? undefined : coarse(nowMs - ageMs);
}

/** To half a second, so that the same moment gives the same stamp at every tick. */
export const coarse = (ms: number): number => Math.round(ms / 500) * 500;
