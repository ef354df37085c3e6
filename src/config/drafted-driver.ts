/** The draft of a driver that was made from one message, and how it is written as a file. */

/** One point of a draft, in the words of the file. */
export interface DraftedPoint {
  readonly name: string;
  /** Keys of the point as they are written. */
  readonly keys: readonly string[];
  /** What the message gives for it, in the unit that is written. */
  readonly value: number | string | boolean;
  /** What a person must look up. */
  readonly doubt?: string | undefined;
}

export interface MessageDraft {
  readonly kind: 'MQTT payload' | 'LoRaWAN uplink' | 'line of text' | 'frame of bytes';
  /** The part between the head and the points. */
  readonly lines: readonly string[];
  readonly points: readonly DraftedPoint[];
  /** Texts that no quantity takes, by where they stand. */
  readonly leftOut: readonly string[];
  /** `raw` of the sample, and `params` where it needs them. */
  readonly sample: readonly string[];
}

/** The whole file; `name` is `maker/model`. */
export function messageDraftText(name: string, { lines, points, leftOut, sample }: MessageDraft): string {
  const [maker = '', model = ''] = name.split('/');
  const width = Math.max(0, ...points.map((point) => point.name.length)) + 1;
  const expect = points.map((point) => `${point.name}: ${JSON.stringify(point.value)}`).join(', ');
  return [
    '# A draft. Compare every point with the manual: name, unit, scale, and add limits (min, max) and what the device',
    `# sends when it has no value (invalid, and a sample with null). Then: kopru driver test ${name}`,
    `driver: ${name}`,
    `maker: ${JSON.stringify(maker)}`,
    `model: ${JSON.stringify(model)}`,
    'stale: 1h   # three times as long as it is silent between two messages',
    ...lines,
    'points:',
    ...points.map(({ name: point, keys, doubt }) => {
      const mark = doubt === undefined ? '' : `   # ${doubt}`;
      return `  ${`${point}:`.padEnd(width)} { ${keys.join(', ')} }${mark}`;
    }),
    ...(leftOut.length === 0 ? [] : [`# Left out, because they are texts: ${leftOut.join(', ')}`]),
    'samples:',
    '  # The message that the draft was made from: the values are only what the draft makes of it.',
    `  - ${sample.join('\n    ')}`,
    `    expect: { ${expect} }`,
    '    origin: recorded',
    '',
  ].join('\n');
}
