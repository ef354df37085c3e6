/** Problems with buses, devices and their places, in Turkish. */
import type { Sentences } from '../translator.ts';

export const devices: Sentences = {
  'Add `bus` with the name of the bus it hangs on.': '`bus` ekleyin: cihazın bağlı olduğu veri yolunun adı.',
  'Describe it under `buses`.': '`buses` altında tanımlayın.',
  'No bus is called {0}.': '{0} adında bir veri yolu yok.',
  ' As delivered it is {0}.': ' Fabrika ayarı: {0}.',
  "Add `unitId`, the device's number on the bus.{0}": '`unitId` ekleyin: cihazın veri yolundaki numarası.{0}',
  '{0} leaves the factory with {1}, and bus {2} runs at {3}.':
    '{0} fabrikadan {1} ayarıyla çıkar, {2} veri yolu ise {3} ile çalışıyor.',
  'If the device was set to the line of the bus, all is well; else set it, or put it on a bus of its own.':
    'Cihaz veri yolunun ayarına getirildiyse sorun yok; değilse cihazı ayarlayın ya da ona ayrı bir veri yolu verin.',
  'Add `every`, for example 10s: neither driver nor device says how often to poll.':
    '`every` ekleyin, örneğin 10s: ne sürücü ne cihaz ne sıklıkla sorulacağını söylüyor.',
  '{0} is a LoRaWAN device, and {1} does not say which network server publishes there.':
    '{0} bir LoRaWAN cihazı; {1} hangi ağ sunucusunun orada yayımladığını söylemiyor.',
  'Add `network: chirpstack` or `network: tts` to the MQTT broker.':
    'MQTT aracısına `network: chirpstack` ya da `network: tts` ekleyin.',
  'Add `devEui` with the 16 digits on the label of the device, in quotes.':
    '`devEui` ekleyin: cihaz etiketindeki 16 hane, tırnak içinde.',
  'Add `mqtt` with the name of the MQTT broker it publishes to.':
    '`mqtt` ekleyin: cihazın yayımladığı MQTT aracısının adı.',
  'Describe it under `mqtt: brokers:`, or write `listen` for the gateway itself.':
    '`mqtt: brokers:` altında tanımlayın ya da ağ geçidinin kendisi için `listen` yazın.',
  'No MQTT broker is called {0}.': '{0} adında bir MQTT aracısı yok.',
  'a serial protocol of its own': 'kendine özgü bir seri protokol',
  'Add `every`, for example 10s: neither driver nor device says how often to ask.':
    '`every` ekleyin, örneğin 10s: ne sürücü ne cihaz ne sıklıkla soru gönderileceğini söylüyor.',
  '{0} stands a reading every {1} at most.': '{0} en sık şu aralıkla okunabilir: {1}.',
  'Write `every: {0}` or longer.': '`every: {0}` ya da daha uzununu yazın.',
  'Add `stale`, for example 15m: this device talks by itself, and nothing says after what time it is silent.':
    '`stale` ekleyin, örneğin 15m: bu cihaz kendiliğinden konuşur ve ne kadar sonra susmuş sayılacağını söyleyen yok.',
  'Read every {0}, it would count as silent after {1}, before it is asked again.':
    'Okuma aralığı {0} iken, yeniden sorulmadan önce, şu süre sonra susmuş sayılırdı: {1}.',
  'Leave `stale` out, so that it is three times `every`, or write a longer one.':
    '`stale` anahtarını çıkarın, o zaman `every` süresinin üç katıdır; ya da daha uzununu yazın.',
  '`{0}` does nothing here: {1} speaks {2}.': '`{0}` burada etkisiz: {1} cihazının protokolü {2}.',
  '`{0}` is missing for this device.': 'Bu cihazda `{0}` eksik.',
  'Unit id {0} on bus {1} belongs to {2} already.':
    '{1} veri yolunda {0} birim numarası zaten şu cihazın: {2}.',
  'another device': 'başka bir cihaz',
  'Every device on a bus has its own: write the number that the device has, and give it another one if both have the same.':
    'Bir veri yolundaki her cihazın numarası ayrıdır: cihazın gerçek numarasını yazın; ikisi aynıysa birine başka numara verin.',
  'DevEUI {0} belongs to {1} already.': 'DevEUI {0} zaten şu cihazın: {1}.',
  'Compare both with the labels of the devices.': 'İkisini de cihazların etiketleriyle karşılaştırın.',
  'Add `port` with the port it hangs on; `kopru ports` lists what is there.':
    '`port` ekleyin: cihazın bağlı olduğu port; `kopru ports` olanları listeler.',
  'Add `line`, for example 9600 8N1: the driver does not say it.':
    '`line` ekleyin, örneğin 9600 8N1: sürücü söylemiyor.',
  '`bus` and `port` stand together.': '`bus` ile `port` birlikte duruyor.',
  'Keep `port`; `bus` is for devices that are asked and share a line with others.':
    '`port` kalsın; `bus`, sorulan ve hattı başkalarıyla paylaşan cihazlar içindir.',
  'This device talks by itself, so nobody could take turns with it on a bus.':
    'Bu cihaz kendiliğinden konuşur; veri yolunda kimse onunla sıra paylaşamaz.',
  'Give it a port of its own with `port`.': 'Ona `port` ile kendi portunu verin.',
  'Modbus devices hang on bus {0}, and this device speaks another protocol.':
    '{0} veri yolunda Modbus cihazları var, bu cihaz başka bir protokol konuşuyor.',
  'Put it on a bus or port of its own.': 'Ona ayrı bir veri yolu ya da port verin.',
  'Bus {0} has the port {1} already.': '{1} portu zaten {0} veri yolunun.',
  'Correct the port; a port is opened once.': 'Portu düzeltin; bir port bir kez açılır.',
  '{0} has this port with another line setting.': '{0} bu portu başka bir hat ayarıyla kullanıyor.',
  'All devices on one port have one setting: write the same `line`, or another port.':
    'Bir porttaki bütün cihazların ayarı aynıdır: aynı `line` değerini ya da başka bir port yazın.',
  '{0} is no number, so it has no deadband.': '{0} bir sayı değil, bu yüzden ölü bandı olmaz.',
  'The device has no point {0}.': 'Cihazda {0} noktası yok.',
  'Remove it; any change of it counts.': 'Silin; onun her değişikliği sayılır.',
  'Name them one by one: {0}.': 'Her birini adıyla yazın: {0}.',
  ' and {0} more': ' ve {0} tane daha',
  'Its points are {0}{1}.': 'Noktaları: {0}{1}.',
  'The polls of bus {0} need {1} % of its time: some will be left out.':
    '{0} veri yolunun sorguları zamanının % {1} kadarını istiyor: bazıları atlanacak.',
  'Lengthen `every`, raise the baud rate, or split the bus; `kopru plan` shows what each device takes.':
    '`every` süresini uzatın, baud hızını yükseltin ya da veri yolunu bölün; `kopru plan` her cihazın payını gösterir.',
  '{0} cannot tell where the gateway stands{1}.': '{0} ağ geçidinin yerini söyleyemez{1}.',
  ': it is disabled': ': devre dışı',
  'Name a serial device with the points longitude and latitude, those of a GNSS receiver, or write [lon, lat].':
    'longitude ve latitude noktaları olan bir seri cihaz (GNSS alıcısı) yazın ya da [boylam, enlem] verin.',
  'No device is called {0}.': '{0} adında bir cihaz yok.',
  'Describe it under `devices`.': '`devices` altında tanımlayın.',
  'Conversion between ppm and µg/m³ comes with a later version; give the unit the device sends.':
    'ppm ile µg/m³ arası dönüşüm sonraki bir sürümde gelecek; cihazın gönderdiği birimi verin.',
  'Longitude comes first, and {0}, {1} read so lies far from Türkiye.':
    "Önce boylam gelir; {0}, {1} böyle okununca Türkiye'den çok uzakta.",
  'If latitude was written first, exchange the two: {0}, {1}.':
    'Önce enlem yazıldıysa ikisinin yerini değiştirin: {0}, {1}.',
  'This place lies {0} km from the gateway.': 'Bu yer ağ geçidinden {0} km uzakta.',
  'Look for a digit or a decimal point that is missing, here or at the gateway.':
    'Burada ya da ağ geçidinde eksik bir rakam ya da ondalık nokta arayın.',
  'The password goes to this MQTT broker unencrypted.': 'Parola bu MQTT aracısına şifrelenmeden gidiyor.',
  'Write mqtts:// if it offers that.': 'Destekliyorsa mqtts:// yazın.',
  'Put the devices on one bus, or correct the port.': 'Cihazları tek veri yoluna koyun ya da portu düzeltin.',
  '`table` makes a device of each row, and `id` names one.':
    '`table` her satırdan bir cihaz yapar, `id` ise tek cihaz adıdır.',
  'Write `group` in its place, a name for all of them; the table has a column `id`.':
    'Yerine `group` yazın, hepsinin ortak adı; tabloda `id` sütunu olur.',
  'The id `self` means the gateway itself.': '`self` kimliği ağ geçidinin kendisidir.',
  'The id {0} names two devices; the other one stands in {1}:{2}.':
    '{0} kimliği iki cihazın; öteki şurada: {1}:{2}.',
  'Choose another id for one of them.': 'Birine başka kimlik seçin.',
};
