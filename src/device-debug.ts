/**
 * What goes between the gateway and one device, and what became of it, written into the log for a while: for a fault
 * that shows itself when nobody is there. It looks through the taps of `kopru trace`, so the device is asked nothing more; and it ends by itself.
 */
import type { Site, SiteDevice } from './config/site.ts';
import type { Clock, Logger } from './core/environment.ts';
import type { DeviceStatus } from './core/status.ts';
import type { Piece, Pieces } from './sources/frame-tap.ts';
import { type Exchanged, requestText, Tracer } from './sources/modbus/trace.ts';
import { isLorawan, type MqttDevice } from './sources/mqtt/device.ts';
import type { Tapped, TappedMessages } from './sources/mqtt/tap.ts';
import { topicMatches } from './sources/mqtt/topic.ts';

export interface DeviceDebugParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly site: () => Site;
  readonly frames: (bus: string, since: number) => Pieces | undefined;
  readonly messages: (mqtt: string, since: number) => TappedMessages | undefined;
  /** Its last values and what became none. */
  readonly state: (device: string) => DeviceState | undefined;
}

type DeviceState = Pick<DeviceStatus, 'values' | 'refusals'>;

/** One thing that went over the line. */
interface Line {
  /** Monotonic milliseconds. */
  readonly atMs: number;
  readonly words: string;
}

/** Lines since the last look; `missed` were too fast to be kept. */
type Look = () => Seen | undefined;
interface Seen {
  readonly lines: readonly Line[];
  readonly missed: number;
}

const lookEveryMs = 1_000;
/** A device that talks without a pause must not push everything else out of the journal. */
const mostLines = 100;
const mostPayload = 500;
/** Of a message with more, the others are counted. */
const mostValues = 40;

export class DeviceDebug {
  readonly #parts: DeviceDebugParts;
  /** What ends the watching of a device, by its id. */
  readonly #running = new Map<string, () => void>();

  constructor(parts: DeviceDebugParts) {
    this.#parts = parts;
  }

  /** Anew from now if it runs already. False: there is no such device. */
  begin(id: string, forMs: number): boolean {
    const { clock, logger, site } = this.#parts;
    const device = site().devices.find((each) => each.id === id);
    if (!device) return false;
    this.end(id);
    logger.info({ device: id, forMs }, 'What goes over the line of this device is written into the log.');
    const look = this.#lookAt(device);
    const beganMs = clock.monotonicMs();
    const outcome = this.#outcomeOf(id);
    let cancel = () => {};
    const tick = () => {
      const seen = look();
      const lines = [...(seen?.lines ?? []), ...outcome()].toSorted((a, b) => a.atMs - b.atMs);
      this.#write(id, beganMs, { lines, missed: seen?.missed ?? 0 });
      if (clock.monotonicMs() - beganMs >= forMs) this.end(id);
      else cancel = clock.after(lookEveryMs, tick);
    };
    this.#running.set(id, () => cancel());
    tick();
    return true;
  }

  /** False: it did not run. */
  end(id: string): boolean {
    const cancel = this.#running.get(id);
    if (!cancel) return false;
    cancel();
    this.#running.delete(id);
    this.#parts.logger.info({ device: id }, 'The line of this device is no longer written into the log.');
    return true;
  }

  stop(): void {
    for (const id of this.#running.keys()) this.end(id);
  }

  #write(device: string, beganMs: number, seen: Seen): void {
    const { logger } = this.#parts;
    for (const { atMs, words } of seen.lines.slice(0, mostLines)) {
      // The time makes each sentence another one, so that none is folded into the one before.
      logger.info({ device }, `+${((atMs - beganMs) / 1_000).toFixed(3)} s ${words}`);
    }
    const more = seen.missed + Math.max(0, seen.lines.length - mostLines);
    if (more > 0) logger.info({ device, more }, 'More went over the line than is written.');
  }

