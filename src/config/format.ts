/**
 * `kopru fmt` without the files: one text in, the same text in the layout of the house out. It never says anything else
 * than before: the result is parsed again and compared word by word, comments included.
 */
import { type CST, isMap, isPair, isScalar, isSeq, Parser, parseDocument as parseYaml } from 'yaml';
import { parseDocument } from './document.ts';
import { evened, hasTabs, type MovedLine, withoutTabs } from './indentation.ts';
import { laidOut } from './layout.ts';
import { type Problem, problem } from './problems.ts';

export type Formatted =
  | {
      readonly kind: 'formatted';
      readonly text: string;
      /** Lines that stood on no level, in the text that was given. */
      readonly moved: readonly MovedLine[];
      readonly tabs: boolean;
    }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** What cannot be mended without guessing comes back as the problems that `check` would show. */
export function formatted(file: string, text: string): Formatted {
  const { document, problems } = parseDocument(file, text);
  if (document && problems.length === 0) return sameMeaning(file, text, { text, moved: [], tabs: false });
  // Only what cannot be read at all is mended: the rest says something, and that is somebody's to correct.
  const mended = document ? undefined : mend(file, text);
  return mended ? sameMeaning(file, mended.text, mended) : { kind: 'refused', problems };
}

interface Mending {
  readonly text: string;
  readonly moved: readonly MovedLine[];
  readonly tabs: boolean;
}

function sameMeaning(file: string, before: string, { moved, tabs }: Mending): Formatted {
  const text = laidOut(before);
  if (sayings(text) === sayings(before)) return { kind: 'formatted', text, moved, tabs };
  return { kind: 'refused', problems: [problem({ file, line: 1, column: 1, length: 1 }, unknownLayout)] };
}

const unknownLayout = {
  code: 'LAYOUT_UNKNOWN',
  message: 'The lines of this file cannot be arranged anew without changing what they say.',
  mend: 'It is left as it is; look for a text over several lines or a comment between its lines.',
};

/** Widths that editors give a tab. */
const tabWidths = [2, 4, 8] as const;

/** Undefined where nothing, or more than one thing, could be meant. */
function mend(file: string, text: string): Mending | undefined {
  const tabs = hasTabs(text);
  const spaced = tabs ? tabWidths.map((width) => withoutTabs(text, width)) : [text];
  const legible = spaced.filter((each) => isLegible(file, each)).map((each) => ({ text: each, moved: [] }));
  const ways = legible.length > 0 ? legible : spaced.flatMap((each) => evened(each) ?? []);
  const good = ways.filter((each) => isLegible(file, each.text));
  const [first] = good;
  const agreed = first && new Set(good.map((each) => sayings(each.text))).size === 1;
  return agreed ? { ...first, tabs } : undefined;
}

function isLegible(file: string, text: string): boolean {
  const { document, problems } = parseDocument(file, text);
  return document !== undefined && problems.length === 0;
}

/** All that a text says, in order: keys, values as written with their quotes, comments. */
export function sayings(text: string): string {
  const { contents } = parseYaml(text, { version: '1.2', schema: 'core', strict: true });
  const unix = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  return JSON.stringify([said(contents), [...new Parser().parse(unix)].flatMap(commentsIn)]);
}

function said(node: unknown): unknown {
  if (isPair(node)) return [said(node.key), said(node.value)];
  if (isMap(node)) return { map: node.items.map(said) };
  if (isSeq(node)) return { list: node.items.map(said) };
  return isScalar(node) ? [node.type, node.value, node.source] : null;
}

function commentsIn(token: unknown): string[] {
  if (Array.isArray(token)) return token.flatMap(commentsIn);
  if (typeof token !== 'object' || token === null) return [];
  const { type, source } = token as Partial<CST.SourceToken>;
  return type === 'comment' ? [(source ?? '').trimEnd()] : Object.values(token).flatMap(commentsIn);
}
