/** Fields of Modbus parts of drivers, in Turkish. */
import type { Sentences } from '../translator.ts';

export const modbusFields: Sentences = {
  'coil (FC01), discrete (FC02), holding (FC03) or input (FC04).':
    'coil (FC01), discrete (FC02), holding (FC03) ya da input (FC04).',
  'How the registers make a number.': 'Yazmaçların nasıl sayı yaptığı.',
  'Order of bytes; ABCD is the most significant first and the default. Eight letters are for 64 bits.':
    'Bayt sırası; ABCD en yüksek değerli öncedir ve varsayılandır. Sekiz harf 64 bit içindir.',
  'Address as the manual writes it, in the notation that `addressing` names; hex allowed.':
    'Kılavuzun yazdığı adres, `addressing` ile söylenen gösterimde; onaltılı olabilir.',
  'Characters of a text, padding included.': 'Dolgu dahil metnin karakter sayısı.',
  'Byte of each register that carries the text or the 8-bit number: both (texts, default; high one first), high, or low (8-bit numbers, default).':
    'Her yazmaçta metni ya da 8 bitlik sayıyı taşıyan bayt: both (metinler, varsayılan; yüksek olan önce), high ya da low (8 bitlik sayılar, varsayılan).',
  'Conditions on what the same poll read; no value unless all of them hold.':
    'Aynı sorgunun okudukları üzerine koşullar; hepsi tutmazsa değer yoktur.',
  'A point of this driver, in place of an address.': 'Adres yerine bu sürücünün bir noktası.',
  'Factory setting of the line, for example 9600 8N1; checked against the bus.':
    'Hattın fabrika ayarı, örneğin 9600 8N1; veri yolununkiyle karşılaştırılır.',
  'Factory unit id, 1 to 247.': 'Fabrika birim numarası, 1 ile 247 arası.',
  'How the manual counts: wire (from 0, default), register (from 1), reference (30001, 40001).':
    "Kılavuzun nasıl saydığı: wire (0'dan, varsayılan), register (1'den), reference (30001, 40001).",
  'Address as the manual writes it, in the notation that `addressing` names; hex allowed. Left out where a formula takes other points only.':
    'Kılavuzun yazdığı adres, `addressing` ile söylenen gösterimde; onaltılı olabilir. Formül yalnızca başka noktaları alıyorsa yazılmaz.',
};
