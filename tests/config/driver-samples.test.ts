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
