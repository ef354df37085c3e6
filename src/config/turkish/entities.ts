/** Problems with what an entity is made of, in Turkish. */
import type { Sentences } from '../translator.ts';

export const entities: Sentences = {
  'only {0} of {1} devices are known, {2} are needed':
    '{1} cihazdan yalnızca {0} tanesi biliniyor, {2} gerekli',
  '{0} takes the point {1} of {2} at once across devices, and it is a {3}: only states can be.':
    '{0}, {2} cihazının {1} noktasını cihazların tümünde hemen alıyor; türü {3}: yalnızca durumlar alınabilir.',
  'Add `period` to the mapping or to the attribute, so that the devices are taken together at its end.':
    'Eşlemeye ya da özniteliğe `period` ekleyin; cihazlar onun sonunda birlikte alınır.',
  '{0} is not among its values': '{0}, değerleri arasında yok',
  'only {0} of its period came, {1} are needed': 'döneminin yalnızca {0} kadarı geldi, {1} gerekli',
  '{0} asks for no param {1}.': '{0} eşlemesi {1} parametresini sormuyor.',
  'The param {0} of {1} names the entity {2}, which does not exist.':
    '{1} için {0} parametresi {2} varlığının adını veriyor, öyle bir varlık yok.',
  'Write the id of another entity of this file.': 'Bu dosyadaki başka bir varlığın kimliğini yazın.',
  'Correct the answer under `params` of the entity, or the fact of that name.':
    'Varlığın `params` altındaki yanıtını ya da o addaki bilgiyi düzeltin.',
  '{0} asks for {1}{2}, and nothing answers it.': '{0} şunu soruyor: {1}{2}; yanıtlayan yok.',
  'Write {0}{1}{2} under `params` of the entity, or as a fact of its device or of the gateway.':
    '{0}{1}{2} yazın: varlığın `params` altına ya da cihazının veya ağ geçidinin bilgisi olarak.',
  'It asks for {0}.': 'Sordukları: {0}.',
  'It asks for none; leave it out.': 'Hiçbir şey sormuyor; çıkarın.',
  '{0} of {1} is made once in {2}, and its device speaks once in {3}.':
    '{1} için {0} şu aralıkla yapılıyor: {2}; cihazı ise şu aralıkla konuşuyor: {3}.',
  'Write a longer `period` at the entity, or a shorter `every` at the device.':
    'Varlıkta daha uzun `period` ya da cihazda daha kısa `every` yazın.',
  '{0} wants {1} in {2}, which is {3}, and {4} would send {5}.':
    '{0}, {2} için {1} ister, birimi {3}; {4} ise {5} gönderirdi.',
  'Write `unit: C62` at the attribute in the mapping.': 'Eşlemedeki özniteliğe `unit: C62` yazın.',
  'The param {0} of {1} gives {2} the word {3}, which it cannot be.':
    '{1} için {0} parametresi {2} özniteliğine {3} sözcüğünü veriyor, öyle olamaz.',
  'at least one of {0}': 'şunlardan en az biri: {0}',
  '{0} needs {1}; its devices offer {2}.': '{0} şunu ister: {1}; cihazlarının sundukları: {2}.',
  'Name a device that offers it, or another mapping{0}. Where a point of the device means it under another name, write `points: { name: { as: {1} } }` there.':
    'Bunu sunan bir cihaz ya da başka bir eşleme yazın{0}. Cihazın bir noktası başka adla aynı şeyse orada `points: { ad: { as: {1} } }` yazın.',
  ': `kopru mapping list {0}` shows those for {1}':
    ': `kopru mapping list {0}` şunun için olanları gösterir: {1}',
  'Add `{0}: { time: observed }` to the mapping.': 'Eşlemeye `{0}: { time: observed }` ekleyin.',
  'Add `{0}: { fact: location }` to the mapping.': 'Eşlemeye `{0}: { fact: location }` ekleyin.',
  'Add it under `set` of the entity, or name a device that offers what it is made of.':
    'Varlığın `set` anahtarına ekleyin ya da yapıldığı şeyi sunan bir cihaz yazın.',
  '{0} requires {1}, and {2} has nothing to make it of.':
    '{0} şunu ister: {1}; {2} için onu yapacak bir şey yok.',
  'None of the attributes of {0} can be made of what its devices offer.':
    '{0} özniteliklerinden hiçbiri cihazlarının sunduklarından yapılamıyor.',
  'Name other devices, or choose another mapping.': 'Başka cihazlar yazın ya da başka bir eşleme seçin.',
  'the formula gives no finite value': 'formül sonlu bir değer vermiyor',
  'the point {0} of {1}': '{1} cihazının {0} noktası',
  'no unit': 'birimsiz',
  '{0} is in {1}, and {2} of {3} cannot be turned into it.':
    '{0} birimi {1}; {3} cihazının noktasının birimi {2}, ona çevrilemez.',
  'Correct the unit of the point in the driver, or the unit of the attribute in the mapping.':
    'Sürücüde noktanın birimini ya da eşlemede özniteliğin birimini düzeltin.',
  'A formula takes {0} as a {1}, and {2} is a {3}.': 'Formül {0} için {1} ister; {2} ise {3}.',
  'Correct the kind of the point in the driver, or use another quantity.':
    'Sürücüde noktanın türünü düzeltin ya da başka bir büyüklük kullanın.',
  'The attribute is a total, and {0} tells what came since the last message.':
    'Öznitelik bir toplamdır; {0} ise son iletiden sonra geleni söyler.',
  'It is left out. Use a point that counts on.': 'Gönderilmez. Saymayı sürdüren bir nokta kullanın.',
  '{0} come from different devices, and a formula needs them in one message.':
    '{0} ayrı cihazlardan geliyor, formül ise onları tek iletide ister.',
  'It is left out. Choose a device that offers them all.': 'Gönderilmez. Hepsini sunan bir cihaz seçin.',
  '{0} begins at the level {1} and ends at {2}, which lies beyond it.':
    '{0}, {1} düzeyinde başlıyor, {2} düzeyinde bitiyor; bitiş başlangıcın ötesinde.',
  'Correct one of the levels: what begins above a level ends at it or below.':
    'Düzeylerden birini düzeltin: bir düzeyin üstünde başlayan, orada ya da altında biter.',
  '{0} tells an event at the level {1}, and nobody says which that is.':
    '{0}, {1} düzeyinde bir olay bildiriyor, düzeyin ne olduğunu söyleyen yok.',
  'Answer the param {0} with a number.': '{0} parametresini bir sayıyla yanıtlayın.',
  '{0} waits for a reading after `hold`, and {1} may be silent for long.':
    '{0}, `hold` süresinden sonra bir okuma bekliyor; {1} uzun süre susabilir.',
  'Leave `hold` out for a sensor that tells changes, or it is told with its next message.':
    'Değişiklikleri bildiren algılayıcıda `hold` anahtarını çıkarın; yoksa sonraki iletisiyle bildirilir.',
  'not a number': 'sayı değil',
  '{0} is no finite number': '{0} sonlu bir sayı değil',
  '{0} was a {1} when it was read': '{0} okunduğunda türü {1} idi',
  '{0} cannot be turned into {1}': '{0} şuna çevrilemez: {1}',
  '{0} of the param {1} cannot be turned into {2}.': '{1} parametresinin {0} değeri şuna çevrilemez: {2}.',
  'Correct the unit of the param or of the attribute in the mapping.':
    'Parametrenin ya da eşlemedeki özniteliğin birimini düzeltin.',
  'The param {0} of {1} does not fit the attribute: {2}.':
    '{1} için {0} parametresi özniteliğe uymuyor: {2}.',
  'Correct the answer.': 'Yanıtı düzeltin.',
  'Nothing says what {0} is in {1} of {2}.': '{2} için {1} içinde {0} karşılığının ne olduğunu söyleyen yok.',
  'Add {0} to the words of the attribute: in the param that holds them, or in the mapping.':
    '{0} sözcüğünü özniteliğin sözcüklerine ekleyin: onları tutan parametreye ya da eşlemeye.',
  '{0} of {1} refers to {2}, which is no URI.': '{1} için {0}, {2} değerine başvuruyor; o bir URI değil.',
  'Write `{ entity: id }` for an entity of this file, or its whole URN at the broker, such as urn:ngsi-ld:Building:town-hall.':
    "Bu dosyadaki varlık için `{ entity: kimlik }` ya da aracıdaki tam URN'yi yazın, örneğin urn:ngsi-ld:Building:town-hall.",
  'Leave it out of `set`.': '`set` içinden çıkarın.',
  'Write {0} under `params` instead.': 'Onun yerine `params` altına {0} yazın.',
  '{0} makes {1} itself.': '{0}, {1} özniteliğini kendisi yapar.',
  'Look for it in the data model.': 'Veri modelinde arayın.',
  'There is no entity {0}.': '{0} adında bir varlık yok.',
  '{0} has a place without a value.': '{0} içinde değersiz bir yer var.',
  'Write a value, or leave it out.': 'Değer yazın ya da çıkarın.',
  'anything but states': 'durum olmayandan',
  'anything but counters and amounts': 'sayaç ya da miktar olmayandan',
  '`across: {0}` cannot be made of {1} of {2}, which is a {3}.':
    '`across: {0}` şundan yapılamaz: {2} cihazının {1} noktası; türü {3}.',
  'Choose another window, or correct the kind of the point in the driver.':
    'Başka bir pencere seçin ya da sürücüde noktanın türünü düzeltin.',
  '`window: {0}` takes every reading, and the filter of {1} lets only some of them through.':
    '`window: {0}` her okumayı alır; {1} cihazının süzgeci ise yalnız bazılarını geçiriyor.',
  'Remove `filter` from {0}, or choose another mapping.':
    '{0} cihazından `filter` anahtarını silin ya da başka bir eşleme seçin.',
  '{0} is a mean weighed by {1}, which {2} does not offer as a number.':
    '{0}, {1} ile ağırlıklı bir ortalama; {2} onu sayı olarak sunmuyor.',
  'It is left out. Choose a device that offers both.': 'Gönderilmez. İkisini de sunan bir cihaz seçin.',
  'all its weights are 0': 'ağırlıklarının hepsi 0',
  'its directions cancel each other': 'yönleri birbirini götürüyor',
  'the counter fell from {0} to {1}': 'sayaç {0} değerinden {1} değerine düştü',
  'its values give no finite number': 'değerleri sonlu bir sayı vermiyor',
};
