/**
 * One device as it is heard: its frames cut from the line, decoded, and handed on; what became no reading is
 * counted, and when nothing good comes for its time it is silent, with the reason that helps to find the fault.
 */
import { spanText } from '../../core/duration.ts';
import type { Clock, Logger } from '../../core/environment.ts';
import { wordsOf } from '../../core/errors.ts';
import type { Reading } from '../../core/reading.ts';
import type { Intake, Link } from '../../core/source.ts';
import type { Problem } from '../transport.ts';
import { type DecodedFrame, decodeFrame, hexText, shownFrame } from './decode.ts';
import type { SerialDevice } from './device.ts';
import { type CutterCounts, FrameCutter } from './frame-cutter.ts';

export interface ListeningParts {
  readonly device: SerialDevice;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intake: Intake;
}

/** Called for each frame that is a message of the device. */
export type MessageListener = (decoded: DecodedFrame) => void;

export class Listening {
  readonly device: SerialDevice;
  readonly cutter: FrameCutter;
  private readonly parts: ListeningParts;
  private readonly listeners = new Set<MessageListener>();
  private link: Link = { state: 'starting' };
  /** When it was last heard, or began to be listened to. */
  private sinceMs: number;
  private bytesThen = 0;
  private damagedThen = 0;
  private unmatched = 0;

  constructor(parts: ListeningParts) {
    this.parts = parts;
    this.device = parts.device;
    this.sinceMs = parts.clock.monotonicMs();
    const { framing } = parts.device;
    this.cutter = new FrameCutter(framing, {
      frame: (content) => this.take(content),
      damaged: (_, bytes) => this.refuse('unreadable', hexText(bytes)),
    });
  }

  /** Calls the listener for every message, until the returned function ends it. */
  messages(listener: MessageListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The port has changed: the device cannot be reached, or is starting again. */
  portChanged(problem: Problem | undefined): void {
    this.cutter.silence();
    this.begin();
    this.tell(problem ? { state: 'silent', ...problem } : { state: 'starting' });
  }

  /** Counts its time of silence anew. */
  begin(): void {
    this.sinceMs = this.parts.clock.monotonicMs();
    this.bytesThen = this.cutter.statistics().bytes;
    this.damagedThen = this.cutter.statistics().damaged;
    this.unmatched = 0;
  }

  /** True when its time has passed without a message. */
  get isOverdue(): boolean {
    return this.parts.clock.monotonicMs() - this.sinceMs > this.device.staleMs;
  }

  /** Says that it is silent, and why. */
  tellSilent(): void {
    this.tell({ state: 'silent', ...this.silence() });
  }

  counts(): CutterCounts {
    return this.cutter.statistics();
  }

  /** Why there was no message lately, for the person who has to find out. */
  silence(): Problem {
    const { clock } = this.parts;
    const { bytes, damaged } = this.cutter.statistics();
    const came = bytes - this.bytesThen;
    const inTime = `In ${spanText(Math.round((clock.monotonicMs() - this.sinceMs) / 1_000) * 1_000)}`;
    if (came === 0) {
      const hint =
        this.device.ask.length > 0
          ? 'power, both data wires, ground and line setting'
          : 'power, data wire and ground';
      return { code: 'NO_BYTES', reason: `${inTime} not one byte came. Check ${hint}.` };
    }
    if (this.unmatched > 0) {
      return {
        code: 'NO_MESSAGE',
        reason: `${inTime} ${this.unmatched} frames came, and none is a message of ${this.device.driver}. See them with: kopru trace ${this.device.id}`,
      };
    }
    const flawed = damaged - this.damagedThen;
    return {
      code: 'NO_FRAME',
      reason: `${inTime} ${came} bytes came and no whole frame${flawed > 0 ? `, ${flawed} times a damaged one` : ''}. Check the line setting (baud, parity) and the driver.`,
    };
  }

  private take(content: Uint8Array): void {
    const { device } = this;
    const decoded = decodeFrame(device.framing, device.messages, content);
    if (!decoded) {
      this.unmatched++;
      this.refuse('unmatched', shownFrame(device.framing, content));
      return;
    }
    this.begin();
    this.tell({ state: 'answers' });
    if (decoded.deviceTimeMs === 'impossible') this.refuse('clock', shownFrame(device.framing, content));
    else this.handOn(decoded, decoded.deviceTimeMs, content);
    for (const listener of this.listeners) listener(decoded);
  }

  private handOn({ results }: DecodedFrame, deviceTimeMs: number | undefined, content: Uint8Array): void {
    const { intake, clock, logger } = this.parts;
    const { id, framing } = this.device;
    const readings: Reading[] = [];
    let refused = 0;
    for (const { point, raw, value } of results) {
      if (point.hidden) continue;
      if ('value' in value) readings.push({ stream: point.stream, value: value.value });
      // A field that is not in this frame is absent; a sentence need not hold every transducer.
      else if (value.refusal !== 'missing' || point.computation) {
        refused++;
        intake.refuse(id, point.stream.point, value.refusal, String(raw ?? ''));
      }
    }
    if (readings.length === 0) {
      if (refused === 0) this.refuse('missing', shownFrame(framing, content));
      return;
    }
    const time = deviceTimeMs === undefined ? {} : { deviceTimeMs };
    const message = { device: id, readings, monotonicMs: clock.monotonicMs(), ...time, awaited: false };
    // What was not accepted the gateway has counted; the next frame comes all the same.
    intake.accept(message).catch((thrown: unknown) => {
      logger.debug({ device: id, error: wordsOf(thrown) }, 'Message was not accepted.');
    });
  }

  private refuse(reason: 'unreadable' | 'unmatched' | 'clock' | 'missing', raw: string): void {
    this.parts.intake.refuse(this.device.id, undefined, reason, raw);
  }

  private tell(link: Link): void {
    const code = (each: Link) => (each.state === 'silent' ? each.code : '');
    const same = this.link.state === link.state && code(this.link) === code(link);
    this.link = link;
    if (!same) this.parts.intake.link(this.device.id, link);
  }
}
