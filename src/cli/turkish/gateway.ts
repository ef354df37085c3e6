/** Turkish of the codes of the gateway, its buffer, its page and the command; English in cli/running-codes.ts. */
import type { Translation } from './translation.ts';

export const gateway: Translation = {
  NOT_RUNNING: [
    'Denetim soketinde yanıt veren bir ağ geçidi yok.',
    'Başlatın (`kopru run gateway.yaml` ya da `systemctl start kopru`) ya da soketini KOPRU_SOCKET ile söyleyin.',
  ],
  ALREADY_RUNNING: [
    'Aynı durum klasörünü başka bir ağ geçidi kullanıyor.',
    'Tek arabellekte iki ağ geçidi sırayı yitirirdi. Ötekini durdurun: `systemctl stop kopru`.',
  ],
  SOCKET_DENIED: [
    'Bu kullanıcı denetim soketini kullanamaz.',
    'sudo kullanın ya da kullanıcıyı kopru grubuna ekleyip yeniden oturum açın.',
  ],
  SOCKET_PATH_TOO_LONG: [
    'Denetim soketinin yolu bir soket adresine sığmıyor.',
    'KOPRU_SOCKET ile en çok 107 baytlık bir yol verin.',
  ],
  API_PORT: [
    'Sağlık ve metrik portu dolu.',
    '`api: { listen: 127.0.0.1:8081 }` ile başka bir port seçin. Okuma ve gönderme sürer.',
  ],
  HUNG: [
    'Ağ geçidinin bir bölümü ilerlemiyor.',
    'systemd onu yeniden başlatır; kabul edilmiş hiçbir şey yitmez. Takılan bir veritabanı çoğu kez ölmekte olan bir SD kart demektir.',
  ],
  BUG: [
    'Olanaksız olması gereken bir şey oldu.',
    'Lütfen günlüğün çevresindeki satırlarla birlikte bildirin.',
  ],
  USAGE: ['Komut, bilmediği bir biçimde çağrıldı.', 'Nasıl çağrıldığını görmek için --help ekleyin.'],
  QUEUE_FULL: [
    'Ölçümler diskin alabildiğinden hızlı geliyor.',
    'Daha seyrek sorun ya da daha hızlı depolama kullanın. Saklanamayan sayılır.',
  ],
  NOTHING_SALVAGED: [
    'Kenara konmuş bozuk bir arabellek hiç açılamıyor.',
    'İlk sayfası bozuktur. sqlite3 programının satırları sayfa sayfa arayan kendi komutu vardır: .recover.',
  ],
  STUCK: [
    'Bir broker yüz başka isteği alırken bir varlığa bir saat boyunca ne evet ne hayır dedi.',
    'Ardındaki sözler son yanıttır. Nedeni broker’da giderin, sonra: kopru quarantine retry',
  ],
  MAPPING_BUG: [
    'Bir eşleme bir ölçümden varlık üretemedi.',
    'Formülünün neye takıldığını sözler söyler. Eşlemeyi düzeltin, yeniden yükleyin, sonra: kopru quarantine retry',
  ],
  SAMPLE_NOT_SAVED: [
    'Cihazın söylediği, sürücü dosyasına eklenemedi.',
    'Örnekler, her kaydı bir satırda duran blok biçimli bir listenin sonuna eklenir. Gösterilen satırları `samples:` altına elle kopyalayın.',
  ],
  NO_MESSAGE: [
    'Beklenen sürede cihazdan hiç ileti gelmedi.',
    'Kendiliğinden konuşur: --wait ile daha uzun bekleyin, kendi ekranına bakın ve konusunu gateway.yaml içindeki params ile karşılaştırın. Seri hatta çerçeveleri sürücünün adlandırdığından başka türdedir: kopru trace ile görün.',
  ],
  PAYLOAD_UNREADABLE: [
    'Cihazdan bir ileti geldi ve okunamadı.',
    'JSON değil, çok uzun ya da çok derin. Sürücü başka bir modele ya da ürün yazılımına uyar.',
  ],
  PAYLOAD_REFUSED: [
    'Cihazdan bir ileti geldi; içinde sürücüsünün adlandırdığı hiçbir şey yok ya da doğru olamayacak bir zaman var.',
    'Gösterilen içeriği sürücü dosyasındaki yollarla karşılaştırın.',
  ],
  UNKNOWN_READING: [
    'Bu ölçüm hakkında hiçbir şey bilinmiyor.',
    'Henüz kabul edilmedi ya da bu noktanın başlangıçtan beri sonuçlanmış ölçümü yok. Numaraları `kopru quarantine show` ve `kopru trace reading DEVICE.POINT` söyler.',
  ],
  BAD_QUESTION: [
    'Bir komut ağ geçidinden, hiçbir Modbus cihazına sorulamayacak bir şey okumasını istedi.',
    'Komut ile ağ geçidi büyük olasılıkla ayrı sürümlerdendir: ikisi için aynısını kurun, sonra ağ geçidini yeniden başlatın.',
  ],
  SQLITE_MISSING: [
    'better-sqlite3’ün yerel bölümü yok.',
    'Node 20’de kurulum sırasında derlenir; bunun için python3, make ve g++ gerekir: onları kurun, sonra Köprü’yü yeniden kurun. Node 22.14’ten başlayarak derleyici gerekmez.',
  ],
  LEDGER_UNEXPLAINED: [
    'Diskteki satırlar hesap defterinin söyledikleriyle aynı değil: bazı ölçümlerin nasıl sonuçlandığını kimse bilmiyor.',
    'Dosyada satırlar yitti ya da yanlış sayıldı. Fark açıklanamayan diye yazılır ve defterde kalır. Depolamaya bakın (`dmesg`, kartın yaşı) ve lütfen `kopru bundle` ile bildirin.',
  ],
  LEDGER_BEGUN_ANEW: [
    'Arabellek yoktu ya da bozuktu ve boş bir tane başlatıldı: eskisinde bekleyenler teslim edilmedi.',
    'Satır, en son not edildiğinde kaç ölçümün beklediğini söyler. Hâlâ okunabilenler için: kopru salvage',
  ],
  BUFFER_SET_ASIDE: [
    'Arabellek bozuk. Canlı veri sürsün diye dosyaları kenara kondu ve boş bir tane başlatıldı.',
    'Hâlâ okunabilenler: `kopru salvage`. Kartı yakında değiştirin: bir kez unutan yine unutur.',
  ],
  RECORDS_DAMAGED: [
    'Bazı ölçümlerin ne olduğu ya da ne zaman alındığı diskte bozulmuş; silinir ve bozuk diye sayılırlar.',
    'Depolama unutuyor. Kartın yaşına `kopru status` ile bakın ve onu değiştirin.',
  ],
  ENTRY_DAMAGED: [
    'Karantinadaki bir kaydın bilgisi bozuk: hangi ölçümler olduğu artık bilinemiyor.',
    'Depolama unutuyor. Kaydı `kopru quarantine drop` kapatır; kartın yaşına `kopru status` ile bakın.',
  ],
  BUFFER_IN_USE: [
    'Arabelleği başka bir süreç kullanıyor.',
    'Öteki ağ geçidini durdurun ya da buna başka bir klasör verin.',
  ],
  BUFFER_TOO_NEW: [
    'Arabelleği daha yeni bir sürüm yazmış.',
    'O sürümü yeniden kurun ya da buna başka bir klasör verin; orada bekleyen saklanır.',
  ],
  BUFFER_UNREADABLE: ['Arabellek açılamıyor.', 'Klasörünün sahibini ve izinlerini denetleyin: `ls -l`.'],
  BUFFER_UNAVAILABLE: [
    'Arabellek şu an hiçbir şey almıyor.',
    'Kendiliğinden yeniden denenir. Diske bakın: `df -h` ve `dmesg`.',
  ],
  PAGE_CLOSED: [
    'Sayfa ağa açılmıyor, çünkü henüz kimse oturum açamaz.',
    'Ağ geçidinde `kopru page enable` çalıştırın. İlk kişiyi ve bir kez oturum açan bir bağlantı oluşturur.',
  ],
  PAGE_NETWORK: [
    'Sayfa ağa açılamıyor. Ağ geçidi yine de çalışıyor.',
    'Nedeni ardında ve `kopru page` çıktısında yazar: port başka bir programdadır, adres bu makinede yoktur ya da `api.network` sertifikası ve anahtarı okunamıyordur. Her 30 s yeniden denenir.',
  ],
  PAGE_PEOPLE_READABLE: [
    'Oturum açabilecek kişilerin dosyasını sahibinden başkaları da okuyabiliyor.',
    'chmod 600; o zamana dek kimse oturum açamaz.',
  ],
  PAGE_PEOPLE_UNREADABLE: [
    'Oturum açabilecek kişilerin dosyası anlaşılamıyor.',
    'Sağlam bir kopyasını geri koyun ya da onu silip yeniden başlatın ve `kopru page enable` çalıştırın.',
  ],
  PAGE_PEOPLE_UNWRITABLE: [
    'Oturum açabilecek kişilerin dosyasına yazılamıyor.',
    'Diske ve durum klasörünün izinlerine bakın: `kopru doctor`.',
  ],
  PAGE_PEOPLE_MANY: [
    'Ağ geçidinin tuttuğu kadar kişi zaten oturum açabiliyor.',
    'Önce birini çıkarın: kopru page user remove NAME',
  ],
  UNKNOWN_PERSON: [
    'Böyle bir kişi yok ya da sayfa etkin değil.',
    'Kimin oturum açabildiğini `kopru page` listeler; ilk kişiyi `kopru page enable` oluşturur.',
  ],
  SIGN_IN: [
    'Bunu yalnız oturum açan isteyebilir.',
    'Ad ve gizli bilgiyle ya da `kopru page link NAME` bağlantısıyla oturum açın.',
  ],
  NOT_RIGHT: [
    'Ad ile gizli bilgi birbirine ait değil, ya da bağlantı daha önce kullanılmış veya on dakikadan eski.',
    'Yeniden deneyin ya da ağ geçidinde yeni bir bağlantı oluşturun: `kopru page link NAME`.',
  ],
  TOO_MANY_TRIES: [
    'Biri çok sık oturum açmayı denedi.',
    'Yanıtın söylediği kadar bekleyin. Siz değilseniz adresi günlük söyler.',
  ],
  CONFIGURATION_REFUSED: [
    'Ağ geçidi çalışmıyor, çünkü yapılandırmasında hatalar var.',
    '`kopru check` her birini yeriyle gösterir. Düzeltin, sonra: kopru reload',
  ],
  API_CONNECTIONS: [
    'Sayfaya ve API’ye çok fazla bağlantı var; fazlası geri çevriliyor.',
    'Kimsenin bakmadığı sayfaları kapatın. Yoksa bir program bağlantı açıp bırakıyordur; durdurulması gerekir.',
  ],
  STILL_RUNNING: [
    'Silinecek olanın üzerinde bir ağ geçidi çalışıyor.',
    'Önce onu durdurun: `sudo systemctl stop kopru`. Bir kapsayıcı (container) kendi motoruyla durdurulur.',
  ],
  FILE_UNWRITABLE: [
    'Bir dosyaya yazılamadı; dosya olduğu gibi duruyor.',
    'Klasörü bir başkasınındır ya da disk doludur. /etc/kopru altındaki dosyalar sudo ile yazılır.',
  ],
  FILE_CHANGED: [
    'Dosyayı bu arada bir başkası değiştirdi.',
    'Hiçbir şey yazılmadı. Aynı komutu yeniden çalıştırın.',
  ],
  LIST_UNKNOWN: [
    'Dosyadaki bir liste, her satırda bir kayıt olacak biçimde yazılmamış.',
    'Onu "- " ile başlayan satırlar olarak yazın, sonra yeniden ekleyin; eklenecek kayıt sorunun yanında gösterilir.',
  ],
  NO_BUNDLE: [
    'Destek arşivi yazılamadı.',
    '`--out` ile yazabildiğiniz bir yer gösterin ve disk dolu mu, bakın: `df -h`. `tar` komutunun kurulu olması gerekir.',
  ],
  NO_JOURNAL: [
    'Makinenin günlüğü okunamıyor.',
    'Yalnız root ve systemd-journal grubu okuyabilir: `sudo kopru logs`. Kapsayıcıda satırları motor tutar: `docker logs`.',
  ],
  NO_HEALTH_FILE: [
    'Güncellemeden önceki dosya bir `kopru health --json` yanıtı değil.',
    'Güncellemeden önce bir tane yazın: `kopru health --json > before.json`. Canlı olmayan bir ağ geçidininki geçmez.',
  ],
};
