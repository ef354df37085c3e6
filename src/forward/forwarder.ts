/**
 * The forwarder of one destination: reads the buffer, folds versions, posts batches, settles what has ended.
 *
 * One loop, one request in flight. Each turn reads ahead (front, and lanes behind), selects the oldest versions
 * of one context, posts them, and reacts to the answer:
 *
 *   delivered    the version has ended; when all versions of a strand's round have, the round is settled and the
 *                strand goes on, but not before the settlement is on disk: after a crash an older value would
 *                otherwise follow a newer one
 *   rejected     ends in the quarantine with the broker's words
 *   kept         its strand rests and goes behind; the others go on
 *   trouble      concerns the destination: nothing is lost, everything waits, the wait grows (pace.ts)
 *   unknown      a request without a full answer may have been applied: the same versions go out again, with the
 *                same bytes, before anything newer of their entities
 *
 * At power loss everything in memory here is lost, and nothing matters: what was not settled is read again.
 */
import type { Broker } from '../core/broker.ts';
import type { Buffer } from '../core/buffer.ts';
import type { EntityPlan } from '../core/entity.ts';
import { type Clock, type Logger, pause, type Random } from '../core/environment.ts';
import { wordsOf } from '../core/errors.ts';
import { Front } from '../core/front.ts';
import { Pace } from '../core/pace.ts';
import type { Part } from '../core/parts.ts';
import type { Stream } from '../core/reading.ts';
import { firstTryMs } from '../core/retry.ts';
import type { Folding, MappingProblem } from '../core/round.ts';
import { type Strand, strandsOf } from '../core/strand.ts';
import { Backlog } from './backlog/backlog.ts';
import { Jump } from './backlog/jump.ts';
import { type Selection, type Sent, select } from './batcher.ts';
import { Guard } from './guard.ts';
import { Hold } from './hold.ts';
import type { Lane } from './lane.ts';
import { lateBounds, sendLate } from './late.ts';
import { Outcomes } from './outcomes.ts';
import { react } from './reaction.ts';
import { Reader } from './reader.ts';
import { type Recalled, Recollection } from './recollection.ts';
import { DeliveryRecord, type ForwarderStatus } from './record.ts';
import { Repeats } from './repeats.ts';
import { Retries } from './retries.ts';
import { Rounds } from './rounds.ts';
import type { DestinationSettings } from './settings.ts';
import { Settler } from './settler.ts';
import { Signal } from './signal.ts';

