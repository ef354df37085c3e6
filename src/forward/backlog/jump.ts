/**
 * The jump of `history: temporal`: when what waits is older than two minutes and the broker answers again, live readings
 * go on at the end of the log and what they overtake becomes the backlog. Before it the first temporal write, of a
 * message that something newer follows, shows whether the broker has such writes at all: after the jump there
 * is no way back to upserts. Until then, and where there are none, the destination works as `ordered`.
 */
import { type Answer, type Broker, noTemporalWrites } from '../../core/broker.ts';
import type { Buffer } from '../../core/buffer.ts';
import type { Clock, Logger } from '../../core/environment.ts';
import type { Front } from '../../core/front.ts';
import type { MappingProblem, Round } from '../../core/round.ts';
import { foldSeries } from '../../core/series.ts';
import type { Version } from '../../core/version.ts';
import type { Lane } from '../lane.ts';
import type { Reader } from '../reader.ts';
import type { DestinationSettings } from '../settings.ts';
import type { Settler } from '../settler.ts';
import type { Backlog } from './backlog.ts';
import { fateOf } from './fate.ts';

export interface JumpParts {
  readonly settings: Pick<DestinationSettings, 'name' | 'history'>;
  readonly buffer: Pick<Buffer, 'status' | 'segment'>;
  readonly broker: Pick<Broker, 'addHistory'>;
  readonly front: Front;
  readonly reader: Reader;
  readonly settler: Settler;
  /** Lanes that are fed apart: they do not jump. */
  readonly exceptions: ReadonlySet<Lane>;
  readonly backlog: Backlog;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly logger: Logger;
  readonly onMappingProblem: (problem: MappingProblem) => void;
}

/** What waits longer is a backlog. */
const lagMs = 120_000;
/** The broker's history refuses us, or fails, while the rest of it works: asked again so much later. */
const refusedRetryMs = 600_000;
const failuresAtMost = 3;
const oneMessage = { instances: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

interface Probe {
  readonly piece: Round;
  readonly version: Version;
}

export class Jump {
  /** Why the destination works as `ordered`. */
  asOrdered: string | undefined;
  readonly #parts: JumpParts;
  /** Kept until its outcome is known: the same bytes go out again. */
  #probe: Probe | undefined;
  #notBeforeMs = 0;
  #failures = 0;

  constructor(parts: JumpParts) {
    this.#parts = parts;
  }

  /** Chatty strands need not go behind: before long all of them jump. */
  get mayCome(): boolean {
    const { settings, backlog } = this.#parts;
    return settings.history === 'temporal' && this.asOrdered === undefined && !backlog.isOpen;
  }

  /** No new round is to be opened: what waits shall jump. */
  wanted(nowMs: number): boolean {
    const { settings, backlog } = this.#parts;
    if (settings.history !== 'temporal' || backlog.isOpen || nowMs < this.#notBeforeMs) return false;
    if (this.#probe) return true;
    return this.#lanes().some((lane) => this.#lags(lane)) && this.#candidate() !== undefined;
  }

  /** Late readings are written into the history; where it takes none they are superseded. */
  takesHistory(nowMs: number): boolean {
    return this.#parts.settings.history === 'temporal' && nowMs >= this.#notBeforeMs;
  }

  /** The broker takes no history, as its answer to a write shows: from now on it works as ordered, maybe for a while. */
  refusedBy(answer: Answer, nowMs: number): boolean {
    const fate = fateOf(answer);
    if (fate.kind === 'denied') {
      const none = fate.code === noTemporalWrites;
      const why = none
        ? `the broker has no temporal writes (${fate.words})`
        : `temporal writes are refused (${fate.words})`;
      this.#fallBack(why, none ? Number.POSITIVE_INFINITY : nowMs + refusedRetryMs);
      return true;
    }
    if (fate.kind === 'unknown' || (fate.kind === 'transient' && answer.status === 0)) return false;
    this.#failures = fate.kind === 'transient' ? this.#failures + 1 : 0;
    if (fate.kind === 'delivered') this.asOrdered = undefined;
    if (fate.kind !== 'transient' || this.#failures < failuresAtMost) return false;
    this.#fallBack(`temporal writes fail (${fate.words})`, nowMs + refusedRetryMs);
    return true;
  }

  /** Nothing that was begun by upsert is left to be ended so. */
  get isClear(): boolean {
    return this.#lanes().every((lane) => lane.round === undefined);
  }

  /** Asks, and jumps when the broker takes it. The answer, for who keeps an eye on the connection. */
  async attempt(nowMs: number): Promise<Answer | undefined> {
    const { broker } = this.#parts;
    this.#probe ??= this.#candidate();
    const probe = this.#probe;
    if (!probe) return undefined;
    const { plan, json } = probe.version;
    const answer = await broker.addHistory(plan.context, { entity: plan.id, json });
    const fate = fateOf(answer);
    if (this.refusedBy(answer, nowMs) || fate.kind === 'transient' || fate.kind === 'unknown') return answer;
    this.#probe = undefined;
    await this.#jump({ ...probe, fate });
    return answer;
  }

  async #jump(begun: Probe & { readonly fate: ReturnType<typeof fateOf> }): Promise<void> {
    const { buffer, front, reader, settler, exceptions, backlog, settings, logger } = this.#parts;
    for (const lane of exceptions) reader.sendBehind(lane);
    const from = front.advance();
    const upto = buffer.status().lastSeq;
    const staying = [...exceptions].flatMap((lane) => [...lane.rows.keys()]);
    front.jump(upto);
    reader.jump(upto);
    settler.jump(upto);
    this.asOrdered = undefined;
    const streams = staying.map((stream) => ({ stream, done: upto, sent: 0 }));
    const stretch = { from, upto, streams };
    backlog.open(stretch, begun);
    logger.info(
      { destination: settings.name, readings: upto - from },
      'Live readings go ahead, the backlog goes into the history of the broker.',
    );
    await settler.settle([], true, { move: stretch, ends: [], quarantine: [] });
  }

  #fallBack(why: string, untilMs: number): void {
    const { settings, logger } = this.#parts;
    this.#probe = undefined;
    this.#failures = 0;
    this.#notBeforeMs = untilMs;
    if (this.asOrdered === undefined) {
      logger.warn({ destination: settings.name, why }, 'The destination works as ordered.');
    }
    this.asOrdered = why;
  }

  #lanes(): Lane[] {
    const { reader, exceptions } = this.#parts;
    return [...reader.lanes.values()].filter((lane) => !exceptions.has(lane));
  }

  /** By when its oldest message was read, whatever the device says about it. */
  #lags(lane: Lane): boolean {
    const { buffer, clock } = this.#parts;
    const part = lane.oldest;
    if (!part || part.damaged) return false;
    const { offset } = buffer.segment(part.segment);
    return offset !== null && clock.wallMs() - offset - part.t > lagMs;
  }

  /** The oldest message that something newer of each of its streams follows. */
  #candidate(): Probe | undefined {
    const oldestFirst = this.#lanes().sort((a, b) => (a.next ?? 0) - (b.next ?? 0));
    for (const lane of oldestFirst) {
      const part = lane.overtaken;
      if (!part || part.damaged) continue;
      const piece = foldSeries(lane.strand, [part], oneMessage, this.#parts.onMappingProblem);
      const [version] = piece.versions;
      if (version) return { piece, version };
    }
    return undefined;
  }
}
