/**
 * Hides what lets somebody in. Servers quote requests in their errors, and an error's words go to the log, the
 * status and the quarantine; each secret that was used is covered there.
 */
import type { Secrets } from '../../settings.ts';

/** Shorter ones would cover half of every sentence. */
const lettersAtLeast = 6;
/** Tokens come and go. */
const kept = 50;

export class Veil {
  readonly #known = new Set<string>();

  learn(secret: string): void {
    if (secret.length < lettersAtLeast) return;
    this.#known.delete(secret);
    this.#known.add(secret);
    const [oldest] = this.#known;
    if (this.#known.size > kept && oldest !== undefined) this.#known.delete(oldest);
  }

  /** The same secrets; what they give is hidden from then on, also as a URL, a form or JSON write it. */
  over(secrets: Secrets): Secrets {
    return (reference) => {
      const secret = secrets(reference);
      this.learn(secret);
      this.learn(encodeURIComponent(secret));
      this.learn(JSON.stringify(secret).slice(1, -1));
      return secret;
    };
  }

  hide(text: string): string {
    let hidden = text;
    for (const secret of this.#known) hidden = hidden.replaceAll(secret, '***');
    return hidden;
  }
}
