/**
 * The verdict in Turkish. A number or a name never carries a suffix (vowel harmony would need code), so sentences
 * are built around colons. Identifiers, codes and a broker's own words stay as they are.
 */
import { spanText } from './duration.ts';
import type { Finding, Phrasing } from './finding.ts';
import { numberText } from './number-text.ts';

export const turkish: Phrasing = (finding) => ({ word: wordOf(finding), sentences: say(finding) });

/** `12 sn`, `3 sa 12 dk`, `33 gün`. */
export const turkishSpan = (ms: number): string =>
  spanText(ms, { second: 'sn', minute: 'dk', hour: 'sa', days: 'gün' });

function wordOf({ situation }: Finding): string {
  switch (situation) {
    case 'dropping':
    case 'losing':
      return 'veri kaybı';
    case 'not storing':
      return 'saklayamıyor';
    case 'stopping':
      return 'duruyor';
    case 'little room':
      return 'az yer kaldı';
    case 'fresh buffer':
      return 'yeni arabellek';
    case 'denied':
    case 'unreachable':
    case 'unwilling':
    case 'held':
      return 'göndermiyor';
    case 'clock':
      return 'saklıyor';
    case 'draining':
      return 'boşalıyor';
    case 'adapter':
    case 'silent':
    case 'refused':
    case 'also silent':
    case 'also refused':
      return 'kısmen çalışıyor';
    case 'no destination':
      return 'yalnız okuyor';
    case 'starting':
      return 'başlıyor';
    case 'well':
      return 'çalışıyor';
  }
}

function say(finding: Finding): string[] {
  switch (finding.situation) {
    case 'dropping':
      return [
        'Ölçüm kaybediliyor: arabellek dolu.',
        `Silinen en eski ölçüm: ${numberText(finding.count)} (ilk kayıp ${finding.since}).`,
      ];
    case 'losing':
      return [
        `Ölçüm kaybediliyor: başlangıçtan beri saklanamayan ölçüm ${numberText(finding.count)} (${finding.reason}).`,
      ];
    case 'not storing':
      return ['Ölçümler şu an saklanamıyor.', finding.trouble];
    case 'stopping':
      return ['Duruyor.'];
    case 'little room':
      return [`Yalnız ${turkishSpan(finding.roomMs)} yer kaldı.`, ...say(finding.cause).slice(0, 1)];
    case 'fresh buffer':
      return ['Yeni arabellekle başlandı: eskisi bozuktu, kenara alındı.'];
    case 'denied': {
      const span = turkishSpan(finding.forMs);
      const waiting = safe(finding.waiting, finding.roomMs);
      if (finding.status === undefined) {
        const words = finding.words === undefined ? [] : [finding.words];
        return [`Giriş izni alınamıyor: ${subject(finding.broker)} (${span}).`, ...words, ...waiting];
      }
      const what = finding.status === 401 || finding.status === 403 ? 'kimlik bilgilerini' : 'isteklerimizi';
      return [`${subject(finding.broker)} ${what} reddediyor (${span}).`, ...waiting];
    }
    case 'unreachable':
      return [
        finding.broker === undefined
          ? `Broker’a ulaşılamıyor (${turkishSpan(finding.forMs)}).`
          : `Ulaşılamayan broker: ${finding.broker} (${turkishSpan(finding.forMs)}).`,
        ...safe(finding.waiting, finding.roomMs),
      ];
    case 'unwilling':
      return [
        `${subject(finding.broker)} hiçbir şey kabul etmiyor: ${finding.answer} (${turkishSpan(finding.forMs)}).`,
        ...safe(finding.waiting, finding.roomMs),
      ];
    case 'clock':
      return [
        'Saat ayarlanana dek ölçümler saklanıyor.',
        ...(finding.waiting > 0 ? [`Diskte güvende: ${numberText(finding.waiting)} ölçüm.`] : []),
      ];
    case 'held':
      return [
        `${subject(finding.broker)}, ${finding.mapping} çıktılarının tümünü reddediyor: ${finding.words}`,
        `Ölçümleri düzeltmeyi bekliyor, sonraki deneme ${turkishSpan(finding.nextTryMs)} sonra.`,
      ];
    case 'draining': {
      const rest = finding.restMs === undefined ? '' : `, yaklaşık ${turkishSpan(finding.restMs)}`;
      return [
        `${subject(finding.broker)} geri geldi, birikenler gönderiliyor.`,
        `Kalan: ${numberText(finding.waiting)} ölçüm${rest}.`,
      ];
    }
    case 'adapter':
      return [
        `Kısmen çalışıyor: adaptör takılı değil (${finding.connection}).`,
        silentOf(finding.silent, finding.devices),
      ];
    case 'silent': {
      const span = turkishSpan(finding.forMs);
      if (finding.silent > 1) {
        return [
          `Kısmen çalışıyor: susan cihaz ${finding.silent} / ${finding.devices}, en uzun susan ${finding.device} (${span}).`,
        ];
      }
      const others = finding.devices - finding.silent;
      return [
        `Kısmen çalışıyor: susan cihaz ${finding.device} (${span}).`,
        ...(others > 0 ? [answeringOf(others, finding.devices)] : []),
      ];
    }
    case 'refused':
      return [
        'Çalışıyor, ama broker bazı ölçümleri reddediyor.',
        `Nedeniyle karantinada: ${numberText(finding.count)}.`,
      ];
    case 'no destination':
      return ['Yalnız okuyor: broker tanımlı değil.', answeringOf(finding.answering, finding.devices)];
    case 'starting':
      return ['Başlıyor.', `Şimdiye dek yanıt veren cihaz: ${finding.answering} / ${finding.devices}.`];
    case 'well': {
      const all =
        finding.devices === 1 ? 'Cihaz yanıt veriyor' : `${finding.devices} cihazın tümü yanıt veriyor`;
      return [
        `Çalışıyor. ${all}, broker her şeyi kabul ediyor, en uzun bekleme ${turkishSpan(finding.oldestMs)}.`,
      ];
    }
    case 'also silent':
      return [silentOf(finding.silent, finding.devices)];
    case 'also refused':
      return [`Karantinada: ${numberText(finding.count)} ölçüm.`];
  }
}

const subject = (broker: string | undefined) => (broker === undefined ? 'Broker' : `Broker ${broker}`);
const silentOf = (silent: number, devices: number) => `Susan cihaz: ${silent} / ${devices}.`;
const answeringOf = (answering: number, devices: number) => `Yanıt veren: ${answering} / ${devices}.`;

function safe(waiting: number, roomMs: number | undefined): string[] {
  if (waiting === 0) return ['Bekleyen ölçüm yok.'];
  const room = roomMs === undefined ? '' : `, ${turkishSpan(roomMs)} daha yer var`;
  return [`${numberText(waiting)} ölçüm diskte güvende${room}.`];
}
