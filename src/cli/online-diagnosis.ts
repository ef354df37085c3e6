/** How a device or destination fares when it is tried for `check --online`, in a line for people. */
import type { Site, SiteDevice } from '../config/site.ts';
import { spanText } from '../core/duration.ts';
import { KopruError, wordsOf } from '../core/errors.ts';
import type { Configuration } from './configuration.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { DeviceReading, ShownPoint } from './shown-point.ts';
import type { Terminal } from './terminal.ts';

export interface OnlineDiagnosis extends Diagnosis {
  readonly kind: 'device' | 'destination';
  /** Of what is the matter, for machines. */
  readonly code?: string;
}

export interface OnlineCheck {
  readonly terminal: Terminal;
  readonly configuration: Configuration;
  readonly site: Site;
  /** Longest wait for a message of a device that talks by itself. */
  readonly waitMs: number;
  /** Called for each device and then each destination, as soon as it is known how it fares. */
  readonly note: (diagnosis: OnlineDiagnosis) => void;
}

/** What is wrong with a device, without a device's answer. */
export function faultOf(
  { id }: SiteDevice,
  { code, reason }: { readonly code: string; readonly reason: string },
): OnlineDiagnosis {
  return { kind: 'device', name: id, state: 'stopped', says: reason, code, mend: `kopru explain ${code}` };
}

export function diagnosisOf(device: SiteDevice, reading: DeviceReading, waitMs: number): OnlineDiagnosis {
  const { problem, points, line } = reading;
  const about = { kind: 'device', name: device.id } as const;
  if (problem?.code === 'NOT_RUNNING') return { ...about, state: 'waiting', says: problem.reason };
  if (problem && isSilence(device, problem.code)) {
    const says = `${openText(device)}, and it has not spoken in ${spanText(waitMs)}`;
    // Who waited as long as its driver says has waited long enough.
    const state = waitMs >= device.staleMs ? 'look' : 'waiting';
    return { ...about, state, says, code: problem.code };
  }
  if (problem) return faultOf(device, problem);
  const refused = points.filter(({ value }) => 'refusal' in value);
  if (refused.length === 0) return { ...about, state: 'fine', says: `${line}, ${counted(points.length)}` };
  const says = `${line}, ${points.length - refused.length} of ${counted(points.length)}: no ${namesOf(refused)}`;
  return { ...about, state: 'look', says, mend: `kopru read ${device.id}` };
}

/** What stopped the attempt itself: a secret that is missing, a gateway that may not be asked. */
export function thrownDiagnosis(
  kind: OnlineDiagnosis['kind'],
  name: string,
  thrown: unknown,
): OnlineDiagnosis {
  const { code, hint } = thrown instanceof KopruError ? thrown : { code: undefined, hint: undefined };
  return {
    kind,
    name,
    state: 'stopped',
    says: wordsOf(thrown),
    ...(code === undefined ? {} : { code }),
    ...(hint === undefined ? {} : { mend: hint }),
  };
}

/** A device that talks by itself, and did not in this time. */
function isSilence(device: SiteDevice, code: string): boolean {
  if (device.protocol === 'mqtt') return code === 'NO_MESSAGE';
  return device.protocol === 'serial' && device.ask.length === 0 && code === 'NO_BYTES';
}

function openText(device: SiteDevice): string {
  return device.protocol === 'mqtt' ? `connected to ${device.mqtt}` : 'its port is open';
}

const counted = (points: number) => `${points} point${points === 1 ? '' : 's'}`;

const mostNamed = 3;

function namesOf(points: readonly ShownPoint[]): string {
  const names = points.slice(0, mostNamed).map(({ point }) => point.stream.point);
  const others = points.length - names.length;
  return `${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}
