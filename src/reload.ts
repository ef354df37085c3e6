/**
 * Another configuration for the running gateway: read as a whole, compared with what runs, applied or refused. With an
 * error in it, or when it cannot be taken on, the old one goes on untouched.
 */
import { type Files, filesAsRead } from './config/files.ts';
import type { Loaded } from './config/load.ts';
import { countText, isError, type Problem, renderProblems } from './config/problems.ts';
import { type SiteChanges, siteChanges } from './config/site-changes.ts';
import type { Clock, Logger } from './core/environment.ts';
import type { Gateway } from './gateway.ts';

export interface ReloadRequest {
  /** Say what would change, and change nothing. */
  readonly dryRun: boolean;
  /** Go ahead though entities get another id or a part with readings goes. */
  readonly confirmed: boolean;
}

export type ReloadAnswer = { readonly file: string } & (
  | { readonly kind: 'refused'; readonly problems: readonly Problem[]; readonly text: string }
  | { readonly kind: 'unchanged' }
  /** Nothing ran, for the errors of before; `dryRun`: it would start. */
  | { readonly kind: 'starts'; readonly dryRun: boolean }
  | { readonly kind: 'planned' | 'unconfirmed' | 'applied'; readonly changes: SiteChanges }
);

export interface ReloadParts {
  /** Absolute path of gateway.yaml. */
  readonly file: string;
  readonly load: (files?: Files) => Loaded;
  /** Texts of the files that what runs was read from. */
  readonly sources: Loaded['sources'];
  readonly gateway: Pick<Gateway, 'site' | 'apply' | 'noteReload'>;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly logger: Logger;
}

export class Reload {
  readonly #parts: ReloadParts;
  /** One at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #sources: Loaded['sources'];

  constructor(parts: ReloadParts) {
    this.#parts = parts;
    this.#sources = parts.sources;
  }

  /** Rejects when the new configuration is sound and could not be taken on all the same; the old one goes on. */
  run(request: ReloadRequest): Promise<ReloadAnswer> {
    return this.#inTurn(() => this.#run(request));
  }

  /**
   * Takes on what the gateway has found out itself, with the files as they were when they were read last: what somebody
   * is writing meanwhile waits for a reload. Rejects like `run`.
   */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const { load, gateway } = this.#parts;
      const { site } = load(filesAsRead(this.#sources));
      if (site) await gateway.apply(site);
    });
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const answer = this.#turn.then(action);
    this.#turn = answer.catch(() => {});
    return answer;
  }

  async #run({ dryRun, confirmed }: ReloadRequest): Promise<ReloadAnswer> {
    const { file, gateway, logger } = this.#parts;
    const { site, problems, sources } = this.#parts.load();
    if (!site) {
      const errors = problems.filter(isError);
      if (!dryRun) {
        const [first] = errors;
        this.#note(false, errors.length, first && `${first.file}:${first.line}:${first.column}`);
        logger.error(
          { file: first?.file, line: first?.line, code: first?.code, words: first?.message },
          `The new configuration has errors (${countText(problems)}); the old one goes on.`,
        );
      }
      return { file, kind: 'refused', problems, text: renderProblems(problems, sources, { color: false }) };
    }
    const changes = siteChanges(gateway.site, site);
    if (dryRun)
      return changes.changes.length === 0 ? { file, kind: 'unchanged' } : { file, kind: 'planned', changes };
    if (changes.changes.length > 0) {
      if (!confirmed && needsConfirmation(changes)) return { file, kind: 'unconfirmed', changes };
      try {
        await gateway.apply(site);
      } catch (error) {
        this.#note(false, 0);
        logger.error({ error }, 'The new configuration could not be taken on; the old one goes on.');
        throw error;
      }
      logger.info(countsOf(changes), 'The new configuration runs.');
    }
    this.#sources = sources;
    this.#note(true, 0);
    return changes.changes.length === 0 ? { file, kind: 'unchanged' } : { file, kind: 'applied', changes };
  }

  #note(ok: boolean, errors: number, place?: string): void {
    const { gateway, clock } = this.#parts;
    const at = new Date(clock.wallMs()).toISOString();
    gateway.noteReload({ ok, errors, at, ...(place !== undefined && { place }) });
  }
}

/** What cannot be taken back by putting the old file in place again, or not without a trace. */
function needsConfirmation({ changes, renamed }: SiteChanges): boolean {
  return (
    renamed.length > 0 ||
    changes.some(({ what, kind }) => what === 'removed' && (kind === 'entity' || kind === 'destination'))
  );
}

function countsOf({ changes }: SiteChanges): Record<'added' | 'changed' | 'removed', number> {
  const count = (what: string) => changes.filter((change) => change.what === what).length;
  return { added: count('added'), changed: count('changed'), removed: count('removed') };
}
