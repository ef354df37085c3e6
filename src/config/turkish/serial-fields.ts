/** Fields of serial parts of drivers, in Turkish. */
import type { Sentences } from '../translator.ts';

export const serialFields: Sentences = {
  'Binary frames: place of the first byte, 0 is the first of `start`; negative from the end.':
    'İkili çerçeveler: ilk baytın yeri, `start` baytlarının ilki 0; sondan eksi.',
  'Binary: how the bytes make a number, or text. Text frames: hex for a number in hexadecimal digits.':
    'İkili: baytların nasıl sayı ya da metin yaptığı. Metin çerçeveleri: onaltılı haneli sayı için hex.',
  'Binary: order of the bytes; default that of the frame.': 'İkili: bayt sırası; varsayılan çerçeveninki.',
  'Binary: characters of a text.': 'İkili: metnin karakter sayısı.',
  'Text frames: number of the field, 0 is the first, negative from the end; or its name.':
    'Metin çerçeveleri: alanın numarası, ilki 0, sondan eksi; ya da adı.',
  'Text frames: first and last character of the field, or of the text where no `field` is named.':
    'Metin çerçeveleri: alanın, `field` yazılmadıysa metnin ilk ve son karakteri.',
  'Conditions on what the same frame says; it counts only when all hold.':
    'Aynı çerçevenin söyledikleri üzerine koşullar; ancak hepsi tutunca sayılır.',
  'Bytes that every frame begins with, for example "AA C0".':
    'Her çerçevenin başladığı baytlar, örneğin "AA C0".',
  'Bytes of the whole frame, `start` and `end` included; or where the frame says it.':
    '`start` ve `end` dahil bütün çerçevenin bayt sayısı; ya da çerçevenin onu söylediği yer.',
  'Where the frame says its length.': 'Çerçevenin uzunluğunu söylediği yer.',
  'Type of that number.': 'O sayının türü.',
  'Added to it gives the bytes of the whole frame.': 'Ona eklenince bütün çerçevenin bayt sayısını verir.',
  'Bytes that every frame ends with.': 'Her çerçevenin bittiği baytlar.',
  'Frames are told apart by silence of this length, for example 20ms.':
    'Çerçeveler bu kadar sessizlikle ayrılır, örneğin 20ms.',
  'Byte stuffing; undone before positions and checksum count.':
    'Bayt doldurma; konumlar ve sağlama toplamından önce geri alınır.',
  'Byte that makes the next one mean another.': 'Ardındakinin başka anlama gelmesini sağlayan bayt.',
  'The next byte is changed by this, for example 0x20; 0: it means itself.':
    'Sonraki bayt bununla değişir, örneğin 0x20; 0: kendisi demektir.',
  'What the next byte means, for example { DC: "C0", DD: "DB" }.':
    'Sonraki baytın ne demek olduğu, örneğin { DC: "C0", DD: "DB" }.',
  'Check of the frame; one that does not fit is no message.':
    'Çerçevenin sağlaması; tutmayan ileti değildir.',
  'How it is computed.': 'Nasıl hesaplandığı.',
  'First and last byte that it covers.': 'Kapsadığı ilk ve son bayt.',
  'Where it stands; negative from the end.': 'Durduğu yer; sondan eksi.',
  'Order of its bytes; default that of the frame.': 'Baytlarının sırası; varsayılan çerçeveninki.',
  'What every frame begins with, for example "$"; it cannot occur inside.':
    'Her çerçevenin başladığı, örneğin "$"; içinde geçemez.',
  'What every frame ends with, for example "\\r\\n".': 'Her çerçevenin bittiği, örneğin "\\r\\n".',
  'Exact characters of the text between start and end.': 'Baş ile son arasındaki metnin tam karakter sayısı.',
  'What stands between two fields; left out: one field.': 'İki alan arasında duran; yazılmazsa tek alan.',
  'What stands between the name of a field and its value.': 'Bir alanın adı ile değeri arasında duran.',
  'Names of the fields in their order; there must be exactly so many.':
    'Sırasıyla alanların adları; sayıları tam o kadar olmalı.',
  'How it is computed, over everything between start and mark.':
    'Baş ile işaret arasındaki her şey üzerinden nasıl hesaplandığı.',
  'The mark behind which its hexadecimal digits stand, for example "*".':
    'Ardında onaltılı hanelerinin durduğu işaret, örneğin "*".',
  'How the frame begins, ? stands for any character; hex for binary frames.':
    'Çerçevenin nasıl başladığı, ? herhangi bir karakterin yerini tutar; ikili çerçeveler için onaltılı.',
  'Groups of fields with names; points then say `field: name`.':
    'Adlı alan grupları; noktalar o zaman `field: ad` der.',
  'Field where the first group begins.': 'İlk grubun başladığı alan.',
  'Fields of one group.': 'Bir grubun alan sayısı.',
  'Field of the name inside a group, 0 is its first.': 'Grup içinde adın alanı, ilki 0.',
  'Field of the value inside a group.': 'Grup içinde değerin alanı.',
  'Field of the unit inside a group.': 'Grup içinde birimin alanı.',
  'iso: date and time as text; unix, unixMs: since 1970; nmea: hhmmss, and ddmmyy in the field `date`.':
    "iso: metin olarak tarih ve saat; unix, unixMs: 1970'ten beri; nmea: hhmmss, `date` alanında ddmmyy.",
  'With nmea: field of the date.': 'nmea ile: tarihin alanı.',
  'Line setting of the device as delivered, for example 9600 8N1.':
    'Cihazın fabrika hat ayarı, örneğin 9600 8N1.',
  'Frames of bytes.': 'Bayt çerçeveleri.',
  'Frames of text.': 'Metin çerçeveleri.',
  'Sent after opening the port and after silence; hex for binary frames.':
    'Port açıldıktan ve sessizlikten sonra gönderilir; ikili çerçeveler için onaltılı.',
  'Sent before each question, for devices that sleep.': 'Uyuyan cihazlar için her sorudan önce gönderilir.',
  'What wakes it; hex for binary frames.': 'Onu uyandıran; ikili çerçeveler için onaltılı.',
  'What the device says when it is awake; left out: it is not waited for.':
    'Cihazın uyanınca söylediği; yazılmazsa beklenmez.',
  'How often to try; default 3.': 'Kaç kez deneneceği; varsayılan 3.',
  'How long to wait for the answer, or before the question.':
    'Yanıt için ya da sorudan önce ne kadar bekleneceği.',
  'The question, step by step; left out: the device talks by itself.':
    'Adım adım soru; yazılmazsa cihaz kendiliğinden konuşur.',
  'What is sent; {name} stands for a param; hex for binary frames.':
    'Gönderilen; {name} bir parametrenin yerini tutar; ikili çerçeveler için onaltılı.',
  'Longest time to wait for the answer.': 'Yanıt için en uzun bekleme.',
  'Time to wait before the next step.': 'Sonraki adımdan önceki bekleme.',
  'Unit letter or code that the device sends to UN/CEFACT code; the value is converted to `unit`.':
    'Cihazın gönderdiği birim harfinden ya da kodundan UN/CEFACT koduna; değer `unit` birimine çevrilir.',
  'Where the unit letter stands; default right behind the number.':
    'Birim harfinin durduğu yer; varsayılan sayının hemen ardı.',
};
