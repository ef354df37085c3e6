/** What a field takes, in Turkish. */
import type { Sentences } from '../translator.ts';

export const fieldTypes: Sentences = {
  text: 'metin',
  number: 'sayı',
  'whole number': 'tam sayı',
  list: 'liste',
  map: 'eşlem',
  duration: 'süre: sayı ve birim; ms, s, m, h, d',
  secret: 'sır',
  anything: 'herhangi bir şey',
  'list of texts': 'metin listesi',
  'list of maps': 'eşlem listesi',
  'list of {0} each': 'liste, her öğesi {0}',
  'number, {0} to {1}': 'sayı, {0} ile {1} arası',
  'number, {0} or more': 'sayı, en az {0}',
  'number, at most {0}': 'sayı, en çok {0}',
  'whole number, {0} to {1}': 'tam sayı, {0} ile {1} arası',
  'whole number, {0} or more': 'tam sayı, en az {0}',
  'whole number, at most {0}': 'tam sayı, en çok {0}',
  '{0} or {1}': '{0} ya da {1}',
};
