/** One line at the bottom that is drawn again and again while something long runs; nothing where nobody looks. */
import { spanText } from '../core/duration.ts';
import type { Terminal } from './terminal.ts';

const width = 24;
const redrawMs = 100;

export class ProgressLine {
  private readonly terminal: Terminal;
  private readonly total: number;
  private readonly beganMs = performance.now();
  private count = 0;
  private drawn = false;
  private drawnMs = 0;

  constructor(terminal: Terminal, total: number) {
    this.terminal = terminal;
    this.total = total;
  }

  /** Steps begun so far. */
  get done(): number {
    return this.count;
  }

  step(what: string): void {
    this.count++;
    const nowMs = performance.now();
    if (!this.terminal.interactive || nowMs - this.drawnMs < redrawMs) return;
    this.clear();
    const full = Math.round((this.count / this.total) * width);
    const leftMs = ((nowMs - this.beganMs) / this.count) * (this.total - this.count);
    const bar = `${'#'.repeat(full)}${'·'.repeat(width - full)}`;
    this.terminal.out(`${bar} ${this.count}/${this.total}  ${what}  ${spanText(leftMs)} to go`);
    this.drawn = true;
    this.drawnMs = nowMs;
  }

  /** Writes lines that stay, above the progress. */
  say(text: string): void {
    this.clear();
    this.terminal.out(text);
  }

  clear(): void {
    if (this.drawn) this.terminal.out('\x1b[1A\x1b[2K\x1b[1A');
    this.drawn = false;
  }
}
