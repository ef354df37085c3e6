/** Fields of mapping files, in Turkish. */
import type { Sentences } from '../translator.ts';

export const mappingFields: Sentences = {
  'Name of a param of this mapping.': 'Bu eşlemenin bir parametresinin adı.',
  'Name of a mapping, for example Parking/ParkingSpot.': 'Bir eşlemenin adı, örneğin Parking/ParkingSpot.',
  'The reading of this quantity; of a list the first that a device offers.':
    'Bu büyüklüğün okuması; listede cihazın sunduğu ilki.',
  'One JSON object from the readings of one message; absent parts are left out, of a list the first that is offered.':
    'Bir iletinin okumalarından tek JSON nesnesi; olmayan parçalar çıkarılır, listede sunulan ilki.',
  'CEL expression over points (voltage_L1 for voltage.L1, in the unit of the vocabulary) and param.x.':
    'Noktalar (voltage.L1 için voltage_L1, sözlük biriminde) ve param.x üzerine CEL ifadesi.',
  'The answer of the site to this param.': 'Yerin bu parametreye yanıtı.',
  'A constant.': 'Bir sabit.',
  'A fact of the entity or its first device.': 'Varlığın ya da ilk cihazının bir bilgisi.',
  'Relationship to the first device, to all devices, to what a param names, or to the entities another mapping makes from the same devices.':
    'İlk cihaza, bütün cihazlara, bir parametrenin söylediğine ya da başka bir eşlemenin aynı cihazlardan yaptığı varlıklara Relationship.',
  'The word of this tag, in a mapping with `per`: the class or direction the entity is about.':
    '`per` olan eşlemede bu etiketin sözcüğü: varlığın hangi sınıf ya da yön hakkında olduğu.',
  'Date-time attribute: observed is when the readings were made, or the end of their period; from and to are the ends of the period, interval is the text from/to; began and changed are when the condition of an event began, and when it began or ended last.':
    'Tarih-saat özniteliği: observed okumaların yapıldığı ya da dönemlerinin bittiği an; from ve to dönemin uçları, interval from/to metni; began ve changed olayın koşulunun başladığı ve en son başladığı ya da bittiği an.',
  'A constant for the beginning of the event of the mapping, and one for its end.':
    'Eşlemenin olayının başlangıcı için bir sabit, bitişi için bir sabit.',
  'The value when the condition of `event` begins.': '`event` koşulu başlayınca değer.',
  'The value when it ends.': 'Bitince değer.',
  'UN/CEFACT code to convert to; sent as unitCode. Default: the unit of the quantity.':
    'Çevrilecek UN/CEFACT kodu; unitCode olarak gönderilir. Varsayılan: büyüklüğün birimi.',
  'Words for values; a value that is not listed is left out. A param of type table may hold them.':
    'Değerler için sözcükler; listede olmayan değer çıkarılır. table türünde bir parametre de tutabilir.',
  'Lowest value in `unit`; below, the attribute is left out and counted.':
    '`unit` biriminde en küçük değer; altında öznitelik çıkarılır ve sayılır.',
  'Highest value in `unit`; above, the attribute is left out and counted.':
    '`unit` biriminde en büyük değer; üstünde öznitelik çıkarılır ve sayılır.',
  'True: a value outside min and max is set to the limit instead.':
    'true: min ve max dışındaki değer çıkarılmaz, sınıra çekilir.',
  'Decimals to round to; 0 gives an integer.': 'Yuvarlanacak ondalık sayısı; 0 tam sayı verir.',
  'What a period makes of its values. energyMean is the mean of levels in dB, vectorMean of directions; shareTrue and countTrue take states, increase takes counters and amounts. Left out: the last value of the period.':
    'Dönemin değerlerinden ne yaptığı. energyMean dB düzeylerin, vectorMean yönlerin ortalamasıdır; shareTrue ve countTrue durum, increase sayaç ve miktar alır. Yazılmazsa: dönemin son değeri.',
  'Over all devices of the entity, of the newest value of each that is not older than its `stale`: count is how many they are, known how many have a value; countTrue, countFalse and shareTrue take states; sum, mean, min and max take numbers, at the end of a period.':
    'Varlığın bütün cihazları üzerinde, her birinin `stale` süresinden eski olmayan en yeni değerinden: count kaç tane olduklarıdır, known kaçının değeri olduğudur; countTrue, countFalse ve shareTrue durum alır; sum, mean, min ve max dönemin sonunda sayı alır.',
  'Quantity that weighs the values of a mean, for example vehicleCount for a mean of means.':
    'Ortalamanın değerlerine ağırlık veren büyüklük, örneğin ortalamaların ortalaması için vehicleCount.',
  'Period of this attribute alone, 1m to 1h; the rest of the mapping is sent as it says itself.':
    'Yalnız bu özniteliğin dönemi, 1m ile 1h arası; eşlemenin kalanı kendi dediği gibi gönderilir.',
  'The quantity it is about; of a list the first that a device offers.':
    'Hakkında olduğu büyüklük; listede cihazın sunduğu ilki.',
  'Instead of `from`: a CEL expression over points and params.':
    '`from` yerine: noktalar ve parametreler üzerine CEL ifadesi.',
  'The state or text that begins it.': 'Onu başlatan durum ya da metin.',
  'It begins above this level: a number in the unit of the vocabulary, or a param.':
    'Bu düzeyin üstünde başlar: sözlük biriminde sayı ya da bir parametre.',
  'It begins below this level.': 'Bu düzeyin altında başlar.',
  'The level that ends it, on the other side of the one that begins it: in between nothing changes. Default: the same level.':
    'Onu bitiren düzey, başlatanın öbür yanında: arada bir şey değişmez. Varsayılan: aynı düzey.',
  'It must last so long before it is told; its end is told at once. Default: told at once.':
    'Bildirilmeden önce bu kadar sürmelidir; bitişi hemen bildirilir. Varsayılan: hemen bildirilir.',
  'By device, by quantity: the readings of one message in the unit of the vocabulary. A list is as many messages, spread evenly over the period, or a minute apart without one; null where one did not come.':
    'Cihaza, büyüklüğe göre: bir iletinin okumaları, sözlük biriminde. Liste o kadar iletidir; döneme eşit dağılır, dönem yoksa birer dakika arayla; gelmeyen yerde null.',
  'Answers to the params.': 'Parametrelerin yanıtları.',
  'By attribute: the value that must come out; null where none may.':
    'Özniteliğe göre: çıkması gereken değer; çıkmaması gerekende null.',
  'Path of the file without its ending, for example Environment/AirQualityObserved.':
    'Dosyanın uzantısız yolu, örneğin Environment/AirQualityObserved.',
  'Entity type and version of the data model.': 'Varlık türü ve veri modelinin sürümü.',
  'URL of the JSON-LD context of the subject, for example https://raw.githubusercontent.com/smart-data-models/dataModel.Weather/master/context.jsonld.':
    "Konunun JSON-LD bağlamının URL'si, örneğin https://raw.githubusercontent.com/smart-data-models/dataModel.Weather/master/context.jsonld.",
  'Quantities of which the devices must offer at least one.':
    'Cihazların en az birini sunması gereken büyüklükler.',
  'What the mapping asks the site.': 'Eşlemenin yere sordukları.',
  'Everything measured is sent once for each period, at its end: 1m to 1h, from the full hour on.':
    'Ölçülen her şey her dönemin sonunda bir kez gönderilir: 1m ile 1h arası, tam saatten başlayarak.',
  'Share of the expected readings that a period needs, else it is not sent; default 0.75.':
    'Bir dönemin gönderilmesi için beklenen okumalardan gereken pay; varsayılan 0.75.',
  'One entity for each combination of these tags that the devices offer; the words are appended to the id. Needs `needs`.':
    'Cihazların sunduğu bu etiketlerin her birleşimi için bir varlık; sözcükler kimliğe eklenir. `needs` ister.',
  'A condition: the entity is sent when it begins and when it ends, and not in between.':
    'Bir koşul: varlık başlayınca ve bitince gönderilir, arada gönderilmez.',
  'Attributes by their names in the data model, each with where it comes from, for example temperature: { from: airTemperature, unit: CEL }.':
    'Veri modelindeki adlarıyla öznitelikler, her biri nereden geldiğiyle, örneğin temperature: { from: airTemperature, unit: CEL }.',
  'Readings and what they must give; run by `kopru mapping test`.':
    'Okumalar ve vermeleri gerekenler; `kopru mapping test` çalıştırır.',
};
