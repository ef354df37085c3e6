/** "Did you mean": the known word that a misspelt one is closest to, or that means the same elsewhere. */

/** Words of manuals and of other programs, and what the same thing is called in these files; the first known counts. */
const meaning: Readonly<Record<string, readonly string[]>> = {
  address: ['addressing', 'unitId'],
  adress: ['address', 'unitId'],
  average: ['mean'],
  avg: ['mean'],
  baud: ['line'],
  baudrate: ['line'],
  bigendian: ['ABCD'],
  boylam: ['lon'],
  broker: ['mqtt'],
  bus: ['buses'],
  coils: ['coil'],
  destination: ['forward'],
  destinations: ['forward'],
  device: ['devices', 'from'],
  devices: ['from'],
  double: ['float64'],
  dword: ['u32'],
  enlem: ['lat'],
  entity: ['entities'],
  f32: ['float32'],
  f64: ['float64'],
  fc03: ['holding'],
  fc04: ['input'],
  fc3: ['holding'],
  fc4: ['input'],
  float: ['float32'],
  holdingregister: ['holding'],
  holdingregisters: ['holding'],
  inputregister: ['input'],
  inputregisters: ['input'],
  int16: ['i16'],
  int32: ['i32'],
  int64: ['i64'],
  interval: ['every'],
  kind: ['type'],
  latitude: ['lat'],
  lng: ['lon'],
  long: ['i32'],
  longitude: ['lon'],
  modicon: ['reference'],
  pass: ['password'],
  pwd: ['password'],
  real: ['float32'],
  s16: ['i16'],
  s32: ['i32'],
  short: ['i16'],
  slave: ['unitId'],
  slaveid: ['unitId'],
  string: ['text'],
  type: ['model'],
  uint16: ['u16'],
  uint32: ['u32'],
  uint64: ['u64'],
  url: ['broker'],
  user: ['username'],
  word: ['u16'],
};

/** The closest of the words, or undefined if none is close enough to be worth naming. */
export function closest(word: string, known: Iterable<string>): string | undefined {
  const wanted = fold(word);
  const words = [...known];
  const same = Object.hasOwn(meaning, wanted)
    ? meaning[wanted]?.find((each) => words.includes(each))
    : undefined;
  if (same !== undefined) return same;
  const allowed = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of words) {
    const distance = distanceBetween(wanted, fold(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `Did you mean x?`, or the words to choose from, or the given sentence where there are none. */
export function didYouMean(word: string, known: Iterable<string>, otherwise = ''): string {
  const words = [...known];
  const near = closest(word, words);
  if (near !== undefined) return `Did you mean ${near}?`;
  if (otherwise !== '') return otherwise;
  return words.length > 0 && words.length <= 12 ? `Choose one of ${words.join(', ')}.` : '';
}

const fold = (word: string) => word.toLowerCase().replaceAll(/[\s_-]/g, '');

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string
 * alignment); at least `enough` where it is not worth counting on.
 */
function distanceBetween(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(before, j - 2) + 1 : Infinity;
      row.push(Math.min(cell(above, j) + 1, cell(row, j - 1) + 1, cell(above, j - 1) + (same ? 0 : 1), swap));
    }
    before = above;
    above = row;
  }
  return cell(above, b.length);
}

const cell = (row: readonly number[], index: number) => row[index] ?? Infinity;
