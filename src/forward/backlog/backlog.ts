/**
 * The backlog of one destination: the stretch of the log that live readings have overtaken, on its way into the
 * broker's history by temporal writes, one entity in a request.
 *
 *   survey    reads through it once, and hands the newest state of each strand to the strand's lane: it goes out by
 *             upsert, ahead of the live readings that follow it
 *   drain     writes strand after strand; one that fails rests and the others go on
 *   close     when nothing is left, the stretch is settled as a whole
 *
 * Every reading goes one way only, since some brokers record an upsert in the history too. What was written is
 * settled soon after, stream by stream; after a crash the survey begins again and finds what is left. A broker
 * that refuses temporal writes later holds the backlog up, never the live readings: upserting it would take the
 * map back in time.
 */
import type { Broker } from '../../core/broker.ts';
import type { Backlog as BacklogState, Buffer } from '../../core/buffer.ts';
import type { Clock, Logger, Random } from '../../core/environment.ts';
import { Pace } from '../../core/pace.ts';
import type { Lookup } from '../../core/parts.ts';
import { backoffMs } from '../../core/retry.ts';
import type { MappingProblem, Round } from '../../core/round.ts';
import type { Strand } from '../../core/strand.ts';
import { observedAt } from '../../core/timeline.ts';
import type { Version } from '../../core/version.ts';
import type { Lane } from '../lane.ts';
import type { DestinationSettings } from '../settings.ts';
import type { Settler } from '../settler.ts';
import { type Fate, fateOf } from './fate.ts';
import { Group, groupsOf } from './group.ts';
import { Owed } from './owed.ts';
import type { Stretch } from './stretch.ts';
import { Survey } from './survey.ts';

export interface BacklogParts {
  readonly settings: Pick<DestinationSettings, 'name' | 'history' | 'batch' | 'retryAtMost'>;
  readonly buffer: Pick<Buffer, 'lease' | 'destination' | 'segment'>;
  readonly broker: Pick<Broker, 'addHistory'>;
  readonly settler: Pick<Settler, 'settle'>;
  readonly lookup: Lookup;
  readonly laneOf: (strand: Strand) => Lane;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly onMappingProblem: (problem: MappingProblem) => void;
  readonly onRejected: () => void;
  /** Something may go on: a settlement is on disk. */
  readonly onSettled: () => void;
}

/** A piece that was written, at least in part, before the backlog was opened. */
export interface Begun {
  readonly piece: Round;
  readonly version: Version;
  readonly fate: Fate;
}

/** Instances in one request. */
const instancesAtMost = 1_000;
const instancePace = { start: 200, step: 50 };
/** Pieces written and not yet on disk, beyond which nothing more is written. */
const owedAtMost = 10;
const restBackoff = { baseMs: 5_000, capMs: 600_000 };
const deniedRetryMs = 60_000;
const clockRetryMs = 1_000;
/** Strands in a row that the broker fails on: then it is the broker. */
const troublesAtMost = 2;
const refusalsAtMost = 20;
const wrongMappingRestMs = 600_000;
const unknownsAtMost = 3;

export class Backlog {
  readonly #parts: BacklogParts;
  readonly #pace: Pace;
  #open: BacklogState | undefined;
  #survey: Survey | undefined;
  #begun: Begun | undefined;
  #groups: Group[] = [];
  #group: Group | undefined;
  /** Strands that rest, to be read again. */
  #parked: Stretch[] = [];
  /** Streams whose newest reading went out by upsert. */
  readonly #marked = new Set<number>();
  #owed = new Owed();
  #settling = false;
  #notBeforeMs = 0;
  #troubles = 0;
  #trouble: string | undefined;
  #waiting = 0;
  #oldestMs: number | undefined;

