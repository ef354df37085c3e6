/** Fields of driver files, in Turkish. */
import type { Sentences } from '../translator.ts';

export const driverFields: Sentences = {
  'What the answer is; number when `unit` is given, else text.':
    'Yanıtın ne olduğu; `unit` verildiyse sayı, yoksa metin.',
  'UN/CEFACT code in which the number is given.': 'Sayının verildiği birimin UN/CEFACT kodu.',
  'All possible answers.': 'Olası bütün yanıtlar.',
  'Answer when the site gives none.': 'Yer yanıt vermezse geçerli yanıt.',
  'True: may be left unanswered; what depends on it is left out.':
    'true: yanıtsız kalabilir; ona bağlı olan çıkarılır.',
  'What the technician is asked, as a sentence.': 'Teknisyene sorulan cümle.',
  'UN/CEFACT code of the value after scaling, for example VLT; every numeric point has one.':
    'Çarpandan sonraki değerin UN/CEFACT kodu, örneğin VLT; sayı olan her noktanın vardır.',
  'Factor from the raw number to the unit, for example 0.1.': 'Ham sayıdan birime çarpan, örneğin 0.1.',
  'Added after scaling.': 'Çarpandan sonra eklenir.',
  'CEL expression over `raw`, where scale and offset do not do.':
    '`scale` ve `offset` yetmediğinde `raw` üzerine CEL ifadesi.',
  'Raw value to word, number or state; what is not listed is no value.':
    'Ham değerden sözcüğe, sayıya ya da duruma; listede olmayan, değer değildir.',
  'For states: true becomes false.': 'Durumlar için: true, false olur.',
  'Raw numbers that mean "no value", compared before scaling.':
    '"Değer yok" demek olan ham sayılar; çarpandan önce karşılaştırılır.',
  'Smallest possible value, in `unit`; below is no value.':
    'Olası en küçük değer, `unit` biriminde; altı değer değildir.',
  'Largest possible value, in `unit`; above is no value.':
    'Olası en büyük değer, `unit` biriminde; üstü değer değildir.',
  'Default: the kind of the quantity.': 'Varsayılan: büyüklüğün türü.',
  'Raw count at which a counter returns to 0.': "Sayacın 0'a döndüğü ham sayı.",
  'Fastest change that the thing measured can make, in `unit` per minute; a value beyond it is no value.':
    'Ölçülen şeyin yapabileceği en hızlı değişim, dakikada `unit` olarak; ötesi değer değildir.',
  'A live value moves at least once in this time; one that stays the same to the last digit for longer is no value.':
    'Canlı bir değer bu süre içinde en az bir kez oynar; son basamağa dek daha uzun aynı kalan, değer değildir.',
  "The manual's words for this value.": 'Bu değer için kılavuzun sözcükleri.',
  'Other quantity: what is wired here is the knowledge of the site.':
    'Başka büyüklük: buraya neyin bağlandığını yer bilir.',
  'Points by name.': 'Adlarıyla noktalar.',
  'Most registers in one request.': 'Bir istekte en çok yazmaç.',
  'Never read across addresses that no point names.':
    'Hiçbir noktanın adını söylemediği adresler üzerinden hiç okunmaz.',
  'A request for each point.': 'Her nokta için ayrı istek.',
  'Wait after the connection was opened.': 'Bağlantı açıldıktan sonraki bekleme.',
  'Wait between two requests.': 'İki istek arasındaki bekleme.',
  'Longest time to wait for an answer; default 1s.': 'Yanıt için en uzun bekleme; varsayılan 1s.',
  'Why the model needs it: what was seen without.': 'Modelin buna neden gerek duyduğu: onsuz ne görüldüğü.',
  'Value that each point must give; null: it must give no value. Points not named are not judged.':
    'Her noktanın vermesi gereken değer; null: değer vermemeli. Adı geçmeyen noktalara bakılmaz.',
  'Answers to the params for this sample.': 'Bu örnek için parametrelerin yanıtları.',
  'Where the sample comes from; default manual.': 'Örneğin nereden geldiği; varsayılan manual.',
  'Table, address and words in hex, for example { input: { 0x0000: "08FF 0000" } }.':
    'Tablo, adres ve onaltılı sözcükler, örneğin { input: { 0x0000: "08FF 0000" } }.',
  'Topic and payload; the payload as text or as the JSON itself.':
    "Konu ve yük; yük metin ya da JSON'un kendisi olarak.",
  'Topic of the message.': 'İletinin konusu.',
  'Its payload, as text or as the JSON itself.': "Yükü, metin ya da JSON'un kendisi olarak.",
  'What comes over the line, noise included: hex for binary frames, else the text with its ends.':
    'Hattan gelen, gürültü dahil: ikili çerçeveler için onaltılı, değilse sonlarıyla metin.',
  'Port and payload of an uplink.': 'Bir yukarı iletinin portu ve yükü.',
  'Port of the uplink; default 1.': 'Yukarı iletinin portu; varsayılan 1.',
  'The payload in hex, for example "01 75 5C".': 'Onaltılı yük, örneğin "01 75 5C".',
  'What the network server decoded, as JSON.': 'Ağ sunucusunun çözdüğü, JSON olarak.',
  'What the machine tells, by the name of the value; what is left out it does not tell.':
    'Makinenin söyledikleri, değerin adıyla; yazılmayanı söylemez.',
  'Version of this format: 1, also where it is left out.': 'Bu biçimin sürümü: 1; yazılmadığında da.',
  'Path of this file without ending, for example eastron/sdm630.':
    'Bu dosyanın uzantısız yolu, örneğin eastron/sdm630.',
  'Maker of the device.': 'Cihazın üreticisi.',
  'Model, or models with the same map.': 'Model ya da aynı haritalı modeller.',
  'Link to the manual the driver was written from.': 'Sürücünün yazıldığı kılavuzun bağlantısı.',
  'Default interval between polls, for example 10s.': 'Sorgular arası varsayılan süre, örneğin 10s.',
  'Shortest interval that the device stands.': 'Cihazın dayandığı en kısa süre.',
  'Silent after this without a value; default 3 times `every`.':
    'Bu süre değer gelmezse susmuş sayılır; varsayılan `every` süresinin 3 katı.',
  'Default of `filter` in gateway.yaml: keeps only messages in which something changed.':
    'gateway.yaml içindeki `filter` için varsayılan: yalnızca bir şeyin değiştiği iletiler kalır.',
  'What the driver asks the site.': 'Sürücünün yere sordukları.',
  'What the model needs to be treated with.': 'Modele nasıl davranılması gerektiği.',
  'What a person should know before trusting the device.': 'Cihaza güvenmeden önce bilinmesi gerekenler.',
  'The warning, as a sentence.': 'Uyarı, bir cümle olarak.',
  'Where it is told, or discussed.': 'Nerede anlatıldığı ya da tartışıldığı.',
  'How a Modbus device is read; defaults of all points.':
    'Modbus cihazının nasıl okunduğu; bütün noktaların varsayılanları.',
  'Raw answers and the values they must give.': 'Ham yanıtlar ve vermeleri gereken değerler.',
  'What an MQTT device publishes, and how it is recognised.':
    'MQTT cihazının ne yayımladığı ve nasıl tanındığı.',
  'Kinds of message by name.': 'Adlarıyla ileti türleri.',
  'Payloads and the values they must give.': 'Yükler ve vermeleri gereken değerler.',
  'How a serial device talks; frames and questions.': 'Seri cihazın nasıl konuştuğu; çerçeveler ve sorular.',
  'Frames and the values they must give.': 'Çerçeveler ve vermeleri gereken değerler.',
  'How the uplinks of a LoRaWAN device are cut.': 'LoRaWAN cihazının yukarı iletilerinin nasıl bölündüğü.',
  'What the machine tells and the values it must give.':
    'Makinenin söyledikleri ve vermesi gereken değerler.',
  'Place of the first byte: in the payload, or in the entry of `tlv` or the group of `flag`; negative from the end. Default 0 with `tlv` or `flag`.':
    'İlk baytın yeri: yükte ya da `tlv` kaydında veya `flag` grubunda; sondan eksi. `tlv` ya da `flag` ile varsayılan 0.',
  'Key of the entry it stands in, for example "03 67"; the driver lists it under `tlv`.':
    'İçinde durduğu kaydın anahtarı, örneğin "03 67"; sürücü onu `tlv` altında yazar.',
  'Number of the group it stands in; the driver says its size under `flags`.':
    'İçinde durduğu grubun numarası; sürücü boyutunu `flags` altında söyler.',
  'How the bytes make a number, or text; default u8.':
    'Baytların nasıl sayı ya da metin yaptığı; varsayılan u8.',
  'Order of the bytes; default that of the message.': 'Baytların sırası; varsayılan iletininki.',
  'Characters of a text.': 'Metnin karakter sayısı.',
  'One bit of the number, 0 is the least significant; gives true or false.':
    'Sayının bir biti, 0 en düşük değerli; doğru/yanlış verir.',
  'Lowest and highest bit of a field; gives a number.': 'Bir alanın en alt ve en üst biti; sayı verir.',
  'In a message with `decoded: true`: place in the object that the network server decoded.':
    '`decoded: true` olan iletide: ağ sunucusunun çözdüğü nesne içindeki yer.',
  'Signal strength in dBm, or its ratio to the noise in dB, at the radio gateway that heard best. Every device has both without being told.':
    'En iyi duyan radyo ağ geçidinde dBm olarak sinyal gücü ya da dB olarak gürültüye oranı. Söylenmese de her cihazda ikisi de vardır.',
  'Conditions on what the same payload says; it counts only when all hold.':
    'Aynı yükün söyledikleri üzerine koşullar; ancak hepsi tutunca sayılır.',
  'Port of the uplink, or a list of them; left out: any.':
    'Yukarı iletinin portu ya da port listesi; yazılmazsa herhangi biri.',
  'Exact bytes of the payload, or a list; left out: any.':
    'Yükün tam bayt sayısı ya da liste; yazılmazsa herhangi bir sayı.',
  'How the payload begins in hex, ?? stands for any byte.':
    'Yükün onaltılı başlangıcı, ?? herhangi bir baytın yerini tutar.',
  'The message is the object that the network server has decoded; points then say `path`. It fits only uplinks that have one.':
    'İleti, ağ sunucusunun çözdüğü nesnedir; noktalar o zaman `path` der. Yalnız nesnesi olan yukarı iletilere uyar.',
  'Order of the bytes of numbers; default big, the most significant first.':
    'Sayıların bayt sırası; varsayılan big, en yüksek değerli önce.',
  'Entries of key and data: each key in hex with its data bytes, for example { "01 75": 1, "03 67": 2 }. List all that the manual names: an unknown one ends the reading.':
    'Anahtar ve veriden oluşan kayıtlar: her onaltılı anahtar veri baytlarının sayısıyla, örneğin { "01 75": 1, "03 67": 2 }. Kılavuzdakilerin hepsini yazın: bilinmeyen biri okumayı bitirir.',
  'Groups that are present by bit, directly behind the flags.':
    'Bit ile var olan gruplar, bayrakların hemen ardında.',
  'Place of the flags.': 'Bayrakların yeri.',
  'Type of the flags; default u8.': 'Bayrakların türü; varsayılan u8.',
  'Bytes of the group of bit 0, of bit 1, and so on.':
    "Bit 0'ın, bit 1'in ve sonrakilerin grubundaki bayt sayısı.",
  'Raw numbers that mean "no value", compared before scaling; highest and lowest are the type\'s own ends.':
    '"Değer yok" demek olan ham sayılar, çarpandan önce karşılaştırılır; highest ve lowest türün kendi uçlarıdır.',
};
