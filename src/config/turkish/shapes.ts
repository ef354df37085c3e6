/** Problems with forms of values and what else a schema refuses, in Turkish. */
import type { Sentences } from '../translator.ts';

export const shapes: Sentences = {
  '{0} is no duration.': '{0} bir süre değil.',
  'Write a number and a unit, for example 10s, 5m or 1h.': 'Sayı ve birim yazın, örneğin 10s, 5m ya da 1h.',
  '{0} is no id.': '{0} bir kimlik değil.',
  'Use the letters a to z, digits and -.': 'a ile z arası harf, rakam ve - kullanın.',
  '{0} is no name.': '{0} bir ad değil.',
  'Use lower-case letters, digits and -.': 'Küçük harf, rakam ve - kullanın.',
  '{0} is no port.': '{0} bir port değil.',
  'Write its path, for example /dev/serial/by-id/..., or tcp://host:port.':
    'Yolunu yazın, örneğin /dev/serial/by-id/... ya da tcp://host:port.',
  '{0} is no line setting.': '{0} bir hat ayarı değil.',
  'Write for example 9600 8N1.': 'Örneğin 9600 8N1 yazın.',
  '{0} is no share.': '{0} bir oran değil.',
  'Write for example 2%.': 'Örneğin 2% yazın.',
  '{0} is no driver path.': '{0} bir sürücü yolu değil.',
  'Write maker/model in lower-case letters, digits and -.':
    'Üretici/model biçiminde, küçük harf, rakam ve - ile yazın.',
  '{0} is no DevEUI.': '{0} bir DevEUI değil.',
  'Write its 16 hexadecimal digits in quotes, as on the label.':
    'Etiketteki 16 onaltılı haneyi tırnak içinde yazın.',
  '{0} is no row of bytes.': '{0} bir bayt dizisi değil.',
  'Write two hexadecimal digits for each.': 'Her biri için iki onaltılı hane yazın.',
  'Write two hexadecimal digits for each, for example "AA C0".':
    'Her biri için iki onaltılı hane yazın, örneğin "AA C0".',
  'Write two hexadecimal digits for each, ?? for any, for example "02".':
    'Her biri için iki onaltılı hane yazın, herhangi biri için ??; örneğin "02".',
  '{0} is no host name.': '{0} bir makine adı değil.',
  'Use lower-case letters.': 'Küçük harf kullanın.',
  '{0} is no name for a group.': '{0} bir grup adı değil.',
  'Use letters, digits and -.': 'Harf, rakam ve - kullanın.',
  '{0} is no name for a param.': '{0} bir parametre adı değil.',
  'Use letters and digits, a letter first.': 'Harf ve rakam kullanın, önce bir harf.',
  '{0} is no name for an attribute.': '{0} bir öznitelik adı değil.',
  '{0} is no name of a header.': '{0} bir başlık adı değil.',
  '{0} must be Subject/EntityType or Subject/EntityType-variant.':
    '{0} Konu/VarlıkTürü ya da Konu/VarlıkTürü-çeşit biçiminde olmalı.',
  '{0} must be a JSON Pointer such as {1}.': '{0} bir JSON Pointer olmalı, örneğin {1}.',
  '{0} must be a URL such as {1}.': '{0} bir URL olmalı, örneğin {1}.',
  '{0} must be a loopback address with a port, for example {1}.':
    '{0} portuyla bir geri döngü adresi olmalı, örneğin {1}.',
  '{0} must be an address and a port, for example {1}.': '{0} bir adres ve port olmalı, örneğin {1}.',
  '{0} must be an address with a port, for example {1}.': '{0} portuyla bir adres olmalı, örneğin {1}.',
  '{0} must be host:port.': '{0} host:port biçiminde olmalı.',
  '{0} must be http://host:port, without user and password.':
    '{0} http://host:port biçiminde olmalı, kullanıcı ve parola olmadan.',
  '{0} must be lower-case letters, digits and -.': '{0} küçük harf, rakam ve - olmalı.',
  '{0} must be mqtt://host:port or mqtts://host:port, without user and password.':
    '{0} mqtt://host:port ya da mqtts://host:port biçiminde olmalı, kullanıcı ve parola olmadan.',
  '{0} must be one word.': '{0} tek sözcük olmalı.',
  '{0} must be the name of one topic, without + and #.': '{0} tek bir konunun adı olmalı, + ve # olmadan.',
  '{0} must be type and version, for example {1}.': '{0} tür ve sürüm olmalı, örneğin {1}.',
  '{0} must be the beginning of a URL.': '{0} bir URL başı olmalı.',
  '{0} must be without a colon.': '{0} iki nokta içermemeli.',
  '{0} must not be empty, nor hold an empty place.': '{0} boş olamaz, boş yer de içeremez.',
  '{0} names longitude and latitude.': '{0} boylam ve enlemi adıyla yazıyor.',
  'Write the two numbers alone, longitude first, for example [28.97, 41.08].':
    'Yalnızca iki sayıyı yazın, önce boylam, örneğin [28.97, 41.08].',
  '{0} filters nothing.': '{0} hiçbir şey süzmüyor.',
  'Give a heartbeat, an interval or both, for example { heartbeat: 5m, deadband: { voltage.L1: 1 } }.':
    'heartbeat, interval ya da ikisini verin, örneğin { heartbeat: 5m, deadband: { voltage.L1: 1 } }.',
  '{0} has a deadband and no heartbeat.': '{0} içinde ölü bant var, heartbeat yok.',
  'Add for example heartbeat: 5m, so that a steady value is not taken for a silent device.':
    'Örneğin heartbeat: 5m ekleyin, yoksa değişmeyen değer susmuş cihaz sanılır.',
  '{0} has a certificate without its key, or a key alone.':
    '{0} içinde anahtarsız sertifika ya da tek başına anahtar var.',
  'Give both or neither.': 'İkisini de verin ya da hiçbirini.',
  '{0} is {1}.': '{0} değeri {1}.',
  '{0} has {1} {2}.': '{0} uzunluğu: {1} {2}.',
  'It must be at least {0}.': 'En az {0} olmalı.',
  'It must be at most {0}.': 'En çok {0} olmalı.',
  'It must have at least {0} {1}.': 'En az {0} {1} olmalı.',
  'It must have at most {0} {1}.': 'En çok {0} {1} olmalı.',
  'Add `{0}`.': '`{0}` ekleyin.',
  'A client certificate needs its private key.': 'İstemci sertifikası özel anahtarını ister.',
  'A private key needs its certificate.': 'Özel anahtar sertifikasını ister.',
  'The grant clientCredentials needs a secret.': 'clientCredentials izni bir sır ister.',
  'The grant refreshToken needs a first token.': 'refreshToken izni bir ilk belirteç ister.',
  'Remove `{0}`.': '`{0}` anahtarını silin.',
  'Write `{0}`.': '`{0}` yazın.',
  'Write {0}, without quotes.': '{0} yazın, tırnaksız.',
  'Write {0}.': '{0} yazın.',
  'Write it as a list: [{0}].': 'Liste olarak yazın: [{0}].',
  'Write it inside: `text: { decimal: "{0}" }`.': 'İçine yazın: `text: { decimal: "{0}" }`.',
  'The vocabulary has {0}; a name of your own begins with x-.':
    'Sözlükte {0} var; kendi adınız x- ile başlar.',
  'If it stands behind a comma and belongs to the number before it, write the decimal mark as a point: 0.{0}.':
    'Virgülün ardında duruyor ve önündeki sayınınsa ondalık ayırıcıyı nokta yazın: 0.{0}.',
  '`{0}` is an answer to the driver.': '`{0}` sürücüye verilen bir yanıttır.',
  'It stands under `{0}`: {1}: { {2}: ... }.': 'Yeri `{0}` altıdır: {1}: { {2}: ... }.',
  '`decimal` is for numbers in JSON, and `text` says that the payload is none.':
    '`decimal` JSON içindeki sayılar içindir, `text` ise yükün JSON olmadığını söylüyor.',
  'If the device writes decimal commas, as in "12,4", add `decimal: ","` to the message; it is never guessed, because 1,234 may be a thousand.':
    'Cihaz "12,4" gibi ondalık virgül yazıyorsa iletiye `decimal: ","` ekleyin; hiç tahmin edilmez, çünkü 1,234 bin de olabilir.',
  'What the sample has for `{0}` is no number with a point as decimal mark.':
    'Örnekteki `{0}` değeri, ondalık ayırıcısı nokta olan bir sayı değil.',
  'Add `every`, for example 60s: the driver does not say how often to look.':
    '`every` ekleyin, örneğin 60s: sürücü ne sıklıkla bakılacağını söylemiyor.',
  'The machine has one message, the sample.': 'Makinenin tek iletisi vardır: örnek.',
  'no protocol, because it is this machine itself': 'protokol yok, bu makinenin kendisi',
  'value and scale': 'değer ve çarpan',
  '{0}, which goes from {1} to {2}': '{0}, {1} ile {2} arası',
  '{0} (entity {1})': '{0} ({1} varlığı)',
  'the entity {0}': '{0} varlığı',
  'line {0} ({1})': '{0}. satır ({1})',
  'driver {0}': '{0} sürücüsü',
  'entry {0}': '{0}. kayıt',
  'The param {0} of {1} is {2} and must be one of {3}.':
    '{1} için {0} parametresi {2}; şunlardan biri olmalı: {3}.',
  'The param {0} of {1} is {2} and must be a {3}.': '{1} için {0} parametresi {2}; şu olmalı: {3}.',
  'The param {0} of {1} is {2} and has a place without a value.':
    '{1} için {0} parametresi {2}; içinde değersiz bir yer var.',
  '{0} asks for {1}, one of {2}, and nothing answers it.':
    '{0} şunu soruyor: {1} (şunlardan biri: {2}); yanıtlayan yok.',
  '{0} asks for {1}: {2}, and nothing answers it.': '{0} şunu soruyor: {1}: {2}; yanıtlayan yok.',
  '{0} asks for {1}, and nothing answers it.': '{0} şunu soruyor: {1}; yanıtlayan yok.',
  'Write {0}, one of {1} under `params` of the entity, or as a fact of its device or of the gateway.':
    '{0} yazın (şunlardan biri: {1}): varlığın `params` altına ya da cihazının veya ağ geçidinin bilgisi olarak.',
  '{0} wants {1}. Put it in [ ].': '{0} şunu ister: {1}. [ ] içine alın.',
  '{0} wants {1}. Write it without [ ].': '{0} şunu ister: {1}. [ ] olmadan yazın.',
  '{0} wants {1}.': '{0} şunu ister: {1}.',
  '{0} is below its limit {1}': '{0}, alt sınırı {1} değerinin altında',
  '{0} is above its limit {1}': '{0}, üst sınırı {1} değerinin üstünde',
  'no such overload: {0}': 'böyle bir işlem yok: {0}',
  'Unexpected token: {0}': 'beklenmeyen: {0}',
  '{0} cannot be converted to {1}, the unit of the point.':
    '{0} noktanın birimi olan {1} birimine çevrilemez.',
  'Correct the unit of the letter, or `unit`.': 'Harfin birimini ya da `unit` değerini düzeltin.',
  '`unitAt` says where a letter stands, and nothing says what letters mean.':
    '`unitAt` harfin yerini söylüyor, harflerin ne demek olduğunu söyleyen yok.',
  'Add `units`, for example { M: MTS, N: KNT }.': '`units` ekleyin, örneğin { M: MTS, N: KNT }.',
  'Write the value of {0} itself.': '{0} değerinin kendisini yazın.',
  'The indentation fits neither line {0} nor any level above it.':
    'Girinti ne {0}. satıra ne de onun üstündeki bir düzeye uyuyor.',
  'The indentation fits neither line {0} ({1}) nor any level above it.':
    'Girinti ne {0}. satıra ({1}) ne de onun üstündeki bir düzeye uyuyor.',
  'Move it {0} to the left.': 'Satırı {0} sola kaydırın.',
  'Move it {0} to the right.': 'Satırı {0} sağa kaydırın.',
  'Move it {0} to the left, or let `kopru fmt` do it.': 'Satırı {0} sola kaydırın ya da `kopru fmt` yapsın.',
  'Move it {0} to the right, or let `kopru fmt` do it.': 'Satırı {0} sağa kaydırın ya da `kopru fmt` yapsın.',
  'Its points are {0} and {1} more.': 'Noktaları: {0} ve {1} tane daha.',
  'address {0}': '{0} adresi',
  'bit {0}': '{0}. bit',
  'L1 of {0}': '{0} içindeki L1',
  'L2 of {0}': '{0} içindeki L2',
  'L3 of {0}': '{0} içindeki L3',
  'The sample holds a frame, and none of the messages of the driver begins like it.':
    'Örnekte bir çerçeve var, sürücünün iletilerinden hiçbiri öyle başlamıyor.',
  'Look again at `starts` and `guard`, and at `fields`: there must be exactly so many.':
    '`starts`, `guard` ve `fields` değerlerine yeniden bakın: alan sayısı tam o kadar olmalı.',
  'The sample holds no frame: nothing in it begins as the driver says.':
    'Örnekte çerçeve yok: içinde hiçbir şey sürücünün dediği gibi başlamıyor.',
  'Look again at `start`, or at the sample.': '`start` değerine ya da örneğe yeniden bakın.',
  'The checksum of the sample is {0}, and what stands behind `start` up to the mark gives {1}.':
    'Örneğin sağlama toplamı {0}; `start` ardından işarete kadar olanlar ise {1} veriyor.',
  'What stands in `start` is not summed: letters that belong to the sum stand in `starts`. Else correct the digits or `kind`.':
    '`start` içindekiler toplama girmez: toplama giren harfler `starts` içinde durur. Değilse haneleri ya da `kind` değerini düzeltin.',
  'The checksum of the sample is {0}, and its bytes give {1}.':
    'Örneğin sağlama toplamı {0}; baytları ise {1} veriyor.',
  'Look again at `kind`, `over`, `byte` and `endian` of the checksum, or at the sample.':
    'Sağlama toplamının `kind`, `over`, `byte` ve `endian` değerlerine ya da örneğe yeniden bakın.',
  'Correct the digits or `kind`.': 'Haneleri ya da `kind` değerini düzeltin.',
  'The frame of the sample does not have the checksum that its bytes give.':
    'Örnekteki çerçevenin sağlama toplamı, baytlarının verdiği değil.',
  'The frame of the sample has another length than the driver says.':
    'Örnekteki çerçevenin uzunluğu sürücünün dediğinden başka.',
  'The frame of the sample does not end as the driver says.':
    'Örnekteki çerçeve sürücünün dediği gibi bitmiyor.',
  'The frame of the sample holds characters that no text has.':
    'Örnekteki çerçevede hiçbir metinde olmayan karakterler var.',
  'The frame of the sample is not whole.': 'Örnekteki çerçeve tam değil.',
  'Look again at `end`, `length` and `checksum`, or at the sample; a line end is "\\r\\n" in double quotes.':
    '`end`, `length` ve `checksum` değerlerine ya da örneğe yeniden bakın; satır sonu çift tırnak içinde "\\r\\n" yazılır.',
  'Look again at `length`, `end` and `checksum`, or at the sample.':
    '`length`, `end` ve `checksum` değerlerine ya da örneğe yeniden bakın.',
  '{0} never occurs in {1}, which goes from {2} to {3}.':
    '{0}, {1} türünde hiç görülmez; o {2} ile {3} arasıdır.',
  '{0} never occurs in {1}.': '{0}, {1} türünde hiç görülmez.',
  '{0} (one)': '{0} (bir)',
  list: 'liste',
  table: 'tablo',
  integer: 'tam sayı',
  boolean: 'doğru ya da yanlış',
};
