/** Problems with Modbus parts of drivers, in Turkish. */
import type { Sentences } from '../translator.ts';

export const modbus: Sentences = {
  ' It looks like a reference: add `addressing: reference`.':
    ' Bir başvuruya benziyor: `addressing: reference` ekleyin.',
  '{0} is no address from 0 to 65535.': '{0}, 0 ile 65535 arası bir adres değil.',
  'Write a number, hex as 0x10.{0}': 'Sayı yazın, onaltılı ise 0x10 gibi.{0}',
  'Five digits that begin with 3 or 4 are a reference in most manuals, and a wire address in some.':
    '3 ya da 4 ile başlayan beş hane çoğu kılavuzda başvuru, bazılarında hat adresidir.',
  'Add to `modbus` either `addressing: reference` (40001 is the first holding register) or `addressing: wire`.':
    '`modbus` içine `addressing: reference` (40001 ilk tutma yazmacıdır) ya da `addressing: wire` ekleyin.',
  'Check it in the manual.': 'Kılavuzda kontrol edin.',
  'Registers counted from 1 have no 0.': "1'den sayılan yazmaçların 0'ı yoktur.",
  'Write `addressing: wire` if the manual counts from 0.':
    "Kılavuz 0'dan sayıyorsa `addressing: wire` yazın.",
  'addresses {0} to {1}': '{0} ile {1} arası adresler',
  '{0} is no reference: five or six digits, the first one the table (0 coil, 1 discrete, 3 input, 4 holding).':
    '{0} bir başvuru değil: beş ya da altı hane, ilki tablo (0 coil, 1 discrete, 3 input, 4 holding).',
  'Write it as in the manual; coils in quotes, "00001".':
    'Kılavuzdaki gibi yazın; bobinleri tırnak içinde, "00001".',
  'The driver has no point `{0}`.': 'Sürücüde `{0}` noktası yok.',
  'Name one of its points, or give an address.': 'Noktalarından birinin adını yazın ya da adres verin.',
  '`address` does nothing here: the guard names a point.':
    '`address` burada etkisiz: koruma bir noktayı adıyla söylüyor.',
  'Remove `address` or `point`.': '`address` ya da `point` anahtarını silin.',
  'The point ends behind the last address, 65535.': "Nokta son adres olan 65535'ten sonra bitiyor.",
  'Check the address.': 'Adresi kontrol edin.',
  'a coil or discrete input is one bit': 'bobin ya da ayrık giriş tek bittir',
  'The order {0} is for 64 bits, and {1} has fewer.': '{0} sırası 64 bit içindir, {1} ise daha az bitlidir.',
  'Give the point an order of four letters.': 'Noktaya dört harfli bir sıra verin.',
  'The words of a text stand in their order, and {0} turns them round.':
    'Metnin sözcükleri sırasıyla durur, {0} ise onları ters çevirir.',
  'Write `order: BADC` if the letters come in swapped pairs, else ABCD.':
    'Harfler ikişer yer değiştirmiş geliyorsa `order: BADC`, değilse ABCD yazın.',
  'The text does not say how long it is.': 'Metnin ne kadar uzun olduğu söylenmiyor.',
  'Add `length` with the number of its characters, padding included.':
    'Dolgu dahil karakter sayısıyla `length` ekleyin.',
  'The text is longer than one reply carries: 125 registers.':
    'Metin bir yanıtın taşıdığından uzun: 125 yazmaç.',
  'Read the part that matters.': 'Gereken bölümünü okuyun.',
  '{0} has its own': '{0} türünün kendi genişliği var',
  'it is for texts and 8-bit numbers': 'metinler ve 8 bitlik sayılar içindir',
  'An 8-bit number lies in one byte of its register.': '8 bitlik sayı yazmacının bir baytındadır.',
  'Write `placement: low` or `placement: high`.': '`placement: low` ya da `placement: high` yazın.',
  'Keep one: `bit` gives true or false, `bits` a number.':
    'Birini bırakın: `bit` doğru/yanlış, `bits` sayı verir.',
  '`bit` and `bits` stand together.': '`bit` ile `bits` birlikte duruyor.',
  'number of coded digits': 'kodlanmış basamaklı sayı',
  'A {0} has no bits to pick.': 'Seçilecek bit yok; tür: {0}.',
  'Read it with u16 or u32.': 'u16 ya da u32 ile okuyun.',
  '{0} has the bits 0 to {1}, and no bit {2}.':
    '{0} türünün bitleri 0 ile {1} arasındadır, {2} numaralı biti yoktur.',
  'Check bit and type.': 'Biti ve türü kontrol edin.',
  '`bits` names the higher bit first.': '`bits` büyük biti önce yazıyor.',
  'Write [low, high].': '[küçük, büyük] yazın.',
  '`{0}` does nothing here: {1}.': '`{0}` burada etkisiz: {1}.',
  '`address` is missing.': '`address` eksik.',
  'Add the address of the manual; only a formula over other points needs none.':
    'Kılavuzdaki adresi ekleyin; yalnızca başka noktalar üzerine formül adres istemez.',
  'The first digit of the address says {0}, and `table` says {1}.':
    'Adresin ilk hanesi {0} diyor, `table` ise {1}.',
  'Remove `table`.': '`table` anahtarını silin.',
  'Neither the point nor the `modbus` part says which table the address is in.':
    'Adresin hangi tabloda olduğunu ne nokta ne de `modbus` bölümü söylüyor.',
  'Add `table: input` (FC04), holding (FC03), coil (FC01) or discrete (FC02).':
    '`table: input` (FC04), holding (FC03), coil (FC01) ya da discrete (FC02) ekleyin.',
  'Neither the point nor the `modbus` part says the type of the registers.':
    'Yazmaçların türünü ne nokta ne de `modbus` bölümü söylüyor.',
  'Add `type`, for example u16, i32 or float32.': '`type` ekleyin, örneğin u16, i32 ya da float32.',
  'Point `{0}` overlaps `{1}`, which takes {2}.': '`{0}` noktası `{1}` ile çakışıyor; onun yeri: {2}.',
  'Give one of them another address or type; parts of one register are read with `bit` or `bits`.':
    'Birine başka adres ya da tür verin; bir yazmacın parçaları `bit` ya da `bits` ile okunur.',
  'Write the number as the type reads it, or highest or lowest.':
    'Sayıyı türün okuduğu gibi ya da highest veya lowest yazın.',
  'Floats say "no value" by NaN, which never passes.':
    'Ondalık türler "değer yok" için NaN kullanır, o da hiç geçmez.',
};
