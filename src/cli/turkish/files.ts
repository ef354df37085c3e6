/** Turkish of the codes of files as such and of single values; English in config/codes-of-values.ts. */
import { spelling, type Translation } from './translation.ts';

const quotes = 'Bu karakterlerden biriyle başlayan metin tırnak içinde yazılır.';

export const files: Translation = {
  FILE_MISSING: [
    'Adı geçen bir dosya yerinde yok.',
    'Yolu denetleyin. gateway.yaml içindeki yollar onun kendi klasöründen başlar.',
  ],
  FILE_EMPTY: ['Dosyanın içinde hiçbir şey yok.', 'Kopyalanırken kesilmiş olabilir; yeniden kopyalayın.'],
  FILE_TOO_LARGE: [
    'Dosya 1 MiB’tan büyük.',
    'Elle yazılan hiçbir dosya bu kadar büyük olmaz: doğru dosya mı, denetleyin. Çok sayıda eş cihaz, tablosu olan bir grup olarak yazılır.',
  ],
  FILE_ENCODING: [
    'Dosya UTF-8 değil.',
    'Windows düzenleyicileri Türkçe harfleri çoğu kez 1254 kod sayfasıyla kaydeder. UTF-8 seçip yeniden kaydedin.',
  ],
  FILE_UNREADABLE: [
    'Dosya yerinde, ama okuma izni yok.',
    'Hizmet kopru kullanıcısıyla çalışır: kimin okuyabildiğini `ls -l` gösterir, `chgrp kopru` ve `chmod 640` düzeltir.',
  ],
  LAYOUT_UNKNOWN: [
    'kopru fmt, dosyayla aynı şeyi söyleyen bir yerleşim bulamadı.',
    'Dosya olduğu gibi bırakıldı ve sağlam olabilir: kopru check söyler. Nedeni büyük olasılıkla birkaç satıra yayılan bir metin ya da böyle bir metnin ortasındaki bir açıklamadır.',
  ],
  YAML_TAB: [
    'Bir satır sekmeyle girintilenmiş.',
    'YAML boşlukları sayar, sekmenin ise genişliği yoktur. Düzenleyiciniz boşluk koysun, her düzey için iki tane; var olan sekmeleri `kopru fmt` değiştirir.',
  ],
  YAML_INDENT: [
    'Bir satır hiçbir düzeye uymayan bir sütunda başlıyor.',
    'Aynı bölümün anahtarları aynı sütunda başlar. Sorunda adı geçen satır bir öncekidir. Bir düzeye yakın duran satırı `kopru fmt` yerine çeker.',
  ],
  YAML_DUPLICATE_KEY: [
    'Bir anahtar aynı bölümde iki kez yazılmış.',
    'Hangisinin geçerli olduğunu YAML söylemez; bu yüzden ikisi de geçmez.',
  ],
  YAML_SEVERAL_DOCUMENTS: [
    'Bir --- satırı ikinci bir belge başlatıyor.',
    'Bir dosyada tek belge bulunur; ardından gelen yok sayılırdı.',
  ],
  YAML_DIRECTIVE: [
    '%YAML ile başlayan bir satır sürümü değiştiriyor.',
    'YAML 1.1 yes, no, on ve off sözcüklerini true ve false, 017 sayısını 15 olarak okur. Bu dosyalar her zaman YAML 1.2’dir.',
  ],
  YAML_ANCHOR: [
    'Bir çapa (&ad) kullanılmış.',
    'Her yer orada geçerli olanı kendisi söyler; böylece dosya her satırından okunabilir. Eş cihazlar için tablosu olan bir grup kullanın.',
  ],
  YAML_ALIAS: ['Bir takma ad (*ad) kullanılmış.', `Değeri açıkça yazın. ${quotes}`],
  YAML_MERGE: ['Bir birleştirme anahtarı (<<) kullanılmış.', 'Anahtarları açıkça yazın.'],
  YAML_TAG: ['Bir etiket (!ad) kullanılmış.', `Kaldırın. ${quotes}`],
  YAML_KEY: [
    'Anahtar olarak sözcük ya da sayıdan başka bir şey duruyor.',
    'Değerin çevresindeki küme ayraçları tırnak ister: "tele/{topic}/SENSOR".',
  ],
  YAML_COLON: [
    'Bir satırda iki nokta fazla ya da eksik.',
    'İçinde iki nokta ve boşluk bulunan değer tırnak içinde yazılır: name: "Pano: arka".',
  ],
  YAML_BRACKET: [
    'Tireli bir liste köşeli ayraç içinde başlıyor.',
    'Ya ayraç ya da satırlar yazın, birini ötekinin içine koymayın.',
  ],
  YAML_CHARACTER: ['Bir değer, YAML’ın kendine ayırdığı bir karakterle başlıyor.', quotes],
  YAML_ESCAPE: [
    'Çift tırnak içindeki ters bölüden sonra anlamı olmayan bir harf geliyor.',
    '‘Tek tırnak’ içinde ters bölü yalnızca ters bölüdür.',
  ],
  YAML_UNCLOSED: [
    'Bir tırnak, ayraç, virgül ya da iki nokta eksik.',
    'Çözümleyici bunu ancak metin anlamını yitirdiğinde fark eder: oradan yukarıya doğru bakın.',
  ],
  YAML_TOO_DEEP: [
    'Değerler 32 düzeyden daha derin iç içe geçmiş.',
    'Çoğu kez hiç kapatılmamış bir ayraçtandır.',
  ],
  YAML_SYNTAX: [
    'Dosya bu yerden sonra YAML değil.',
    'Bu satırda ve bir üsttekinde eksik iki nokta, tırnak ya da ayraç arayın.',
  ],
  UNKNOWN_KEY: [
    'Bu yerde böyle bir anahtar yok.',
    `Bilinmeyen anahtarlar hata sayılır, çünkü yanlış yazılan bir anahtar sessizce hiçbir şey yapmazdı. ${spelling} Bir bölümün anahtarlarını \`kopru explain devices\` listeler.`,
  ],
  MISSING_KEY: [
    'Gerekli bir anahtar yazılmamış.',
    'Anahtarın ne anlama geldiğini sorun metni söyler; bir anahtarın her şeyini `kopru explain devices.unitId` söyler, bir bölümünkileri `kopru explain devices` listeler.',
  ],
  EMPTY_VALUE: [
    'Bir anahtarın değeri yok.',
    'Değer yazın ya da anahtarı kaldırın: o zaman varsayılanı geçer.',
  ],
  NOT_SUPPORTED: [
    'Biçim bu anahtarı biliyor, bu sürüm bilmiyor.',
    'Yok sayılmak yerine reddedilir ki olmayan bir şeye kimse güvenmesin.',
  ],
  WRONG_TYPE: [
    'Bir değer beklenenden başka türde.',
    'Sayılarda ondalık ayracı noktadır ve birim yazılmaz; evet ve hayır için yalnız true ve false geçer.',
  ],
  WRONG_FORM: [
    'Bir metin burada beklenen biçimde değil.',
    'Süreler 10s, 5m, 1h30m; hat ayarı 9600 8N1; kimlikler ASCII harf, rakam ve - biçimindedir. Her alana ne yazılabileceğini `kopru explain devices.every` gibi bir komut söyler.',
  ],
  WRONG_NAME: [
    'Bir şeye verilen ad kabul edilmiyor.',
    'Adlar dosya adlarının, metriklerin ve URN’lerin parçası olur: yalnız ASCII harf, rakam ve -.',
  ],
  UNKNOWN_WORD: ['Değer, seçilebilecek sözcüklerden biri değil.', spelling],
  OUT_OF_RANGE: ['Bir sayı ya da liste çok küçük ya da çok büyük.', 'Sınırı sorun metni söyler.'],
  LEADING_ZERO: [
    'Bir sayının başında sıfırlar var.',
    'YAML 017’yi 17, eski araçlar 15, insanlar metin olarak okur. 17 ya da tırnak içinde "017" yazın.',
  ],
  NUMBER_TOO_LARGE: [
    'Bir tam sayının saklanabilecekten çok basamağı var.',
    '9007199254740991’in ötesinde basamaklar yitirilir. 64 bitlik geçersizlik değerleri highest ve lowest diye yazılır; kimlikler tırnak içinde durur.',
  ],
  KEY_WITHOUT_EFFECT: [
    'Bir anahtar bu yerde hiçbir şey yapmıyor.',
    'Reddedilir, çünkü onu yazan ondan bir şey bekliyordur.',
  ],
  SECRET_IN_FILE: [
    'Dosyaya bir parola ya da anahtar yazılmış.',
    '{ secret: name } yazın. Gizli bilgi önce systemd kimlik bilgisi olarak (LoadCredential=name:/path), sonra KOPRU_SECRET_NAME_FILE değişkeninin gösterdiği dosyada, sonra yalnız sahibinin okuyabildiği /etc/kopru/secrets/name dosyasında aranır. Dosyada duran gizli bilgiyi değiştirin: dosyalar kopyalanır.',
  ],
  SECRET_MISSING: [
    'Adı geçen bir gizli bilgi bulunamıyor.',
    'Arandığı yerler için SECRET_IN_FILE koduna bakın.',
  ],
  SECRET_READABLE: [
    'Bir gizli bilginin dosyasını başkaları da okuyabiliyor.',
    'O dosya için chmod 600 çalıştırın.',
  ],
  SECRET_UNREADABLE: [
    'Bir gizli bilginin dosyası okunamıyor: izin yok.',
    'Hizmet kopru kullanıcısıyla çalışır ve dosya onun olmalıdır: `sudo chown kopru <file>`. Ya da unit dosyasında `LoadCredential=` ile systemd versin.',
  ],
  LOCATION_FAR: [
    'Bir cihaz ya da varlık, ağ geçidinden duyulamayacak kadar uzakta duruyor.',
    'Harita onu orada gösterirdi. Çoğu kez bir rakam ya da ondalık noktası eksiktir; gerçekten orada duruyorsa her şey yolundadır.',
  ],
  LOCATION_SWAPPED: [
    'Boylam ile enlem yer değiştirmiş görünüyor.',
    'GeoJSON ve NGSI-LD önce boylamı yazar; haritalar ve telefonlar çoğu kez önce enlemi gösterir. İstanbul [28.97, 41.01] olur.',
  ],
  LOCATION_FROM: [
    'Ağ geçidinin yeri, onu bildiremeyen bir cihazdan alınacak.',
    'Seri hatta bağlı bir GNSS alıcısı bildirebilir: sürücüsünde longitude ve latitude noktaları vardır. Alıcı yoksa [boylam, enlem] yazın.',
  ],
  TIMEZONE_UNKNOWN: ['Böyle bir saat dilimi yok.', 'IANA adını yazın, örneğin Europe/Istanbul.'],
  TIMEZONE_MISSING: [
    'Bir cihaz yerel saati gönderiyor ve sahanın saat dilimi bilinmiyor.',
    'gateway altına timezone ekleyin; onsuz her zaman saatlerce yanlış olurdu.',
  ],
  TABLE_COLUMN: [
    'Bir tablonun bir sütununun adı yok, iki sütunun adı aynı ya da bir sütuna ancak iki sütuna sığan yazılmış.',
    'Sütunlar cihaz anahtarlarının adlarını taşır: id, unitId, name, lon, lat, params.x, facts.x.',
  ],
  TABLE_ROW: [
    'Bir tablo satırında hücre eksik ya da fazla, ya da bir tırnak kapatılmamış.',
    'İçinde ayırıcı bulunan hücre "tırnak" içinde yazılır.',
  ],
};
