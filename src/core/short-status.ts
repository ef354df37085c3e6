/** The state of a gateway as one short JSON text: what it publishes for those who watch by MQTT. Pure. */
import { stateOf } from './announcement.ts';
import type { Snapshot } from './status.ts';
import { isSilent } from './status.ts';
import { verdict } from './verdict.ts';

export interface ShortStatus {
  readonly text: string;
  /** What is worth telling at once when it changes. */
  readonly key: string;
}

/** Left behind when the connection breaks, and when the gateway is stopped: nobody takes an old state for the present. */
export const lostText = JSON.stringify({ state: 'lost' });
export const stoppedText = JSON.stringify({ state: 'stopped' });

export function shortStatus(snapshot: Snapshot): ShortStatus {
  const { gateway, clock, devices, buffer, destinations } = snapshot;
  const { situation, sentence } = verdict(snapshot);
  const state = stateOf[situation];
  const silent = devices.filter(isSilent).length;
  const most = (of: (one: (typeof destinations)[number]) => number) => Math.max(0, ...destinations.map(of));
  const quarantined = destinations.reduce((sum, one) => sum + one.quarantined, 0);
  const text = JSON.stringify({
    state,
    verdict: sentence,
    at: clock.synchronised ? snapshot.at : undefined,
    devices: devices.length,
    devicesSilent: silent,
    backlogReadings: most(({ ledger }) => ledger.waiting),
    oldestReadingSeconds: Math.round(most(({ oldestWaitingMs }) => oldestWaitingMs) / 1_000),
    roomLeftSeconds: buffer.roomMs === undefined ? undefined : Math.round(buffer.roomMs / 1_000),
    quarantinedReadings: quarantined,
    clockSynchronized: clock.synchronised,
    version: gateway.version,
  });
  return { text, key: [state, silent, quarantined > 0, clock.synchronised].join(' ') };
}
