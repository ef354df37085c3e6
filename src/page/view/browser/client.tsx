/** Keeps the page alive in the browser: one event stream, ages that count up, and what a visitor presses. */
import { render } from 'preact';
import { merged } from '../../delta.ts';
import type { Viewer } from '../../files.ts';
import type { PageDelta, PageState } from '../../state.ts';
import { Page } from '../page.tsx';
import { sceneOf } from '../scene.ts';

interface Start {
  readonly state: PageState;
  readonly viewer: Viewer;
  readonly tick: number;
}

/** Without news for this long the page says that it lost the gateway. */
const lostAfterMs = 10_000;
const pollMs = 5_000;

const root = document.querySelector('#page');
const data = document.querySelector('#data')?.textContent;
if (root && data) live(root, JSON.parse(data) as Start);

function live(place: Element, start: Start): void {
  let { state, tick } = start;
  /** `performance.now()` at the last news: the browser's own clock is never asked for the time of day. */
  let heardMs = performance.now();
  let lostMs: number | undefined;
  let stream: EventSource | undefined;

  const draw = () => {
    const nowMs = state.now.atMs + (performance.now() - heardMs);
    const lostAtMs = lostMs === undefined ? undefined : state.now.atMs;
    const scene = sceneOf(state, start.viewer, { nowMs, lostAtMs });
    render(<Page scene={scene} />, place);
    const word =
      lostMs === undefined ? state.verdict.words[start.viewer.language].word : scene.words.noContact.word;
    document.title = `${word} · ${state.gateway.name} · Köprü`;
  };
  const take = (text: string, number: number) => {
    state = merged(state, JSON.parse(text) as PageDelta);
    tick = number;
    heardMs = performance.now();
    lostMs = undefined;
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
    if (document.hidden || performance.now() - heardMs < pollMs) return;
    stop();
    try {
      const answer = await fetch(`/state?since=${tick}`, { cache: 'no-store' });
      if (answer.ok) take(await answer.text(), Number(answer.headers.get('x-tick')));
      listen();
    } catch {
      // The line above the verdict says so after a while.
    }
  };

  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : listen()));
  document.addEventListener('click', (event) => void copy(event, start.viewer));
  setInterval(() => {
    if (performance.now() - heardMs > lostAfterMs) lostMs ??= performance.now();
    if (!document.hidden) draw();
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
async function copy({ target }: Event, viewer: Viewer): Promise<void> {
  const button = target instanceof Element ? target.closest<HTMLButtonElement>('button.copy') : null;
  const command = button?.dataset.copy;
  if (!button || command === undefined) return;
  try {
    await navigator.clipboard.writeText(command);
    button.textContent = viewer.language === 'tr' ? 'Kopyalandı' : 'Copied';
  } catch {
    // Without a secure context there is no clipboard: the command is selected instead.
    const code = button.parentElement?.querySelector('code');
    if (code) getSelection()?.selectAllChildren(code);
  }
}