  /** What became of it since the last look: values in their units, and what was refused and why. */
  #outcomeOf(id: string): () => Line[] {
    const { clock, state } = this.#parts;
    let lookedMs = clock.monotonicMs();
    let refusals = state(id)?.refusals ?? [];
    return () => {
      const nowMs = clock.monotonicMs();
      const now = state(id);
      const fresh = (now?.values ?? []).filter(({ ageMs }) => nowMs - ageMs >= lookedMs);
      const refused = (now?.refusals ?? []).filter((one) => one.count > countOf(refusals, one));
      lookedMs = nowMs;
      refusals = now?.refusals ?? [];
      return [...valueLines(fresh, nowMs), ...refused.map((one) => refusalLine(one, nowMs))];
    };
  }

  #lookAt(device: SiteDevice): Look {
    const { frames, messages } = this.#parts;
    switch (device.protocol) {
      case 'modbus': {
        const bus = this.#parts.site().buses.find(({ name }) => name === device.bus);
        const tracer = new Tracer(bus?.framing ?? 'rtu');
        return following(
          (since) => frames(device.bus, since),
          ({ pieces }) =>
            tracer
              .take(pieces)
              .filter(({ request }) => request === undefined || request.unitId === device.unitId)
              .map(exchangeLine),
        );
      }
      case 'serial':
        return following(
          (since) => frames(device.port, since),
          ({ pieces }) => pieces.map(pieceLine),
        );
      // It is read without a line; what came out is written all the same.
      case 'host':
        return () => ({ lines: [], missed: 0 });
      case 'mqtt':
        return following(
          (since) => messages(device.mqtt, since),
          (tapped) => tapped.messages.filter((each) => isOf(device, each)).map(messageLine),
        );
    }
  }
}

/** Asks a tap from where it was left. */
function following<T extends { readonly next: number; readonly missed: number }>(
  ask: (since: number) => T | undefined,
  linesOf: (answer: T) => readonly Line[],
): Look {
  let since = 0;
  return () => {
    const answer = ask(since);
    if (!answer) return undefined;
    const missed = since === 0 ? 0 : answer.missed;
    since = answer.next;
    return { lines: linesOf(answer), missed };
  };
}

/** Values that came together are one line. */
function valueLines(values: DeviceState['values'], nowMs: number): Line[] {
  const ages = [...new Set(values.map(({ ageMs }) => ageMs))];
  return ages.map((age) => {
    const together = values.filter(({ ageMs }) => ageMs === age);
    const words = together
      .slice(0, mostValues)
      .map(({ point, value, unit }) => `${point} ${value}${unit === undefined ? '' : ` ${unit}`}`);
    const more = together.length - words.length;
    return { atMs: nowMs - age, words: `gives ${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}` };
  });
}

type Refused = DeviceState['refusals'][number];

const refusalLine = ({ point, reason, raw }: Refused, nowMs: number): Line => ({
  atMs: nowMs,
  words: `refused ${point ?? 'the message'} (${reason}): ${raw}`,
});

const countOf = (refusals: readonly Refused[], { point, reason }: Refused): number =>
  refusals.find((one) => one.point === point && one.reason === reason)?.count ?? 0;

function exchangeLine({ atMs, request, tookMs, result, sent, received }: Exchanged): Line {
  const asked = request === undefined ? 'unasked' : requestText(request);
  const took = tookMs === undefined ? '' : ` after ${Math.round(tookMs)} ms`;
  const words = `${asked}: ${resultText(result)}${took}; sent ${sent || 'nothing'}, received ${received || 'nothing'}`;
  return { atMs, words };
}

function resultText(result: Exchanged['result']): string {
  switch (result.kind) {
    case 'words':
      return `${result.words.length} words`;
    case 'damaged':
      return `damaged, ${result.why}`;
    case 'exception':
      return `exception ${result.exception}`;
    default:
      return result.kind;
  }
}

const pieceLine = ({ atMs, direction, hex }: Piece): Line => ({ atMs, words: `${direction} ${hex}` });

/** A network server may publish the uplinks of all devices under one topic; each names its device. */
const isOf = (device: MqttDevice, { topic, payload }: Tapped): boolean =>
  device.messages.some(
    (message) =>
      topicMatches(message.topic, topic) &&
      (!isLorawan(message) || textOf(payload).toLowerCase().includes(message.devEui)),
  );

const messageLine = ({ atMs, topic, bytes, payload }: Tapped): Line => ({
  atMs,
  words: `${topic}, ${bytes} bytes: ${textOf(payload).slice(0, mostPayload)}`,
});

const textOf = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');
