/**
 * What each metric is called, what it says and where in a snapshot it stands. Base units, counters end in
 * `_total`, known series are there with 0 before anything happened. Moments of the wall clock are left out while
 * the clock is not synchronised: a wrong time is worse than none.
 */
import { balances } from '../core/ledger.ts';
import { refusals } from '../core/source.ts';
import { answers, type DeviceStatus, destinationPhases, isSilent, type Snapshot } from '../core/status.ts';
import { counter, type Family, gauge, of, type Series, summed } from './metric-family.ts';

export const families: readonly Family[] = [...about(), ...machine(), ...south(), ...middle(), ...north()];

function about(): Family[] {
  return [
    gauge('build_info', 'Version of the gateway and of Node.', ['version', 'node', 'arch'], ({ gateway }) => [
      of(1, { version: gateway.version, node: gateway.runtime.node, arch: gateway.runtime.arch }),
    ]),
    gauge('up_seconds', 'Seconds since the gateway started.', [], ({ upMs }) => [of(upMs / 1000)]),
    gauge(
      'config_info',
      'Always 1; the mark is equal for two gateways that would work the same.',
      ['mark'],
      ({ configuration: { mark } }) => [of(1, { mark })],
    ),
    gauge(
      'config_last_reload_success',
      '0 when the last reload was refused: the configuration before it runs.',
      [],
      ({ configuration: { reload } }) => [of(Number(reload?.ok ?? true))],
    ),
    gauge('clock_synchronized', '1 when somebody vouches for the wall clock.', [], ({ clock }) => [
      of(Number(clock.synchronised)),
    ]),
    counter('clock_steps_total', 'Steps of the wall clock beyond half a second.', [], ({ clock }) => [
      of(clock.steps),
    ]),
  ];
}

function machine(): Family[] {
  const known = (value: number | undefined) => (value === undefined ? [] : [of(value)]);
  return [
    gauge('host_processor_temperature_celsius', 'Temperature of the processor.', [], ({ host }) =>
      known(host.processorCelsius),
    ),
    gauge('host_under_voltage', '1 while the supply of the machine is too weak.', [], ({ host }) =>
      known(host.underVoltage === undefined ? undefined : Number(host.underVoltage)),
    ),
    gauge('host_disk_free_bytes', 'Free on the disk that holds the buffer.', [], ({ host }) =>
      known(host.disk?.freeBytes),
    ),
    gauge('host_disk_bytes', 'Size of the disk that holds the buffer.', [], ({ host }) =>
      known(host.disk?.bytes),
    ),
    counter(
      'host_disk_written_bytes_total',
      'Written to that disk by everybody since the machine started.',
      [],
      ({ host }) => known(host.writtenBytes),
    ),
    gauge('host_memory_free_bytes', 'Free memory of the machine.', [], ({ host }) => [
      of(host.memory.freeBytes),
    ]),
    gauge('host_memory_bytes', 'Memory of the machine.', [], ({ host }) => [of(host.memory.bytes)]),
    gauge('host_up_seconds', 'Seconds since the machine started.', [], ({ host }) => [of(host.upMs / 1_000)]),
  ];
}

