/**
 * The page as one HTML document, complete without script: the server's side of the view. The state stands in it once
 * more as data, for the browser to go on from.
 */
import { renderToString } from 'preact-render-to-string';
import type { Drawing } from '../files.ts';
import type { PageState } from '../state.ts';
import { Page } from './page.tsx';
import { sceneOf } from './scene.ts';

export function renderDocument(state: PageState, { viewer, assets, tick }: Drawing): string {
  const { word } = state.verdict.words[viewer.language];
  const data = JSON.stringify({ state, viewer, tick });
  const theme = viewer.theme === 'auto' ? '' : ` data-theme="${viewer.theme}"`;
  return `<!doctype html>
<html lang="${viewer.language}"${theme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(`${word} · ${state.gateway.name} · Köprü`)}</title>
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<div id="page">${renderToString(<Page scene={sceneOf(state, viewer)} />)}</div>
<script type="application/json" id="data">${data.replaceAll('<', '\\u003c')}</script>
</body>
</html>
`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
