/** What is the matter: since when, its code, the reason, who is needed, and one command to copy. */
import { numberText } from '../../core/number-text.ts';
import type { Problem } from '../problems.ts';
import { Glyph } from './glyph.tsx';
import { ageText, type Scene, span, timeText } from './scene.ts';

export function Problems({ scene }: { readonly scene: Scene }) {
  const { problems } = scene.state;
  if (problems.length === 0) return null;
  return (
    <section class="problems" aria-labelledby="hp">
      <h2 id="hp">{scene.words.problems(problems.length)}</h2>
      <ul>
        {problems.map((problem) => (
          <One key={problem.id} scene={scene} problem={problem} />
        ))}
      </ul>
    </section>
  );
}

function One({ scene, problem }: { readonly scene: Scene; readonly problem: Problem }) {
  const { words } = scene;
  const { sinceMs, code, nextTryAtMs, command, grave, kind, place } = problem;
  const { title, about } = words.problem(problem, numberText(problem.count ?? 0));
  const stopped = grave || kind === 'unreachable' || kind === 'unwilling' || kind === 'denied';
  return (
    <li class={grave ? 'prob grave' : 'prob'}>
      <h3>
        <Glyph shape={stopped ? 'stopped' : 'look'} {...(grave ? { tone: 'bole' as const } : {})} /> {title}
      </h3>
      <p class="meta">
        {sinceMs === undefined ? '' : `${timeText(scene, sinceMs)}, ${ageText(scene, sinceMs)}`}
        {sinceMs !== undefined && code !== undefined ? ', ' : ''}
        {code === undefined ? '' : <code>{code}</code>}
        {place === undefined ? '' : <Place place={place} />}
      </p>
      <p>
        {problem.words === undefined ? '' : `${ended(problem.words)} `}
        {about}
        {nextTryAtMs === undefined
          ? ''
          : ` ${words.nextTry(span(scene, Math.max(0, nextTryAtMs - scene.nowMs)))}`}
      </p>
      <p>
        <b>{words.needs}</b> {words.needed[problem.needs]}
        {kind === 'refused' ? (
          <>
            {'. '}
            <a href="#quarantine">{words.quarantine.title}</a>
          </>
        ) : null}
      </p>
      <p class="act">
        <code>{command}</code>
        <button type="button" class="copy" data-copy={command} aria-label={words.copyOf(command)}>
          {words.copy}
        </button>
      </p>
    </li>
  );
}

/** A file, where it is mended. */
const Place = ({ place }: { readonly place: string }) => (
  <>
    {', '}
    <code>{place}</code>
  </>
);

/** Words from elsewhere as a sentence, so that ours can follow. */
const ended = (text: string) => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
