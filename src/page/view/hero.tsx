/** What comes first: is it working, what is safe, how long can it stay offline. */
import type { Finding } from '../../core/finding.ts';
import { Bridge } from './bridge.tsx';
import { Glyph, Mark, type Tone } from './glyph.tsx';
import { ageText, dateText, type Scene, span, timeText } from './scene.ts';

const losses: ReadonlySet<Finding['situation']> = new Set([
  'dropping',
  'losing',
  'not storing',
  'little room',
]);

export const toneOf = (situation: Finding['situation']): Tone | undefined =>
  losses.has(situation) ? 'bole' : undefined;

/** The state word is in sight from any place of the page. */
export function TopBar({ scene }: { readonly scene: Scene }) {
  const { gateway, verdict } = scene.state;
  const lost = scene.lostAtMs !== undefined;
  const { word } = verdict.words[scene.viewer.language];
  return (
    <header class="bar">
      <Mark />
      <span class="word">Köprü</span>
      <span class="site">
        <b>{gateway.name}</b>
        <small>{gateway.id}</small>
      </span>
      <span class="chip">
        {lost ? (
          <Glyph shape="stopped" />
        ) : (
          <Glyph shape={verdict.glyph} {...toned(toneOf(verdict.situation))} />
        )}{' '}
        {lost ? scene.words.noContact.word : word}
      </span>
    </header>
  );
}

const toned = (tone: Tone | undefined) => (tone === undefined ? {} : { tone });

export function Hero({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const { sentence } = state.verdict.words[scene.viewer.language];
  const { roomMs } = state.buffer;
  return (
    <section class="hero">
      {scene.lostAtMs === undefined ? null : (
        <p class="lost" role="alert">
          <Glyph shape="stopped" />{' '}
          {words.noContact.sentence(ageText(scene, scene.lostAtMs), timeText(scene, state.now.atMs))}
        </p>
      )}
      <div role="status">
        <h1>
          <Sentences text={sentence} />
        </h1>
      </div>
      <p class={scene.lostAtMs === undefined ? 'live' : undefined}>
        {dateText(scene, scene.nowMs)}, {words.updated(ageText(scene, state.now.atMs))}
        {state.verdict.situation === 'well' && roomMs !== undefined
          ? `. ${words.couldStayOffline(span(scene, roomMs))}`
          : ''}
      </p>
      <Bridge scene={scene} />
    </section>
  );
}

/** The first sentence is the verdict, the others are about it. */
function Sentences({ text }: { readonly text: string }) {
  const end = text.search(/[.](\s|$)/) + 1;
  return (
    <>
      <b>{text.slice(0, end)}</b>
      {text.slice(end)}
    </>
  );
}
