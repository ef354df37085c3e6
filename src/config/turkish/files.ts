/** Problems with files, keys, values, tables, secrets, in Turkish. */
import type { Sentences } from '../translator.ts';

export const files: Sentences = {
  '{0} is read as the number {1}.': '{0}, {1} sayısı olarak okunur.',
  'Write {0}, or "{1}" in quotes if the zeros belong to it.':
    '{0} yazın; sıfırlar değere aitse tırnak içinde "{1}" yazın.',
  '{0} has more digits than a number can keep.': '{0}, bir sayının tutabileceğinden çok basamak taşıyor.',
  'Among sentinels write highest or lowest; a text stands in quotes.':
    'Geçersiz değerler arasında highest ya da lowest yazın; metin tırnak içinde durur.',
  'The file cannot be read: {0}.': 'Dosya okunamıyor: {0}.',
  'Check who may read it: `ls -l` shows owner and rights.':
    'Kimin okuyabildiğine bakın: `ls -l` sahibini ve izinleri gösterir.',
  'No {0} is called {1}.': '{1} adında bir {0} yok.',
  'Did you mean {0}?': 'Şunu mu demek istediniz: {0}?',
  '`kopru {0} list` shows all.': '`kopru {0} list` hepsini gösterir.',
  'The file is not UTF-8 text.': 'Dosya UTF-8 metni değil.',
  'Save it again with the encoding UTF-8; Turkish letters from Windows editors are often in code page 1254.':
    'UTF-8 kodlamasıyla yeniden kaydedin; Windows düzenleyicilerinin Türkçe harfleri çoğu kez 1254 kod sayfasındadır.',
  'There is no table {0} beside gateway.yaml.': 'gateway.yaml yanında {0} tablosu yok.',
  'Check its name and folder.': 'Adına ve klasörüne bakın.',
  '`gateway` is missing.': '`gateway` eksik.',
  'Add `gateway: { id: ..., location: [lon, lat] }`.':
    '`gateway: { id: ..., location: [boylam, enlem] }` ekleyin.',
  'No entity is made from {0}: its readings are shown, not kept.':
    '{0} cihazından hiçbir varlık yapılmıyor: okumaları gösterilir, saklanmaz.',
  'Name it under `entities`, or write `disabled: true`; if it is only to be watched, all is well.':
    '`entities` altında adını yazın ya da `disabled: true` verin; yalnız izlenecekse her şey yolundadır.',
  'There is no such file.': 'Böyle bir dosya yok.',
  'Name the one you mean, or write it.': 'Kastettiğinizi yazın ya da dosyayı oluşturun.',
  'The default of `{0}` is no possible answer to it.':
    '`{0}` için verilen varsayılan, olası yanıtlardan biri değil.',
  'Correct the default, or `type` and `choices`.':
    'Varsayılanı ya da `type` ve `choices` değerlerini düzeltin.',
  'No param is called {0}.': '{0} adında bir parametre yok.',
  'Declare it under `params`.': '`params` altında tanımlayın.',
  'The param `{0}` of {1} is not answered.': '{1} için `{0}` parametresi yanıtlanmamış.',
  'There is no param `{0}` in {1}.': '{1} içinde `{0}` parametresi yok.',
  'and {0} more': 've {0} tane daha',
  '{0} and {1} more': '{0} ve {1} tane daha',
  ' (Also at {0}.)': ' (Ayrıca: {0}.)',
  'The secret {0} is nowhere to be found.': '{0} sırrı hiçbir yerde bulunamadı.',
  'Give systemd LoadCredential={0}:/path, or set {1}, or write it into {2}/{3} with mode 0600.':
    "systemd'ye LoadCredential={0}:/yol verin, {1} değişkenini ayarlayın ya da 0600 izniyle {2}/{3} dosyasına yazın.",
  'The secret {0} in {1} can be read by others than its owner.':
    '{1} içindeki {0} sırrını sahibinden başkaları da okuyabiliyor.',
  'Run: chmod 600 {0}': 'Çalıştırın: chmod 600 {0}',
  'The secret {0} in {1} cannot be read: {2}.': '{1} içindeki {0} sırrı okunamıyor: {2}.',
  'Give it to the user of the gateway (sudo chown kopru {0}), or name it in the unit by LoadCredential=.':
    'Dosyayı ağ geçidinin kullanıcısına verin (sudo chown kopru {0}) ya da birimde LoadCredential= ile adını yazın.',
  '{0} {1} has not the right form.': '{0} {1} doğru biçimde değil.',
  '`{0}` is not supported by this version.': '`{0}` bu sürümde desteklenmiyor.',
  'There is no key `{0}` here.': 'Burada `{0}` anahtarı yok.',
  '`{0}` stands here already; remove this one.': '`{0}` burada zaten var; bunu silin.',
  'The other way round: {0}: { {1}: ... }.': 'Tersine: {0}: { {1}: ... }.',
  'Known here: {0}.': 'Burada bilinenler: {0}.',
  'Remove it.': 'Silin.',
  '`{0}` cannot stand beside {1}.': '`{0}` şunun yanında duramaz: {1}.',
  'Remove what is not meant.': 'Kastedilmeyeni silin.',
  '{0} is missing.': '{0} eksik.',
  'Write one of {0}.': 'Şunlardan birini yazın: {0}.',
  'Write it.': 'Yazın.',
  '{0} cannot be a name here.': '{0} burada ad olamaz.',
  'a whole number': 'tam sayı',
  'a map of keys': 'anahtarlardan oluşan eşlem',
  '{0} has no value.': '{0} değersiz.',
  'Write {0}, or remove the key.': '{0} yazın ya da anahtarı silin.',
  '{0} must be {1}, and is {2}.': '{0} şu olmalı: {1}; şu anda: {2}.',
  'Write it as a list: [ ... ].': 'Liste olarak yazın: [ ... ].',
  'Write the value alone, without a key.': 'Yalnızca değeri yazın, anahtarsız.',
  'Leave the decimals out.': 'Ondalıkları atın.',
  'Remove the quotes.': 'Tırnakları silin.',
  'Write the decimal mark as a point: {0}.': 'Ondalık ayırıcıyı nokta yazın: {0}.',
  'Write the digits alone, without a unit.': 'Yalnızca rakamları yazın, birimsiz.',
  'Write it as { {0} }.': 'Şöyle yazın: { {0} }.',
  '{0} cannot be {1}.': '{0} şu olamaz: {1}.',
  '{0} is a secret, and secrets are never written into a file.':
    '{0} bir sırdır, sırlar hiçbir zaman dosyaya yazılmaz.',
  'Write { secret: name } and put it into a file /etc/kopru/secrets/name that only root can read; `kopru explain SECRET_IN_FILE` knows more ways.':
    "{ secret: ad } yazın ve sırrı yalnız root'un okuyabildiği /etc/kopru/secrets/ad dosyasına koyun; `kopru explain SECRET_IN_FILE` başka yolları da anlatır.",
  'Entry {0} of `{1}`': '`{1}` içindeki {0}. kayıt',
  'the text {0}': '{0} metni',
  'This column has no name.': 'Bu sütunun adı yok.',
  'Name it after the key it holds, for example id.': 'Tuttuğu anahtarın adını verin, örneğin id.',
  'Two columns have this name.': 'Bu ad iki sütunda var.',
  'A place takes two columns.': 'Bir yer iki sütun ister.',
  'Call them lon and lat, each with a number of degrees.':
    'Adlarını lon ve lat koyun, her birinde derece olarak sayı.',
  'This cell begins with a quote that is not closed on its line.':
    'Bu hücre, kendi satırında kapanmayan bir tırnakla başlıyor.',
  'Close it, write "" for a quote inside, and keep each cell on one line.':
    'Kapatın, içteki tırnak için "" yazın ve her hücreyi tek satırda tutun.',
  'This row has {0} cells, and there are {1} columns.': 'Bu satırda {0} hücre var, sütun sayısı {1}.',
  'Add or remove cells; a cell with the separator in it stands in "quotes".':
    'Hücre ekleyin ya da silin; içinde ayırıcı olan hücre "tırnak" içinde durur.',
};
