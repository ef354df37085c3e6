/** The frame of every document of the gateway: head, style and mark. Nothing inline, so that a strict policy holds. */
import type { Assets, Viewer } from '../files.ts';

export interface Framed {
  readonly viewer: Viewer;
  readonly assets: Assets;
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** Loads the live page. */
  readonly script: boolean;
}

export function framed({ viewer, assets, title, body, script }: Framed): string {
  const theme = viewer.theme === 'auto' ? '' : ` data-theme="${viewer.theme}"`;
  return `<!doctype html>
<html lang="${viewer.language}"${theme}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.style}">
${script ? `<script type="module" src="${assets.script}"></script>\n` : ''}</head>
<body>
${body}
</body>
</html>
`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