function south(): Family[] {
  return [
    gauge('devices', 'Devices by state.', ['state'], ({ devices }) =>
      deviceStates.map((state) =>
        of(devices.filter((device) => stateOf(device) === state).length, { state }),
      ),
    ),
    gauge('device_up', '1 when the device gives good readings in time.', ['device'], ({ devices }) =>
      devices.map((device) => of(Number(answers(device)), { device: device.id })),
    ),
    gauge(
      'device_last_reading_timestamp_seconds',
      'When the device gave its last good reading.',
      ['device'],
      ({ devices }) =>
        devices.flatMap((device) =>
          device.lastReadingAt === undefined
            ? []
            : [of(Date.parse(device.lastReadingAt) / 1000, { device: device.id })],
        ),
    ),
    counter('readings_total', 'Readings accepted, by bus or MQTT broker.', ['source'], ({ devices }) =>
      summed(devices.map((device) => [device.connection, device.accepted])).map(([source, count]) =>
        of(count, { source }),
      ),
    ),
    counter(
      'bus_busy_seconds_total',
      'Time in which a request was under way on the bus.',
      ['bus'],
      ({ buses }) => buses.map(({ name, busyMs }) => of(busyMs / 1000, { bus: name })),
    ),
    gauge(
      'bus_planned_ratio',
      'Share of its time that the configured polls of the bus need.',
      ['bus'],
      ({ buses }) => buses.map(({ name, plannedShare }) => of(plannedShare, { bus: name })),
    ),
    counter('bus_requests_total', 'Requests by what came of them.', ['bus', 'result'], ({ buses }) =>
      buses.flatMap(({ name, answers: ok, exceptions, timeouts, damaged }) => [
        of(ok, { bus: name, result: 'ok' }),
        of(exceptions, { bus: name, result: 'exception' }),
        of(timeouts - damaged, { bus: name, result: 'timeout' }),
        of(damaged, { bus: name, result: 'damaged' }),
      ]),
    ),
    counter('bus_poll_overruns_total', 'Polls left out because the bus had no time.', ['bus'], ({ buses }) =>
      buses.map(({ name, overruns }) => of(overruns, { bus: name })),
    ),
    gauge('bus_port_open', '1 while the port or connection of the bus is open.', ['bus'], ({ buses }) =>
      buses.map(({ name, connected }) => of(Number(connected), { bus: name })),
    ),
    counter(
      'readings_rejected_total',
      'Values that became no reading, by reason.',
      ['reason'],
      ({ devices }) =>
        summed([
          ...refusals.map((reason): [string, number] => [reason, 0]),
          ...devices.flatMap((device) =>
            device.refusals.map(({ reason, count }): [string, number] => [reason, count]),
          ),
        ]).map(([reason, count]) => of(count, { reason })),
    ),
    gauge('mqtt_connected', '1 while the MQTT broker is connected.', ['mqtt'], ({ mqtt }) =>
      mqtt.flatMap((one) => (one.kind === 'client' ? [of(Number(one.connected), { mqtt: one.name })] : [])),
    ),
    counter('mqtt_messages_total', 'MQTT messages that came.', ['mqtt'], ({ mqtt }) =>
      mqtt.map(({ name, received }) => of(received, { mqtt: name })),
    ),
    counter('mqtt_gaps_total', 'Times an MQTT broker forgot our session.', ['mqtt'], ({ mqtt }) =>
      mqtt.flatMap((one) => (one.kind === 'client' ? [of(one.gaps, { mqtt: one.name })] : [])),
    ),
    gauge('mqtt_clients', 'Clients of our own MQTT broker.', [], ({ mqtt }) =>
      mqtt.flatMap((one) => (one.kind === 'listener' ? [of(one.clients.length)] : [])),
    ),
    counter('mqtt_refused_total', 'What our own MQTT broker refused, by reason.', ['reason'], ({ mqtt }) =>
      mqtt.flatMap((one) =>
        one.kind === 'listener' ? one.refused.map(({ reason, count }) => of(count, { reason })) : [],
      ),
    ),
    counter('readings_filtered_total', 'Good readings held back on purpose.', ['reason'], ({ intake }) =>
      intake.filtered.map(({ reason, count }) => of(count, { reason })),
    ),
    counter('readings_lost_total', 'Good readings that could not be kept.', ['reason'], ({ intake }) =>
      intake.lost.map(({ reason, count }) => of(count, { reason })),
    ),
  ];
}

function middle(): Family[] {
  return [
    gauge(
      'buffer_readings',
      'Readings on disk, and in memory before their commit.',
      ['state'],
      ({ buffer }) => [of(buffer.rows, { state: 'stored' }), of(buffer.queued, { state: 'queued' })],
    ),
    gauge('buffer_bytes', 'Size of the buffer on disk.', [], ({ buffer }) => [of(buffer.bytes)]),
    gauge('buffer_limit_bytes', 'Size at which the oldest readings are dropped.', [], ({ buffer }) => [
      of(buffer.limitBytes),
    ]),
    gauge(
      'buffer_room_seconds',
      'How long readings can be kept if nothing is delivered.',
      [],
      ({ buffer }) => (buffer.roomMs === undefined ? [] : [of(buffer.roomMs / 1000)]),
    ),
    gauge(
      'buffer_oldest_age_seconds',
      'Age of the oldest waiting reading; 0 if none waits.',
      [],
      (snapshot) => [of(oldestMs(snapshot) / 1000)],
    ),
    counter('buffer_appended_total', 'Readings accepted since the buffer was made.', [], ({ buffer }) => [
      of(buffer.lastSeq),
    ]),
    counter('buffer_evicted_total', 'Readings dropped to make room.', [], ({ buffer }) => [
      of(buffer.loss?.count ?? 0),
    ]),
    counter('buffer_commits_total', 'Commits, each with an fsync.', [], ({ buffer }) => [of(buffer.commits)]),
    gauge('buffer_last_commit_seconds', 'How long the last commit took.', [], ({ buffer }) => [
      of(buffer.lastCommitMs / 1000),
    ]),
    gauge('buffer_failing', '1 while commits fail.', [], ({ buffer }) => [
      of(Number(buffer.trouble !== undefined)),
    ]),
  ];
}

