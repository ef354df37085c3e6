/** The cabinet of the documentation on one good day: 17 devices, one broker; a test changes what it is about. */
import type { BufferHealth, DestinationStatus, DeviceStatus, Snapshot } from '../../src/core/status.ts';

export function device(id: string, change: Partial<DeviceStatus> = {}): DeviceStatus {
  return {
    id,
    driver: 'eastron/sdm630',
    name: undefined,
    connection: 'rs485',
    running: 'polled',
    link: { state: 'answers' },
    linkMs: 3_600_000,
    everyMs: 10_000,
    staleMs: 30_000,
    lastReadingMs: 4_000,
    lastReadingAt: '2026-11-23T08:29:00.000Z',
    accepted: 1_200,
    values: [
      { point: 'activePower', quantity: 'activePower', value: 1_280, unit: 'WTT', ageMs: 4_000 },
      { point: 'voltage.L1', quantity: 'voltage.L1', value: 230.5, unit: 'VLT', ageMs: 4_000 },
    ],
    filtered: [
      { reason: 'filter', count: 0 },
      { reason: 'unused', count: 0 },
    ],
    refusals: [],
    ...change,
  };
}

export function silentDevice(id: string, forMs: number, change: Partial<DeviceStatus> = {}): DeviceStatus {
  return device(id, {
    link: { state: 'silent', code: 'NO_REPLY', reason: 'No reply within 1 s.' },
    linkMs: forMs,
    lastReadingMs: forMs,
    ...change,
  });
}

export function destination(change: Partial<DestinationStatus> = {}): DestinationStatus {
  return {
    name: 'city',
    broker: 'https://context.city.example/ngsi-ld/v1',
    history: 'ordered',
    state: 'waiting',
    troubleMs: undefined,
    lastAnswer: { words: '204 No Content', status: 204, ageMs: 1_000 },
    lastSuccessMs: 1_000,
    nextTryMs: undefined,
    inFlight: 0,
    ledger: {
      destination: 'city',
      accepted: 4_127_480,
      waiting: 0,
      tallies: [{ outcome: 'delivered', reason: '', count: 4_127_480 }],
      unexplained: 0,
    },
    quarantined: 0,
    oldestWaitingMs: 2_000,
    requests: [{ outcome: 'delivered', count: 40_000 }],
    entities: { delivered: 900_000, rejected: 0 },
    held: [],
    failures: [],
    ...change,
  };
}

/** The same with readings that wait since `forMs`; the ledger balances. */
export function backlog(
  waiting: number,
  forMs: number,
  change: Partial<DestinationStatus> = {},
): DestinationStatus {
  const accepted = 4_127_480;
  return destination({
    oldestWaitingMs: forMs,
    ledger: {
      destination: 'city',
      accepted,
      waiting,
      tallies: [{ outcome: 'delivered', reason: '', count: accepted - waiting }],
      unexplained: 0,
    },
    ...change,
  });
}

export function buffer(change: Partial<BufferHealth> = {}): BufferHealth {
  return {
    lastSeq: 4_127_480,
    bytes: 12_000_000,
    limitBytes: 256_000_000,
    rows: 400,
    queued: 3,
    lastCommitMs: 4,
    commits: 30_000,
    generation: 1,
    trouble: undefined,
    inPerSecond: 3.3,
    outPerSecond: 3.3,
    roomMs: 33 * 86_400_000,
    loss: undefined,
    setAside: undefined,
    ...change,
  };
}

const others = Array.from({ length: 15 }, (_, index) => device(`parking-${index + 1}`));

/** `meter`, `noise` and fifteen more; all well. */
export function snapshot(change: Partial<Snapshot> = {}): Snapshot {
  return {
    gateway: {
      id: 'istanbul-kagithane-017',
      name: 'Kağıthane 17',
      version: '0.1.0',
      runtime: { node: 'v22.11.0', arch: 'arm64' },
    },
    at: '2026-11-23T08:29:04.000Z',
    startedAt: '2026-11-20T06:00:00.000Z',
    upMs: 3 * 86_400_000,
    phase: 'running',
    configuration: {
      mark: '7f3a9c41d02e',
      devices: 17,
      entities: 14,
      destinations: 1,
      buses: 1,
      mqttBrokers: 1,
      reload: undefined,
    },
    place: {
      location: { type: 'Point', coordinates: [28.9708, 41.0785] },
      receiver: undefined,
      found: false,
    },
    clock: { synchronised: true, source: 'timesyncd', steps: 0 },
    host: {
      processorCelsius: 52.1,
      underVoltage: false,
      disk: { freeBytes: 21_400_000_000, bytes: 31_000_000_000 },
      writtenBytes: 4_200_000_000,
      memory: { freeBytes: 410_000_000, bytes: 948_000_000 },
      upMs: 4 * 86_400_000,
    },
    devices: [device('meter'), device('noise'), ...others],
    mqtt: [],
    buses: [],
    intake: { read: 4_127_480, filtered: [], lost: [], lastLossMs: undefined },
    buffer: buffer(),
    destinations: [destination()],
    ...change,
  };
}
