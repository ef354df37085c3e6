/** Keeps the page alive in the browser: one event stream, ages that count up, and what a visitor presses. */
import { render } from 'preact';
import { merged } from '../../delta.ts';
import type { Viewer } from '../../files.ts';
import type { PageDelta, PageState } from '../../state.ts';
import { Page } from '../page.tsx';
import { sceneOf } from '../scene.ts';
import type { Words } from '../words.ts';

interface Start {
  readonly state: PageState;
  readonly viewer: Viewer;
  readonly tick: number;
}

/** Without news for this long the page says that it lost the gateway. */
const lostAfterMs = 10_000;
const pollMs = 5_000;
/** A button says so long that it has copied. */
const copiedMs = 2_000;

const root = document.querySelector('#page');
const data = document.querySelector('#data')?.textContent;
if (root && data) live(root, JSON.parse(data) as Start);

function live(place: Element, start: Start): void {
  let { state, tick } = start;
  /** `performance.now()` at the last news: the browser's own clock is never asked for the time of day. */
  let heardMs = performance.now();
  /** Since when somebody looks; a page that nobody sees hears nothing and has lost nothing. */
  let shownMs = heardMs;
  let lost = false;
  let stream: EventSource | undefined;

  const draw = () => {
    const nowMs = state.now.atMs + (performance.now() - heardMs);
    const lostAtMs = lost ? state.now.atMs : undefined;
    const scene = sceneOf(state, start.viewer, { nowMs, lostAtMs });
    render(<Page scene={scene} />, place);
    const word = lost ? scene.words.noContact.word : state.verdict.words[start.viewer.language].word;
    document.title = `${word} · ${state.gateway.name} · Köprü`;
  };
  const take = (text: string, number: number) => {
    state = merged(state, JSON.parse(text) as PageDelta);
    tick = number;
    heardMs = performance.now();
    lost = false;
    draw();
  };
  const listen = () => {
    stream ??= open(`/events?since=${tick}`, take);
  };
  const stop = () => {
    stream?.close();
    stream = undefined;
  };
  const look = async () => {
    if (document.hidden || performance.now() - Math.max(heardMs, shownMs) < pollMs) return;
    stop();
    try {
      const answer = await fetch(`/state?since=${tick}`, { cache: 'no-store' });
      if (answer.ok) take(await answer.text(), Number(answer.headers.get('x-tick')));
      listen();
    } catch {
      // The line above the verdict says so after a while.
    }
  };

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return stop();
    shownMs = performance.now();
    listen();
  });
  document.addEventListener('click', (event) => void copy(event, sceneOf(state, start.viewer).words));
  setInterval(() => {
    if (document.hidden) return;
    lost ||= performance.now() - Math.max(heardMs, shownMs) > lostAfterMs;
    draw();
  }, 1_000);
  setInterval(() => void look(), pollMs);
  listen();
}

function open(url: string, take: (text: string, tick: number) => void): EventSource {
  const stream = new EventSource(url);
  stream.addEventListener('message', (event: MessageEvent<string>) =>
    take(event.data, Number(event.lastEventId)),
  );
  return stream;
}

/** The buttons beside commands. */
async function copy({ target }: Event, words: Words): Promise<void> {
  const button = target instanceof Element ? target.closest<HTMLButtonElement>('button.copy') : null;
  const command = button?.dataset.copy;
  if (!button || command === undefined) return;
  try {
    await navigator.clipboard.writeText(command);
    button.textContent = words.copied;
    setTimeout(() => {
      button.textContent = words.copy;
    }, copiedMs);
  } catch {
    // Without a secure context there is no clipboard: the command is selected instead.
    const code = button.parentElement?.querySelector('code');
    if (code) getSelection()?.selectAllChildren(code);
  }
}
