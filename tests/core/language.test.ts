import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/core/language.ts';

describe('the language', () => {
  it.each([
    ['en', 'nothing is set', {}],
    ['tr', 'KOPRU_LANG says so', { KOPRU_LANG: 'tr', LC_ALL: 'en_US.UTF-8' }],
    ['en', 'KOPRU_LANG overrules the locale', { KOPRU_LANG: 'en', LANG: 'tr_TR.UTF-8' }],
    ['tr', 'the locale is Turkish', { LANG: 'tr_TR.UTF-8' }],
    ['tr', 'messages are Turkish', { LC_MESSAGES: 'tr_TR', LANG: 'C' }],
    ['en', 'LC_ALL overrules LANG', { LC_ALL: 'C.UTF-8', LANG: 'tr_TR.UTF-8' }],
    ['tr', 'an empty variable counts as none', { LC_ALL: '', LANG: 'tr_TR' }],
    ['en', 'it is one that is not spoken', { LANG: 'de_DE.UTF-8' }],
    ['en', 'it only begins alike', { LANG: 'trv_TW' }],
  ])('is %s when %s', (language, _case, environment) => {
    expect(languageOf(environment)).toBe(language);
  });
});
