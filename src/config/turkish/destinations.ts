/** Problems with entities, destinations, the MQTT listener, topics, in Turkish. */
import type { Sentences } from '../translator.ts';

export const destinations: Sentences = {
  '`{0}` has no effect: the broker is asked over http.':
    '`{0}` etkisiz: bağlam aracısına http ile gidiliyor.',
  'Write https:// in `broker`, or remove it.': '`broker` içinde https:// yazın ya da onu silin.',
  'A refresh token has no effect with the grant clientCredentials.':
    'clientCredentials izninde yenileme belirteci etkisizdir.',
  'Write `grant: refreshToken`, or remove it.': '`grant: refreshToken` yazın ya da onu silin.',
  'The header `{0}` is filled by {1} already.': '`{0}` başlığını zaten {1} dolduruyor.',
  'Remove one of the two.': 'İkisinden birini silin.',
  'Secrets go to this URL unencrypted.': 'Sırlar bu adrese şifrelenmeden gidiyor.',
  'Write https:// if the server offers it.': 'Sunucu destekliyorsa https:// yazın.',
  "{0} is the name of the gateway's own MQTT broker.": '{0}, ağ geçidinin kendi MQTT aracısının adıdır.',
  "Give this one another name; the gateway's own is described under `mqtt: {0}:`.":
    'Buna başka ad verin; ağ geçidinin kendi aracısı `mqtt: {0}:` altında anlatılır.',
  'Add `tls: { certificate: ..., key: { secret: ... } }`, or `plain: {}` for this machine alone.':
    '`tls: { certificate: ..., key: { secret: ... } }` ya da yalnız bu makine için `plain: {}` ekleyin.',
  'It does not say where to listen.': 'Nerede dinleyeceğini söylemiyor.',
  'Passwords and values would cross the network of {0} readable for everybody on it.':
    'Parolalar ve değerler {0} ağından herkesin okuyabileceği biçimde geçerdi.',
  'Use `tls`; where devices cannot, add `clearText: accepted` and let nobody else into that network.':
    '`tls` kullanın; cihazlar yapamıyorsa `clearText: accepted` ekleyin ve o ağa başkasını sokmayın.',
  'Anybody who reaches {0} could publish values in the name of a sensor.':
    '{0} adresine ulaşan herkes bir algılayıcı adına değer yayımlayabilirdi.',
  'Remove it and add users with kopru mqtt user, or listen on 127.0.0.1.':
    'Silin ve kullanıcıları kopru mqtt user ile ekleyin ya da 127.0.0.1 üzerinde dinleyin.',
  'MQTT with TLS is usually at 8883, without at 1883.':
    'MQTT çoğunlukla TLS ile 8883, TLS olmadan 1883 portundadır.',
  'Port {0} is taken by `tls` already.': '{0} portunu zaten `tls` kullanıyor.',
  'There is no port {0}.': '{0} numaralı port yoktur.',
  'The highest is 65535.': 'En büyüğü 65535.',
  'the device': 'cihaz',
  'Nothing is put in for the braces in {0}: the topic would be taken letter by letter.':
    '{0} içindeki süslü parantezlere bir şey konmaz: konu harfi harfine alınırdı.',
  'Write what the device publishes to; in a table each row says it, in a column `params.{0}`.':
    'Cihazın yayımladığı konuyu yazın; tabloda her satır onu `params.{0}` sütununda söyler.',
  'The driver puts the rest around it, so that the topic would be {0}.':
    'Sürücü geri kalanını çevresine ekler, konu o zaman şöyle olurdu: {0}.',
  '{0} fits the messages of many, and all of them would be read as {1}.':
    '{0} birçok cihazın iletilerine uyar, hepsi {1} diye okunurdu.',
  'Write the topic of this device alone; each of the others has an entry of its own.':
    'Yalnız bu cihazın konusunu yazın; ötekilerin her birinin kendi kaydı olur.',
  'The messages of this topic are those of {0} already.': 'Bu konunun iletileri zaten şunun: {0}.',
  'Correct the topic: each device has its own.': 'Konuyu düzeltin: her cihazınki ayrıdır.',
  'The entity {0} is made twice; the other entry stands in {1}:{2}.':
    '{0} varlığı iki kez yapılıyor; öteki kayıt şurada: {1}:{2}.',
  'Give one of them an `id` of its own.': 'Birine kendi `id` değerini verin.',
  'No device or group is called {0}.': '{0} adında bir cihaz ya da grup yok.',
  'Readings of the gateway itself (`self`) are not supported by this version.':
    'Ağ geçidinin kendi okumaları (`self`) bu sürümde desteklenmiyor.',
  'Leave the entity out; `kopru status` and the metrics show the state of the gateway.':
    'Varlığı çıkarın; ağ geçidinin durumunu `kopru status` ve ölçümler gösterir.',
  'The mapping sends what it gets at once, so a period says nothing.':
    'Eşleme eline geçeni hemen gönderir, dönem bir şey söylemez.',
  'The entity does not say which device it is made from.': 'Varlık hangi cihazdan yapıldığını söylemiyor.',
  'Add `from` for one entity, or `each` for one entity from each device.':
    'Tek varlık için `from`, her cihazdan bir varlık için `each` ekleyin.',
  '`from` and `each` stand together.': '`from` ile `each` birlikte duruyor.',
  'Keep `from` for one entity, or `each` for one entity from each device.':
    'Tek varlık için `from`, her cihazdan bir varlık için `each` kalsın.',
  'An entity from several devices needs an id of its own.':
    'Birkaç cihazdan yapılan varlığa kendi kimliği gerekir.',
  'Write `each` in place of `from` if every one of them is an entity; if they make one together, add `id`, the end of its URN.':
    "Her biri bir varlıksa `from` yerine `each` yazın; birlikte bir varlık oluyorlarsa `id` ekleyin: URN'sinin sonu.",
  'With `each` every device makes an entity, and one id cannot name them all.':
    '`each` ile her cihaz bir varlık yapar, tek kimlik hepsine ad olamaz.',
  'Remove `id`: each is called after its device.': '`id` anahtarını silin: her biri cihazının adını alır.',
  'Two destinations are called {0}; their places in the buffer would mix.':
    'İki hedefin adı {0}; arabellekteki yerleri karışırdı.',
  'Give one another name.': 'Birine başka ad verin.',
  'The destination {0} is the same broker and tenant: everything would be sent twice.':
    '{0} hedefi aynı aracı ve kiracı: her şey iki kez gönderilirdi.',
  'Remove one, or give each its own `tenant`.':
    'Birini silin ya da her birine kendi `tenant` değerini verin.',
};
