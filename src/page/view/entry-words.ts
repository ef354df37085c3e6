/** Words of the documents before the page and of what may be done on it, in each language. */
import type { Language } from '../state.ts';

export interface EntryWords {
  readonly signIn: string;
  readonly name: string;
  readonly secret: string;
  readonly forgotten: string;
  readonly once: string;
  readonly notRight: string;
  later(seconds: number): string;
  readonly notRunning: string;
  refused(errors: number): string;
  readonly mend: string;
  readonly sendAgain: string;
  readonly discard: string;
  readonly tryNow: string;
  readonly signOut: string;
  readonly roles: Readonly<Record<'viewer' | 'technician', string>>;
}

export const entryWords: Readonly<Record<Language, EntryWords>> = {
  en: {
    signIn: 'Sign in',
    name: 'Name',
    secret: 'Secret',
    forgotten: 'Secret lost? At the gateway, this makes a link that works once:',
    once: 'This link signs you in once.',
    notRight: 'That is not right, or it was used already.',
    later: (seconds) => `Too many tries. Again in ${seconds} s.`,
    notRunning: 'not running',
    refused: (errors) => `Not running: the configuration has ${errors} ${errors === 1 ? 'error' : 'errors'}.`,
    mend: 'Readings are neither taken nor sent until the file is mended and read again:',
    sendAgain: 'Send again',
    discard: 'Discard',
    tryNow: 'Try now',
    signOut: 'Sign out',
    roles: { viewer: 'viewer', technician: 'technician' },
  },
  tr: {
    signIn: 'Oturum aç',
    name: 'Ad',
    secret: 'Parola',
    forgotten: 'Parola kayıp mı? Ağ geçidinde bu komut tek kullanımlık bağlantı üretir:',
    once: 'Bu bağlantı bir kez oturum açar.',
    notRight: 'Bilgiler doğru değil ya da bağlantı kullanılmış.',
    later: (seconds) => `Çok fazla deneme. Yeniden denemek için: ${seconds} sn.`,
    notRunning: 'çalışmıyor',
    refused: (errors) => `Çalışmıyor: yapılandırmada ${errors} hata var.`,
    mend: 'Dosya düzeltilip yeniden okunana dek ölçüm alınmaz ve gönderilmez:',
    sendAgain: 'Yeniden gönder',
    discard: 'Sil',
    tryNow: 'Şimdi dene',
    signOut: 'Oturumu kapat',
    roles: { viewer: 'izleyici', technician: 'teknisyen' },
  },
};
