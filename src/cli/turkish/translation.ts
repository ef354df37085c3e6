/** Meaning and text of codes in another language; codes, keys, commands and paths stay as they are. */
export type Translation = Readonly<Record<string, readonly [meaning: string, text: string]>>;

/** How a misspelt word is told. */
export const spelling = 'Sorun metni en yakın bilinen sözcüğü ya da oraya yazılabilecek sözcükleri söyler.';
