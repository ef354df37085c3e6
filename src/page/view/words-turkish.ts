/** Sayfa Türkçe. */
import type { Words } from './words.ts';

export const turkish: Words = {
  locale: 'tr-TR',
  noContact: {
    word: 'bağlantı yok',
    sentence: (span, time) => `Sayfa ağ geçidine ulaşamıyor (${span}). Değerlerin saati: ${time}.`,
  },
  updated: (span) => `güncelleme: ${span} önce`,
  couldStayOffline: (span) => `Çevrimdışı dayanma süresi: ${span}.`,
  skip: 'Cihazlara geç',
  stations: { devices: 'Cihazlar', buffer: 'Arabellek', mapping: 'Eşleme', broker: 'Broker' },
  of: (part, whole) => `${part} / ${whole}`,
  allAnswer: 'tümü yanıt veriyor',
  silent: (count) => `susan: ${count}`,
  waitingCount: (count) => `${count} bekliyor`,
  oldest: (span) => `en eski ${span}`,
  nothingWaits: 'bekleyen yok',
  entities: (_, text) => `${text} varlık`,
  refusedCount: (count) => `${count} ret`,
  inQuarantine: 'karantinada',
  nothingRefused: '0 ret',
  phases: {
    accepts: 'kabul ediyor',
    'no answer': 'yanıt yok',
    denied: 'bizi reddediyor',
    draining: 'boşalıyor',
    none: 'yok',
    waits: 'saat bekleniyor',
  },
  ago: (span) => `${span} önce`,
  in: (span) => `${span} sonra`,
  since: (span) => `süre: ${span}`,
  problems: (count) => `${count} sorun`,
  problem: ({ kind, subject }, count) => {
    switch (kind) {
      case 'losing':
        return subject === ''
          ? { title: `Saklanamayan ölçüm: ${count}`, about: 'Okundular ve kayboldular.' }
          : {
              title: 'Ölçüm kaybediliyor',
              about: `Arabellek dolu. Silinen en eski ölçüm: ${count} (ilk kayıp ${subject}).`,
            };
      case 'not storing':
        return { title: 'Ölçümler saklanamıyor', about: 'Disk şu an hiçbir şey almıyor.' };
      case 'unreachable':
        return {
          title: 'Broker yanıt vermiyor',
          about: `Hedef: ${subject}. Ölçümler saklanıyor, yanıt gelince gönderilecek.`,
        };
      case 'unwilling':
        return {
          title: 'Broker hiçbir şey kabul etmiyor',
          about: `Hedef: ${subject}. Ölçümler saklanıyor, kabul edilince gönderilecek.`,
        };
      case 'denied':
        return {
          title: 'Broker bizi reddediyor',
          about: `Hedef: ${subject}. Kimlik bilgileri, kiracı (tenant) ya da yetkiler düzeltilene dek ölçümler saklanıyor.`,
        };
      case 'clock':
        return {
          title: 'Saat ayarlı değil',
          about: 'Ölçümler saklanıyor; zaman sunucusu ya da alıcı duyulunca zamanları yazılacak.',
        };
      case 'adapter':
        return { title: `Adaptör takılı değil: ${subject}`, about: `Arkasında susan cihaz: ${count}.` };
      case 'silent':
        return { title: `Susan cihaz: ${subject}`, about: '' };
      case 'silent together':
        return { title: `${subject}: susan cihaz ${count}`, about: '' };
      case 'mqtt':
        return { title: `MQTT broker bağlantısı yok: ${subject}`, about: '' };
      case 'held':
        return {
          title: `Çıktılarının tümü reddediliyor: ${subject}`,
          about: 'Ölçümleri eşlemenin düzeltilmesini bekliyor; arada bir biri denenir.',
        };
      case 'refused':
        return {
          title: `Broker’ın reddettiği ölçüm: ${count}`,
          about: `Hedef: ${subject}. Yeniden gönderilene ya da silinene dek karantinada.`,
        };
      case 'reload':
        return {
          title: 'Değişen yapılandırma kabul edilmedi',
          about: `Hata: ${count}. Önceki yapılandırma sürüyor.`,
        };
    }
  },
  nextTry: (span) => `Sonraki deneme: ${span} sonra.`,
  needs: 'Gereken:',
  needed: {
    nobody: 'kimse, kendiliğinden düzelir',
    technician: 'kabinde bir teknisyen',
    operator: 'platformun işletmecisi',
    author: 'eşlemeyi yazan',
  },
  copy: 'Kopyala',
  copyOf: (command) => `Kopyala: ${command}`,
  copied: 'Kopyalandı',
  devices: {
    title: 'Cihazlar',
    caption: 'Bağlantıya göre kurulu cihazlar: son değer, son saat, yaş ve bağlantı',
    columns: { device: 'Cihaz', value: 'Son değer', hour: 'Son saat', age: 'Yaş', link: 'Bağlantı' },
    onlyProblems: (count) => `Yalnız sorunlar (${count})`,
    kinds: { modbus: 'Modbus', mqtt: 'MQTT', serial: 'seri', host: 'bu makine' },
    connected: 'bağlı',
    notConnected: 'bağlı değil',
    busy: (percent) => `% ${percent} dolu`,
    every: (span) => `aralık ${span}`,
    last: 'son',
    old: (span) => `${span} önceki:`,
    none: 'henüz değer yok',
    never: 'hiç',
    points: (count) => `${count} nokta`,
    running: { parked: 'seyrek soruluyor', off: 'kapalı' },
    silent: 'susuyor',
    answers: 'yanıt veriyor',
    listens: 'kendisi bildiriyor',
    starting: 'henüz duyulmadı',
    unit: (id) => `birim ${id}`,
    refused: (count, reason) => `reddedilen: ${count} (${reason})`,
    heard: (answering, all) => `Duyulan: ${answering} / ${all}.`,
  },
  quantities: {
    voltage: 'gerilim',
    current: 'akım',
    activePower: 'etkin güç',
    reactivePower: 'tepkin güç',
    apparentPower: 'görünür güç',
    powerFactor: 'güç katsayısı',
    phaseAngle: 'faz açısı',
    frequency: 'frekans',
    voltageThd: 'gerilim harmonik bozulması',
    currentThd: 'akım harmonik bozulması',
    activeEnergyImport: 'alınan enerji',
    activeEnergyExport: 'verilen enerji',
    activeEnergy: 'etkin enerji',
    reactiveEnergyImport: 'alınan tepkin enerji',
    reactiveEnergyExport: 'verilen tepkin enerji',
    reactiveEnergy: 'tepkin enerji',
    airTemperature: 'hava sıcaklığı',
    dewPoint: 'çiy noktası',
    windChill: 'hissedilen sıcaklık',
    surfaceTemperature: 'yüzey sıcaklığı',
    relativeHumidity: 'bağıl nem',
    atmosphericPressure: 'hava basıncı',
    windSpeed: 'rüzgâr hızı',
    windDirection: 'rüzgâr yönü',
    precipitation: 'yağış',
    precipitationRate: 'yağış şiddeti',
    precipitationType: 'yağış türü',
    solarRadiation: 'güneş ışınımı',
    illuminance: 'aydınlık',
    uvIndex: 'UV indeksi',
    snowDepth: 'kar kalınlığı',
    visibility: 'görüş uzaklığı',
    soilMoisture: 'toprak nemi',
    pm1: 'PM1',
    pm25: 'PM2.5',
    pm4: 'PM4',
    pm10: 'PM10',
    tsp: 'toplam toz',
    no: 'NO',
    no2: 'NO₂',
    nox: 'NOx',
    o3: 'O₃',
    so2: 'SO₂',
    h2s: 'H₂S',
    co: 'CO',
    nh3: 'NH₃',
    c6h6: 'benzen',
    tvoc: 'uçucu organikler',
    co2: 'CO₂',
    airQualityIndex: 'hava kalitesi indeksi',
    soundLevel: 'ses düzeyi',
    distance: 'uzaklık',
    waterLevel: 'su düzeyi',
    waterTemperature: 'su sıcaklığı',
    flowRate: 'debi',
    waterVolume: 'su hacmi',
    conductivity: 'iletkenlik',
    pH: 'pH',
    turbidity: 'bulanıklık',
    dissolvedOxygen: 'çözünmüş oksijen',
    orp: 'redoks potansiyeli',
    fillLevel: 'doluluk',
    weight: 'ağırlık',
    occupied: 'park yeri',
    freeSpaces: 'boş yer',
    vehicleCount: 'araç sayısı',
    vehicleSpeed: 'araç hızı',
    laneOccupancy: 'şerit doluluğu',
    headway: 'takip aralığı',
    peopleCount: 'kişi sayısı',
    peoplePresent: 'içerideki kişi',
    doorOpen: 'kapı',
    lidOpen: 'kapak',
    tilted: 'konum',
    tampered: 'kasa',
    contactorOn: 'kontaktör',
    lightOn: 'ışık',
    mainsFault: 'şebeke',
    phaseFault: 'fazlar',
    surgeArresterFault: 'parafudr',
    smokeDetected: 'duman',
    waterDetected: 'su',
    digitalInput: 'sayısal giriş',
    digitalOutput: 'sayısal çıkış',
    dimmingLevel: 'ışık düzeyi',
    operatingHours: 'çalışma süresi',
    analogInput: 'analog giriş',
    latitude: 'enlem',
    longitude: 'boylam',
    altitude: 'yükseklik',
    batteryLevel: 'pil düzeyi',
    batteryVoltage: 'pil gerilimi',
    supplyVoltage: 'besleme gerilimi',
    deviceTemperature: 'cihaz sıcaklığı',
    rssi: 'sinyal gücü',
    snr: 'sinyal gürültü oranı',
    firmwareVersion: 'yazılım sürümü',
    errorCode: 'hata kodu',
    deviceState: 'cihaz durumu',
    diskFree: 'boş disk',
    memoryFree: 'boş bellek',
    diskWritten: 'diske yazılan',
    diskLife: 'kalan disk ömrü',
    underVoltage: 'besleme',
    uptime: 'açık kalma süresi',
    backlogReadings: 'bekleyen ölçüm',
    backlogAge: 'bekleme süresi',
  },
  states: {
    occupied: ['boş', 'dolu'],
    doorOpen: ['kapalı', 'açık'],
    lidOpen: ['kapalı', 'açık'],
    tilted: ['dik', 'eğik'],
    tampered: ['dokunulmamış', 'kurcalanmış'],
    contactorOn: ['kapalı', 'açık'],
    lightOn: ['kapalı', 'açık'],
    mainsFault: ['sağlam', 'arıza'],
    phaseFault: ['sağlam', 'arıza'],
    surgeArresterFault: ['sağlam', 'arıza'],
    smokeDetected: ['yok', 'var'],
    waterDetected: ['yok', 'var'],
    underVoltage: ['iyi', 'düşük'],
    digitalInput: ['kapalı', 'açık'],
    digitalOutput: ['kapalı', 'açık'],
  },
  anyState: ['hayır', 'evet'],
  forwarding: {
    title: 'İletim',
    accepted: 'kabul edilen',
    delivered: 'teslim edilen',
    noAnswer: 'yanıt yok',
    scale: (top) => `ölçek 0 – ${top}/sn`,
    lastAnswer: 'Son yanıt',
    nextTry: 'Sonraki deneme',
    answersIn: 'Yanıt süresi',
    lastSuccess: 'Son teslim',
    requests: 'İstekler',
    requestsOf: (all, imperfect) => `${all}, tümüyle kabul edilmeyen ${imperfect}`,
    history: {
      ordered: 'her değer sırayla, önce en eski',
      latest: 'bekleyenlerin yalnız en yenisi',
      temporal: 'önce canlı değerler, bekleyenler geçmişe',
    },
    chart: (accepted, delivered) =>
      `Son saat: saniyede kabul edilen ${accepted}, teslim edilen ${delivered} ölçüm`,
    none: 'Broker tanımlı değil: ölçümler saklanıyor, hiçbir şey gönderilmiyor.',
  },
  backlog: {
    title: 'Bekleyenler',
    lead: (count, span) =>
      span === undefined ? `Bekleyen ölçüm: ${count}.` : `Bekleyen ölçüm: ${count}, en eski ${span}.`,
    now: 'şimdi',
    peak: (count) => `en çok ${count}`,
    onDisk: 'Diskte',
    bytes: (used, limit) => `${used} / ${limit}`,
    room: 'Yer',
    roomFor: (span, rate) => `çevrimdışı ${span}, şimdiki hızla (${rate}/sn)`,
    roomUnknown: 'ölçüm gelmedikçe bilinmez',
    whenFull: 'Dolunca',
    oldestFirst: 'önce en eski ölçümler silinir ve sayılır',
    roomUsed: (percent) => `Yerin % ${percent} kadarı dolu`,
  },
  quarantine: {
    title: 'Karantina',
    empty: 'Boş: saklanan reddedilmiş ölçüm yok.',
    onItsWay: 'yeniden gönderiliyor',
    more: (count) => `ve ${count} ölçüm daha: kopru quarantine`,
    between: (first, last) => (first === last ? first : `${first} – ${last}`),
  },
  machine: {
    title: 'Makine',
    processor: 'İşlemci',
    supply: 'Besleme',
    supplies: { fine: 'yeterli', weak: 'zayıf: kablo, adaptör, USB aygıtları' },
    disk: 'Disk',
    memory: 'Bellek',
    free: (free, all) => `boş: ${free} / ${all}`,
    written: 'Yazılan',
    wear: (perDay, life) => `günde ${perDay}; bu hızla ucuz bir kartın ömrü: ${life}`,
    years: (count) => `${count} yıl`,
    up: 'Çalışma süresi',
  },
  ledger: {
    title: 'Hesap',
    lines: {
      delivered: 'teslim edildi',
      superseded: 'yerini yenisi aldı',
      unused: 'varlıklarda kullanılmıyor',
      waiting: 'diskte bekliyor',
      quarantined: 'karantinada',
      dropped: 'silindi',
      accepted: 'kabul edildi',
    },
    balances: 'Hesap tutuyor: kabul edilen her ölçüm satırlardan birinde.',
    open: 'Hesap tutmuyor. Yeniden saymak için: kopru status --ledger',
  },
  changes: {
    title: 'Son olaylar',
    say: ({ kind, subject }, amount) => {
      switch (kind) {
        case 'started':
          return 'Ağ geçidi başladı';
        case 'silent':
          return `Susan cihaz: ${subject}`;
        case 'answers':
          return `Yeniden yanıt veren cihaz: ${subject} (${amount} sonra)`;
        case 'offline':
          return `Broker yanıt vermiyor: ${subject}`;
        case 'online':
          return `Broker yeniden yanıt veriyor: ${subject} (${amount} sonra)`;
        case 'refused':
          return `Broker ölçüm reddetti: ${subject} (${amount})`;
        case 'clock':
          return 'Saat ayarlandı';
      }
    },
  },
  footer: {
    up: (span) => `Çalışma süresi: ${span}.`,
    statusJson: 'Durum (JSON)',
    theme: 'Renkler',
    themes: { auto: 'kendiliğinden', light: 'açık', dark: 'koyu', sun: 'güneş' },
    otherLanguage: 'English',
    place: 'Yer',
    configuration: 'Yapılandırma',
    clock: (source) => (source === undefined ? 'Saat ayarlı değil.' : `Saat: ${source}.`),
  },
};
