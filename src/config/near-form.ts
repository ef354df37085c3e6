/** "Did you mean" for values with a form: what somebody wrote, in the forms that are close to it. */

/**
 * The first form close to the value that fits, for example `19200 8N1` for `19200-8-N-1`; undefined if none does.
 * What fits is for the schema of the place to say.
 */
export function nearForm(value: string, fits: (form: string) => boolean): string | undefined {
  return forms.map((form) => form(value.trim())).find((form) => form !== undefined && fits(form));
}

type Form = (value: string) => string | undefined;

const forms: readonly Form[] = [
  spelledDuration,
  bareNumber,
  spelledLine,
  asDevice,
  withPort,
  ...['https', 'mqtt'].map((scheme) => (value: string) => withScheme(scheme, value)),
  asPointer,
  asId,
];

const durationUnits: readonly (readonly [words: RegExp, unit: string])[] = [
  [/^(ms|msec|millis|milliseconds?|milisaniye)$/, 'ms'],
  [/^(s|sec|secs|seconds?|sn|saniye)$/, 's'],
  [/^(m|min|mins|minutes?|dk|dakika)$/, 'm'],
  [/^(h|hr|hrs|hours?|sa|saat)$/, 'h'],
  [/^(d|days?|gün|gun)$/, 'd'],
];

function spelledDuration(value: string): string | undefined {
  const [, number, word = ''] = /^(\d+)\s*(\p{L}+)\.?$/u.exec(value.toLowerCase()) ?? [];
  const [, unit] = durationUnits.find(([words]) => words.test(word)) ?? [];
  return number === undefined || unit === undefined ? undefined : `${number}${unit}`;
}

/** Seconds, except for the round numbers that are milliseconds elsewhere. */
function bareNumber(value: string): string | undefined {
  if (!/^\d+$/.test(value)) return undefined;
  const number = Number(value);
  return `${value}${number >= 500 && number % 100 === 0 && number % 60 !== 0 ? 'ms' : 's'}`;
}

function spelledLine(value: string): string | undefined {
  const [, baud, data, parity = '', stop] =
    /^(\d{3,6})\D+([78])\W*([neo])[a-z]*\W*([12])$/i.exec(value) ?? [];
  return baud === undefined ? undefined : `${baud} ${data}${parity.toUpperCase()}${stop}`;
}

/** That of Modbus TCP. */
function withPort(value: string): string | undefined {
  return /^[\w.-]+$/.test(value) ? `${value}:502` : undefined;
}

function withScheme(scheme: string, value: string): string | undefined {
  return /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(value) ? `${scheme}://${value}` : undefined;
}

function asDevice(value: string): string | undefined {
  return /^tty\w+$/.test(value) ? `/dev/${value}` : undefined;
}

/** Of a value in JSON, from the dots of other programs. */
function asPointer(value: string): string | undefined {
  return /^[\w-]+(\.[\w-]+)+$/.test(value) ? `/${value.replaceAll('.', '/')}` : undefined;
}

/** Letters beyond ASCII lose their marks, everything else becomes a dash. */
function asId(value: string): string | undefined {
  const plain = value
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return plain === '' ? undefined : plain;
}
