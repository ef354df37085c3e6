/**
 * The page as one HTML document, complete without script: the server's side of the view. The state stands in it once
 * more as data, for the browser to go on from.
 */
import { renderToString } from 'preact-render-to-string';
import type { Drawing } from '../files.ts';
import type { PageState } from '../state.ts';
import { framed } from './frame.ts';
import { Page } from './page.tsx';
import { sceneOf } from './scene.ts';

export { renderEntry } from './entry.tsx';

export function renderDocument(state: PageState, { viewer, assets, tick }: Drawing): string {
  const { word } = state.verdict.words[viewer.language];
  const data = JSON.stringify({ state, viewer, tick });
  return framed({
    viewer,
    assets,
    title: `${word} · ${state.gateway.name} · Köprü`,
    script: true,
    body: `<div id="page">${renderToString(<Page scene={sceneOf(state, viewer)} />)}</div>
<script type="application/json" id="data">${data.replaceAll('<', '\\u003c')}</script>`,
  });
}
