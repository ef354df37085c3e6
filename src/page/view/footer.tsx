/** What it is, where it stands, and how to look at it otherwise. Language and colours work without script, as links. */
import { SignedIn } from './acts.tsx';
import { ageText, type Scene } from './scene.ts';

const themes = ['auto', 'light', 'dark', 'sun'] as const;

export function Footer({ scene }: { readonly scene: Scene }) {
  const { words, state, viewer } = scene;
  const { version, runtime, startedAtMs, place, clock, configuration } = state.gateway;
  const other = viewer.language === 'en' ? 'tr' : 'en';
  return (
    <footer>
      <p>
        Köprü {version}, {runtime}. {words.footer.configuration} <code>{configuration}</code>.{' '}
        {words.footer.up(ageText(scene, startedAtMs))}{' '}
        {words.footer.clock(clock.synchronised ? (clock.source ?? '') : undefined)}
        {place === undefined ? '' : ` ${words.footer.place}: ${place}.`}
      </p>
      <p>
        <a href="/status">{words.footer.statusJson}</a>
        <a href={`/?language=${other}`} lang={other}>
          {words.footer.otherLanguage}
        </a>
        {words.footer.theme}:{' '}
        {themes.map((theme) => (
          <a key={theme} href={`/?theme=${theme}`} aria-current={theme === viewer.theme ? 'true' : undefined}>
            {words.footer.themes[theme]}
          </a>
        ))}
      </p>
      <SignedIn scene={scene} />
    </footer>
  );
}
