import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/config/document.ts';
import { messageDraftText } from '../../src/config/drafted-driver.ts';
import { readDriver } from '../../src/config/driver-file.ts';
import { trySamples } from '../../src/config/driver-samples.ts';
import { messageDraft } from '../../src/config/message-draft.ts';
import { isError } from '../../src/config/problems.ts';
import { shippedDrivers } from '../docs/library.ts';

/** The draft as `kopru driver test` sees it: errors, and points whose value came out otherwise. */
function tried(message: string, topic?: string) {
  const text = messageDraftText('acme/x', messageDraft(message, topic));
  const { document, problems } = parseDocument('drivers/acme/x.yaml', text);
  const read = document && readDriver(document, 'acme/x');
  const found = [...problems, ...(read?.problems ?? [])].filter(isError);
  if (!read?.driver) return { text, errors: found, results: [] };
  const { results, problems: ofSamples } = trySamples(read.driver);
  return { text, errors: [...found, ...ofSamples].filter(isError), results };
}

const drafted = (message: string, topic?: string) =>
  Object.fromEntries(
    messageDraft(message, topic).points.map(({ name, keys, value }) => [name, [...keys, value]]),
  );

describe('a draft from a JSON payload', () => {
  const payload = '{"at":"2026-11-23T10:12:38","power":{"now":"12.5","total":6.1},"lid":true,"mode":"auto"}';

  it('knows a decimal comma where the numbers tell it', () => {
    const commas = '{"power":"1,234","current":"0,52"}';
    const { errors, results } = tried(commas);

    expect(errors).toEqual([]);
    expect(results.map(({ point, got }) => [point, got])).toEqual([
      ['activePower', { value: 1.234 }],
      ['current', { value: 0.52 }],
    ]);
    expect(messageDraft('{"power":"1,234"}', undefined).leftOut).toEqual(['/power']);
  });

  it('takes every value by its path, and the time of the device', () => {
    const { lines } = messageDraft(payload, 'plugs/a/state');

    expect(drafted(payload)).toEqual({
      activePower: ['path: /power/now', 'unit: WTT', 12.5],
      'x-powerTotal': ['path: /power/total', 6.1],
      'x-lid': ['path: /lid', 'kind: state', true],
    });
    expect(tried(payload)).toMatchObject({ errors: [] });
    expect(lines).toContain('  time: { path: /at, form: iso, zone: site }');
    expect(lines).toContain('  topic: "plugs/a/state"');
    expect(messageDraft(payload, undefined).leftOut).toEqual(['/mode']);
  });

  it('sees a list of names and values', () => {
    const message =
      '{"id":"7","values":[{"value_type":"temperature","value":"21.1"},{"value_type":"humidity","value":"45.0"}]}';

    expect(messageDraft(message, undefined).lines).toContain(
      '  groups: { path: /values, name: /value_type, value: /value }',
    );
    expect(drafted(message)).toMatchObject({
      airTemperature: ['field: "temperature"', 'unit: CEL', 21.1],
      relativeHumidity: ['field: "humidity"', 'unit: P1', 45],
    });
  });
});

describe('a draft from an uplink', () => {
  it('takes what the network server decoded', () => {
    const message = JSON.stringify({
      deviceInfo: { devEui: '24e124713b492001' },
      fPort: 85,
      data: 'AXVcA2c0AQRoZQ==',
      object: { temperature: 30.8, humidity: 50.5 },
    });

    expect(messageDraft(message, undefined).lines).toEqual([
      'lorawan:',
      '  fPort: 85',
      '  decoded: true   # by the network server',
    ]);
    expect(Object.keys(drafted(message))).toEqual(['airTemperature', 'relativeHumidity']);
    expect(tried(message)).toMatchObject({ errors: [], results: [{ fits: true }, { fits: true }] });
  });

  it('has the bytes one by one where nobody decoded them, and guesses nothing of them', () => {
    const message = JSON.stringify({
      end_device_ids: { dev_eui: '24E124713B492001' },
      uplink_message: { f_port: 10, frm_payload: 'ASQE0gE=' },
    });

    expect(drafted(message)).toEqual({
      'x-byte0': ['byte: 0', 1],
      'x-byte1': ['byte: 1', 36],
      'x-byte2': ['byte: 2', 4],
      'x-byte3': ['byte: 3', 210],
      'x-byte4': ['byte: 4', 1],
    });
  });
});

describe('a draft from a line of text', () => {
  it.each([
    [
      'T=+21.3;H=054;W=12.5km/h*2B\r\n',
      'text: { end: "\\r\\n", separator: ";", pairs: "=", checksum: { kind: xor8, after: "*" } }',
    ],
    ['#07;T=+21,5C;H=48\r', 'text: { start: "#", end: "\\r", separator: ";", pairs: "=", decimal: "," }'],
    ['1.5,2.5,3\n', 'text: { end: "\\n", separator: "," }'],
    ['R1234\r', 'text: { start: "R", end: "\\r", length: 4 }'],
  ])('sees how %j is made', (message, text) => {
    expect(messageDraft(message, undefined).lines.at(-1)?.trim()).toBe(text);
  });

  it('leaves out what it cannot tell from a text', () => {
    expect(messageDraft('T=21.5;W=12.5*6F;S=ok\r\n', undefined).leftOut).toEqual(['12.5*6F', 'ok']);
  });

  it('takes a unit from behind the number', () => {
    expect(drafted('Wind=12.5km/h;Temp=21.3C\r\n')).toEqual({
      windSpeed: ['field: Wind', 'unit: KMH', 'units: { "km/h": KMH }', 12.5],
      airTemperature: ['field: Temp', 'unit: CEL', 'units: { "C": CEL }', 21.3],
    });
  });
});

describe('a line whose checksum fits no kind', () => {
  it('is drafted without one, and says so', () => {
    expect(messageDraft('#03,+012.45m,OK*4E\r\n', undefined).lines[0]).toContain('looks like a checksum');
    expect(messageDraft('#03,+012.45m,OK\r\n', undefined).lines[0]).toBe('serial:');
  });
});

describe('a draft from the bytes of a frame', () => {
  it('finds the checksum by trying, here before an end byte', () => {
    expect(messageDraft('AA C0 09 00 09 00 58 D9 43 AB', undefined).lines).toContain(
      '    checksum: { kind: sum8, over: [2, 7], byte: 8 }',
    );
  });

  it('says where it found none', () => {
    expect(messageDraft('AA C0 09 00 09 00 58 D9 44 AC', undefined).lines.join('\n')).toContain(
      'No checksum was found',
    );
  });
});

describe('a draft from the samples of the shipped drivers', () => {
  const messages = shippedDrivers().flatMap(({ name, driver }) =>
    driver.samples.flatMap(({ protocol, sample }): [string, string][] => {
      if (sample.origin === 'computed' || protocol === 'modbus' || protocol === 'host') return [];
      if (protocol === 'mqtt') return [[name, String(sample.raw.payload)]];
      if (protocol === 'serial') return [[name, sample.raw]];
      const data = Buffer.from(sample.raw.data.replaceAll(' ', ''), 'hex').toString('base64');
      return [[name, JSON.stringify({ deviceInfo: {}, fPort: sample.raw.fPort, data })]];
    }),
  );

  it.each(messages)('passes its own test: %s', (_, message) => {
    const { text, errors, results } = tried(message);

    expect([text, errors.map((each) => each.message)]).toEqual([text, []]);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ fits }) => !fits)).toEqual([]);
  });
});
