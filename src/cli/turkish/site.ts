/** Turkish of the codes of gateway.yaml; English in config/codes.ts. */
import { spelling, type Translation } from './translation.ts';

export const site: Translation = {
  AUTH_INCOMPLETE: [
    'Bir hedefin bizi tanıması için gerekenin yarısı eksik.',
    'İstemci sertifikası anahtarını, clientCredentials bir clientSecret, refreshToken ilk refreshToken’ı ister. Her birinin örneği docs/destinations.md içindedir.',
  ],
  AUTH_UNUSED: [
    'Bir hedefin bizi tanımasına yarayacak bir ayar etkisiz.',
    'Kaldırın ya da ait olduğu şeyi ayarlayın: refreshToken, grant: refreshToken ile; sertifikalar https ile başlayan bir URL ile birlikte anlamlıdır.',
  ],
  AUTH_TWICE: [
    'İki ayar aynı istek başlığını dolduruyor.',
    'Yalnız biri ulaşırdı. headers içinden o başlığı ya da auth anahtarını kaldırın.',
  ],
  SECRET_IN_CLEAR: [
    'Bir gizli bilgi ağdan şifresiz geçecek.',
    'Yolda dinleyen onu kullanabilir. Sunucunun sunduğu her yerde https:// ya da mqtts:// yazın; bu makinenin kendi içinde http, panonun ağında mqtt tehlikesizdir.',
  ],
  ID_TWICE: [
    'İki şeyin kimliği aynı.',
    'Kimlik, sahadaki görevdir; ölçümlere, metriklere ve varlıklara ad verir.',
  ],
  UNKNOWN_DRIVER: [
    'Bu adda bir sürücü yok.',
    `Sürücüler üretici/model diye adlandırılır. ${spelling} Kendi sürücüleriniz /etc/kopru/drivers içinde durur.`,
  ],
  UNKNOWN_MAPPING: [
    'Bu adda bir eşleme yok.',
    `Eşlemeler Konu/VarlıkTürü diye adlandırılır. ${spelling} \`kopru mapping list\` hepsini, arkasına yazılan bir büyüklük ise onu alanları gösterir.`,
  ],
  UNKNOWN_BUS: [
    'Bir cihaz, tanımlanmamış bir hattı adlandırıyor.',
    'Onu buses altında tanımlayın: port ve line, ya da tcp.',
  ],
  UNKNOWN_MQTT_BROKER: [
    'Bir cihaz, tanımlanmamış bir MQTT broker adlandırıyor.',
    'Onu mqtt: brokers altında tanımlayın ya da ağ geçidinin kendisi için listen yazın.',
  ],
  MQTT_NAME_TAKEN: [
    'Bir MQTT broker, ağ geçidinin kendi broker’ının adını taşıyor.',
    'Ona başka bir ad verin; `mqtt: listen` ağ geçidinin kendisi demektir.',
  ],
  MQTT_CLEAR_TEXT: [
    'Gömülü MQTT broker, başka makinelerin erişebildiği bir yerde TLS olmadan dinleyecek.',
    'Parolalar ve değerler yolda okunabilirdi. tls kullanın ya da yalnız size ait bir ağ için bunu adıyla kabul edin.',
  ],
  MQTT_ANONYMOUS: [
    'Gömülü MQTT broker, ağdaki herkesten değer alacak.',
    'kopru mqtt user ile kullanıcı ekleyin; kullanıcı yoksa yalnız loopback üzerinde dinler.',
  ],
  UNKNOWN_DEVICE: ['Tanımlanmamış bir cihaz adlandırılıyor.', spelling],
  UNKNOWN_POINT: [
    'Bir cihazda bu adda bir nokta yok.',
    `${spelling} Bir sürücünün noktalarını \`kopru driver list maker/model\` sayar. Kendinize ait bir nokta nerede olduğunu ve ne anlama geldiğini söylemelidir.`,
  ],
  UNKNOWN_ENTITY: [
    'Bir parametre, var olmayan bir varlığı adlandırıyor.',
    'Bu dosyadaki başka bir varlığın kimliğini yazın.',
  ],
  UNKNOWN_PARAM: ['Bu parametreyi soran yok.', spelling],
  MISSING_PARAM: [
    'Bir sürücünün ya da eşlemenin sorduğu bir şeye yanıt yok.',
    'Yanıtı cihazın ya da varlığın params bölümüne yazın; eşlemeler facts bölümüne de bakar.',
  ],
  WRONG_PARAM: ['Bir parametreye verilen yanıt, sorulana uymuyor.', 'Ne beklendiğini sorun metni söyler.'],
  UNIT_ID_TWICE: [
    'Bir hattaki iki cihazın birim numarası aynı.',
    'İkisi birden yanıt verir ve birbirini bozardı. Cihazların çoğu fabrikadan 1 numarayla çıkar.',
  ],
  PORT_TWICE: [
    'İki hattın portu aynı.',
    'Bir port bir kez açılabilir; üzerindeki cihazlar tek hatta, tek hat ayarıyla durur.',
  ],
  LINE_DIFFERS: [
    'Bir cihaz fabrikadan, hattınınkinden başka bir hat ayarıyla çıkıyor.',
    'Cihaz hattın ayarına getirildiyse her şey yolunda. Bir hatta herkes için tek ayar vardır.',
  ],
  BUS_FULL: [
    'Hattın, cihazlarının tüm sorgularına zamanı yetmiyor.',
    'Sorgular atlanır ve taşma olarak sayılır. Her cihazın ne kadar sürdüğünü `kopru plan` gösterir: every süresini uzatın, baud hızını artırın ya da hattı bölün.',
  ],
  EVERY_TOO_FAST: [
    'Bir cihaz, kaldırabileceğinden sık okunacak.',
    'Cihazın ne kadarını kaldırdığını sürücü fastest ile söyler.',
  ],
  STALE_SHORT: [
    'Bir cihaz, yeniden sorulmadan önce sessiz sayılırdı.',
    'stale, ne kadar süre hiçbir şey gelmeyebileceğidir; every değerinin birkaç katını yazın ya da yazmayın: o zaman every değerinin üç katıdır.',
  ],
  DESTINATION_TWICE: [
    'İki hedef, tek bir broker’ın tek bir kiracısı (tenant).',
    'Her şey ona iki kez gönderilirdi. Birini silin ya da her birine kendi tenant değerini verin.',
  ],
  UNUSED_DEVICE: [
    'Bir cihazdan hiçbir varlık üretilmiyor.',
    'Ölçümlerini watch gösterir ama saklanmazlar, çünkü hiç kimse onları almayacaktır. Yalnız izlemek içinse her şey yolundadır.',
  ],
  ENTITY_TWICE: [
    'İki kayıt aynı varlığı üretiyor.',
    'Değerleri broker’da birbirinin üzerine yazardı. Birine id verin.',
  ],
  ENTITY_ID_MISSING: [
    'Birkaç cihazdan üretilen bir varlığın kimliği yok.',
    'Kimlik URN’nin sonu olur ve birkaç cihazdan hiçbiri onu veremez.',
  ],
  ENTITY_SOURCE: [
    'Bir varlıkta hem from hem each var.',
    'from tüm cihazlardan tek varlık, each her cihazdan bir varlık üretir.',
  ],
  NEEDS_UNMET: [
    'Bir varlığın cihazları, eşlemesinin gerektirdiği hiçbir şeyi sunmuyor.',
    'Başka bir cihaz ya da başka bir eşleme yazın: `kopru mapping list`, arkasına yazılan büyüklüğü alanları gösterir. Ya da bir noktanın bu sahada ne anlama geldiğini points ve as ile söyleyin.',
  ],
  NOTHING_MEASURED: ['Bir varlığın özniteliklerinden hiçbiri üretilemiyor.', 'Hiçbir zaman gönderilmezdi.'],
  INPUTS_APART: [
    'Bir formül ayrı cihazların noktalarını istiyor.',
    'Formül tek bir iletinin ölçümlerini görür. Öznitelik dışarıda bırakılır.',
  ],
  AMOUNT_NOT_TOTAL: [
    'Bir öznitelik toplam ister, cihaz ise son iletiden bu yana geleni gönderiyor.',
    'Öznitelik dışarıda bırakılır.',
  ],
  REF_NOT_URI: [
    'Bir ilişki, URI olmayan bir şeye işaret ediyor.',
    '{ entity: id } ya da broker’daki biçimiyle tam bir URN yazın, örneğin urn:ngsi-ld:Building:town-hall.',
  ],
  SET_TAKEN: [
    'set altındaki bir özniteliği eşleme zaten üretiyor.',
    'Onu set altından kaldırın; eşlemenin sorduğu params altında yanıtlanır.',
  ],
  MODEL_REQUIRED: [
    'Veri modelinin zorunlu kıldığı bir özniteliği hiçbir şey üretmiyor.',
    'Onu set altına ekleyin ya da kaynağını sunan bir cihaz yazın.',
  ],
  MODEL_VALUE: [
    'Veri modeli, özniteliğin bu değerini tanımıyor.',
    'Tanıdığı sözcükleri, sınırları ya da biçimi sorun metni söyler: liste tek öğeyle de listedir, model 0’dan 1’e sayıyorsa % 58 orada 0.58’dir.',
  ],
};
