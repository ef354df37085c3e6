/** Problems with serial parts of drivers, in Turkish. */
import type { Sentences } from '../translator.ts';

export const serial: Sentences = {
  '`groups` are made of fields, and these frames have none.':
    '`groups` alanlardan oluşur, bu çerçevelerde ise alan yok.',
  'Remove `groups`, or add `separator` to `text`.':
    '`groups` anahtarını silin ya da `text` içine `separator` ekleyin.',
  'Write two hexadecimal digits for each byte, for example "AA C0".':
    'Her bayt için iki onaltılı hane yazın, örneğin "AA C0".',
  '"{0}" is no text of a serial line.': '"{0}" bir seri hat metni değil.',
  'Write "\\r\\n" in double quotes: in single quotes, or without any, a backslash is a letter.':
    '"\\r\\n" değerini çift tırnak içinde yazın: tek tırnakta ya da tırnaksız, ters eğik çizgi bir harftir.',
  '`binary` and `text` stand together.': '`binary` ile `text` birlikte duruyor.',
  'Keep the one that the device speaks.': 'Cihazın konuştuğunu bırakın.',
  'It does not say what a frame looks like.': 'Çerçevenin neye benzediğini söylemiyor.',
  'Add `binary` for bytes, or `text` for readable lines.':
    'Baytlar için `binary`, okunur satırlar için `text` ekleyin.',
  'Nothing says where a frame ends.': 'Çerçevenin nerede bittiğini söyleyen yok.',
  'Add `length`, `end`, or `gap` where only silence tells.':
    '`length`, `end` ya da yalnız sessizliğin gösterdiği yerde `gap` ekleyin.',
  'Nothing says where a text ends.': 'Metnin nerede bittiğini söyleyen yok.',
  'Add `end`, mostly "\\r\\n" or "\\r", or `length` behind a `start`.':
    '`end` ekleyin, çoğunlukla "\\r\\n" ya da "\\r"; ya da `start` ardından `length`.',
  'Nothing shows where a frame begins, so one that was joined in the middle would pass.':
    'Çerçevenin nerede başladığını gösteren yok; ortasından yakalanan da geçerdi.',
  'Add `start`; for bytes a `checksum` or a `gap` does as well.':
    '`start` ekleyin; baytlarda `checksum` ya da `gap` de olur.',
  'It must be one byte.': 'Tek bayt olmalı.',
  'Write two hexadecimal digits.': 'İki onaltılı hane yazın.',
  'A byte behind the escape byte needs one meaning.': 'Kaçış baytının ardındaki baytın tek anlamı olmalı.',
  'Write either `xor` or `values`; `xor: 0` where it means itself.':
    '`xor` ya da `values` yazın; kendisi demekse `xor: 0`.',
  'There is no byte {0} in a frame of {1} bytes.': '{1} baytlık çerçevede {0} numaralı bayt yok.',
  'Positions are 0 to {0}, or negative from the end.': 'Konumlar 0 ile {0} arasıdır ya da sondan eksi.',
  '`fields` and `pairs` both name the fields.': '`fields` ile `pairs` ikisi de alanlara ad veriyor.',
  'Several fields, and nothing says what stands between them.':
    'Birkaç alan var, aralarında ne olduğunu söyleyen yok.',
  'Add `separator`.': '`separator` ekleyin.',
  'It is no text of a serial line.': 'Bir seri hat metni değil.',
  '`wake` is sent before a question, and there is none.': '`wake` sorudan önce gönderilir, soru ise yok.',
  'Add `ask`, or write `begin` for what is sent once.':
    '`ask` ekleyin ya da bir kez gönderilen için `begin` yazın.',
  '`{0}` is for text frames.': '`{0}` metin çerçeveleri içindir.',
  'Write `byte`.': '`byte` yazın.',
  'It does not say where in the frame the value is.': 'Değerin çerçevenin neresinde olduğunu söylemiyor.',
  'Add `byte`, 0 for the first byte of `start`.': '`byte` ekleyin; `start` baytlarının ilki için 0.',
  '`hex` is for text frames.': '`hex` metin çerçeveleri içindir.',
  'Choose one of {0}.': 'Şunlardan birini seçin: {0}.',
  'The frame ends after {0} bytes, before this value does.':
    'Çerçeve {0} bayttan sonra bitiyor, bu değerden önce.',
  'Positions count from 0.': "Konumlar 0'dan sayılır.",
  '`{0}` is for binary frames.': '`{0}` ikili çerçeveler içindir.',
  'Write `field`, or `chars` for single characters.': '`field` yazın ya da tek tek karakterler için `chars`.',
  'It does not say where in the text the value is.': 'Değerin metnin neresinde olduğunu söylemiyor.',
  'Add `field`, 0 for the first.': '`field` ekleyin; ilki için 0.',
  'Numbers of a text need no type.': 'Metindeki sayılar tür istemez.',
  'Remove it, or write hex for hexadecimal digits.': 'Silin ya da onaltılı haneler için hex yazın.',
  'Without `separator` the text is one field, number 0.':
    '`separator` olmadan metin tek alandır, numarası 0.',
  'Add `separator` to `text`, mostly ",".': '`text` içine `separator` ekleyin, çoğu kez ",".',
  'The fields of this text have no names.': 'Bu metnin alanlarının adı yok.',
  'Write the number of the field, or name them all with `fields`.':
    'Alanın numarasını yazın ya da `fields` ile hepsine ad verin.',
  'Bits are those of a whole number; in a text write `type: hex`.':
    'Bitler tam sayının bitleridir; metinde `type: hex` yazın.',
  'Bit 0 is the least significant.': 'Bit 0 en düşük değerlidir.',
};