function north(): Family[] {
  const each = (
    one: (destination: Snapshot['destinations'][number], snapshot: Snapshot) => readonly Series[],
  ) => {
    return (snapshot: Snapshot) =>
      snapshot.destinations.flatMap((destination) =>
        one(destination, snapshot).map(({ labels, value }) =>
          of(value, { destination: destination.name, ...labels }),
        ),
      );
  };
  const by = ['destination'];
  return [
    gauge(
      'forward_state',
      '1 for the state a destination is in.',
      [...by, 'state'],
      each(({ state }) => destinationPhases.map((phase) => of(Number(phase === state), { state: phase }))),
    ),
    gauge(
      'forward_waiting_readings',
      'Accepted readings not settled yet.',
      by,
      each(({ ledger }) => [of(ledger.waiting)]),
    ),
    gauge(
      'forward_oldest_age_seconds',
      'Age of the oldest waiting reading.',
      by,
      each(({ oldestWaitingMs }) => [of(oldestWaitingMs / 1000)]),
    ),
    gauge(
      'forward_in_flight_entities',
      'Entity versions in the request under way.',
      by,
      each(({ inFlight }) => [of(inFlight)]),
    ),
    gauge(
      'forward_answer_seconds',
      'Seconds from a request to its answer, lately.',
      by,
      each(({ answerMs }) => (answerMs === undefined ? [] : [of(answerMs / 1_000)])),
    ),
    gauge(
      'forward_backoff_seconds',
      'Seconds until the next try; 0 if none is planned.',
      by,
      each(({ nextTryMs }) => [of((nextTryMs ?? 0) / 1000)]),
    ),
    gauge(
      'forward_last_success_timestamp_seconds',
      'When a request last delivered something.',
      by,
      each(({ lastSuccessMs }, { at, clock }) =>
        lastSuccessMs === undefined || !clock.synchronised
          ? []
          : [of((Date.parse(at) - lastSuccessMs) / 1000)],
      ),
    ),
    counter(
      'forward_batches_total',
      'Requests by outcome.',
      [...by, 'outcome'],
      each(({ requests }) => requests.map(({ outcome, count }) => of(count, { outcome }))),
    ),
    counter(
      'forward_entities_total',
      'Entity versions by outcome.',
      [...by, 'outcome'],
      each(({ entities }) => [
        of(entities.delivered, { outcome: 'delivered' }),
        of(entities.rejected, { outcome: 'rejected' }),
      ]),
    ),
    counter(
      'forward_failures_total',
      'Requests without success, by code.',
      [...by, 'code'],
      each(({ failures }) => failures.map(({ code, count }) => of(count, { code }))),
    ),
    gauge(
      'mapping_held',
      '1 for a mapping that the broker rejects as a whole: its readings wait.',
      [...by, 'mapping'],
      each(({ held }) => held.map(({ mapping }) => of(1, { mapping }))),
    ),
    gauge(
      'quarantined_readings',
      'Readings in quarantine: the broker refused the data.',
      by,
      each(({ quarantined }) => [of(quarantined)]),
    ),
    counter(
      'ledger_readings_total',
      'Readings that ended, by outcome.',
      [...by, 'outcome', 'reason'],
      each(({ ledger }) =>
        ledger.tallies.map(({ outcome, reason, count }) => of(count, { outcome, reason })),
      ),
    ),
    gauge(
      'ledger_balanced',
      '1 when every accepted reading is accounted for.',
      by,
      each(({ ledger }) => [of(Number(balances(ledger)))]),
    ),
  ];
}

const deviceStates = ['answers', 'starting', 'silent', 'off'] as const;

function stateOf(device: DeviceStatus): (typeof deviceStates)[number] {
  if (device.running === 'off') return 'off';
  if (isSilent(device)) return 'silent';
  return answers(device) ? 'answers' : 'starting';
}

function oldestMs({ destinations }: Snapshot): number {
  return Math.max(0, ...destinations.map((destination) => destination.oldestWaitingMs));
}
