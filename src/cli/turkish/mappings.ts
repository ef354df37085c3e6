/** Turkish of the codes of mapping files; English in config/codes.ts, codes-of-periods.ts and codes-of-kinship.ts. */
import { spelling, type Translation } from './translation.ts';

export const mappings: Translation = {
  MAPPING_PATH: [
    'Bir eşleme kendine dosyasından başka bir ad veriyor.',
    'mapping anahtarı ile mappings klasörünün altındaki yol aynıdır.',
  ],
  MODEL_UNKNOWN: [
    'Varlık türü, birlikte gelen veri modellerinden biri değil.',
    'Size ait bir tür için hiçbir şey denetlenemez.',
  ],
  MODEL_VERSION: ['Birlikte gelen veri modelinin sürümü başka.', 'Öznitelikler hâlâ uyuyor mu, denetleyin.'],
  UNKNOWN_ATTRIBUTE: ['Veri modelinde bu adda bir öznitelik yok.', spelling],
  MODEL_TYPE: [
    'Eşleme, veri modelinin istediğinden başka türde bir şey üretiyor.',
    'Sayılardan ya da durumlardan sözcük için values, Relationship için ref yazın.',
  ],
  MODEL_RANGE: [
    'Eşleme, veri modelinin izin vermediği bir sayı verebilir.',
    'Sorun metninin söylediği gibi min, max ya da round yazın; dışarıda kalan değer o zaman bırakılır ve sayılır, clamp ile sınıra çekilir.',
  ],
  MODEL_PERCENT: [
    'Veri modeli 0’dan 1’e sayarken eşleme yüzde veriyor, ya da tersi.',
    'Oran için unit: C62, yüzde için unit: P1 yazın; değerler kendiliğinden çevrilir.',
  ],
  MODEL_REFERENCE: [
    'Veri modelinin liste istediği yerde tek bir ilişki duruyor, ya da tersi, ya da hiç istemediği yerde bir Relationship.',
    'Tek ilişki için ref: device, liste için ref: devices yazın; liste alan parametre type: list taşır.',
  ],
  ONE_SOURCE: [
    'Bir özniteliğin kaynağı yok ya da birden çok.',
    'from, object, formula, param, value, fact, ref, time anahtarlarından tam olarak biri.',
  ],
  FORMULA_SYNTAX: [
    'Bir formül anlaşılamıyor.',
    'Sayılar, + - * / %, karşılaştırmalar, && || !, a ? b : c ve min, max, abs, round, pow, log10, bit, dewPoint işlevleri.',
  ],
  FORMULA_TYPE: [
    'Bir formül sayı, metin ve durumları karıştırıyor ya da yanlış türde sonuç veriyor.',
    'Yüklenirken denetlenir ki gece yarısı başarısız olmasın.',
  ],
  FORMULA_REFUSED: [
    'Bir formül, bilerek dışarıda bırakılmış bir şeyi kullanıyor.',
    'Makrolar ve listeler sonsuza dek sürebilirdi.',
  ],
  FORMULA_UNKNOWN_NAME: [
    'Bir formül var olmayan bir şeyi adlandırıyor.',
    'Noktaların adında her . yerine _ durur, voltage_L1; yanıtlar param.x’tir; bir sürücü noktası raw’ı görür.',
  ],
  FORMULA_NO_VALUE: [
    'Bir formül sonlu bir sayı vermedi.',
    'Çoğu kez sıfıra bölmedir. Öznitelik dışarıda bırakılır.',
  ],
  VALUE_UNLISTED: [
    'Bir değer, eşlemenin sözcük bildiği değerlerden biri değil.',
    'Öznitelik dışarıda bırakılır. Değeri özniteliğin values bölümüne ekleyin.',
  ],
  NOT_FINITE: ['Bir öznitelik sonlu bir sayı olarak çıkmadı.', 'Öznitelik dışarıda bırakılır.'],
  KIND_CHANGED: [
    'Arabellekteki bir ölçüm, noktasının şimdikinden başka türde.',
    'Sürücü değişmeden önce kabul edilmişti. Öznitelik dışarıda bırakılır.',
  ],
  PERIOD_LENGTH: [
    'Bir dönem saate uymuyor.',
    'Dönemler tam saatte başlar ki iki ağ geçidininki aynı olsun. 15m sık seçilir.',
  ],
  PERIOD_MISSING: [
    'Bir şey bir dönemden üretilecek, ama dönemin ne kadar sürdüğünü hiçbir şey söylemiyor.',
    'Eşlemeye, ötekiler hemen gönderiliyorsa özniteliğe `period` ekleyin.',
  ],
  PERIOD_SHORT: [
    'Bir cihaz dönemde bir kereden az konuşuyor.',
    'Bazı dönemlerde ölçüm olmazdı. Varlıkta daha uzun bir `period` ya da cihazda daha kısa bir `every` yazın.',
  ],
  WINDOW_SOURCE: [
    'Alacak değeri olmayan bir özniteliğe window yazılmış.',
    'Pencere, `from` ya da `formula` ne veriyorsa onu alır. Pencere yoksa dönemin son değeri gönderilir.',
  ],
  WINDOW_KIND: [
    'Bu tür değerden pencere üretilemez.',
    'mean, energyMean, vectorMean, min ve max sayı; increase sayaç ve miktar; sum miktar; shareTrue ve countTrue durum alır.',
  ],
  WINDOW_FILTERED: [
    'Bir pencere her ölçümü ister, cihazının filtresi ise yalnız bazılarını geçiriyor.',
    'Değişimlerin ortalaması ortalama değildir. Cihazın filtresini kaldırın; sayaçlar, min, max, first ve last süzülebilir.',
  ],
  WINDOW_THIN: [
    'Bir dönemde çok az ölçüm geldi.',
    'Öznitelik bu dönem için bırakılır ve ölçümleri kullanılmadı (seyrek pencere) diye sayılır. Başlangıçtan sonraki ilk dönem çoğu kez seyrektir. Kaç tane gerektiğini eşlemenin `coverage` anahtarı söyler.',
  ],
  WINDOW_NO_WEIGHT: [
    'Ağırlıklı bir ortalamanın ağırlığı yok.',
    'Dönemde hiçbir şey sayılmadı; sayılmayanların ortalaması da olmaz. Öznitelik dışarıda bırakılır.',
  ],
  WINDOW_NO_DIRECTION: [
    'Bir dönemin yönleri birbirini götürüyor.',
    'Rüzgâr her yandan eşit esti. Öznitelik dışarıda bırakılır.',
  ],
  WEIGHT_MISSING: [
    'Cihaz, bir ortalamanın ağırlığını sunmuyor.',
    'Ortalamaların ağırlıksız ortalaması yanlış olurdu; bu yüzden öznitelik dışarıda bırakılır.',
  ],
  COUNTER_FELL: [
    'Bir sayaç, başa dönmeden geriye gitti.',
    'Sıfırlandı ya da değiştirildi; arada ne saydığı bilinmiyor, bu yüzden öznitelik bu dönem için bırakılır. Kendiliğinden başa dönüyorsa noktaya `wraps` yazın.',
  ],
  PER_NEEDS: [
    'Bir eşleme her sınıf ya da yön için bir varlık üretiyor, ama neyin olduğunu söylemiyor.',
    'Etiketleri sayılacak büyüklükleri `needs` altına yazın, örneğin vehicleCount.',
  ],
  TAG_WITHOUT_PER: [
    'Bir öznitelik bir etiketi söylüyor, eşleme ise her sözcüğü için ayrı varlık üretmiyor.',
    'Varlıkları birbirinden ayıran etiketlerle `per: [class, direction]` yazın.',
  ],
  TAG_UNTOLD: [
    'Bir etiketin sözcüğünün ne demek olduğunu hiçbir şey söylemiyor.',
    'Bir cihaz, özniteliğin sözcükleri arasında bulunmayan bir sınıf ya da yön sunuyor. Onları tutan parametreyi yanıtlayın.',
  ],
  ACROSS_SOURCE: [
    'Birçok cihazdan bir şey üretilecek, ama ölçümlerinden değil.',
    '`across`, her cihazın `from` ile adlandırılan en yeni değerini alır. Başka bir kaynakta da `window` yanında da durmaz.',
  ],
  ACROSS_KIND: [
    'Birçok cihazdan üretilecek olan, ölçtüklerine uymuyor.',
    'countTrue, countFalse ve shareTrue occupied gibi durumları; sum, mean, min ve max sayıları; count ve known her şeyi alır.',
  ],
  ACROSS_PERIOD: [
    'Birçok cihazın sayıları bir araya getirilecek, ama ne zaman olduğunu hiçbir şey söylemiyor.',
    'Durumlar her iletiyle yeniden sayılır. Sayılar bir dönemin sonunda bir araya getirilir: `period` ekleyin; her cihazın o dönemdeki son değeri geçer.',
  ],
  ACROSS_THIN: [
    'Cihazların çok azı biliniyor.',
    'Bazıları kurulduğundan beri konuşmadı ya da kendi `stale` süresinden uzun susuyor. Ötekilerin sayısı yanlış olurdu; bu yüzden öznitelik dışarıda bırakılır. Kaç tane gerektiğini eşlemenin `coverage` anahtarı, kimin sustuğunu `kopru status` söyler.',
  ],
  EVENT_CONDITION: [
    'Bir olayı neyin başlattığı belli değil.',
    'Neyle ilgili olduğunu, `from` ya da `formula`, ve tek bir koşul yazın: durum için `is: true`, sayı için `above` ya da `below`.',
  ],
  EVENT_KIND: [
    'Bir olayın koşulu, ilgili olduğu şeye uymuyor.',
    'Durum ya da metin `is` ile, sayı `above` ya da `below` ile karşılaştırılır.',
  ],
  EVENT_LEVEL: [
    'Bir olayın eşiği bilinmiyor.',
    'Sözlüğün biriminde bir sayıdır ya da sahanın sayıyla yanıtladığı bir parametredir.',
  ],
  EVENT_UNTIL: [
    'Bir olayı bitiren eşik, başladığı yerde duruyor.',
    '3’ün üstünde başlayan 3’te ya da altında biter, örneğin `until: 2.8`: eşikte titreyen bir değer o zaman bir kez bildirilir.',
  ],
  EVENT_HOLD: [
    'Bir koşulun sürmesi gerekiyor, algılayıcısı ise sürdüğünü söylemiyor.',
    'Olay, `hold` süresinden sonraki ilk ölçümle bildirilir. Yalnız değişince konuşan algılayıcıda böyle bir ölçüm yoktur: hold yazmayın ya da algılayıcı düzenli yaşam bildirimi göndersin.',
  ],
  EVENT_MISSING: [
    'Bir öznitelik bir olaydan söz ediyor, eşlemede ise olay yok.',
    'Eşlemeye onu neyin başlattığıyla birlikte `event` ekleyin ya da başka bir kaynak seçin.',
  ],
  EVENT_PERIOD: [
    'Bir eşlemede hem olay hem dönem var.',
    'Olay olduğunda, dönem bittiğinde bildirilir. Bundan iki eşleme yapın.',
  ],
};
