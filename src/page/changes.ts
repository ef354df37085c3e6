/** Changes of state as a person tells them, found by comparing a snapshot with the one before. Last few only. */
import { isSilent, type Snapshot } from '../core/status.ts';

export type ChangeKind = 'started' | 'silent' | 'answers' | 'offline' | 'online' | 'refused' | 'clock';

export interface Change {
  readonly kind: ChangeKind;
  /** Device or destination; empty for the gateway itself. */
  readonly subject: string;
  /** Readings or milliseconds, where the kind has some. */
  readonly amount: number | undefined;
  /** Wall clock in milliseconds since 1970. */
  readonly wallMs: number;
}

const mostKept = 6;

export class Changes {
  readonly #silentSince = new Map<string, number>();
  readonly #offlineSince = new Map<string, number>();
  readonly #refused = new Set<string>();
  #list: readonly Change[] = [];
  #synchronised: boolean | undefined;

  /** Newest first. */
  get list(): readonly Change[] {
    return this.#list;
  }

  /** `nowMs` is monotonic, `wallMs` the wall clock at the same moment. */
  note(snapshot: Snapshot, nowMs: number, wallMs: number): void {
    if (this.#list.length === 0) this.#add({ kind: 'started', subject: '', wallMs: wallMs - snapshot.upMs });
    this.#noteClock(snapshot, wallMs);
    for (const device of snapshot.devices) {
      this.#switched(this.#silentSince, device.id, isSilent(device), ['silent', 'answers'], nowMs, wallMs);
    }
    for (const { name, state, quarantined } of snapshot.destinations) {
      const offline = state === 'backing off' || state === 'denied';
      this.#switched(this.#offlineSince, name, offline, ['offline', 'online'], nowMs, wallMs);
      if (quarantined > 0 && !this.#refused.has(name)) {
        this.#refused.add(name);
        this.#add({ kind: 'refused', subject: name, amount: quarantined, wallMs });
      }
    }
  }

  #switched(
    since: Map<string, number>,
    subject: string,
    on: boolean,
    [begun, over]: readonly [ChangeKind, ChangeKind],
    nowMs: number,
    wallMs: number,
  ): void {
    const begunMs = since.get(subject);
    if (on && begunMs === undefined) {
      since.set(subject, nowMs);
      this.#add({ kind: begun, subject, wallMs });
    } else if (!on && begunMs !== undefined) {
      since.delete(subject);
      this.#add({ kind: over, subject, amount: nowMs - begunMs, wallMs });
    }
  }

  #noteClock({ clock }: Snapshot, wallMs: number): void {
    if (this.#synchronised === false && clock.synchronised) this.#add({ kind: 'clock', subject: '', wallMs });
    this.#synchronised = clock.synchronised;
  }

  #add(change: Omit<Change, 'amount'> & { readonly amount?: number }): void {
    this.#list = [{ amount: undefined, ...change }, ...this.#list].slice(0, mostKept);
  }
}
