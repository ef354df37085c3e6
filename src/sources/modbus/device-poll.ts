/**
 * One poll of one device: its planned reads in order, and what a refusal or silence means. All or nothing: a
 * message carries one time, so a poll that broke off in the middle gives no values. An exception is an answer: the
 * refused read is halved until the bad address stands alone, and the others are read.
 */
import { type Clock, pause } from '../../core/environment.ts';
import type { Problem } from '../transport.ts';
import type { Block } from './decode.ts';
import type { Answer } from './exchange.ts';
import { exceptions, exceptionText, type ReadRequest } from './pdu.ts';
import type { PlannedRead, RefusedReads } from './read-plan.ts';
import type { ModbusDevice, ModbusPoint } from './settings.ts';

export interface DevicePoll {
  readonly blocks: readonly Block[];
  /** Points whose own place the device refused in this poll, with the exception. */
  readonly refused: ReadonlyMap<ModbusPoint, number>;
  /** Why the device counts as silent; undefined if it answered. */
  readonly problem: Problem | undefined;
}

/** What a poll must know of a device. */
export type PolledDevice = Pick<ModbusDevice, 'driver' | 'unitId' | 'quirks'>;

export interface PollParts {
  readonly device: PolledDevice;
  readonly reads: readonly PlannedRead[];
  readonly memory: RefusedReads;
  readonly clock: Clock;
  readonly ask: (request: ReadRequest, timeoutMs: number) => Promise<Answer>;
  /** True: a read without an answer is asked once more. For a device that answered last time. */
  readonly patient: boolean;
}

export const defaultTimeoutMs = 1_000;
const busyPauseMs = 200;

export async function pollDevice(parts: PollParts): Promise<DevicePoll> {
  const { device, memory, clock } = parts;
  const blocks: Block[] = [];
  const refused = new Map<ModbusPoint, number>();
  const reads = [...memory.expand(parts.reads, clock.monotonicMs())];
  let first = true;
  for (let read = reads.shift(); read; read = reads.shift()) {
    if (!first) await pauseBetween(device, clock);
    first = false;
    const answer = await askPatiently(parts, read);
    if (answer.kind === 'failed') return { blocks: [], refused, problem: answer };
    if (answer.kind === 'words') {
      blocks.push({ table: read.table, address: read.address, words: answer.words });
      continue;
    }
    const problem = problemOf(device, answer.exception);
    if (problem) return { blocks: [], refused, problem };
    const smaller = memory.refuse(read, clock.monotonicMs() + memoryMs(answer.exception));
    if (smaller.length === 0) for (const point of read.points) refused.set(point, answer.exception);
    reads.unshift(...smaller);
  }
  return { blocks, refused, problem: blocks.length > 0 ? undefined : refusedWhole(device, refused) };
}

async function askPatiently(parts: PollParts, read: PlannedRead): Promise<Answer> {
  const { device, clock } = parts;
  const request = { unitId: device.unitId, table: read.table, address: read.address, count: read.count };
  const timeoutMs = device.quirks.timeoutMs ?? defaultTimeoutMs;
  const answer = await parts.ask(request, timeoutMs);
  const passing = answer.kind === 'exception' && !isRefusal(answer.exception);
  if (passing) await pause(clock, busyPauseMs);
  const again = passing || (answer.kind === 'failed' && parts.patient);
  return again ? await parts.ask(request, timeoutMs) : answer;
}

async function pauseBetween(device: PolledDevice, clock: Clock): Promise<void> {
  const { pauseBetweenRequestsMs } = device.quirks;
  if (pauseBetweenRequestsMs) await pause(clock, pauseBetweenRequestsMs);
}

/** The device does not have what was asked, and will not have it a moment later. */
const isRefusal = (exception: number) =>
  exception === exceptions.illegalFunction ||
  exception === exceptions.illegalAddress ||
  exception === exceptions.illegalValue;

/** How long a read is not asked again: some devices call an absent address a failure, others fail for a moment. */
const memoryMs = (exception: number) => (isRefusal(exception) ? 3_600_000 : 60_000);

const isBusy = (exception: number) =>
  exception === exceptions.acknowledge || exception === exceptions.deviceBusy;

/** Exceptions that say something about the device as a whole and not about the addresses asked. */
function problemOf(device: PolledDevice, exception: number): Problem | undefined {
  if (exception === exceptions.gatewayPathUnavailable || exception === exceptions.gatewayTargetSilent) {
    return {
      code: 'NO_REPLY',
      reason: `The converter says that unit ${device.unitId} does not answer: ${exceptionText(exception)}.`,
    };
  }
  if (!isBusy(exception)) return undefined;
  return { code: 'DEVICE_BUSY', reason: `Unit ${device.unitId} is busy: ${exceptionText(exception)}.` };
}

function refusedWhole(device: PolledDevice, refused: ReadonlyMap<ModbusPoint, number>): Problem {
  const [exception] = refused.values();
  const why = exception === undefined ? 'it is asked again within an hour' : exceptionText(exception);
  return {
    code: 'ADDRESSES_REFUSED',
    reason: `Unit ${device.unitId} answers but refuses every address of ${device.driver}: ${why}. Check driver and table.`,
  };
}
