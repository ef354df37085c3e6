/** Turkish of the codes of MQTT connections and of the gateway's own MQTT broker; English in cli/running-codes.ts. */
import type { Translation } from './translation.ts';

export const mqtt: Translation = {
  MQTT_UNREACHABLE: ['MQTT broker’a ulaşılamıyor.', 'Adresini ve ağı denetleyin; durmadan yeniden denenir.'],
  MQTT_UNAVAILABLE: [
    'MQTT broker hizmet veremediğini söylüyor.',
    'Kendiliğinden düzelir ya da işletenine sorun.',
  ],
  MQTT_NO_ANSWER: [
    'MQTT broker bağlantıyı kabul etti ve hiçbir şey söylemedi.',
    'Bu bir MQTT portu mu, TLS ayarı yapılandırmadaki gibi mi?',
  ],
  MQTT_SILENT: ['MQTT broker yanıt vermeyi kesti.', 'Aradaki ağı denetleyin.'],
  MQTT_CLOSED: [
    'MQTT broker bağlantıyı kapattı.',
    'Kendiliğinden yeniden açılır; nedenini onun günlüğü söyler.',
  ],
  MQTT_THROWN_OFF: [
    'MQTT broker bağlantımızı on dakika içinde üç kez, her kuruluşundan hemen sonra kapattı.',
    'Aynı istemci kimliğini taşıyan iki istemci birbirini düşürür: kopyalanmış bir ağ geçidinin `id` değeri başka olmalıdır.',
  ],
  MQTT_TLS: [
    'MQTT broker’ın sertifikası kabul edilmiyor.',
    'Tarihini, adını ve gateway.yaml içindeki `ca` değerini denetleyin. Yanlış bir saat de aynı görünür.',
  ],
  MQTT_REFUSED_LOGIN: [
    'MQTT broker kullanıcıyı ya da parolayı reddediyor.',
    'Gizli bilgiyi ve kullanıcının haklarını denetleyin.',
  ],
  MQTT_REFUSED_VERSION: ['MQTT broker bu MQTT sürümünü konuşmuyor.', '`version` değerini 3.1.1 yapın.'],
  MQTT_REFUSED_CLIENT_ID: ['MQTT broker istemci kimliğini reddediyor.', 'Başka bir `clientId` yazın.'],
  MQTT_LISTEN: [
    'Gömülü MQTT broker kendi adresinde dinleyemiyor.',
    'Port başka bir programdadır ya da adres henüz yoktur; 10 saniyede bir yeniden denenir.',
  ],
  NO_PASSWORD: ['Parola verilmedi.', 'Sorulunca yazın ya da bir boru (pipe) üzerinden gönderin.'],
  MQTT_USERS_READABLE: [
    'MQTT kullanıcıları dosyasını sahibinden başkaları da okuyabiliyor.',
    'chmod 600; o zamana dek önceden bilinen kullanıcılar geçerli kalır.',
  ],
  MQTT_USERS_UNREADABLE: [
    'MQTT kullanıcıları dosyası anlaşılamıyor.',
    'Onu kopru mqtt user ile yazın. Önceden bilinen kullanıcılar geçerli kalır.',
  ],
  MQTT_USERS_UNWRITABLE: [
    'Bu kullanıcı MQTT kullanıcıları dosyasına yazamıyor.',
    'sudo kullanın: dosya ağ geçidinindir.',
  ],
  MQTT_REFUSED_TOPIC: [
    'MQTT broker bir konuyu (topic) reddediyor.',
    'Orada kullanıcıya o konuyu okuma izni verin.',
  ],
  MQTT_QOS_LOWERED: [
    'MQTT broker bir konuyu yalnız QoS 0 ile veriyor.',
    'Bir kesintide iletiler yitebilir; orada QoS 1’e izin verin.',
  ],
  MQTT_GAP: [
    'MQTT broker oturumumuzu unuttu; iletiler eksik olabilir.',
    'Oturumları bir kesintinin sürdüğünden daha uzun saklamasını sağlayın.',
  ],
  MQTT_DEVICE_OFFLINE: [
    'MQTT broker cihazın çevrimdışı olduğunu söylüyor.',
    'Beslemesini ve ağını denetleyin.',
  ],
  MQTT_CERTIFICATE_FILE: ['Bir sertifika dosyası okunamıyor.', 'Yolunu ve kimin okuyabildiğini denetleyin.'],
  MQTT_NOT_KEPT: [
    'Bir ileti saklanamadı ve onaylanmadı.',
    'Gönderen onu yineler. Diske bakın: `kopru status`.',
  ],
  MQTT_TOO_SLOW: [
    'İletiler diski çok uzun bekliyor.',
    'Hiçbir şey yitmesin diye bağlantı yeniden açıldı. Depolama yavaş ya da aşınmış.',
  ],
  MQTT_ACKNOWLEDGED_EARLY: [
    'Bir ileti saklanmadan önce onaylandı.',
    'Köprü’nün ya da MQTT kitaplığının bir hatası: lütfen bildirin.',
  ],
};
