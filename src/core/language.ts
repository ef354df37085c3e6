/** In which language explanations are told. Codes, keys, logs and metrics are the same in all. */

export const languages = ['en', 'tr'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (text: string): text is Language => languages.some((each) => each === text);

/**
 * The language of KOPRU_LANG, else that of the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set decides,
 * as POSIX has it. English if it is none of ours.
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const { KOPRU_LANG, LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = KOPRU_LANG || LC_ALL || LC_MESSAGES || LANG || '';
  const [name = ''] = locale.toLowerCase().split(/[_.@-]/);
  return isLanguage(name) ? name : 'en';
}
