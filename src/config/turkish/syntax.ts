/** Problems with YAML, in Turkish. */
import type { Sentences } from '../translator.ts';

export const syntax: Sentences = {
  'This line is indented with a tab, whose width nobody can know.':
    'Bu satır sekmeyle girintilenmiş; sekmenin genişliğini kimse bilemez.',
  'Replace the tab by spaces, two for each level. Where that can be meant in one way only, `kopru fmt` does it.':
    'Sekme yerine boşluk koyun, her düzey için iki. Tek anlama gelebildiği yerde `kopru fmt` bunu yapar.',
  'The file is larger than 1 MiB.': "Dosya 1 MiB'den büyük.",
  'Check that it is the right file; many equal devices go into a table of their own (group and table).':
    'Doğru dosya mı bakın; çok sayıda eşit cihaz kendi tablosuna yazılır (group ve table).',
  'Maps and lists are nested more than {0} levels deep.': 'Eşlem ve listeler {0} düzeyden derin iç içe.',
  'Look for a bracket that is not closed; no file needs more than eight levels.':
    'Kapanmamış ayraç arayın; hiçbir dosyaya sekiz düzeyden fazlası gerekmez.',
  'The file is empty.': 'Dosya boş.',
  'Write its first key.': 'İlk anahtarını yazın.',
  'This key stands twice in the same map; only one of them could count.':
    'Bu anahtar aynı eşlemde iki kez duruyor; yalnızca biri geçerli olabilirdi.',
  'Remove one or give it another name.': 'Birini silin ya da ona başka ad verin.',
  'A second document begins here (---); a file holds one.':
    'Burada ikinci bir belge başlıyor (---); dosyada tek belge olur.',
  'Remove the line, or move the rest into a file of its own.':
    'Satırı silin ya da kalanını kendi dosyasına taşıyın.',
  'A %YAML line changes how words like yes and on are read; the files are always YAML 1.2.':
    "%YAML satırı yes ve on gibi sözcüklerin okunuşunu değiştirir; dosyalar her zaman YAML 1.2'dir.",
  'Remove the line and the --- after it.': 'Satırı ve ardındaki --- işaretini silin.',
  'Anchors (&name) are not used: each place says what holds there.':
    'Çapalar (&ad) kullanılmaz: her yer kendi geçerli olanı söyler.',
  'Remove the anchor and write the value out where it is used.':
    'Çapayı silin, kullanıldığı yere değeri yazın.',
  'Aliases (*name) are not used: each place says what holds there.':
    'Takma adlar (*ad) kullanılmaz: her yer kendi geçerli olanı söyler.',
  'Write the value out here. A text that begins with * stands in quotes.':
    'Değeri buraya yazın. * ile başlayan metin tırnak içinde durur.',
  'Merge keys (<<) are not used: each place says what holds there.':
    'Birleştirme anahtarları (<<) kullanılmaz: her yer kendi geçerli olanı söyler.',
  'Write the keys out here.': 'Anahtarları buraya yazın.',
  'Tags (!name) are not used.': 'Etiketler (!ad) kullanılmaz.',
  'Remove it. A text that begins with ! stands in quotes.':
    'Silin. ! ile başlayan metin tırnak içinde durur.',
  'A key must be a word or a number.': 'Anahtar bir sözcük ya da sayı olmalı.',
  'Write `key: value`. Braces around a value, as in {name}, need quotes: "{name}".':
    '`anahtar: değer` yazın. {name} gibi süslü parantezli değer tırnak ister: "{name}".',
  'This word cannot be a key.': 'Bu sözcük anahtar olamaz.',
  'Choose another name.': 'Başka ad seçin.',
  'There is a second colon in this line, so it reads as a map inside a value.':
    'Bu satırda ikinci bir iki nokta var; değer içinde eşlem gibi okunuyor.',
  'Put the value in quotes, or move the inner key to a line of its own, indented.':
    'Değeri tırnak içine alın ya da içteki anahtarı girintili kendi satırına taşıyın.',
  'Inside [ ] and { } a list with dashes or a block text cannot begin.':
    '[ ] ve { } içinde tireli liste ya da blok metin başlayamaz.',
  'Write the whole value with brackets, or the whole value in lines.':
    'Bütün değeri ayraçlarla ya da bütün değeri satırlarla yazın.',
  'A key and its colon must stand on one line.': 'Anahtar ile iki noktası aynı satırda durmalı.',
  'Look for a missing colon or a quote that is not closed in the line above.':
    'Üst satırda eksik iki nokta ya da kapanmamış tırnak arayın.',
  'A value cannot begin with @, ` or %.': 'Değer @, ` ya da % ile başlayamaz.',
  'Put the value in quotes.': 'Değeri tırnak içine alın.',
  'This backslash sequence means nothing inside "double quotes".':
    'Bu ters eğik çizgi dizisi "çift tırnak" içinde bir şey ifade etmez.',
  "Write \\\\ for a backslash, or use 'single quotes'.":
    "Ters eğik çizgi için \\\\ yazın ya da 'tek tırnak' kullanın.",
  'A line cannot begin with %.': 'Satır % ile başlayamaz.',
  'Put the value in quotes, or write # for a comment.':
    'Değeri tırnak içine alın ya da açıklama için # yazın.',
  'This is no YAML from here on.': 'Buradan sonrası YAML değil.',
  'Look at this line and the one above for a missing colon, quote or bracket.':
    'Bu satırda ve üstündekinde eksik iki nokta, tırnak ya da ayraç arayın.',
  'the line above': 'üst satır',
  'The indentation fits neither {0} nor any level above it.':
    'Girinti ne şuna uyuyor: {0}; ne de onun üstündeki bir düzeye.',
  'Keys of one map, and dashes of one list, begin in the same column.':
    'Bir eşlemin anahtarları ve bir listenin tireleri aynı sütunda başlar.',
  'one column': 'bir sütun',
  ', or let `kopru fmt` do it': ', ya da `kopru fmt` yapsın',
  "A closing ' is missing.": "Kapanış ' işareti eksik.",
  'Close the quote. A quote inside a text: use the other kind around it.':
    'Tırnağı kapatın. Metin içinde tırnak varsa çevresinde öteki türü kullanın.',
  'A closing " is missing.': 'Kapanış " işareti eksik.',
  'A closing ] is missing, or a line inside [ ] is not indented.':
    'Kapanış ] işareti eksik ya da [ ] içindeki bir satır girintili değil.',
  'Close the bracket.': 'Köşeli ayracı kapatın.',
  'A closing } is missing, or a line inside { } is not indented.':
    'Kapanış } işareti eksik ya da { } içindeki bir satır girintili değil.',
  'Close the brace.': 'Süslü ayracı kapatın.',
  'Between these two there is neither a comma nor a colon.':
    'Bu ikisinin arasında ne virgül ne iki nokta var.',
  'Write `key: value, key: value`.': '`anahtar: değer, anahtar: değer` yazın.',
  'A comma is missing before this.': 'Bundan önce virgül eksik.',
  'Separate the values inside [ ] and { } by commas.': '[ ] ve { } içindeki değerleri virgülle ayırın.',
  'After the colon a blank is missing.': 'İki noktadan sonra boşluk eksik.',
  'Write `key: value`.': '`anahtar: değer` yazın.',
  'This line has no colon, so it is no key.': 'Bu satırda iki nokta yok, anahtar değil.',
  'This line belongs to a list and has no dash.': 'Bu satır bir listenin, tiresi ise yok.',
  'Begin it with `- `, or indent it as part of the item above.':
    '`- ` ile başlatın ya da yukarıdaki öğenin parçası olarak girintileyin.',
  'A comment needs a blank before its #.': 'Açıklama, # işaretinden önce boşluk ister.',
  'Write a blank, or put the value in quotes.': 'Boşluk koyun ya da değeri tırnak içine alın.',
  'The {0} of line {1} is not closed.': '{1}. satırdaki {0} kapanmamış.',
  'Write {0} at its end; lines inside are indented further than the line it is in.':
    'Sonuna {0} yazın; içindeki satırlar, bulunduğu satırdan daha girintili durur.',
  'A colon, comma, quote or bracket is missing here.': 'Burada iki nokta, virgül, tırnak ya da ayraç eksik.',
  'Look from the start of this value for where it should end.':
    'Bu değerin başından başlayarak nerede bitmesi gerektiğine bakın.',
};
