/**
 * The documents that stand before the page: signing in, a link that works once, and a configuration that was refused.
 * Drawn on the server alone; they need no script.
 */
import { renderToString } from 'preact-render-to-string';
import type { Entry, EntryFault } from '../files.ts';
import { type EntryWords, entryWords } from './entry-words.ts';
import { framed } from './frame.ts';
import { Glyph, Mark, Shapes } from './glyph.tsx';

export function renderEntry(entry: Entry): string {
  const { viewer, assets } = entry;
  const words = entryWords[viewer.language];
  const title = entry.kind === 'refused' ? words.notRunning : words.signIn;
  return framed({
    viewer,
    assets,
    title: `${title} · Köprü`,
    script: false,
    body: renderToString(<Whole entry={entry} words={words} />),
  });
}

interface Parts<E = Entry> {
  readonly entry: E;
  readonly words: EntryWords;
}

function Whole({ entry, words }: Parts) {
  return (
    <>
      <Shapes />
      <header class="bar">
        <Mark />
        <span class="word">Köprü</span>
        {entry.kind === 'refused' ? (
          <span class="chip">
            <Glyph shape="stopped" tone="bole" /> {words.notRunning}
          </span>
        ) : null}
      </header>
      <main class="entry">
        {entry.kind === 'refused' ? <Refused entry={entry} words={words} /> : null}
        {entry.kind === 'sign-in' ? <SignIn entry={entry} words={words} /> : null}
        {entry.kind === 'enter' ? <Enter entry={entry} words={words} /> : null}
      </main>
    </>
  );
}

function SignIn({ entry, words }: Parts<Extract<Entry, { kind: 'sign-in' }>>) {
  return (
    <form method="post" action="/sign-in">
      <h1>{words.signIn}</h1>
      <Fault fault={entry.fault} words={words} />
      <label>
        {words.name}
        <input name="name" required maxLength={32} autocomplete="username" autocapitalize="none" />
      </label>
      <label>
        {words.secret}
        <input name="secret" type="password" required maxLength={200} autocomplete="current-password" />
      </label>
      <button type="submit">{words.signIn}</button>
      <p class="meta">
        {words.forgotten} <code>kopru page link</code>
      </p>
    </form>
  );
}

function Enter({ entry, words }: Parts<Extract<Entry, { kind: 'enter' }>>) {
  return (
    <form method="post" action="/enter">
      <h1>{words.signIn}</h1>
      <p>{words.once}</p>
      <input type="hidden" name="link" value={entry.link} />
      <button type="submit">{words.signIn}</button>
    </form>
  );
}

function Fault({ fault, words }: { readonly fault: EntryFault | undefined; readonly words: EntryWords }) {
  if (!fault) return null;
  return (
    <p class="lost" role="alert">
      <Glyph shape="look" />{' '}
      {fault.kind === 'later' ? words.later(Math.ceil(fault.waitMs / 1_000)) : words.notRight}
    </p>
  );
}

function Refused({ entry, words }: Parts<Extract<Entry, { kind: 'refused' }>>) {
  return (
    <section class="hero">
      <div role="status">
        <h1>
          <b>{words.refused(entry.errors)}</b>
        </h1>
      </div>
      <p>
        {words.mend} <code>kopru reload</code>
      </p>
      {/* Focusable, so that it scrolls by keyboard. */}
      <pre tabIndex={0}>{entry.text}</pre>
    </section>
  );
}
