/** Problems with mappings and data models, in Turkish. */
import type { Sentences } from '../translator.ts';

export const mappings: Sentences = {
  '`across` takes the values of `from`, and {0} has none.':
    '`across`, `from` değerlerini alır; {0} için `from` yok.',
  'Write `from` with the quantity that is counted.': 'Sayılan büyüklükle `from` yazın.',
  '{0} is made of a period and across devices at once.':
    '{0} hem bir dönemden hem de cihazların tümünden birden yapılıyor.',
  'Remove one of them: `across` takes the last value of each.':
    'Birini silin: `across` her cihazın son değerini alır.',
  '`across: {0}` takes {1}s, and {2} is something else.':
    '`across: {0}` şunu ister: {1}; {2} ise başka türden.',
  'countTrue, countFalse and shareTrue take states; sum, mean, min and max take numbers.':
    'countTrue, countFalse ve shareTrue durum alır; sum, mean, min ve max sayı alır.',
  '{0} takes numbers of many devices together, and nothing says when.':
    '{0} çok sayıda cihazın sayılarını birlikte alıyor, ne zaman olduğunu söyleyen yok.',
  'Add `period` to the attribute or to the mapping, for example 5m.':
    'Özniteliğe ya da eşlemeye `period` ekleyin, örneğin 5m.',
  'It has {0}.': 'İçindekiler: {0}.',
  '{0} has no attribute {1}.': '{0} modelinde {1} özniteliği yok.',
  '{0} is measured in {1}, which cannot be turned into {2}.':
    '{0} büyüklüğünün birimi {1}; şuna çevrilemez: {2}.',
  'Correct the unit or the quantity, or leave the attribute out.':
    'Birimi ya da büyüklüğü düzeltin veya özniteliği çıkarın.',
  '{0} has no source.': '{0} özniteliğinin kaynağı yok.',
  '{0} has more than one source: {1}.': '{0} özniteliğinin birden çok kaynağı var: {1}.',
  'Write exactly one of {0}.': 'Şunlardan yalnızca birini yazın: {0}.',
  '{0} tells of an event, and the mapping has none.': '{0} bir olayı anlatıyor, eşlemede ise olay yok.',
  'Add `event: { from: doorOpen, is: true }`, with what begins it.':
    'Olayı başlatanla `event: { from: doorOpen, is: true }` ekleyin.',
  '`until` ends what begins at a level, and lies on its other side.':
    '`until`, bir düzeyde başlayanı bitirir ve onun öbür yanında durur.',
  'Remove `until`: a state ends when it is another.': '`until` anahtarını silin: durum değişince biter.',
  'Write a level {0}.': 'Düzeyi şöyle seçin: {0}.',
  'below that of `above`': '`above` düzeyinin altında',
  'above that of `below`': '`below` düzeyinin üstünde',
  'An event has one condition that begins it.': 'Olayı başlatan tek koşul vardır.',
  'Write exactly one of `is`, `above` and `below`.':
    '`is`, `above` ve `below` anahtarlarından yalnızca birini yazın.',
  'An event is about one thing.': 'Olay tek şey hakkındadır.',
  'Write `from` with a quantity, or `formula`.': 'Bir büyüklükle `from` ya da `formula` yazın.',
  'An event is told when it happens, and the mapping has a period.':
    'Olay olduğu anda bildirilir, eşlemenin ise dönemi var.',
  'Remove `period`, or make two mappings of it.': '`period` anahtarını silin ya da iki eşleme yapın.',
  'The condition is for a {0}, and the event is about something else.':
    'Koşul şunun için: {0}; olay ise başka bir şey hakkında.',
  'Write `is: true` for a state, `is: word` for a text, `above` or `below` for a number.':
    'Durum için `is: true`, metin için `is: sözcük`, sayı için `above` ya da `below` yazın.',
  'The param {0} is no number, so it is no level.': '{0} parametresi sayı değil, düzey olamaz.',
  'Declare it with `unit`, or with `type: number`.': '`unit` ya da `type: number` ile tanımlayın.',
  'The file is {0} and calls itself {1}.': 'Dosyanın yolu {0}, içinde ise {1} yazıyor.',
  'Write the path of the file below mappings/, without .yaml.':
    'Dosyanın mappings/ altındaki yolunu .yaml olmadan yazın.',
  'The mapping makes no attribute {0}.': 'Eşleme {0} özniteliğini yapmıyor.',
  'Remove it from the sample.': 'Örnekten silin.',
  'An entity is made for each word of `per`, and nothing says of which quantities.':
    '`per` içindeki her sözcük için bir varlık yapılır; hangi büyüklüklerden olduğunu söyleyen yok.',
  'Add `needs`, for example [vehicleCount].': '`needs` ekleyin, örneğin [vehicleCount].',
  '{0} tells the {1}, and the mapping does not make an entity for each {2}.':
    '{0} şunu söylüyor: {1}; eşleme ise her {2} için ayrı varlık yapmıyor.',
  'Add `per: [{0}]`.': '`per: [{0}]` ekleyin.',
  'A period lasts 1m to 1h, and periods begin at the full hour.':
    'Dönem 1m ile 1h arasıdır ve tam saatten başlayarak sayılır.',
  'Write 1m, 2m, 3m, 4m, 5m, 6m, 10m, 12m, 15m, 20m, 30m or 1h.':
    '1m, 2m, 3m, 4m, 5m, 6m, 10m, 12m, 15m, 20m, 30m ya da 1h yazın.',
  '{0} tells of a period, and the mapping has none.': '{0} bir dönemi anlatıyor, eşlemede ise dönem yok.',
  'Add `period` to the mapping, or write `time: observed`.':
    'Eşlemeye `period` ekleyin ya da `time: observed` yazın.',
  'A period says nothing about {0}, which is not measured.':
    'Dönem {0} hakkında bir şey söylemez; o ölçülmüyor.',
  'Remove `period`.': '`period` anahtarını silin.',
  '`window` takes the values of `from` or `formula`, and {0} has neither.':
    '`window`, `from` ya da `formula` değerlerini alır; {0} için ikisi de yok.',
  'Remove `window`; without it the last value of the period is sent.':
    '`window` anahtarını silin; onsuz dönemin son değeri gönderilir.',
  '{0} has a window, and nothing says over which period.':
    '{0} için bir pencere var, hangi dönem üzerinde olduğunu söyleyen yok.',
  'Add `period` to the attribute or to the mapping, for example 15m.':
    'Özniteliğe ya da eşlemeye `period` ekleyin, örneğin 15m.',
  'Only a mean has a weight, and {0} is none.': 'Ağırlık yalnızca ortalamada olur; {0} ortalama değil.',
  'Remove `weight`, or write `window: mean`.': '`weight` anahtarını silin ya da `window: mean` yazın.',
  'Choose another window, or another quantity.': 'Başka bir pencere ya da başka bir büyüklük seçin.',
  '`window: {0}` cannot be made of {1}, and {2} is a {3}.':
    '`window: {0}` şundan yapılamaz: {1}; {2} ise şu türden: {3}.',
  'The sample gives {0} {1} and should give {2}.': 'Örnek {0} için {1} veriyor, {2} vermeliydi.',
  'Correct the attribute or the sample{0}.': 'Özniteliği ya da örneği düzeltin{0}.',
  '{0} stands in {1}': '{0} için yer: {1}',
  ', in which {0}': ', içinde {0}',
  'true or false': 'doğru ya da yanlış',
  'Choose another source, or another attribute.': 'Başka bir kaynak ya da başka bir öznitelik seçin.',
  'Say with `values: { ... }` which word stands for which value.':
    'Hangi sözcüğün hangi değer olduğunu `values: { ... }` ile söyleyin.',
  '{0} wants {1} in {2}, and the mapping gives {3}.': '{0}, {2} için {1} ister; eşleme {3} veriyor.',
  'It is a Relationship: write `ref`.': 'Bu bir Relationship: `ref` yazın.',
  '{0} wants {1} in {2}, and the mapping can give another.':
    '{0}, {2} için {1} ister; eşleme başka bir şey verebilir.',
  '{0} wants {1} in {2}, which is {3}, and the mapping gives {4}.':
    '{0}, {2} için {1} ister, birimi {3}; eşleme {4} veriyor.',
  'Write `unit: {0}`; values are then converted by themselves.':
    '`unit: {0}` yazın; değerler o zaman kendiliğinden çevrilir.',
  'an object': 'bir nesne',
  '{0} of {1} has no part {2}.': '{1} modelinin {0} özniteliğinde {2} parçası yok.',
  'Its parts are {0}.': 'Parçaları: {0}.',
  '{0} of {1} is a Relationship.': '{1} modelinde {0} bir Relationship.',
  'Write `ref: { param: {0} }`.': '`ref: { param: {0} }` yazın.',
  '{0} wants {1} in {2}, which is no Relationship.': '{0}, {2} için {1} ister; bu Relationship değil.',
  '{0} of {1} is a list of references, and the mapping gives one.':
    '{1} modelinde {0} bir başvuru listesidir, eşleme tek başvuru veriyor.',
  '{0} of {1} is one reference, and the mapping gives a list.':
    '{1} modelinde {0} tek başvurudur, eşleme liste veriyor.',
  'Declare the param with `type: {0}`.': 'Parametreyi `type: {0}` ile tanımlayın.',
  'Write `ref: devices`.': '`ref: devices` yazın.',
  'Write `ref: device`.': '`ref: device` yazın.',
  '{0} of {1} cannot be {2}.': '{1} modelinde {0} şu olamaz: {2}.',
  'It must be {0}.': 'Şu olmalı: {0}.',
  'The data model {0} is not bundled, so its attributes cannot be checked.':
    '{0} veri modeli birlikte gelmiyor, öznitelikleri denetlenemez.',
  'Check the names yourself.': 'Adları kendiniz kontrol edin.',
  'The bundled {0} is version {1}, not {2}.': 'Birlikte gelen {0} sürümü {1}, {2} değil.',
  'Write {0} {1} if the mapping fits it.': 'Eşleme ona uyuyorsa {0} {1} yazın.',
  '{0} is a hidden point of a driver; only formulas and guards of that driver see it.':
    '{0} bir sürücünün gizli noktasıdır; onu yalnızca o sürücünün formülleri ve korumaları görür.',
  'Use a point without _ in front.': 'Önünde _ olmayan bir nokta kullanın.',
};
