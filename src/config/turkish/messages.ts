/** Problems with LoRaWAN and MQTT parts of drivers, in Turkish. */
import type { Sentences } from '../translator.ts';

export const messages: Sentences = {
  '"{0}" is no row of bytes.': '"{0}" bir bayt dizisi değil.',
  'Write ?? for any byte; half a byte cannot be left open.':
    'Herhangi bir bayt için ?? yazın; yarım bayt açık bırakılamaz.',
  '`tlv` and `flags` stand together.': '`tlv` ile `flags` birlikte duruyor.',
  'Keep the one the manual describes.': 'Kılavuzun anlattığını bırakın.',
  '`{0}` is about bytes, and `decoded` takes what the network server made of them.':
    '`{0}` baytlar içindir; `decoded` ise ağ sunucusunun onlardan yaptığını alır.',
  'Remove `{0}`, or `decoded`.': '`{0}` ya da `decoded` anahtarını silin.',
  '`tlv` lists no entry.': '`tlv` hiçbir kayıt içermiyor.',
  'List every entry that the manual names, also unused ones.':
    'Kılavuzdaki her kaydı yazın, kullanılmayanları da.',
  'Write for example "03 67".': 'Örneğin "03 67" yazın.',
  'The entry {0} stands here twice.': '{0} kaydı burada iki kez duruyor.',
  'Remove one.': 'Birini silin.',
  'The key {0} is {1} long in bytes, and others are {2}.': '{0} anahtarı {1} bayt, ötekiler {2} bayt.',
  'All keys of a device are equally long; entries that are cut another way cannot be described.':
    'Bir cihazın bütün anahtarları eşit uzunluktadır; başka türlü bölünen kayıtlar anlatılamaz.',
  '`radio` is no place in the payload.': '`radio` yük içinde bir yer değildir.',
  'Remove `{0}`, or `radio`.': '`{0}` ya da `radio` anahtarını silin.',
  'Write `path`, for example /temperature.': '`path` yazın, örneğin /temperature.',
  'It does not say where in the decoded object the value is.':
    'Değerin çözülmüş nesnenin neresinde olduğunu söylemiyor.',
  'Add `path`.': '`path` ekleyin.',
  '`path` leads into the object that the network server decoded.':
    '`path`, ağ sunucusunun çözdüğü nesnenin içine götürür.',
  'Add `decoded: true` to the message, or write `byte`.':
    'İletiye `decoded: true` ekleyin ya da `byte` yazın.',
  'Add `tlv` with the key of its entry, for example "03 67".':
    '`tlv` ekleyin: kaydın anahtarı, örneğin "03 67".',
  'Add `flag` with the number of its group, or `byte`.': '`flag` ekleyin: grubun numarası; ya da `byte`.',
  'Add `byte`, 0 for the first byte of the payload.': '`byte` ekleyin; yükün ilk baytı için 0.',
  'It does not say where in the payload the value is.': 'Değerin yükün neresinde olduğunu söylemiyor.',
  'A text needs `length`.': 'Metin `length` ister.',
  'Add how many characters it has.': 'Kaç karakter olduğunu ekleyin.',
  '{0} has {1} bytes, and the value ends beyond them.':
    '{0} {1} bayt uzunluğunda, değer ise ondan sonra bitiyor.',
  'The entry': 'Kayıt',
  'The group': 'Grup',
  'Positions count from 0 {0}.': "Konumlar 0'dan sayılır, {0}.",
  'behind the key': 'anahtardan sonra',
  'in the group': 'grubun içinde',
  '`tlv` and `flag` stand together.': '`tlv` ile `flag` birlikte duruyor.',
  'Keep one of them.': 'Birini bırakın.',
  'The message lists no entries.': 'İletide kayıt listesi yok.',
  'Add `tlv` to the message, with all its entries.': 'İletiye bütün kayıtlarıyla `tlv` ekleyin.',
  'The message lists no entry {0}.': 'İletide {0} kaydı yok.',
  'It lists {0}. Add this one with its bytes.': 'Listedekiler: {0}. Bunu da baytlarıyla ekleyin.',
  'The message has no flags.': 'İletide bayrak yok.',
  'Add `flags` to the message, with the sizes of its groups.':
    'İletiye gruplarının boyutlarıyla `flags` ekleyin.',
  'The message lists {0} groups, from 0 on.': "İletide 0'dan başlayarak {0} grup var.",
  'Add its size to `sizes`.': 'Boyutunu `sizes` içine ekleyin.',
  'It does not say in which entry the value is.': 'Değerin hangi kayıtta olduğunu söylemiyor.',
  'Add `tlv` with its key, for example "03 67".': 'Anahtarıyla `tlv` ekleyin, örneğin "03 67".',
  'There are no bits to pick from.': 'Seçilecek bit yok.',
  'Bits are those of a whole number: {0}, ...': 'Bitler tam sayının bitleridir: {0}, ...',
  'The lowest bit is above the highest.': 'En alt bit en üst bitten büyük.',
  'Swap them.': 'Yerlerini değiştirin.',
  'The number has bits 0 to {0}.': 'Sayının bitleri 0 ile {0} arasında.',
  'Bit 0 is the least significant; or choose a wider `type`.':
    'Bit 0 en düşük değerlidir; ya da daha geniş bir `type` seçin.',
  '{0} is the end of an integer type, and this has none.':
    '{0} bir tam sayı türünün ucudur, bunda ise tür öyle değil.',
  'The type never gives {0}.': 'Bu tür {0} değerini hiç vermez.',
  'Write the raw number as the device sends it, before scaling.':
    'Çarpandan önceki, cihazın gönderdiği ham sayıyı yazın.',
  'The guard says no condition.': 'Koruma bir koşul söylemiyor.',
  'Add `is`, `min` or `max`.': '`is`, `min` ya da `max` ekleyin.',
  'Add the topic the device publishes to, for example "tele/{topic}/SENSOR".':
    'Cihazın yayımladığı konuyu ekleyin, örneğin "tele/{topic}/SENSOR".',
  '`topic` is missing.': '`topic` eksik.',
  '`groups` is for JSON, and `text` says that the payload is none.':
    '`groups` JSON içindir, `text` ise yükün JSON olmadığını söylüyor.',
  'highest and lowest are the ends of an integer type, and JSON numbers have none.':
    'highest ve lowest bir tam sayı türünün uçlarıdır, JSON sayılarında uç yoktur.',
  'Write the number.': 'Sayıyı yazın.',
  'A topic is names between slashes; + stands for one whole name, # for all the rest.':
    'Konu, eğik çizgiler arasındaki adlardır; + bir tam adın, # kalanın hepsinin yerini tutar.',
  'The topic {0} {1}.': '{0} konusu: {1}.',
  '`{0}` and `{1}` stand together.': '`{0}` ile `{1}` birlikte duruyor.',
  'Add `field`, 0 for the first piece of the text.': '`field` ekleyin; metnin ilk parçası için 0.',
  'Add `path`, a JSON Pointer such as /ENERGY/Power.': '`path` ekleyin: /ENERGY/Power gibi bir JSON Pointer.',
  '`path` is for JSON, and `text` says that the payload is none.':
    '`path` JSON içindir, `text` ise yükün JSON olmadığını söylüyor.',
  'Write `field`.': '`field` yazın.',
  '`field` names an entry of `groups`, and there are no groups.':
    '`field` bir `groups` kaydının adını söylüyor, gruplar ise yok.',
  'Add `groups` to the message, or write `path`; a payload that is no JSON needs `text`.':
    'İletiye `groups` ekleyin ya da `path` yazın; JSON olmayan yük `text` ister.',
  'This device sends local time, and gateway.yaml does not say the time zone of the site.':
    'Bu cihaz yerel saat gönderiyor, gateway.yaml ise yerin saat dilimini söylemiyor.',
  'Add `timezone` under `gateway`, for example Europe/Istanbul.':
    '`gateway` altına `timezone` ekleyin, örneğin Europe/Istanbul.',
  'There is no time zone {0}.': '{0} diye bir saat dilimi yok.',
  'Write an IANA name such as Europe/Istanbul, or UTC.': 'Europe/Istanbul gibi bir IANA adı ya da UTC yazın.',
};