export interface ForwarderParts {
  readonly settings: Pick<
    DestinationSettings,
    'name' | 'history' | 'versionsPerRequest' | 'batch' | 'retryAtMost'
  >;
  readonly buffer: Buffer;
  readonly broker: Broker;
  readonly plans: readonly EntityPlan[];
  /** Streams of all configured devices. */
  readonly streams: readonly Stream[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Told of each attribute that a mapping gave no value for. */
  readonly onMappingProblem: (problem: MappingProblem) => void;
  /**
   * Told when the buffer did not take a settlement: what is remembered here does not fit to what is on disk, and only a
   * forwarder that begins anew from there goes on.
   */
  readonly onAstray?: () => void;
}

const gapMs = 1_000;
const clockRetryMs = 1_000;
/** Requests of live readings after which the backlog has a turn. */
const frontTurnsAtMost = 4;

export class Forwarder {
  readonly #parts: ForwarderParts;
  readonly #front: Front;
  readonly #reader: Reader;
  readonly #settler: Settler;
  readonly #pace: Pace;
  readonly #guard: Guard;
  /** Lanes behind the position. */
  readonly #exceptions = new Set<Lane>();
  readonly #stopping = new AbortController();
  readonly #repeats = new Repeats();
  readonly #rounds: Rounds;
  readonly #outcomes: Outcomes;
  readonly #folding: Folding;
  readonly #hold: Hold;
  readonly #retries: Retries;
  readonly #backlog: Backlog;
  readonly #jump: Jump;
  readonly #record: DeliveryRecord;
  readonly #recollection = new Recollection();
  readonly #signal = new Signal();
  /** Requests of the front since the backlog had a turn. */
  #frontTurns = 0;
  #lastStartMs = Number.NEGATIVE_INFINITY;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: ForwarderParts) {
    this.#parts = parts;
    const { settings, buffer, plans, streams, clock, random } = parts;
    const state = buffer.destination(settings.name);
    const strandOf = strandsOf(plans, streams);
    this.#folding = foldingOf(settings);
    this.#front = new Front(state.position);
    this.#settler = new Settler({
      buffer,
      destination: settings.name,
      front: this.#front,
      exceptions: this.#exceptions,
      onFloor: (floor) => {
        this.#reader.strike(floor);
        this.#backlog.strike(floor);
      },
      onRefused: (error) => this.#goAstray(error),
    });
    this.#reader = new Reader({
      buffer,
      destination: settings.name,
      strandOf,
      front: this.#front,
      exceptions: this.#exceptions,
      mayJump: () => this.#jump.mayCome,
      onLoose: (ends) => this.#settler.addLoose(ends),
    });
    this.#record = new DeliveryRecord(clock);
    this.#guard = new Guard(plans, state.newest, clock);
    const { batch, versionsPerRequest: versionsPerEntity, retryAtMost: retryAtMostMs } = settings;
    this.#pace = new Pace({ ...batch, versionsPerEntity, retryAtMostMs }, random);
    this.#rounds = new Rounds({
      ...parts,
      front: this.#front,
      reader: this.#reader,
      guard: this.#guard,
      recollection: this.#recollection,
      folding: () =>
        this.#folding.kind === 'every' && this.#jump.takesHistory(clock.monotonicMs())
          ? { ...this.#folding, late: lateBounds(this.#pace.bounds(clock.monotonicMs())) }
          : this.#folding,
      onState: (streams) => this.#backlog.mark(streams),
    });
    this.#outcomes = new Outcomes({
      ...parts,
      destination: settings.name,
      reader: this.#reader,
      repeats: this.#repeats,
      guard: this.#guard,
      record: this.#record,
    });
    this.#hold = new Hold({ ...parts, pace: this.#pace, outcomes: this.#outcomes, repeats: this.#repeats });
    this.#retries = new Retries({
      ...parts,
      destination: settings.name,
      strandOf,
      guard: this.#guard,
      isBusy: (strand) => this.#isBusy(strand),
      send: (batch) => parts.broker.upsert(batch),
    });
    this.#backlog = new Backlog({
      ...parts,
      settler: this.#settler,
      lookup: { stream: (id) => buffer.stream(id), segment: (id) => buffer.segment(id), strandOf },
      laneOf: (strand) => this.#reader.laneOf(strand),
      onRejected: () => this.#record.rejected(),
      onSettled: () => this.#signal.give(),
    });
    this.#jump = new Jump({
      ...parts,
      front: this.#front,
      reader: this.#reader,
      settler: this.#settler,
      exceptions: this.#exceptions,
      backlog: this.#backlog,
    });
    for (const row of state.streams) this.#reader.resume(row);
  }

  start(): void {
    const unsubscribe = this.#parts.buffer.onCommit(() => this.#signal.give());
    this.#running = this.#run().finally(unsubscribe);
  }

  /** Entries of the quarantine were marked to be sent again. */
  retryQuarantine(): void {
    this.#retries.wake();
    this.#signal.give();
  }

  /** Ends the wait before the next try to a destination in trouble. False if it does not wait. */
  tryNow(): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    if (this.#record.trouble === undefined || nowMs >= this.#hold.notBeforeMs) return false;
    this.#hold.notBeforeMs = nowMs;
    this.#signal.give();
    return true;
  }

  /** Lets the request in flight finish (its own time limit bounds that), settles, and ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#signal.give();
    await this.#running;
  }

  /** The newest of the readings that ended lately and are meant. */
  recall(isMeant: (part: Part, row: number) => boolean): Recalled | undefined {
    return this.#recollection.find(isMeant);
  }

  status(): ForwarderStatus {
    const lanes = [...this.#reader.lanes.values()];
    const oldest = Math.min(this.#backlog.oldestMs, ...lanes.map((lane) => lane.oldestObservedMs));
    const backlog = this.#backlog.status;
    const { asOrdered } = this.#jump;
    return {
      ...(backlog && { backlog }),
      ...(asOrdered !== undefined && { asOrdered }),
      ...this.#record.status({
        stopped: this.#stopping.signal.aborted,
        waitsForClock: this.#reader.waitsForClock && this.#front.waiting === 0,
        notBeforeMs: this.#hold.notBeforeMs,
        held: this.#outcomes.held(),
        oldestWaitingMs: Number.isFinite(oldest) ? Math.max(0, this.#parts.clock.wallMs() - oldest) : 0,
      }),
    };
  }

  async #run(): Promise<void> {
    const { clock, logger, settings } = this.#parts;
    await this.#awaitTurnAfterBoot();
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#turn();
      } catch (error) {
        if (this.#stopping.signal.aborted) break;
        logger.error(
          { destination: settings.name, error: wordsOf(error) },
          'The forwarder stumbled and goes on.',
        );
        await pause(clock, gapMs, this.#stopping.signal);
      }
    }
    if (this.#rounds.finished.length > 0 || this.#settler.owes) await this.#settle(true).catch(() => {});
  }

  async #awaitTurnAfterBoot(): Promise<void> {
    const { clock, random } = this.#parts;
    await this.#readFront().catch(() => {}); // The first turn stumbles over it again, and says so.
    const nowMs = clock.monotonicMs();
    const waitMs = firstTryMs(nowMs, this.status().oldestWaitingMs, random);
    this.#hold.notBeforeMs = nowMs + waitMs;
    if (waitMs > 0) await pause(clock, waitMs, this.#stopping.signal);
  }

  /** One turn: read ahead, settle what owes, send one batch or wait for something to do. */
  async #turn(): Promise<void> {
    const { clock } = this.#parts;
    this.#signal.clear();
    const caughtUp = this.#isCaughtUp();
    const backlogFirst = (caughtUp && this.#gapLeft() > 0) || this.#frontTurns >= frontTurnsAtMost;
    if (backlogFirst && this.#backlogDue()) return this.#stepBacklog();
    if (caughtUp) await pause(clock, this.#gapLeft(), this.#stopping.signal);
    await this.#readFront();
    const more = await this.#reader.readRear(clock.monotonicMs());
    const nowMs = clock.monotonicMs();
    if (this.#mayJump(nowMs)) return this.#attemptJump(nowMs);
    const next = nowMs < this.#hold.notBeforeMs ? undefined : this.#next(nowMs);
    if (this.#rounds.finished.length > 0 || this.#settler.owes) this.#settleLater(false);
    if (next) await this.#send(next.selection, next.piece);
    else if (this.#backlogDue()) await this.#stepBacklog();
    else if (nowMs >= this.#hold.notBeforeMs && (await this.#retries.turn(nowMs))) return;
    else if (!more && (!this.#reader.canRead || this.#reader.waitsForClock)) await this.#idle(nowMs);
  }

  /** Reads the next chunk; in `latest` all there is room for, since only the newest of it goes out. */
  async #readFront(): Promise<void> {
    let before: number;
    do {
      before = this.#front.readUpto;
      await this.#reader.readFront();
    } while (this.#folding.kind === 'newest' && this.#front.readUpto > before && this.#reader.canRead);
  }

  /** Nothing is left to send but what rests after a failure of its own. */
  #isCaughtUp(): boolean {
    if (this.#front.waiting > 0 || this.#reader.lags) return false;
    const nowMs = this.#parts.clock.monotonicMs();
    for (const lane of this.#exceptions) {
      const resting = nowMs < lane.notBeforeMs;
      if (!resting && (lane.behind || lane.next !== undefined)) return false;
    }
    return true;
  }

  #gapLeft(): number {
    return Math.max(0, this.#lastStartMs + gapMs - this.#parts.clock.monotonicMs());
  }

  #next(nowMs: number): { readonly selection: Selection; readonly piece: boolean } | undefined {
    const bounds = this.#pace.bounds(nowMs);
    const repeat = this.#repeats.next(nowMs, bounds.versions);
    if (repeat) return repeat;
    const grouped = this.#repeats.lanes();
    const jumps = this.#jump.wanted(nowMs);
    const ready = [...this.#reader.lanes.values()].filter(
      (lane) =>
        lane.ready(nowMs, this.#rounds.completeMs(lane)) &&
        !grouped.has(lane) &&
        (!jumps || lane.round || this.#exceptions.has(lane)),
    );
    const free = this.#outcomes.free(ready);
    const tried = free === ready ? undefined : this.#outcomes.toTry(ready, nowMs);
    const open = (lane: Lane) => this.#rounds.open(lane);
    const selection =
      (tried && select([tried], { ...bounds, entities: 1, versions: 1 }, open)) ?? select(free, bounds, open);
    return selection && { selection, piece: false };
  }

  #backlogDue(): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    return nowMs >= this.#hold.notBeforeMs && this.#backlog.dueMs(nowMs) <= nowMs;
  }

  async #stepBacklog(): Promise<void> {
    this.#frontTurns = 0;
    await this.#backlog.step(this.#parts.clock.monotonicMs());
  }

  /** What waits shall jump, and nothing that was begun stands in the way. */
  #mayJump(nowMs: number): boolean {
    if (nowMs < this.#hold.notBeforeMs || !this.#jump.wanted(nowMs)) return false;
    return this.#jump.isClear && this.#repeats.lanes().size === 0;
  }

  async #attemptJump(nowMs: number): Promise<void> {
    await this.#settle(true);
    const answer = await this.#jump.attempt(nowMs);
    if (answer?.scope !== 'batch') return;
    const { verdict } = answer;
    if (verdict.kind !== 'transient' && verdict.kind !== 'unknown') return;
    const changed = this.#record.answered(answer, react([], answer, false));
    this.#hold.begin(verdict, { items: [], piece: false }, changed);
  }

  #isBusy(strand: Strand): boolean {
    const lane = this.#reader.lanes.get(strand);
    if (!lane) return false;
    return lane.round !== undefined || lane.unsettled > 0 || this.#repeats.lanes().has(lane);
  }

  async #send({ context, items, bytes, full }: Selection, piece: boolean): Promise<void> {
    const { clock, logger, settings } = this.#parts;
    const startMs = clock.monotonicMs();
    this.#lastStartMs = startMs;
    this.#frontTurns++;
    this.#record.inFlight = items.length;
    const { answer, reaction } = await this.#post(context, items, piece);
    this.#record.inFlight = 0;
    const nowMs = clock.monotonicMs();
    const versions = items.map(({ version }) => version);
    this.#recollection.answered(versions, answer, clock.wallMs());
    const changed = this.#record.answered(answer, reaction, nowMs - startMs);
    if (reaction.tooLarge) this.#pace.tooLarge(bytes, nowMs);
    if (reaction.trouble) this.#hold.begin(reaction.trouble, { items, piece }, changed);
    else {
      if (changed) logger.info({ destination: settings.name }, 'The broker answers again.');
      this.#pace.answered(nowMs - startMs, full);
      this.#outcomes.take(reaction, nowMs);
    }
    for (const lane of new Set(items.map((item) => item.lane))) this.#rounds.finishIfOver(lane);
    if (this.#rounds.finished.length > 0) {
      const more =
        this.#reader.lags || this.#rounds.finished.some(({ lane }) => lane.queued > 0 || lane.behind);
      this.#settleLater(more);
    }
  }

  async #post(context: string, items: readonly Sent[], piece: boolean) {
    const { broker, clock } = this.#parts;
    const [first] = items;
    if (first?.version.late) return sendLate({ broker, jump: this.#jump, clock }, context, first);
    const answer = await broker.upsert({ context, items });
    return { answer, reaction: react(items, answer, piece) };
  }

  /** Settles what has finished; the lanes concerned wait until it is on disk. */
  async #settle(durable: boolean): Promise<void> {
    await this.#settler.settle(this.#rounds.takeFinished(), durable);
  }

  /** The same in the background; one that is refused was told of. */
  #settleLater(durable: boolean): void {
    this.#settle(durable)
      .catch(() => {})
      .finally(() => this.#signal.give());
  }

  /** At the end of the process the buffer may be closed, and then all is well. */
  #goAstray(error: unknown): void {
    const { logger, settings, onAstray } = this.#parts;
    if (this.#stopping.signal.aborted) return;
    const facts = { destination: settings.name, error: wordsOf(error) };
    logger.error(facts, 'The buffer refused a settlement: the forwarder begins anew from what is on disk.');
    onAstray?.();
  }

  /** Waits for a commit, a settlement, or the next time at which something may be tried. */
  async #idle(nowMs: number): Promise<void> {
    const times = [...this.#reader.lanes.values()].flatMap((lane) =>
      (lane.next !== undefined || lane.behind) && lane.notBeforeMs > nowMs ? [lane.notBeforeMs] : [],
    );
    times.push(
      ...[this.#hold.notBeforeMs, this.#retries.dueMs, this.#repeats.notBeforeMs(nowMs)].filter(
        (time) => time > nowMs,
      ),
    );
    times.push(Math.max(this.#backlog.dueMs(nowMs), this.#hold.notBeforeMs));
    if (this.#reader.waitsForClock) times.push(nowMs + clockRetryMs);
    for (const lane of this.#reader.lanes.values()) {
      times.push(nowMs + Math.max(gapMs, this.#rounds.periodEndsInMs(lane)));
    }
    await this.#signal.wait(this.#parts.clock, Math.min(...times) - nowMs);
  }
}

function foldingOf({ history, versionsPerRequest }: ForwarderParts['settings']): Folding {
  return history === 'latest' ? { kind: 'newest' } : { kind: 'every', versions: versionsPerRequest };
}
