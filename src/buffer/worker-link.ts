/**
 * The main thread's end of the two ports: starts the worker, pairs answers with questions, and when the worker is
 * gone rejects all that still waits for one. Nothing else in it: what is sent and when is the buffer's business.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { KopruError, wordsOf } from '../core/errors.ts';
import {
  type Answers,
  type Asked,
  type CommitReply,
  type CommitRequest,
  errorOf,
  type Note,
  type Opened,
  type OpenRequest,
  type Question,
  type Told,
} from './protocol.ts';

export interface WorkerStart {
  readonly request: OpenRequest;
  readonly commits: MessagePort;
  readonly questions: MessagePort;
}

export interface LinkListeners {
  readonly onReply: (reply: CommitReply) => void;
  readonly onNote: (note: Note) => void;
  readonly onAudited: () => void;
  /** The worker ended though nobody asked it to; nothing will be answered any more. */
  readonly onDeath: (error: KopruError) => void;
}

/**
 * The thread keeps next to nothing: without a bound its garbage grows to tens of megabytes before anybody collects it.
 * A chunk, a group and a page of the quarantine take a few.
 */
const maxYoungGenerationSizeMb = 4;
const maxOldGenerationSizeMb = 96;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerLink {
  readonly #worker: Worker;
  readonly #commits: MessagePort;
  readonly #questions: MessagePort;
  readonly #listeners: LinkListeners;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #opening: { resolve: (opened: Opened) => void; reject: (error: Error) => void } | undefined;
  #nextId = 1;
  #closing = false;
  #death: KopruError | undefined;

  constructor(url: URL, request: OpenRequest, listeners: LinkListeners) {
    const commits = new MessageChannel();
    const questions = new MessageChannel();
    const start: WorkerStart = { request, commits: commits.port2, questions: questions.port2 };
    this.#listeners = listeners;
    this.#commits = commits.port1;
    this.#questions = questions.port1;
    this.#worker = new Worker(url, {
      workerData: start,
      transferList: [commits.port2, questions.port2],
      name: 'buffer',
      resourceLimits: { maxYoungGenerationSizeMb, maxOldGenerationSizeMb },
    });
    this.#commits.on('message', listeners.onReply);
    this.#questions.on('message', (told: Told) => this.#hear(told));
    this.#worker.on('error', (error) => this.#die(wordsOf(error)));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        if (!this.#closing) this.#die(`it ended with code ${code}`);
        resolve();
      });
    });
  }

  /** Resolves with what is on disk; rejects when it cannot be opened. */
  opened(): Promise<Opened> {
    return new Promise((resolve, reject) => {
      this.#opening = { resolve, reject };
    });
  }

  /** The rows of the group are handed over: they can be read no more until the reply brings them back. */
  commit({ id, group }: CommitRequest): void {
    const request: CommitRequest = { id, group };
    this.#commits.postMessage(request, [group.rows.buffer as ArrayBuffer]);
  }

  ask<K extends Question['kind']>(question: Extract<Question, { kind: K }>): Promise<Answers[K]> {
    if (this.#death) return Promise.reject(this.#death);
    const id = this.#nextId++;
    return new Promise<Answers[K]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const asked: Asked = { id, ...(question as Question) };
      this.#questions.postMessage(asked);
    });
  }

  /** Closes the database in order and resolves when the thread has ended. */
  async close(): Promise<void> {
    this.#closing = true;
    if (!this.#death)
      await Promise.race([this.ask<'close'>({ kind: 'close' }).catch(() => {}), this.#exited]);
    this.#closePorts();
    await this.#exited;
  }

  /** Ends the thread where it stands, as a crash would. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(told: Told): void {
    if (told.kind === 'opened') this.#opening?.resolve(told.opened);
    else if (told.kind === 'unopened') {
      this.#closing = true;
      this.#closePorts();
      this.#opening?.reject(errorOf(told.failure));
    } else if (told.kind === 'audited') this.#listeners.onAudited();
    else if (told.kind === 'note') this.#listeners.onNote(told.note);
    else {
      const waiting = this.#waiting.get(told.id);
      this.#waiting.delete(told.id);
      if (told.kind === 'answer') waiting?.resolve(told.value as never);
      else waiting?.reject(errorOf(told.failure));
    }
  }

  /** The worker has nothing more to wait for then, and ends. */
  #closePorts(): void {
    this.#commits.close();
    this.#questions.close();
  }

  #die(words: string): void {
    if (this.#death) return;
    const death = new KopruError(`The thread that owns the buffer is gone: ${words}.`, {
      kind: 'fatal',
      code: 'BUFFER_DEAD',
      hint: 'Restart Köprü; what was acknowledged is on disk.',
    });
    this.#death = death;
    this.#opening?.reject(death);
    for (const { reject } of this.#waiting.values()) reject(death);
    this.#waiting.clear();
    this.#listeners.onDeath(death);
  }
}
