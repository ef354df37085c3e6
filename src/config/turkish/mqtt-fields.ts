/** Fields of MQTT parts of drivers, in Turkish. */
import type { Sentences } from '../translator.ts';

export const mqttFields: Sentences = {
  'JSON Pointer (RFC 6901) to the value in the payload, for example /ENERGY/Power.':
    'Yük içindeki değere JSON Pointer (RFC 6901), örneğin /ENERGY/Power.',
  'Name of the entry in `groups`, or name or number (from 0) of the piece in `text`.':
    "`groups` içindeki kaydın adı ya da `text` içindeki parçanın adı veya numarası (0'dan).",
  'Level of the topic, counted from 0; negative from the end, -1 is the last.':
    "Konunun düzeyi, 0'dan sayılır; sondan eksi, -1 sonuncusu.",
  'Conditions on payload and topic; a message or point counts only when all of them hold.':
    'Yük ve konu üzerine koşullar; ileti ya da nokta ancak hepsi tutunca sayılır.',
  'The value that must be there, or a list of which one must be.':
    'Orada olması gereken değer ya da biri olması gereken liste.',
  'Lowest number that holds.': 'Tutan en küçük sayı.',
  'Highest number that holds.': 'Tutan en büyük sayı.',
  'Topic the device publishes to; {name} stands for a param.':
    'Cihazın yayımladığı konu; {name} bir parametrenin yerini tutar.',
  'An array in the payload whose entries have names; points then say `field: name`.':
    'Yük içinde, kayıtları adlı bir dizi; noktalar o zaman `field: ad` der.',
  'Decimal mark of numbers that JSON has in quotes, as in "12,4"; default the point.':
    'JSON\'da tırnak içindeki sayıların ondalık ayırıcısı, "12,4" gibi; varsayılan nokta.',
  'The payload is text and no JSON; points then say `field`, 0 for the first piece.':
    'Yük metindir, JSON değil; noktalar o zaman `field` der, ilk parça için 0.',
  'What stands between two pieces; left out: one piece.': 'İki parça arasında duran; yazılmazsa tek parça.',
  'What stands between the name of a piece and its value.': 'Bir parçanın adı ile değeri arasında duran.',
  'Decimal mark of numbers; default the point.': 'Sayıların ondalık ayırıcısı; varsayılan nokta.',
  "The device's own time; left out: time of arrival.": 'Cihazın kendi zamanı; yazılmazsa geliş zamanı.',
  'iso: date and time as text; unix, unixMs, unixNs: seconds, milli- or nanoseconds since 1970.':
    "iso: metin olarak tarih ve saat; unix, unixMs, unixNs: 1970'ten beri saniye, mili ya da nanosaniye.",
  'IANA name, UTC, or site; needed when the text carries no zone.':
    'IANA adı, UTC ya da site; metin dilim taşımıyorsa gerekir.',
  'Quality of service to subscribe with; default 1.': 'Abone olunan hizmet niteliği (QoS); varsayılan 1.',
  'Topic by which the device says that it is there, usually its last will.':
    'Cihazın orada olduğunu söylediği konu, çoğunlukla son vasiyeti.',
  'The topic; {name} stands for a param.': 'Konu; {name} bir parametrenin yerini tutar.',
  'Text that means the device is there.': 'Cihaz orada demek olan metin.',
  'Unit text that the device sends to UN/CEFACT code; the value is converted to `unit`.':
    'Cihazın gönderdiği birim metninden UN/CEFACT koduna; değer `unit` birimine çevrilir.',
  'Where the unit text stands; left out: behind the number, as in "21.5 C".':
    'Birim metninin durduğu yer; yazılmazsa sayının ardında, "21.5 C" gibi.',
};
