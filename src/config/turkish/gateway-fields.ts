/** Fields of gateway.yaml, but for its destinations, in Turkish. */
import type { Sentences } from '../translator.ts';

export const gatewayFields: Sentences = {
  'Reference to a secret. Secrets are never written into a file.':
    'Bir sırra başvuru. Sırlar hiçbir zaman dosyaya yazılmaz.',
  'Name of the secret: a systemd credential, else a file named by KOPRU_SECRET_<NAME>_FILE.':
    'Sırrın adı: bir systemd kimlik bilgisi, yoksa KOPRU_SECRET_<NAME>_FILE değişkeninin gösterdiği dosya.',
  'Topic on which the gateway keeps its own state, retained, as JSON: on change, every 5 minutes, and as a last will {"state":"lost"}. Left out: it publishes nothing.':
    'Ağ geçidinin kendi durumunu JSON olarak, kalıcı (retained) tuttuğu konu: değişince, 5 dakikada bir ve son vasiyet olarak {"state":"lost"}. Yazılmazsa hiçbir şey yayımlanmaz.',
  'Where the facts are from, and their licence.': 'Bilgilerin nereden geldiği ve lisansları.',
  'Kind of GeoJSON geometry.': 'GeoJSON geometrisinin türü.',
  'Its coordinates as in GeoJSON, longitude before latitude.':
    "GeoJSON'daki gibi koordinatları, boylam enlemden önce.",
  '[longitude, latitude] in degrees (WGS84), or a GeoJSON geometry.':
    'Derece olarak [boylam, enlem] (WGS84) ya da bir GeoJSON geometrisi.',
  'Id of the GNSS receiver among the devices that finds where the gateway stands.':
    'Cihazlar arasında, ağ geçidinin yerini bulan GNSS alıcısının kimliği.',
  'What counts until it has found the place; left out: entities go without a location.':
    'Yeri bulana dek geçerli olan; yazılmazsa varlıklar konumsuz gider.',
  '[longitude, latitude] in degrees (WGS84), a GeoJSON geometry, or { from: gps }: where a receiver finds it.':
    'Derece olarak [boylam, enlem] (WGS84), bir GeoJSON geometrisi ya da bir alıcının bulduğu yer: { from: gps }.',
  'Id of the gateway, unique in the city; becomes part of every URN.':
    "Ağ geçidinin kimliği, şehirde tek; her URN'nin parçası olur.",
  'Name for people.': 'İnsanlar için ad.',
  'IANA name, for example Europe/Istanbul; default UTC. Needed by devices that send local time.':
    'IANA adı, örneğin Europe/Istanbul; varsayılan UTC. Yerel saat gönderen cihazlar için gerekir.',
  'Named values of the place that mappings may ask for, for example { referenceLevel: 4.2 }.':
    'Eşlemelerin sorabileceği, yerin adlı değerleri, örneğin { referenceLevel: 4.2 }.',
  'Temperature in degrees Celsius at which ppm and µg/m³ of gases are converted; default 20.':
    'Gazların ppm ve µg/m³ değerlerinin çevrildiği sıcaklık, Celsius; varsayılan 20.',
  "auto (default): readings wait until the clock is known to be right. trusted: this machine's clock is right from the start.":
    'auto (varsayılan): saatin doğru olduğu bilinene dek okumalar bekler. trusted: bu makinenin saati baştan doğrudur.',
  'While nobody vouches for the clock. hold (default): readings wait. estimate: after ten minutes they are sent with the time of the clock as it is, and each attribute says so by timeEstimated: true; for places without any time server.':
    'Saate kimse kefil değilken. hold (varsayılan): okumalar bekler. estimate: on dakika sonra saatin o anki zamanıyla gönderilir, her öznitelik bunu timeEstimated: true ile söyler; zaman sunucusu hiç olmayan yerler için.',
  'MQTT brokers by name.': 'Adlarıyla MQTT aracıları.',
  'The gateway as an MQTT broker, for devices that have none.':
    'Aracısı olmayan cihazlar için MQTT aracısı olarak ağ geçidi.',
  'Path of the driver, for example eastron/sdm630.': 'Sürücünün yolu, örneğin eastron/sdm630.',
  'Answers to what the driver asks.': 'Sürücünün sorduklarına yanıtlar.',
  'Modbus, or serial devices that are asked in turn: name of the bus it hangs on.':
    'Modbus ya da sırayla sorulan seri cihazlar: bağlı olduğu veri yolunun adı.',
  'Modbus: unit id on the bus, 1 to 247.': 'Modbus: veri yolundaki birim numarası, 1 ile 247 arası.',
  'Serial: port it hangs on, best the stable path under /dev/serial/by-id, or tcp://host:port of a converter.':
    'Seri: bağlı olduğu port, en iyisi /dev/serial/by-id altındaki kalıcı yol, ya da bir dönüştürücünün tcp://host:port adresi.',
  "Serial: line setting of the port, where it differs from the driver's.":
    'Seri: portun hat ayarı, sürücününkinden farklıysa.',
  'MQTT: name of the MQTT broker it publishes to, or listen for our own.':
    'MQTT: yayımladığı MQTT aracısının adı ya da bizimki için listen.',
  'LoRaWAN: the DevEUI on the label of the device, in quotes, for example "24E1240123456789".':
    'LoRaWAN: cihaz etiketindeki DevEUI, tırnak içinde, örneğin "24E1240123456789".',
  "Interval between polls instead of the driver's, for example 10s.":
    'Sürücününki yerine sorgular arası süre, örneğin 10s.',
  'Silent after this without a value; default 3 times the interval.':
    'Bu süre değer gelmezse susmuş sayılır; varsayılan aralığın 3 katı.',
  'Serial number of the device that is there now.': 'Şu anda orada olan cihazın seri numarası.',
  'Named values of the place that mappings may ask for.': 'Eşlemelerin sorabileceği, yerin adlı değerleri.',
  "Changes to the driver's points by name; false: do not use. For example { voltage: { as: supplyVoltage, max: 60 }, current.L2: false }: as says what a point means here, the other keys are those of a point.":
    'Sürücünün noktalarında adlarıyla değişiklikler; false: kullanma. Örneğin { voltage: { as: supplyVoltage, max: 60 }, current.L2: false }: as, noktanın burada ne demek olduğunu söyler; öteki anahtarlar bir noktanınkilerdir.',
  'Other words for tags of points.': 'Noktaların etiketleri için başka sözcükler.',
  'Keeps only messages in which something changed, in place of what the driver has as its default; none: keeps every one.':
    'Sürücünün varsayılanı yerine, yalnızca bir şeyin değiştiği iletileri tutar; none: hepsini tutar.',
  'True: not read, and no error where it is named.': 'true: okunmaz, adının geçtiği yerde hata olmaz.',
  'Role of the device at the site, for example meter; stays when the device is replaced.':
    'Cihazın yerdeki rolü, örneğin meter; cihaz değişince kalır.',
  'Name of a group of devices that a table lists; stands for all of them wherever devices are named.':
    'Bir tablonun listelediği cihazlar grubunun adı; cihaz adı yazılan her yerde hepsinin yerini tutar.',
  'CSV file beside gateway.yaml, or a list of maps: one device in each row. Stands with `group`, which takes the place of `id`. Columns are called like keys of a device: id, unitId, name, lon, lat, params.topic.':
    'gateway.yaml yanındaki CSV dosyası ya da eşlem listesi: her satırda bir cihaz. `id` yerini alan `group` ile durur. Sütunların adı cihaz anahtarları gibidir: id, unitId, name, lon, lat, params.topic.',
  'Path of the mapping, for example Environment/AirQualityObserved; `kopru mapping list` shows all.':
    'Eşlemenin yolu, örneğin Environment/AirQualityObserved; `kopru mapping list` hepsini gösterir.',
  'Device, or devices, that make one entity together; the first has the say.':
    'Birlikte tek varlık yapan cihaz ya da cihazlar; söz ilkinindir.',
  'Devices, or a group, that make one entity each.': 'Her biri bir varlık yapan cihazlar ya da bir grup.',
  'Local id in the URN; default: the id of the device. A whole URN is taken as it is.':
    "URN'deki yerel kimlik; varsayılan: cihazın kimliği. Tam bir URN olduğu gibi alınır.",
  'Answers to what the mapping asks.': 'Eşlemenin sorduklarına yanıtlar.',
  'Instead of the period of the mapping: 1m to 1h, from the full hour on.':
    'Eşlemenin dönemi yerine: 1m ile 1h arası, tam saatten başlayarak.',
  'Static attributes that the mapping does not have.': 'Eşlemede olmayan sabit öznitelikler.',
  'Where and how much is kept on disk.': 'Diskte nerede ve ne kadar saklandığı.',
  'Status, health and metrics.': 'Durum, sağlık ve ölçümler.',
  'Version of this format: 1.': 'Bu biçimin sürümü: 1.',
  'The gateway itself.': 'Ağ geçidinin kendisi.',
  'Modbus lines and connections by name.': 'Adlarıyla Modbus hatları ve bağlantıları.',
  'MQTT brokers that devices publish to, our own among them.':
    'Cihazların yayımladığı MQTT aracıları, bizimki de aralarında.',
  'What is installed.': 'Kurulu olanlar.',
  'What the city gets to see.': 'Şehrin gördükleri.',
  'NGSI-LD brokers to deliver to.': 'Teslim edilecek NGSI-LD aracıları.',
  'Only messages in which something changed pass, and at least one in this time; left out: change is not asked for.':
    'Yalnızca bir şeyin değiştiği iletiler geçer, bu süre içinde en az bir tanesi; yazılmazsa değişime bakılmaz.',
  "Smallest change that counts, by point, for example { voltage.L1: 1, temperature: 2% }: in the point's unit, or as a share of the last value that passed; points not named: any change. What passes, passes with all its points. Needs `heartbeat`.":
    'Sayılan en küçük değişim, noktaya göre, örneğin { voltage.L1: 1, temperature: 2% }: noktanın biriminde ya da geçen son değerin payı olarak; adı geçmeyen noktalarda her değişim. Geçen, bütün noktalarıyla geçer. `heartbeat` ister.',
  'At most one message in this time, the newest.': 'Bu süre içinde en çok bir ileti, en yenisi.',
  'Address and port for others than this machine, for example 0.0.0.0:8443; TLS only.':
    'Bu makineden başkaları için adres ve port, örneğin 0.0.0.0:8443; yalnızca TLS.',
  'Names by which it is called, besides its addresses and the name of this machine.':
    'Adresleri ve bu makinenin adı dışında çağrıldığı adlar.',
  'PEM file with the certificate, its chain behind it; default: a self-signed one is made.':
    'Ardında zinciriyle sertifikanın PEM dosyası; varsayılan: kendinden imzalı bir tane yapılır.',
  'PEM file with the key of the certificate.': 'Sertifika anahtarının PEM dosyası.',
  'Address of the page, status, health and metrics; loopback only. Default 127.0.0.1:8080.':
    'Sayfanın, durumun, sağlığın ve ölçümlerin adresi; yalnızca geri döngü. Varsayılan 127.0.0.1:8080.',
  'The page for others than this machine, over TLS and for people who sign in; served once kopru page enable was run.':
    'Bu makineden başkaları için sayfa, TLS ile ve oturum açanlara; kopru page enable çalıştırılınca sunulur.',
  'Folder of the database; default $STATE_DIRECTORY, else /var/lib/kopru for /etc/kopru/gateway.yaml, ./state beside any other.':
    'Veritabanının klasörü; varsayılan $STATE_DIRECTORY, yoksa /etc/kopru/gateway.yaml için /var/lib/kopru, başkası için yanındaki ./state.',
  'Most megabytes on disk; beyond, the oldest readings are dropped and counted. Default 256.':
    'Diskte en çok megabayt; ötesinde en eski okumalar bırakılır ve sayılır. Varsayılan 256.',
  'Readings older than this are dropped and counted; default 30d.':
    'Bundan eski okumalar bırakılır ve sayılır; varsayılan 30d.',
  'URL of the MQTT broker.': "MQTT aracısının URL'si.",
  'User name; the password is a secret.': 'Kullanıcı adı; parola bir sırdır.',
  'Client id; default kopru-<gateway id>. Two gateways with one id throw each other off.':
    'İstemci kimliği; varsayılan kopru-<ağ geçidi kimliği>. Aynı kimlikli iki ağ geçidi birbirini düşürür.',
  'Version of MQTT; default 3.1.1, which every MQTT broker speaks.':
    'MQTT sürümü; varsayılan 3.1.1, onu her MQTT aracısı konuşur.',
  'Name of a group: all gateways that name it share the messages, each of which goes to one of them ($share). Left out: this gateway gets every message.':
    'Bir grubun adı: onu yazan bütün ağ geçitleri iletileri paylaşır, her ileti yalnız birine gider ($share). Yazılmazsa bu ağ geçidi her iletiyi alır.',
  'LoRaWAN network server that publishes there: chirpstack (version 4) or tts (The Things Stack, version 3). Left out: none.':
    'Orada yayımlayan LoRaWAN ağ sunucusu: chirpstack (sürüm 4) ya da tts (The Things Stack, sürüm 3). Yazılmazsa yok.',
  'Path of a PEM file with the certificate authority of the MQTT broker.':
    'MQTT aracısının sertifika makamını içeren PEM dosyasının yolu.',
  'Path of a PEM file with the client certificate.': 'İstemci sertifikasını içeren PEM dosyasının yolu.',
  'Private key of the client certificate.': 'İstemci sertifikasının özel anahtarı.',
  'Encrypted; what devices across a network use.': 'Şifreli; ağ üzerindeki cihazların kullandığı.',
  'Address and port; default [::]:8883, every interface.':
    'Adres ve port; varsayılan [::]:8883, bütün arayüzler.',
  'Path of a PEM file with the certificate and its chain.':
    'Sertifika ve zincirini içeren PEM dosyasının yolu.',
  'Private key of the certificate.': 'Sertifikanın özel anahtarı.',
  'Path of a PEM file with the authority of client certificates: every client must show one. Its common name is the user where the client names none.':
    'İstemci sertifikalarının makamını içeren PEM dosyasının yolu: her istemci bir sertifika göstermelidir. İstemci kullanıcı adı vermezse sertifikadaki ortak ad kullanıcıdır.',
  'Not encrypted; for programs on this machine, or a network that nobody else can reach.':
    'Şifresiz; bu makinedeki programlar ya da başka kimsenin ulaşamadığı bir ağ için.',
  'Address and port; default 127.0.0.1:1883.': 'Adres ve port; varsayılan 127.0.0.1:1883.',
  'True: publishing needs no user. On a loopback address only.':
    'true: yayımlamak kullanıcı istemez. Yalnızca geri döngü adresinde.',
  'Needed on any address but loopback: passwords and values cross that network readable for everybody on it.':
    'Geri döngü dışındaki her adreste gerekir: parolalar ve değerler o ağdan herkesin okuyabileceği biçimde geçer.',
  'LoRaWAN network server that publishes to the gateway itself: chirpstack (version 4) or tts (The Things Stack, version 3). Left out: none.':
    'Ağ geçidinin kendisine yayımlayan LoRaWAN ağ sunucusu: chirpstack (sürüm 4) ya da tts (The Things Stack, sürüm 3). Yazılmazsa yok.',
  'File of users and their rights; default mqtt-users.json in the state folder. See kopru mqtt user.':
    'Kullanıcılar ve hakları dosyası; varsayılan, durum klasöründe mqtt-users.json. Bakın: kopru mqtt user.',
  'What one client, one address and all together may use.':
    'Bir istemcinin, bir adresin ve hepsinin birlikte kullanabileceği.',
  'Most clients at once; default 500.': 'Aynı anda en çok istemci; varsayılan 500.',
  'Most clients at once from one address; default 100.':
    'Bir adresten aynı anda en çok istemci; varsayılan 100.',
  'Largest packet in bytes; a client that announces a larger one is cut off. Default 65536.':
    'Bayt olarak en büyük paket; daha büyüğünü duyuran istemcinin bağlantısı kesilir. Varsayılan 65536.',
  'Most messages a second from one client, in the long run; beyond, it has to wait. Default 1000.':
    'Bir istemciden saniyede en çok ileti, uzun sürede; ötesinde beklemesi gerekir. Varsayılan 1000.',
  'Path of the serial port; best the stable one under /dev/serial/by-id.':
    'Seri portun yolu; en iyisi /dev/serial/by-id altındaki kalıcı olan.',
  'Line setting of every device on it.': 'Üzerindeki her cihazın hat ayarı.',
  'rtu (default), or ascii for devices set to Modbus ASCII, mostly at 7E1.':
    'rtu (varsayılan) ya da Modbus ASCII ayarlı cihazlar için ascii, çoğunlukla 7E1 ile.',
  'Host and port of a Modbus TCP server or a converter.':
    'Bir Modbus TCP sunucusunun ya da dönüştürücünün makinesi ve portu.',
  'tcp (default), or rtu or ascii for a converter that passes such frames through.':
    'tcp (varsayılan) ya da böyle çerçeveleri geçiren dönüştürücü için rtu veya ascii.',
  'The machine on which the gateway runs; there is nothing to set, so it is `host: {}`.':
    'Ağ geçidinin çalıştığı makine; ayarlanacak bir şey yok, bu yüzden `host: {}`.',
};