  constructor(parts: BacklogParts) {
    this.#parts = parts;
    const { settings, random, buffer } = parts;
    const limits = { entities: instancesAtMost, bytes: settings.batch.bytes, ...instancePace };
    this.#pace = new Pace({ ...limits, retryAtMostMs: settings.retryAtMost }, random);
    const { backlog } = buffer.destination(settings.name);
    if (!backlog) return;
    for (const { stream, sent } of backlog.streams) if (sent > 0) this.#marked.add(stream);
    this.#begin(backlog);
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** What of it still waits, once that is known, and what stands in its way. */
  get status(): { readonly waiting: number | undefined; readonly trouble: string | undefined } | undefined {
    if (!this.#open) return undefined;
    return { waiting: this.#survey ? undefined : this.#waiting, trouble: this.#trouble };
  }

  /** When the oldest of its readings was read, in ms since 1970; infinite when there is none. */
  get oldestMs(): number {
    return this.#oldestMs ?? Number.POSITIVE_INFINITY;
  }

  /** The position has jumped over this stretch. */
  open(stretch: BacklogState, begun: Begun): void {
    this.#marked.clear();
    this.#begun = begun;
    this.#begin(stretch);
  }

  /** The newest readings of these streams went out by upsert. */
  mark(streams: Iterable<number>): void {
    for (const stream of streams) this.#marked.add(stream);
  }

  /** Retention took all up to `floor` away. */
  strike(floor: number): void {
    if (!this.#open) return;
    for (const stretch of [...(this.#group?.stretches ?? []), ...this.#parked]) stretch.strike(floor);
    if (floor >= this.#open.upto) this.#end();
  }

  /** Monotonic time at which there is something to do; infinite when something else must happen first. */
  dueMs(nowMs: number): number {
    if (!this.#open || (this.#settling && this.#owed.pieces >= owedAtMost)) return Number.POSITIVE_INFINITY;
    if (this.#survey || nowMs < this.#notBeforeMs) return Math.max(nowMs, this.#notBeforeMs);
    if (this.#group || this.#groups.length > 0) return nowMs;
    const rests = this.#parked.filter((stretch) => !this.#isHeld(stretch));
    if (rests.length > 0) return Math.max(nowMs, Math.min(...rests.map(({ notBeforeMs }) => notBeforeMs)));
    return this.#parked.length > 0 || this.#settling ? Number.POSITIVE_INFINITY : nowMs;
  }

  /** One step: reads a slice, writes one version, or closes. */
  async step(nowMs: number): Promise<void> {
    const open = this.#open;
    if (!open) return;
    if (this.#survey) return this.#look(this.#survey, open);
    this.#group ??= this.#groups.shift() ?? this.#unpark(nowMs);
    const group = this.#group;
    if (!group) return this.#close(open);
    const ready = [...group.stretches].find((each) => each.loaded && this.#mayWrite(each, nowMs));
    if (ready) return this.#write(ready);
    const free = [...group.stretches].some((each) => this.#mayWrite(each, nowMs));
    const loose = group.streams.length > 0 && [...group.stretches].length === 0;
    if (!group.exhausted && (free || loose)) return this.#read(group, open, nowMs);
    for (const stretch of group.stretches) {
      if (group.exhausted && !stretch.loaded) continue;
      stretch.park();
      this.#parked.push(stretch);
    }
    this.#group = undefined;
  }

  #begin(stretch: BacklogState): void {
    const { buffer, settings } = this.#parts;
    this.#open = stretch;
    this.#survey = new Survey(buffer, settings.name, stretch);
  }

  async #look(survey: Survey, open: BacklogState): Promise<void> {
    const { lookup, laneOf } = this.#parts;
    const all = await survey.step();
    if (survey.oldest) {
      this.#oldestMs ??= observedAt(lookup.segment(survey.oldest.segment), survey.oldest.t);
    }
    if (!all) return;
    const without = new Set(this.#marked);
    for (const [stream, { newest }] of survey.streams) if (this.#wasBegun(newest)) without.add(stream);
    for (const [strand, state] of await survey.states(without, lookup)) laneOf(strand).state = state;
    if (this.#open !== open) return;
    const counts = [...survey.streams.values()];
    this.#waiting = counts.reduce((sum, { count }) => sum + count, 0);
    this.#groups = groupsOf(survey.streams, (id) => strandIn(lookup, id), open.from);
    this.#survey = undefined;
    if (this.#begun) this.#resume(this.#begun);
    this.#begun = undefined;
  }

  #wasBegun(seq: number): boolean {
    return this.#begun?.piece.parts.some(({ seqs }) => seqs.includes(seq)) ?? false;
  }

  #resume({ piece, version, fate }: Begun): void {
    for (const group of this.#groups) {
      for (const stretch of group.stretches) {
        if (stretch.strand !== piece.strand) continue;
        stretch.adopt(piece);
        this.#take(stretch, version, fate);
      }
    }
  }

  #mayWrite(stretch: Stretch, nowMs: number): boolean {
    return stretch.notBeforeMs <= nowMs && !this.#isHeld(stretch);
  }

  /** Its newest state goes out first, so that what is read of it then is what is left. */
  #isHeld({ strand }: Stretch): boolean {
    return this.#parts.laneOf(strand).holdsState;
  }

  #unpark(nowMs: number): Group | undefined {
    const index = this.#parked.findIndex((stretch) => this.#mayWrite(stretch, nowMs));
    const [stretch] = index < 0 ? [] : this.#parked.splice(index, 1);
    return stretch && new Group([stretch], stretch.streams, stretch.done);
  }

  async #read(group: Group, open: BacklogState, nowMs: number): Promise<void> {
    const { buffer, settings, lookup } = this.#parts;
    const loose = await group.read({ buffer, destination: settings.name, lookup }, open);
    if (group.waitsForClock) this.#notBeforeMs = nowMs + clockRetryMs;
    if (loose.length === 0) return;
    this.#owed.addLoose(loose, [...group.stretches].length === 0 ? group.streams : [], group.cursor);
    this.#settleOwed();
  }

  async #write(stretch: Stretch): Promise<void> {
    const { broker, clock, onMappingProblem } = this.#parts;
    const startMs = clock.monotonicMs();
    const { entities: instances, bytes } = this.#pace.bounds(startMs);
    const version = stretch.next({ instances, bytes }, onMappingProblem);
    if (version) {
      const { plan, json } = version;
      const answer = await broker.addHistory(plan.context, { entity: plan.id, json });
      const fate = fateOf(answer);
      const nowMs = clock.monotonicMs();
      if (fate.kind === 'delivered') this.#pace.answered(nowMs - startMs, stretch.full);
      if (fate.kind === 'too large') this.#pace.tooLarge(json.length, nowMs);
      this.#take(stretch, version, fate, answer.status);
    }
    this.#finishIfOver(stretch);
  }

  #take(stretch: Stretch, version: Version, fate: Fate, status = 0): void {
    const nowMs = this.#parts.clock.monotonicMs();
    switch (fate.kind) {
      case 'delivered':
        stretch.end(version, { outcome: 'delivered' });
        stretch.failures = 0;
        stretch.refusals = 0;
        stretch.unknowns = 0;
        this.#troubles = 0;
        this.#answered();
        return;
      case 'rejected':
      case 'too large':
        this.#answered();
        if (!stretch.split(version)) this.#reject(stretch, version, fate, nowMs);
        return;
      case 'denied':
        this.#pause(deniedRetryMs, fate, nowMs);
        return;
      case 'unknown':
        stretch.unknowns++;
        if (stretch.unknowns >= unknownsAtMost && stretch.split(version)) stretch.unknowns = 0;
        this.#pause(this.#pace.failed(undefined), fate, nowMs);
        return;
      case 'transient':
        if (status === 0 || ++this.#troubles >= troublesAtMost) {
          this.#pause(this.#pace.failed(fate.retryAfterMs), fate, nowMs);
        } else this.#rest(stretch, nowMs);
    }
  }

  #reject(
    stretch: Stretch,
    version: Version,
    fate: Exclude<Fate, { kind: 'delivered' }>,
    nowMs: number,
  ): void {
    const { logger, settings, onRejected } = this.#parts;
    const { code, words } = fate;
    stretch.end(version, { outcome: 'quarantined', code, words });
    onRejected();
    const facts = {
      destination: settings.name,
      entity: version.plan.id,
      mapping: version.plan.mapping,
      code,
      words,
    };
    logger.error(facts, 'The broker rejects readings for its history, they go to the quarantine.');
    if (++stretch.refusals < refusalsAtMost) return;
    stretch.refusals = 0;
    stretch.notBeforeMs = nowMs + wrongMappingRestMs;
  }

  /** The strand waits, the others go on. */
  #rest(stretch: Stretch, nowMs: number): void {
    stretch.failures++;
    stretch.notBeforeMs = nowMs + backoffMs(stretch.failures, restBackoff, this.#parts.random);
  }

  /** The broker takes nothing for its history now. */
  #pause(waitMs: number, fate: Exclude<Fate, { kind: 'delivered' }>, nowMs: number): void {
    const { logger, settings } = this.#parts;
    this.#notBeforeMs = nowMs + waitMs;
    const { code, words } = fate;
    const facts = { destination: settings.name, code, words, retryInMs: waitMs };
    if (this.#trouble !== undefined) logger.debug(facts, 'Still no writing to the history.');
    else logger.warn(facts, 'The broker takes nothing for its history now, the backlog is kept.');
    this.#trouble = words;
  }

  #answered(): void {
    if (this.#trouble === undefined) return;
    this.#trouble = undefined;
    this.#parts.logger.info({ destination: this.#parts.settings.name }, 'The broker takes history again.');
  }

  #finishIfOver(stretch: Stretch): void {
    const finished = stretch.finishIfOver();
    if (!finished) return;
    this.#owed.addPiece(finished.piece, finished.ends);
    this.#settleOwed();
  }

  async #close(open: BacklogState): Promise<void> {
    const { settler, logger, settings } = this.#parts;
    if (this.#settling || this.#parked.length > 0) return;
    this.#settling = true;
    await settler.settle([], true, { move: { from: open.upto, streams: [] }, ends: [], quarantine: [] });
    this.#settling = false;
    this.#end();
    logger.info({ destination: settings.name }, 'The backlog is in the history of the broker.');
  }

  #end(): void {
    this.#open = undefined;
    this.#survey = undefined;
    this.#group = undefined;
    this.#groups = [];
    this.#parked = [];
    this.#trouble = undefined;
    this.#oldestMs = undefined;
  }

  /** Settles what has ended; what ends meanwhile goes with the next one. */
  #settleOwed(): void {
    const { settler, onSettled } = this.#parts;
    if (this.#settling || this.#owed.empty || !this.#open) return;
    const owed = this.#owed;
    this.#owed = new Owed();
    this.#settling = true;
    this.#waiting = Math.max(0, this.#waiting - owed.ends.length);
    const move = { from: this.#open.from, streams: owed.streams };
    settler
      .settle([], true, { move, ends: owed.ends, quarantine: owed.quarantine })
      .then(() => {
        this.#settling = false;
        this.#settleOwed();
      })
      // It fails only when the buffer is closed, and then the forwarder is about to end.
      .catch(() => {})
      .finally(onSettled);
  }
}

/** A damaged row may name a stream that does not exist. */
function strandIn({ stream, strandOf }: Lookup, id: number): Strand | undefined {
  try {
    return strandOf(stream(id));
  } catch {
    return undefined;
  }
}
