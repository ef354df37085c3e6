/**
 * The configuration of the Izmir demo: a cabinet on the Kordon quay. Meter and weather station on one bus, an ultrasonic
 * gauge above the gulf on a serial port, and through a LoRaWAN network server the level of a creek and parking spots.
 */
import { overTheDay, switching, type Waveform } from '../device/waveform.ts';
import type { CabinetPorts } from './kagithane.ts';

export interface IzmirPorts extends CabinetPorts {
  /** TCP port of the converter in front of the gauge. */
  readonly serial: number;
}

/** Spots of the car park Kordon 4, each with the identity of its sensor. */
const spots = [1, 2, 3, 4].map((number) => ({ id: `kordon4-${number}`, devEui: `0004a30b0010d14${number}` }));

/** Text of the cabinet's gateway.yaml. */
export function izmirFile({ modbus, mqtt, broker, api, serial }: IzmirPorts): string {
  const spotLines = spots.map(
    ({ id, devEui }, index) =>
      `  - { id: ${id}, name: "Kordon 4, ${index + 1}", driver: bosch/tps110, mqtt: listen, devEui: "${devEui}", every: 2s, location: [${(27.135927 + index * 0.00003).toFixed(6)}, 38.431533] }`,
  );
  return `# A cabinet on the Kordon quay, Izmir, with sensors on the line and by LoRaWAN, for the demo.
schema: 1
gateway:
  id: izmir-kordon-3
  name: Kordon 3
  location: [27.1287, 38.4192]
  timezone: Europe/Istanbul
  clock: trusted
buses:
  rs485: { tcp: "127.0.0.1:${modbus}" }
mqtt:
  listen: { plain: { address: "127.0.0.1:${mqtt}", anonymous: true }, network: chirpstack }
devices:
  - { id: meter, name: Mains of the cabinet, driver: carlo-gavazzi/em24, bus: rs485, unitId: 1, every: 2s }
  - { id: weather, name: Weather on the quay, driver: lufft/ws-umb, bus: rs485, unitId: 2, every: 10s }
  - { id: gulf, name: Gulf at the quay, driver: maxbotix/hrxl, port: "tcp://127.0.0.1:${serial}", every: 2s }
  - { id: creek, name: Meles creek, driver: milesight/em500-udl, mqtt: listen, devEui: "24e124713b492001", every: 2s, location: [27.1618, 38.4337] }
${spotLines.join('\n')}
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
  - { mapping: Weather/WeatherObserved, from: weather, id: hava }
  - { mapping: Environment/FloodMonitoring, from: gulf, params: { referenceLevel: 4.2 } }
  - { mapping: Environment/FloodMonitoring, from: creek, params: { referenceLevel: 5, alertLevel: 3.5 } }
${spots.map(({ id }) => `  - { mapping: Parking/ParkingSpot, from: ${id}, params: { refParkingSite: "urn:ngsi-ld:OffStreetParking:izmir-kordon-4", category: [offStreet] } }`).join('\n')}
forward:
  - { name: city, broker: "http://127.0.0.1:${broker}/ngsi-ld/v1", retryAtMost: 2s }
api: { listen: "127.0.0.1:${api}" }
`;
}

/** What cannot be told from the quantity alone: cars come and go, and the creek rises in the evening. */
export function izmirValues(): ReadonlyMap<string, Readonly<Record<string, Waveform>>> {
  return new Map<string, Readonly<Record<string, Waveform>>>([
    ['creek', { distance: overTheDay(1_700, 3_600, 4), batteryLevel: () => 93 }],
    ...spots.map(({ id }, index): [string, Readonly<Record<string, Waveform>>] => [
      id,
      { occupied: switching((16 + 5 * index) * 1_000, (23 + 7 * index) * 1_000) },
    ]),
  ]);
}
