import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { readDriver } from '../../src/config/driver-file.ts';
import { trySamples } from '../../src/config/driver-samples.ts';

function tried(
  samples: string,
  points = '  voltage: { address: 40001, scale: 0.1, unit: VLT, invalid: [highest] }',
) {
  const text = `driver: test/meter
maker: Test
model: Meter
every: 10s
modbus: { type: u16, addressing: reference }
points:
${points}
samples:
${samples}
`;
  const { document } = parseDocument('meter.yaml', text);
  const { driver } = document ? readDriver(document, 'test/meter') : {};
  if (!driver) throw new Error('no driver');
  return trySamples(driver);
}

const sentences = (samples: string) => tried(samples).problems.map(({ message }) => message);

describe('a driver tried on its samples', () => {
  it('passes when every value comes out as written, to the digits written', () => {
    expect(sentences('  - { raw: { holding: { 40001: "08FE" } }, expect: { voltage: 230.2 } }')).toEqual([]);
    expect(sentences('  - { raw: { holding: { 40001: "08FE" } }, expect: { voltage: 230 } }')).toEqual([]);
  });

  it('tells a value that comes out otherwise', () => {
    expect(sentences('  - { raw: { holding: { 40001: "08FE" } }, expect: { voltage: 23.02 } }')).toEqual([
      'The sample gives 230.2 for `voltage`, and 23.02 is expected.',
    ]);
  });

  it('tells a sentinel that passes for a value', () => {
    expect(sentences('  - { raw: { holding: { 40001: "08FE" } }, expect: { voltage: null } }')).toEqual([
      'The sample gives 230.2 for `voltage`, and no value is expected.',
    ]);
  });

  it('says what mends a decimal comma, which is never guessed', () => {
    const driver = (decimal: string) => `driver: test/plug
maker: Test
model: Plug
stale: 5m
mqtt: { topic: plug${decimal} }
points:
  activePower: { path: /p, unit: WTT }
samples:
  - { raw: { topic: plug, payload: { p: "12,4" } }, expect: { activePower: 12.4 } }
`;
    const problemsOf = (text: string) => {
      const { document } = parseDocument('plug.yaml', text);
      const read = document && readDriver(document, 'test/plug');
      return [...(read?.problems ?? []), ...(read?.driver ? trySamples(read.driver).problems : [])];
    };

    expect(problemsOf(driver('')).map(({ mend }) => mend)).toEqual([
      expect.stringContaining('add `decimal: ","` to the message'),
    ]);
    expect(problemsOf(driver(', decimal: ","'))).toEqual([]);
    expect(problemsOf(driver(', decimal: ",", text: {}')).map(({ mend }) => mend)).toContain(
      'Write it inside: `text: { decimal: "," }`.',
    );
  });

  it('does not take missing words for a sentinel', () => {
    expect(sentences('  - { raw: { holding: { 40002: "FFFF" } }, expect: { voltage: null } }')).toEqual([
      'The sample gives no value (missing) for `voltage`, and no value is expected.',
    ]);
    expect(sentences('  - { raw: { holding: { 40001: "FFFF" } }, expect: { voltage: null } }')).toEqual([]);
  });

  it('tells words that are none, and a point that is none', () => {
    expect(
      tried('  - { raw: { holding: { 40001: "8FE" } }, expect: { voltage: 1 } }').problems[0]?.code,
    ).toBe('SAMPLE_UNREADABLE');
    expect(sentences('  - { raw: { holding: { 40001: "08FE" } }, expect: { volts: 230.2 } }')[0]).toContain(
      'the driver has no such point',
    );
  });

  it('names the points that no sample tries', () => {
    const points = '  voltage: { address: 40001, unit: VLT }\n  frequency: { address: 40002, unit: HTZ }';
    const samples = '  - { raw: { holding: { 40001: "00E6" } }, expect: { voltage: 230 } }';

    expect(tried(samples, points).untried).toEqual(['frequency']);
  });
});

describe('a serial driver tried on its samples', () => {
  const radar = (serial: string, raw: string) => {
    const text = `driver: test/radar
maker: Test
model: Radar
stale: 1m
serial:
  line: 9600 8N1
${serial}
points:
  waterLevel: { field: 1, unit: CMT }
samples:
  - { raw: "${raw}", expect: { waterLevel: 142 }, origin: computed }
`;
    const { document } = parseDocument('radar.yaml', text);
    const { driver } = document ? readDriver(document, 'test/radar') : {};
    if (!driver) throw new Error('no driver');
    return trySamples(driver).problems.map(({ message, mend }) => `${message} ${mend}`);
  };
  const text = (start: string) =>
    `  text: { start: "${start}", end: "\\r\\n", separator: ",", checksum: { kind: xor8, after: "*" } }`;

  it.each([
    ['passes a whole frame', text('$'), '$RAD,142,12.6*7B\\r\\n', []],
    [
      'says what the checksum would be',
      text('$RAD'),
      '$RAD,142,12.6*7B\\r\\n',
      [
        'The checksum of the sample is 7B, and what stands behind `start` up to the mark gives 2C. What stands in `start` is not summed: letters that belong to the sum stand in `starts`. Else correct the digits or `kind`.',
      ],
    ],
    [
      'says that nothing begins like a frame',
      text('!'),
      '$RAD,142,12.6*7B\\r\\n',
      [
        'The sample holds no frame: nothing in it begins as the driver says. Look again at `start`, or at the sample.',
      ],
    ],
    [
      'says that the end is missing',
      text('$'),
      '$RAD,142,12.6*7B',
      [
        'The frame of the sample is not whole. Look again at `end`, `length` and `checksum`, or at the sample; a line end is "\\r\\n" in double quotes.',
      ],
    ],
    [
      'says that no message is like the frame',
      `${text('$')}\n  starts: "LEV,"`,
      '$RAD,142,12.6*7B\\r\\n',
      [
        'The sample holds a frame, and none of the messages of the driver begins like it. Look again at `starts` and `guard`, and at `fields`: there must be exactly so many.',
      ],
    ],
    [
      'names the unit of what is expected',
      text('$'),
      '$RAD,1.42,12.6*55\\r\\n',
      [
        'The sample gives 1.42 for `waterLevel`, and 142 is expected. Look again at field or byte, type and scale, or at the sample; what is expected stands in CMT (centimetre).',
      ],
    ],
  ])('%s', (_, serial, raw, said) => {
    expect(radar(serial, raw)).toEqual(said);
  });

  it.each([
    ['endian: little', '00 00', '70 0A'],
    ['endian: big', '12 34', '0A 70'],
  ])('says what the checksum of a binary frame would be, %s', (endian, said, computed) => {
    const text = `driver: test/flow
maker: Test
model: Flow
every: 10s
serial:
  line: 9600 8N1
  binary: { start: "55 AA", length: 6, checksum: { kind: crc16-modbus, over: [0, -3], byte: -2, ${endian} } }
points:
  x-flow: { byte: 2, type: u16, unit: C62 }
samples:
  - { raw: "55 AA 00 07 ${said}", expect: { x-flow: 7 } }
`;
    const { document } = parseDocument('flow.yaml', text);
    const { driver } = (document && readDriver(document, 'test/flow')) ?? {};
    if (!driver) throw new Error('The driver of the test cannot be read.');

    expect(trySamples(driver).problems.map(({ message }) => message)).toContain(
      `The checksum of the sample is ${said}, and its bytes give ${computed}.`,
    );
  });
});
