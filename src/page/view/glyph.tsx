/** The four shapes of a state and the mark. A word always stands beside a shape; colour only repeats it. */
import type { Glyph as Shape } from '../../core/verdict.ts';

const ids: Readonly<Record<Shape, string>> = { fine: 'ok', look: 'att', waiting: 'wait', stopped: 'bad' };

/** Loss is red; everything else that is not fine is ochre. */
export type Tone = 'teal' | 'ochre' | 'bole';

export function Glyph({ shape, tone }: { readonly shape: Shape; readonly tone?: Tone }) {
  return (
    <svg class={`g ${tone ?? (shape === 'fine' ? 'teal' : 'ochre')}`} aria-hidden="true">
      <use href={`#${ids[shape]}`} />
    </svg>
  );
}

/** An arch and its reflection make an o, the two dots make it an ö. */
export function Mark() {
  return (
    <svg class="mark" aria-hidden="true">
      <use href="#mark" />
    </svg>
  );
}

/** Drawn once in each page, used by name. */
export function Shapes() {
  return (
    <svg class="vh" aria-hidden="true">
      <defs>
        <symbol id="mark" viewBox="0 0 32 32">
          <path
            d="M7.5 20a8.5 8.5 0 0 0 17 0"
            fill="none"
            stroke="currentColor"
            stroke-width="3.2"
            opacity=".42"
          />
          <path d="M7.5 20a8.5 8.5 0 0 1 17 0" fill="none" stroke="currentColor" stroke-width="3.2" />
          <path d="M1.5 20h29" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" />
          <circle cx="11.7" cy="5.5" r="2.5" fill="currentColor" />
          <circle cx="20.3" cy="5.5" r="2.5" fill="currentColor" />
        </symbol>
        <symbol id="ok" viewBox="0 0 20 20">
          <circle cx="10" cy="10" r="9" fill="currentColor" />
          <path class="hole" d="m5.5 10.5 3 3 6-7" />
        </symbol>
        <symbol id="att" viewBox="0 0 20 20">
          <path
            d="M10 2 18.5 17.5h-17z"
            fill="currentColor"
            stroke="currentColor"
            stroke-width="2"
            stroke-linejoin="round"
          />
          <path class="hole" d="M10 7v5M10 15v.1" />
        </symbol>
        <symbol id="wait" viewBox="0 0 20 20">
          <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2" />
          <path
            d="M10 5.5V10l3 2.5"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
          />
        </symbol>
        <symbol id="bad" viewBox="0 0 20 20">
          <path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" fill="currentColor" />
          <path class="hole" d="M6.5 6.5l7 7m0-7-7 7" />
        </symbol>
        <pattern id="h" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatchline" d="M0 0V5" />
        </pattern>
      </defs>
    </svg>
  );
}
