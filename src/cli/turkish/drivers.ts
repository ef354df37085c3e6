/** Turkish of the codes of driver files; English in config/codes.ts, codes-of-serial.ts and codes-of-lorawan.ts. */
import type { Translation } from './translation.ts';

export const drivers: Translation = {
  DRIVER_PATH: [
    'Bir sürücü kendine dosyasından başka bir ad veriyor.',
    'driver anahtarı ile drivers klasörünün altındaki yol aynıdır.',
  ],
  DRIVER_PROTOCOL: ['Bir sürücü, cihazla nasıl konuşulacağını söylemiyor.', 'Bir protokol bölümü gerekir.'],
  DRIVER_SEVERAL: ['Bir sürücünün iki protokol bölümü var.', 'İki arayüzü olan cihaz iki sürücüdür.'],
  DRIVER_POINTS: [
    'Noktalar eksik ya da yanlış yerde.',
    'Tek tür ileti varsa points en üstte durur. Birkaç tür varsa messages, her biri kendi points bölümüyle.',
  ],
  UNKNOWN_QUANTITY: [
    'Bir nokta, bir büyüklüğün adını taşımıyor.',
    'Nokta, sözlükteki bir büyüklük ve etiketleridir, voltage.L1 gibi; ya da başında x- olan size ait bir büyüklüktür.',
  ],
  HIDDEN_POINT: [
    'Gizli bir nokta, sürücüsünün dışında adlandırılmış.',
    'Başında _ olan noktalar aynı sürücünün koşulları (guard) içindir.',
  ],
  QUANTITY_TWICE: [
    'Bir iletinin iki noktası aynı anlama geliyor.',
    'Onları numaralayın, .1 ve .2, ya da birini çıkarın.',
  ],
  UNIT_MISSING: [
    'Sayısal bir nokta birimini söylemiyor.',
    'En sık görülen yanlış değer, W diye okunan kW’tır: birim el kitabından yazılır, hiçbir zaman tahmin edilmez.',
  ],
  UNIT_UNKNOWN: [
    'Bir birim, Köprü’nün bildiği bir UN/CEFACT kodu değil.',
    'Kodlar kısadır: VLT, AMP, WTT, KWT, KWH, HTZ, CEL, P1 (yüzde), C62 (bir), A97 (hPa), MTS (m/s), GQ (µg/m³), 59 (ppm).',
  ],
  UNIT_MISMATCH: [
    'Bir birim, büyüklüğünden başka bir şeyi ölçüyor.',
    'Büyüklüğü ve birimi denetleyin; size ait bir büyüklük (x-...) her birimi alır.',
  ],
  UNIT_NOT_WANTED: ['Bir adet, durum ya da metnin birimi var.', 'Kaldırın.'],
  UNIT_NO_CONVERSION: [
    'Bir noktanın birimi, özniteliğinkine çevrilemiyor.',
    'İkisinden yanlış olanı düzeltin.',
  ],
  KIND_MISMATCH: [
    'Büyüklüğü sayı olan bir nokta durum ya da metin veriyor, ya da tersi.',
    'Başka bir büyüklük seçin ya da size ait birini kullanın.',
  ],
  MODBUS_ADDRESS: [
    'Böyle bir adres yok.',
    'Adresler 0’dan 65535’e gider; referanslar beş ya da altı hanelidir, ilk hanesi tablodur.',
  ],
  MODBUS_NOTATION: [
    'Bir adres iki türlü okunabiliyor.',
    '40001 el kitaplarının çoğunda referanstır (holding register 0), bazılarında hattaki adrestir. Hangisi olduğunu sürücü addressing ile söyler.',
  ],
  MODBUS_OVERLAP: [
    'İki nokta aynı register’ları okuyor.',
    '32 bitlik bir değer iki register kaplar. Bir register’ın parçaları bit ya da bits ile okunur.',
  ],
  MODBUS_TABLE: [
    'Bir adresin tablosu eksik ya da adresle çelişiyor.',
    'coil FC01, discrete FC02, holding FC03, input FC04.',
  ],
  MODBUS_TYPE: [
    'Bir register’ın türü eksik.',
    'u16, i16, u32, i32, u64, i64, float32 ya da float64; ekrandaki değeri hangisinin verdiğini `kopru probe` gösterir.',
  ],
  MODBUS_ORDER: [
    'Bayt sırası türe uymuyor.',
    'Sekiz harfli sıralar 64 bitlik değerler içindir. Metin yalnız ABCD ve BADC bilir.',
  ],
  MODBUS_TEXT: [
    'Bir metin ya da 8 bitlik sayı, register’larının neresinde olduğunu söylemiyor.',
    'Metnin `length` değeri, dolgusuyla birlikte karakter sayısıdır; her register’ın hangi baytının onu taşıdığını `placement` söyler.',
  ],
  MODBUS_BITS: ['Bu türde böyle bir bit yok.', 'Bit 0 en düşük anlamlı bittir.'],
  SENTINEL_IMPOSSIBLE: [
    'Bir geçersizlik değeri, noktasının türünde hiç ortaya çıkamaz.',
    '0xFFFF, i16 olarak okununca -1’dir. Türün verdiğini ya da highest ve lowest yazın.',
  ],
  MQTT_TOPIC: [
    'Bir konuya (topic) abone olunamıyor.',
    '+ tam bir düzeyin, # sondaki tüm kalanın yerine geçer. Süslü parantezlerin yerini sürücü kendi parametrelerinden doldurur; gateway.yaml içinde hiçbiri doldurulmaz: bir tabloda params.topic sütunu bulunur.',
  ],
  TOPIC_TWICE: [
    'İki cihaz aynı iletilerden aynı değerleri alıyor.',
    'Her ileti ikisi için de sayılırdı. Her birine kendi konusunu (topic) verin; bir tabloda her satırınki kendinindir.',
  ],
  TOPIC_OF_MANY: [
    'Tek bir cihazın konusunda (topic) joker karakter var.',
    'Onun altında konuşan birçok cihazın söylediği, tek cihazınmış gibi karışırdı. Konunun tamamını yazın; orada gerçekten tek cihaz konuşuyorsa her şey yolundadır.',
  ],
  TOPIC_PART_TWICE: [
    'Konunun (topic) sürücünün kendiliğinden eklediği bir parçası da yazılmış.',
    'Sürücü, cihazlarını birbirinden ayıranı sorar; gerisini, örneğin öne tele/, arkaya /SENSOR, kendisi koyar.',
  ],
  SERIAL_FRAMING: [
    'Bir seri sürücü, çerçevelerin birbirinden nasıl ayrıldığını söylemiyor.',
    'Bayt çerçeveleri bir start ya da checksum ile birlikte length, end ya da gap ister; metinler end ister. Bkz. docs/drivers.md, seri hatlar.',
  ],
  SERIAL_BYTES: [
    'Bir seri sürücünün baytları gerektiği gibi yazılmamış.',
    'İkili çerçevelerde her bayt için iki onaltılık hane; metinlerde karakterlerin kendisi, "\\r\\n" çift tırnak içinde.',
  ],
  SERIAL_PLACE: [
    'Bir seri sürücünün noktası, çerçevenin neresinde olduğunu söylemiyor.',
    'byte, start bölümünün ilk baytından sayılır; field 0’dan sayılır ya da metnin verdiği bir addır.',
  ],
  SERIAL_PORT: [
    'Bir seri cihaz bu porta ya da hatta bağlanamaz.',
    'Kendiliğinden konuşan cihaz kendine ait bir port ister; sorulanlar bir hattı paylaşabilir, ama Modbus ile değil.',
  ],
  LORAWAN_CODEC: [
    'Bir LoRaWAN sürücüsü, içeriğinin nasıl bölündüğünü söylemiyor ya da iki türlü söylüyor.',
    'Anahtar ve veriden oluşan kayıtlar için tlv, bitle belirtilen gruplar için flags yazın, sabit yerleşim için ikisini de yazmayın. Değişken uzunlukta kayıtlar, geçmiş blokları ve sıkıştırılmış içerik tanımlanamaz: onları ağ sunucusu çözsün ve decoded: true yazın.',
  ],
  LORAWAN_PLACE: [
    'Bir LoRaWAN sürücüsünün noktası, içeriğin neresinde olduğunu söylemiyor.',
    'byte içerikte, tlv ile adlandırılan kayıtta ya da flag ile adlandırılan grupta 0’dan sayılır; path çözülmüş nesnenin içine götürür.',
  ],
  LORAWAN_NETWORK: [
    'Bir LoRaWAN cihazının bağlı olduğu MQTT broker’da hangi ağ sunucusunun yayımladığını kimse söylemiyor.',
    'gateway.yaml içinde o MQTT broker’a network: chirpstack ya da network: tts ekleyin.',
  ],
  DEV_EUI_TWICE: [
    'İki cihazın DevEUI’si aynı.',
    'Bu, tek bir donanımın numarasıdır; ikisini de etiketleriyle karşılaştırın.',
  ],
  MQTT_PLACE: [
    'Bir nokta, iletinin neresinde olduğunu söylemiyor.',
    'path, /ENERGY/Power gibi bir JSON Pointer’dır; field, groups içindeki bir kaydı adlandırır.',
  ],
  GUARD_EMPTY: ['Bir guard hiçbir koşul taşımıyor.', 'is, min ya da max ekleyin.'],
  SAMPLE_LACKS: [
    'Sürücünün bir noktası hiçbir örnekte yok ya da "değer yok" durumu hiçbirinde gösterilmemiş.',
    'Örnek; adresi, türü, sırayı ve ölçeği kanıtlar. Birlikte gelen sürücülerde her nokta bir örnektedir; `null`, değer vermemesi gerekendir.',
  ],
  SAMPLE_DIFFERS: [
    'Bir örnek beklenenden başka bir şey veriyor.',
    'Ya noktalar ya da örnek yanlış; son sözü el kitabı söyler. Bir sürücüden beklenen, noktanın birimiyle yazılır; bir eşlemeye verilen okumalar ise sözlüğün birimiyle.',
  ],
  SAMPLE_UNREADABLE: [
    'Bir örneğin ham bölümü okunamıyor.',
    'Register’lar onaltılık sözcüklerdir, "08FF 0000"; coil’ler 0 ya da 1’dir.',
  ],
};
