/** Problems with drivers, points, units and formulas, in Turkish. */
import type { Sentences } from '../translator.ts';

export const drivers: Sentences = {
  'The file calls itself {0}, and its path is {1}.': 'Dosyanın içinde {0} yazıyor, yolu ise {1}.',
  'Write driver: {0}, or move the file to drivers/{1}.yaml.':
    'driver: {0} yazın ya da dosyayı drivers/{1}.yaml yerine taşıyın.',
  '`every` is shorter than `fastest`.': '`every`, `fastest` süresinden kısa.',
  'Lengthen `every`, or correct `fastest`.': '`every` süresini uzatın ya da `fastest` değerini düzeltin.',
  '`points` and `messages` stand together.': '`points` ile `messages` birlikte duruyor.',
  'Move the points into one of the messages.': 'Noktaları iletilerden birinin içine taşıyın.',
  'A Modbus device has one message, the poll.': 'Modbus cihazının tek iletisi vardır: sorgu.',
  'Write `points`.': '`points` yazın.',
  'The driver has no points.': 'Sürücünün noktası yok.',
  'Add `points` with at least one.': 'En az bir noktayla `points` ekleyin.',
  'The driver has two protocol parts.': 'Sürücünün iki protokol bölümü var.',
  'Keep one; a device with two interfaces is two drivers.':
    'Birini bırakın; iki arayüzlü cihaz iki sürücüdür.',
  'The driver does not say how to talk to the device.': 'Sürücü cihazla nasıl konuşulacağını söylemiyor.',
  'Add a part `modbus`, `serial`, `mqtt` or `lorawan`.':
    '`modbus`, `serial`, `mqtt` ya da `lorawan` bölümü ekleyin.',
  'Quirks are about Modbus requests.': 'quirks, Modbus istekleri içindir.',
  'Remove `quirks`.': '`quirks` anahtarını silin.',
  'The sample is no row of bytes.': 'Örnek bir bayt dizisi değil.',
  'Write two hexadecimal digits for each byte, for example "AA C0 06".':
    'Her bayt için iki onaltılı hane yazın, örneğin "AA C0 06".',
  'Write registers as hex words, "08FF 0000", and coils as 0 or 1.':
    'Yazmaçları onaltılı sözcük olarak "08FF 0000", bobinleri 0 ya da 1 olarak yazın.',
  'The sample expects a value of `{0}`, and the driver has no such point.':
    'Örnek `{0}` için değer bekliyor, sürücüde ise öyle bir nokta yok.',
  'Correct the name.': 'Adı düzeltin.',
  'no value ({0})': 'değer yok ({0})',
  'no value': 'değer yok',
  'The sample gives {0} for `{1}`, and {2} is expected.': 'Örnek `{1}` için {0} veriyor, beklenen {2}.',
  'Look again at {0}, or at the sample{1}.': 'Yeniden bakın: {0}; ya da örneği düzeltin{1}.',
  '; what is expected stands in {0}': '; beklenen değerin yeri: {0}',
  'address, type, order and scale': 'adres, tür, sıra ve çarpan',
  'topic, path and scale': 'konu, yol ve çarpan',
  'field or byte, type and scale': 'alan ya da bayt, tür ve çarpan',
  'byte, type and scale': 'bayt, tür ve çarpan',
  'The result is neither a number, a text, nor true or false.':
    'Sonuç ne sayı, ne metin, ne de doğru/yanlış.',
  "The formula gives a {0}, and a point's formula must give a number.":
    'Formülün sonucu {0}; bir noktanın formülü sayı vermelidir.',
  'Formulas know numbers, + - * / %, comparisons, && || !, a ? b : c, and the functions min, max, abs, round, pow, log10, bit, dewPoint.':
    'Formüller sayıları, + - * / % işlemlerini, karşılaştırmaları, && || !, a ? b : c biçimini ve min, max, abs, round, pow, log10, bit, dewPoint işlevlerini bilir.',
  'Formulas know numbers, texts, true and false only.':
    'Formüller yalnızca sayı, metin, true ve false bilir.',
  'Only params have a dot; a point with tags is written with _, as in voltage_L1.':
    'Nokta işareti yalnızca param için kullanılır; etiketli nokta _ ile yazılır: voltage_L1.',
  'A formula cannot use the list or table param.{0}.':
    'Formül, liste ya da tablo olan param.{0} değerini kullanamaz.',
  'Formulas know no function {0}.': 'Formüller {0} işlevini bilmez.',
  'Formulas know no methods or macros such as {0}.': 'Formüller {0} gibi yöntem ve makroları bilmez.',
  'Formulas know no maps, indexes or optional values.':
    'Formüller eşlem, dizin ve isteğe bağlı değer bilmez.',
  'Write the name of a point with _ for each dot.': 'Noktanın adını, her nokta işareti yerine _ ile yazın.',
  'The formula names {0}, which does not exist.': 'Formül {0} adını kullanıyor, öyle bir şey yok.',
  'The formula is not understood: {0}.': 'Formül anlaşılamadı: {0}.',
  'The formula of {0} needs its own result.': '{0} formülü kendi sonucunu istiyor.',
  'Take the point out of its own formula, or out of that of the other point.':
    'Noktayı kendi formülünden ya da öteki noktanın formülünden çıkarın.',
  'The formula gives a {0}, and the point is a {1}.': 'Formülün sonucu {0}, nokta ise {1}.',
  'Correct the formula, or the kind of the point.': 'Formülü ya da noktanın türünü düzeltin.',
  'The point has an address, and its formula does not take what stands there.':
    'Noktanın adresi var, formülü ise orada duranı almıyor.',
  'Use `raw` for it, or remove the address.': 'Onun için `raw` kullanın ya da adresi silin.',
  "{0} of `{1}` is not turned into the vocabulary's unit inside a driver.":
    '`{1}` için {0} sürücü içinde sözlük birimine çevrilmez.',
  'Read it a second time as a hidden point (_name), which a formula takes as it is.':
    'Bir kez de gizli nokta (_ad) olarak okuyun; formül onu olduğu gibi alır.',
  '{0} is {1} and has no unit.': '{0}: {1}; birimi yoktur.',
  'a state (true or false)': 'durum (doğru ya da yanlış)',
  '{0} is {1}, so it cannot be of kind {2}.': '{0}: {1}; türü {2} olamaz.',
  'Remove `kind`, or use a quantity of your own (x-...).':
    '`kind` anahtarını silin ya da kendi büyüklüğünüzü kullanın (x-...).',
  'One bit gives true or false, and {0} is a number.': 'Bir bit doğru/yanlış verir, {0} ise sayıdır.',
  'Use a quantity that is a state, for example digitalInput.1, or read it with `bits`.':
    'Durum olan bir büyüklük kullanın, örneğin digitalInput.1, ya da `bits` ile okuyun.',
  'the point is {0}': 'noktanın türü: {0}',
  'there is a formula': 'bir formül var',
  'there are `values`': '`values` var',
  'only states are inverted': 'yalnızca durumlar ters çevrilir',
  'only counters wrap': 'yalnızca sayaçlar başa döner',
  'Remove `wraps`, or write `kind: counter` beside it.':
    '`wraps` anahtarını silin ya da yanına `kind: counter` yazın.',
  '`scale` is 0, so every value would be 0.': '`scale` 0, her değer 0 olurdu.',
  'Write the factor of the manual.': 'Kılavuzdaki çarpanı yazın.',
  '`min` is larger than `max`: no value could pass.':
    '`min`, `max` değerinden büyük: hiçbir değer geçemezdi.',
  'The raw value of this point is {0}, never {1}.': 'Bu noktanın ham değeri {0}; hiç şu olmaz: {1}.',
  'Write true and false.': 'true ve false yazın.',
  'Write the raw number in front of the colon.': 'İki noktanın önüne ham sayıyı yazın.',
  '{0} does not fit: the point is {1}.': '{0} uymuyor: noktanın türü {1}.',
  'Write true or false.': 'true ya da false yazın.',
  'Write a number, or give the point another kind.': 'Sayı yazın ya da noktaya başka tür verin.',
  'Name it as drivers/<maker>/<model>.yaml, or a driver as maker/model.':
    'drivers/<üretici>/<model>.yaml yolunu ya da üretici/model adını verin.',
  'No sample says what {0} must give.': '{0} için ne verileceğini söyleyen örnek yok.',
  'Add words of the device and what its display showed; `kopru probe --save-sample` writes them.':
    'Cihazın sözcüklerini ve ekranında görüneni ekleyin; `kopru probe --save-sample` yazar.',
  'No sample shows {0} without a value, though there is a sentinel or guard.':
    'Geçersiz değer ya da koruma olduğu halde değersiz {0} gösteren örnek yok.',
  'Add a sample with the words of "no value" and `null` as what is expected.':
    '"Değer yok" sözcükleriyle, beklenen olarak `null` verilen bir örnek ekleyin.',
  'The point does not say its unit.': 'Nokta birimini söylemiyor.',
  'Add `unit` with the UN/CEFACT code of the value.': 'Değerin UN/CEFACT koduyla `unit` ekleyin.',
  'Add `unit`, for example {0}; look into the manual, kW read as W is the commonest wrong value.':
    '`unit` ekleyin, örneğin {0}; kılavuza bakın, W diye okunan kW en sık görülen yanlış değerdir.',
  '{0} is a count and has no unit.': '{0} bir sayımdır, birimi yoktur.',
  '{0} cannot be converted to {1}, in which {2} is measured.':
    '{0} şuna çevrilemez: {1}; {2} bununla ölçülür.',
  'Give a unit of the same kind: {0}.': 'Aynı türden bir birim verin: {0}.',
  'Remove `unit`.': '`unit` anahtarını silin.',
  '{0} is not a UN/CEFACT code that Köprü knows.': "{0}, Köprü'nün bildiği bir UN/CEFACT kodu değil.",
  'See `kopru explain UNIT_UNKNOWN` for the list.': 'Liste için: `kopru explain UNIT_UNKNOWN`.',
  'Driver {0} has no point `{1}`.': '{0} sürücüsünde `{1}` noktası yok.',
  'A point of your own must be complete: where it is, and what it means.':
    'Kendi noktanız tam olmalı: nerede olduğu ve ne anlama geldiği.',
  'Point `{0}` and point `{1}` both mean {2}.': '`{0}` ile `{1}` noktalarının ikisi de şu demek: {2}.',
  'Tell them apart by a number (.1, .2), or leave one out with `false`.':
    'Sayıyla ayırın (.1, .2) ya da birini `false` ile çıkarın.',
  '`{0}` belongs to no message: the driver has several kinds of message.':
    '`{0}` hiçbir iletinin değil: sürücünün birkaç tür iletisi var.',
  'Copy the driver into your own drivers folder and add the point to one of its messages.':
    'Sürücüyü kendi sürücü klasörünüze kopyalayıp noktayı iletilerinden birine ekleyin.',
};
