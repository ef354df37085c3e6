import { describe, expect, it } from 'vitest';
import { translator } from '../../src/config/translator.ts';

const translate = translator(
  {
    'No bus is called {0}.': '{0} adında bir veri yolu yok.',
    '{0} wants {1} in {2}.': '{0}, {2} için {1} ister.',
    'a number from {0} to {1}': '{0} ile {1} arası sayı',
    'Write one of {0}.': 'Şunlardan birini yazın: {0}.',
    'Remove it.': 'Silin.',
    '{0} is {1}.': '{0} değeri {1}.',
    'The line ends in $ or (.': 'Satır $ ya da ( ile bitiyor.',
  },
  { or: 'ya da' },
);

describe('a translator', () => {
  it.each([
    ['Remove it.', 'Silin.'],
    ['No bus is called rs485.', 'rs485 adında bir veri yolu yok.'],
    ['Model wants a number from 0 to 1 in humidity.', 'Model, humidity için 0 ile 1 arası sayı ister.'],
    ['No bus is called a. Remove it.', 'a adında bir veri yolu yok. Silin.'],
    ['Write one of a, b or c.', 'Şunlardan birini yazın: a, b ya da c.'],
    ['No bus is called two\nlines.', 'two\nlines adında bir veri yolu yok.'],
    ['The line ends in $ or (.', 'Satır $ ya da ( ile bitiyor.'],
    ['No bus is called $&.', '$& adında bir veri yolu yok.'],
    ['Nobody translated this', 'Nobody translated this'],
    ['', ''],
  ])('of %j makes %j', (english, turkish) => {
    expect(translate(english)).toBe(turkish);
  });

  it('prefers the sentence that says most', () => {
    expect(translate('No bus is called what is so.')).toBe('what is so adında bir veri yolu yok.');
  });
});
