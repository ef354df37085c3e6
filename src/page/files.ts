/** What the build made of the page, held in memory by name: no request ever becomes a path. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Language, PageState } from './state.ts';

export const themes = ['auto', 'light', 'dark', 'sun'] as const;
export type Theme = (typeof themes)[number];

/** How somebody looks at the page. */
export interface Viewer {
  readonly language: Language;
  readonly theme: Theme;
  /** Who has signed in; absent: nobody. */
  readonly session?: {
    readonly person: string;
    readonly role: 'viewer' | 'technician';
    /** Comes back with everything that acts. */
    readonly csrf: string;
  };
}

/** Addresses of what the browser loads. */
export interface Assets {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
}

/** How a state becomes a document. */
export interface Drawing {
  readonly viewer: Viewer;
  readonly assets: Assets;
  /** Number of the tick that the state is of; see delta.ts. */
  readonly tick: number;
}

/** Why somebody was not let in. */
export type EntryFault = { readonly kind: 'refused' } | { readonly kind: 'later'; readonly waitMs: number };

/** A document that stands before the page. */
export type Entry = Pick<Drawing, 'viewer' | 'assets'> &
  (
    | { readonly kind: 'sign-in'; readonly fault: EntryFault | undefined }
    | { readonly kind: 'enter'; readonly link: string }
    /** The configuration has errors; `text` is what `kopru check` says. */
    | { readonly kind: 'refused'; readonly errors: number; readonly text: string }
  );

export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

export interface PageFiles {
  readonly assets: Assets;
  /** By name. Names change with their content. */
  readonly files: ReadonlyMap<string, PageFile>;
  readonly render: (state: PageState, drawing: Drawing) => string;
  readonly entry: (entry: Entry) => string;
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Undefined where nothing is built, as in a copy of the sources. */
export async function loadPage(folder: string): Promise<PageFiles | undefined> {
  const list = join(folder, 'assets.json');
  if (!existsSync(list)) return undefined;
  const names: Assets = JSON.parse(readFileSync(list, 'utf8'));
  const files = new Map<string, PageFile>();
  for (const name of readdirSync(join(folder, 'assets'))) {
    const type = types[name.slice(name.lastIndexOf('.') + 1)];
    if (type === undefined) continue;
    const bytes = new Uint8Array(readFileSync(join(folder, 'assets', name)));
    files.set(name, { type, bytes, gzipped: new Uint8Array(gzipSync(bytes, { level: 9 })) });
  }
  const { renderDocument, renderEntry } = await import(pathToFileURL(join(folder, 'document.js')).href);
  const at = (name: string) => `/assets/${name}`;
  return {
    assets: { script: at(names.script), style: at(names.style), icon: at(names.icon) },
    files,
    render: renderDocument,
    entry: renderEntry,
  };
}
