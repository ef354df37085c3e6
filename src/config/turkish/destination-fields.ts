/** Fields of destinations, in Turkish. */
import type { Sentences } from '../translator.ts';

export const destinationFields: Sentences = {
  'User name and password with each request.': 'Her istekte kullanıcı adı ve parola.',
  'User name.': 'Kullanıcı adı.',
  'The password, as a secret.': 'Parola, sır olarak.',
  'A token from a token server, renewed before it ends.':
    'Belirteç sunucusundan bir belirteç, bitmeden yenilenir.',
  'Where tokens are given, the whole URL, for example that of a Keycloak realm.':
    "Belirteçlerin verildiği yer, bütün URL, örneğin bir Keycloak realm'inki.",
  'clientCredentials (default): with id and secret. refreshToken: with a token that renews.':
    'clientCredentials (varsayılan): kimlik ve sırla. refreshToken: yenileyen bir belirteçle.',
  'Id of the client at the token server.': 'İstemcinin belirteç sunucusundaki kimliği.',
  'Secret of the client; a public client has none.': 'İstemcinin sırrı; açık istemcinin yoktur.',
  'With grant: refreshToken, the first one; those that follow are kept beside the buffer.':
    'grant: refreshToken ile ilki; ardındakiler arabelleğin yanında saklanır.',
  'Scope to ask for; default: what the server gives.': 'İstenecek kapsam; varsayılan: sunucunun verdiği.',
  'Audience to ask for; few servers want it.': 'İstenecek hedef kitle (audience); az sunucu ister.',
  'Where id and secret stand: header (default; HTTP Basic), or body of the form.':
    'Kimlik ve sırrın durduğu yer: header (varsayılan; HTTP Basic) ya da formun gövdesi için body.',
  'Header that carries the token; default Authorization. Keyrock with Wilma: X-Auth-Token.':
    "Belirteci taşıyan başlık; varsayılan Authorization. Wilma'lı Keyrock: X-Auth-Token.",
  'Word before the token; default Bearer in Authorization, nothing in another header.':
    'Belirtecin önündeki sözcük; Authorization içinde varsayılan Bearer, başka başlıkta yok.',
  'Name of the destination; its place in the buffer hangs on it.':
    'Hedefin adı; arabellekteki yeri ona bağlıdır.',
  'Base URL of the NGSI-LD API, ending in /ngsi-ld/v1 for most brokers.':
    "NGSI-LD API'sinin temel URL'si, çoğu aracıda /ngsi-ld/v1 ile biter.",
  'Form of the entities. normalized (default): every attribute says what it is; all brokers read it. concise: without what can be told from the rest, about a seventh shorter; brokers read it from NGSI-LD 1.4 on.':
    "Varlıkların biçimi. normalized (varsayılan): her öznitelik ne olduğunu söyler; bütün aracılar okur. concise: geri kalanından anlaşılan yazılmaz, yaklaşık yedide bir daha kısadır; aracılar NGSI-LD 1.4'ten beri okur.",
  'Where the URL of the JSON-LD context stands. link (default): in a header, once for each request. body: in each entity, for platforms that drop the header.':
    "JSON-LD bağlamının URL'sinin durduğu yer. link (varsayılan): başlıkta, her istekte bir kez. body: her varlığın içinde; başlığı düşüren platformlar için.",
  'Contexts that the city keeps itself: how the URL of the mapping begins, and how that of the copy does. For brokers that do not reach the internet.':
    "Şehrin kendi tuttuğu bağlamlar: eşlemedeki URL'nin başı ve kopyanın URL'sinin başı. İnternete ulaşmayan aracılar için.",
  'The JSON-LD context that goes with the entities.': 'Varlıklarla giden JSON-LD bağlamı.',
  'NGSILD-Tenant; left out: the default tenant of the broker.':
    'NGSILD-Tenant; yazılmazsa aracının varsayılan kiracısı.',
  'ordered (default): every value, oldest to newest; live data waits behind the backlog of its own entity. latest: of what waits only the newest value of each attribute; the others are counted as superseded. temporal: after an outage live data goes first, and what it overtakes goes into the history of the broker by temporal writes; works as ordered with a broker that has none.':
    'ordered (varsayılan): her değer, eskiden yeniye; canlı veri kendi varlığının birikmişinin ardında bekler. latest: bekleyenlerden her özniteliğin yalnız en yeni değeri; ötekiler aşılmış sayılır. temporal: kesintiden sonra önce canlı veri gider, geçtikleri zamansal yazmalarla aracının geçmişine gider; bunu yapamayan aracıda ordered gibi çalışır.',
  'With ordered, most states of one entity in one request, oldest first; default 1. More drain a backlog faster, but after a request without an answer older values may show again until it is repeated.':
    'ordered ile, bir istekte bir varlığın en çok kaç durumu, en eskisi önce; varsayılan 1. Fazlası birikmişi daha hızlı boşaltır, ama yanıtsız bir istekten sonra, yinelenene dek eski değerler yeniden görünebilir.',
  'Extra request headers, for example an API key as a secret.':
    'Ek istek başlıkları, örneğin sır olarak bir API anahtarı.',
  'How the destination knows us: basic or oauth2; left out: by nothing but `headers` and `certificate`.':
    'Hedefin bizi nasıl tanıdığı: basic ya da oauth2; yazılmazsa yalnız `headers` ve `certificate` ile.',
  'Path of a PEM file with the certificate authorities that vouch for the broker, in place of the usual ones.':
    'Olağanların yerine aracıya kefil olan sertifika makamlarını içeren PEM dosyasının yolu.',
  'Path of a PEM file with our client certificate and those between it and its authority.':
    'İstemci sertifikamızı ve onunla makamı arasındakileri içeren PEM dosyasının yolu.',
  'Private key of the client certificate, PEM without a passphrase.':
    'İstemci sertifikasının özel anahtarı, parolasız PEM.',
  'HTTP proxy on the way. Left out: that of the variables https_proxy, http_proxy and no_proxy. none: straight on, whatever they say.':
    'Yoldaki HTTP vekili. Yazılmazsa https_proxy, http_proxy ve no_proxy değişkenlerininki. none: ne derlerse desinler doğrudan.',
  'The proxy, for example http://proxy.city.example:3128.': 'Vekil, örneğin http://proxy.city.example:3128.',
  'User name at the proxy.': 'Vekildeki kullanıcı adı.',
  'gzip: request bodies are sent compressed, for a metered link; off again when the broker does not take it.':
    'gzip: istek gövdeleri sıkıştırılarak gönderilir, ölçülü hat için; aracı kabul etmezse yeniden kapanır.',
  'Most bytes a second sent on average, headers included, compressed if they are; left out: no limit. For a metered or narrow link.':
    'Ortalama olarak saniyede gönderilen en çok bayt, başlıklar dahil, sıkıştırıldıysa sıkıştırılmış; yazılmazsa sınır yok. Ölçülü ya da dar hat için.',
  'Bounds of one request; the forwarder makes it smaller by itself when the broker asks for it.':
    'Bir isteğin sınırları; aracı isterse iletici kendiliğinden küçültür.',
  'Most entities in one request; default 100. With versionsPerRequest, up to 500 states of them in all.':
    'Bir istekte en çok varlık; varsayılan 100. versionsPerRequest ile toplam 500 duruma dek.',
  'Most bytes in one request body; default 262144 (256 KiB).':
    'Bir istek gövdesinde en çok bayt; varsayılan 262144 (256 KiB).',
  'What is told of the installation itself, as entities of the model Device, at once when something changes and else every five minutes: gateway (default), devices (the gateway and each device), none.':
    'Kurulumun kendisi hakkında, Device modelinin varlıkları olarak anlatılan; bir şey değişince hemen, değilse beş dakikada bir: gateway (varsayılan), devices (ağ geçidi ve her cihaz), none.',
  'Longest wait between two tries while the broker does not take anything; default 60s, for a metered link 5m.':
    'Aracı bir şey almazken iki deneme arasındaki en uzun bekleme; varsayılan 60s, ölçülü hatta 5m.',
  'Longest time for one request, answer included; default 30s.':
    'Yanıtı dahil bir istek için en uzun süre; varsayılan 30s.',
};
