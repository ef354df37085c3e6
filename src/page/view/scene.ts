/** What every part of the page is given: the state, the language, and what time it is at the gateway. */
import { spanText } from '../../core/duration.ts';
import { numberText } from '../../core/number-text.ts';
import { turkishSpan } from '../../core/verdict-turkish.ts';
import type { Viewer } from '../files.ts';
import type { Language, PageState } from '../state.ts';
import type { Words } from './words.ts';
import { english } from './words-english.ts';
import { turkish } from './words-turkish.ts';

const words: Readonly<Record<Language, Words>> = { en: english, tr: turkish };

export interface Scene {
  readonly state: PageState;
  readonly viewer: Viewer;
  readonly words: Words;
  /** The gateway's monotonic clock now, in milliseconds. */
  readonly nowMs: number;
  /** Since when this page hears nothing from the gateway, on the same clock; undefined while it does. */
  readonly lostAtMs: number | undefined;
}

export const sceneOf = (
  state: PageState,
  viewer: Viewer,
  rest: Partial<Pick<Scene, 'nowMs' | 'lostAtMs'>> = {},
): Scene => ({
  state,
  viewer,
  words: words[viewer.language],
  nowMs: state.now.atMs,
  lostAtMs: undefined,
  ...rest,
});

/** `47 min` since a monotonic time, in the viewer's language. */
export const ageText = (scene: Scene, atMs: number): string => span(scene, scene.nowMs - atMs);

export const span = ({ viewer }: Scene, ms: number): string =>
  viewer.language === 'tr' ? turkishSpan(ms) : spanText(ms);

/** Time of day at the site for a monotonic time: `11:06:12`. */
export const timeText = (scene: Scene, atMs: number, seconds = true): string =>
  wallText(scene, scene.state.now.wallMs - (scene.state.now.atMs - atMs), seconds);

/** The same for a wall time; with the day where it is not today. */
export function wallText({ state, words }: Scene, wallMs: number, seconds = false): string {
  const { timezone } = state.gateway;
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' as const } : {}),
  }).format(wallMs);
  const day = dayText(wallMs, timezone, words.locale);
  return day === dayText(state.now.wallMs, timezone, words.locale) ? time : `${day} ${time}`;
}

const dayText = (wallMs: number, timeZone: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' }).format(wallMs);

/** `Tue 8 Sep, 11:29:24 (+03)`. */
export function dateText({ state, words }: Scene, atMs: number): string {
  const wallMs = state.now.wallMs - (state.now.atMs - atMs);
  const timeZone = state.gateway.timezone;
  const day = new Intl.DateTimeFormat(words.locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).format(wallMs);
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(wallMs);
  return `${day}, ${time} (${offsetText(wallMs, timeZone)})`;
}

/** `+03`, `-04:30`, `UTC`. */
function offsetText(wallMs: number, timeZone: string): string {
  const name = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(wallMs)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return name?.replace(/^GMT/, '').replace(/:00$/, '') || 'UTC';
}

/** Four digits are enough to look at; counts keep all of theirs. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return numberText(Math.round(value));
  return numberText(Number(value.toPrecision(4)));
}
