/** The demos: a cabinet's configuration, files beside it, values to play, and an entity that shows the way through. */
import type { Waveform } from '../device/waveform.ts';
import { istanbulFile, istanbulSpots, istanbulValues } from './istanbul.ts';
import { izmirFile, izmirValues } from './izmir.ts';
import { type CabinetPorts, kagithaneFile } from './kagithane.ts';

export interface City {
  /** Text of gateway.yaml; `serial` is the TCP port of the converter in front of the serial device, if there is one. */
  file(ports: CabinetPorts & { readonly serial: number }): string;
  /** Texts of files beside it, by name. */
  readonly files: Readonly<Record<string, () => string>>;
  values(): ReadonlyMap<string, Readonly<Record<string, Waveform>>>;
  /** Shown at the end as the broker holds it. */
  readonly entity: { readonly urn: string; readonly name: string; readonly context: string };
}

const models = 'https://raw.githubusercontent.com/smart-data-models';
const air = {
  urn: 'urn:ngsi-ld:AirQualityObserved:istanbul-kagithane-017-hava',
  name: 'air quality',
  context: `${models}/dataModel.Environment/master/context.jsonld`,
};

export const cities = {
  short: { file: kagithaneFile, files: {}, values: () => new Map(), entity: air },
  istanbul: {
    file: ({ serial, ...ports }) => istanbulFile({ ...ports, dust: serial }),
    files: { 'spots.csv': istanbulSpots },
    values: istanbulValues,
    entity: air,
  },
  izmir: {
    file: izmirFile,
    files: {},
    values: izmirValues,
    entity: {
      urn: 'urn:ngsi-ld:WeatherObserved:izmir-kordon-3-hava',
      name: 'weather',
      context: `${models}/dataModel.Weather/master/context.jsonld`,
    },
  },
} as const satisfies Readonly<Record<string, City>>;
