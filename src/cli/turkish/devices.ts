/** Turkish of the codes of devices and destinations; English in cli/running-codes.ts. */
import type { Translation } from './translation.ts';

export const devices: Translation = {
  NO_REPLY: [
    'Bir Modbus cihazı zamanında yanıt vermedi.',
    'Beslemesini, ekranındaki birim numarasını, hat ayarını (örneğin 9600 8N1), kablonun A ve B uçlarını ve iki uçtaki dirençleri denetleyin. Hattaki başka cihazlar yanıt veriyorsa sorun bu cihazda ya da numarasındadır.',
  ],
  BAD_REPLY: [
    'Soruya ait olmayan ya da sağlama toplamı yanlış bir yanıt geldi.',
    'Atıldı. Çoğu kez iki cihazın birim numarası aynıdır, hat ayarı az farkla yanlıştır ya da kablo parazit alıyordur.',
  ],
  ECHO: [
    'Adaptör isteğin kendisini geri verdi, hiçbir cihaz konuşmadı.',
    'Adaptör kendini duyuyor: yankısını kapatın ya da gönderirken alıcısını kapatan bir adaptör kullanın. Başka cihazlar yanıt veriyorsa bu birim yalnızca susuyordur.',
  ],
  DEVICE_BUSY: [
    'Cihaz meşgul olduğunu söyledi.',
    'Daha sonra yeniden sorulur. Böyle sürerse `every` ile daha seyrek sorun.',
  ],
  ADDRESSES_REFUSED: [
    'Cihaz, sürücüsünün okuduğu adresleri reddetti.',
    'Sürücü başka bir model ya da ürün yazılımı içindir. Tek tek adresleri başka bir araçla okuyup el kitabıyla karşılaştırın.',
  ],
  LINE_BUSY: [
    'Hatta biri hiç durmadan konuşuyor.',
    'Bir hatta iki yönetici (master), kendiliğinden gönderen bir cihaz ya da eksik dirençler. Cihazları tek tek sökün.',
  ],
  HOST_UNTOLD: [
    'Ağ geçidinin çalıştığı makine, kendisinden okunan değerlerin hiçbirini söylemiyor.',
    'Bir kapsayıcıda ya da bilgisayarda çoğu zaman ısıl bölge yoktur ve düşük gerilimi yalnız Raspberry Pi söyler. Neyi söylediğini kopru read gösterir; cihazı kaldırın ya da başka değerler okuyun.',
  ],
  NO_BYTES: [
    'Bir seri cihazdan süresi içinde tek bir bayt bile gelmedi.',
    'Kapalıdır, bağlı değildir ya da veri teli yanlış uca gider: cihazın TX ucu adaptörün RX ucuna bağlanır. Sorulan bir cihaz soruyu anlamak için başka bir hat ayarı da isteyebilir.',
  ],
  NO_FRAME: [
    'Bir seri cihazdan baytlar geldi, ama tam bir çerçeve gelmedi.',
    'Hat ayarı yanlıştır (önce baud, sonra eşlik) ya da sürücü başka bir cihazı anlatır. Baytları kopru trace gösterir.',
  ],
  NOT_AWAKE: [
    'Bir seri cihaz uyanmadı.',
    'Sürücüsünün söylediği sayıda çağrıldı. Beslemesini, iki veri telini ve hat ayarını denetleyin.',
  ],
  PORT_NOT_FOUND: [
    'Seri port yerinde yok: adaptör takılı değil ya da adı başka.',
    'Portları değişmeyen adlarıyla `ls -l /dev/serial/by-id` listeler; gateway.yaml içine böyle bir ad yazın. Port belirir belirmez açılır.',
  ],
  PORT_DENIED: [
    'Seri port açılamıyor: izin yok.',
    'Kullanıcının dialout grubunda olması gerekir; systemd altında unit dosyası bu tür port için bir DeviceAllow= satırı da ister.',
  ],
  PORT_BUSY: [
    'Portu başka bir program kullanıyor.',
    'Hangisi olduğunu `fuser` ya da `ss -ltnp` söyler; onu durdurun.',
  ],
  PORT_FAILED: ['Port açılamıyor.', 'Nedeni cümlenin içindedir; kendiliğinden yeniden denenir.'],
  CONNECTION_REFUSED: [
    'Dönüştürücü ya da sunucu yerinde, ama o portta dinleyen yok.',
    'gateway.yaml içindeki portu ve dönüştürücünün kaç bağlantı aldığını denetleyin: çoğu bir tane alır.',
  ],
  CONNECTION_CLOSED: ['Bağlantıyı karşı taraf kapattı.', 'Kendiliğinden yeniden açılır.'],
  CONNECT_TIMEOUT: [
    'Bağlantı zamanında kurulamadı.',
    'Adresi, kabloyu ve aradaki güvenlik duvarını denetleyin.',
  ],
  HOST_NOT_FOUND: ['Adın bir adresi yok.', 'Adı denetleyin ya da adresi yazın: adres, ad sunucusu istemez.'],
  HOST_UNREACHABLE: ['Adrese giden yol yok.', 'Bu makinenin ağını denetleyin: `ip route`.'],
  TOKEN_REFUSED: [
    'Belirteç (token) sunucusu bize belirteç vermiyor.',
    'clientId değerini, istemcinin gizli bilgisini ve istemciye bu grant için izin verildiğini (Keycloak’ta: service accounts) denetleyin. Ölçümler diskte bekler; dakikada bir denenir.',
  ],
  TOKEN_URL: [
    'Belirteç sunucusunun URL’sinde belirteç veren yok.',
    'tokenUrl değerini düzeltin: URL’nin tamamı, Keycloak’ta …/realms/NAME/protocol/openid-connect/token.',
  ],
  TOKEN_UNREADABLE: [
    'Belirteç yerine gelen şey kullanılamıyor.',
    'Bir ağ giriş sayfası, bir oturum açma sayfası ya da OAuth2’den başka bir şey konuşan bir sunucu.',
  ],
  TOKEN_REDIRECTED: [
    'Belirteç sunucusu başka yere yönlendiriyor.',
    'Yönlendirmeler izlenmez: son URL’yi yazın.',
  ],
  TOKEN_SERVER_BUSY: [
    'Belirteç sunucusu şu an belirteç veremiyor.',
    'Kendiliğinden düzelir ya da işletenine sorun. Ölçümler diskte bekler.',
  ],
  TOKEN_SERVER_UNREACHABLE: [
    'Belirteç sunucusuna ulaşılamıyor.',
    'Adını, ağı ve sertifikasını denetleyin; broker’ın kendisi iyi olabilir.',
  ],
  TLS_FILES: [
    'Bir hedefin sertifikaları kullanılamıyor.',
    'ca ve certificate ile adlandırılan dosyaları ve key’in gizli bilgisini denetleyin: PEM biçiminde, kopru kullanıcısının okuyabildiği, anahtarı parolasız ve sertifikaya ait.',
  ],
  TOO_LARGE: [
    'Tek bir varlık, broker’ın aldığından büyük.',
    'Broker’ın ya da önündeki vekil sunucunun sınırını yükseltin; ölçümler karantinadadır.',
  ],
  UNCLEAR_ANSWER: [
    'Broker yanıt verdi, ama hangi varlıkları aldığını söylemedi.',
    'Kendiliğinden yeniden gönderilirler. Böyle sürerse broker’ın önündeki bir şey yanıtlarını değiştiriyordur.',
  ],
  PARTLY_REFUSED: [
    'Broker bir varlığın bazı özniteliklerini aldı, bazılarını reddetti.',
    'Kodun yanındaki sözler onları adlandırır; eşlemeyi düzeltin.',
  ],
  PROXY_REFUSED: [
    'Vekil sunucu broker’a yol vermiyor.',
    '407 durumunda kimlik bilgisi ister: proxy: { url, username, password }. 403 durumunda makineye ya da porta izin vermiyordur.',
  ],
};
