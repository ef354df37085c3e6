/**
 * The configuration of the Istanbul demo: the street cabinet at Kağıthane square with everything a city hangs on one.
 * Modbus meter, climate, sound level and door contact on one bus, a dust sensor on a serial port, and the on-street
 * parking of Abide-i Hürriyet Caddesi as a table of spots saved by a Turkish spreadsheet.
 */
import { switching, type Waveform } from '../device/waveform.ts';
import type { CabinetPorts } from './kagithane.ts';

export interface IstanbulPorts extends CabinetPorts {
  /** TCP port of the converter in front of the dust sensor. */
  readonly dust: number;
}

const spotIds = Array.from({ length: 20 }, (_, index) => `spot-${String(index + 1).padStart(2, '0')}`);

/** Text of the cabinet's gateway.yaml; `istanbulSpots` stands beside it as spots.csv. */
export function istanbulFile({ modbus, mqtt, broker, api, dust }: IstanbulPorts): string {
  return `# A street cabinet at Kağıthane square, Istanbul, with the parking of a street, for the demo.
schema: 1
gateway:
  id: istanbul-kagithane-017
  name: Kağıthane Meydan
  location: [28.9708, 41.0785]
  timezone: Europe/Istanbul
  clock: trusted
buses:
  rs485: { tcp: "127.0.0.1:${modbus}" }
mqtt:
  listen: { plain: { address: "127.0.0.1:${mqtt}", anonymous: true } }
devices:
  - id: meter
    name: Mains of the cabinet
    driver: eastron/sdm630
    bus: rs485
    unitId: 1
    every: 2s
    filter: { heartbeat: 10s, deadband: { activePower: 1%, voltage.L1: 0.5, voltage.L2: 0.5, voltage.L3: 0.5 } }
  - { id: climate, name: Air in the street, driver: generic/xy-md02, bus: rs485, unitId: 2, every: 2s }
  - id: io
    name: Contacts of the cabinet
    driver: waveshare/modbus-rtu-io-8ch
    bus: rs485
    unitId: 3
    every: 2s
    filter: { heartbeat: 10s }
    points: { digitalInput.1: { as: doorOpen } }
  - { id: sound, name: Sound level at the square, driver: generic/rs485-noise, bus: rs485, unitId: 4, every: 1s }
  - { id: air, name: Fine dust, driver: nova/sds011, port: "tcp://127.0.0.1:${dust}", every: 2s }
  - { group: spots, driver: generic/parking-json, mqtt: listen, table: spots.csv, filter: { heartbeat: 10s } }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
  - { mapping: Weather/WeatherObserved, from: climate }
  - { mapping: Environment/AirQualityObserved, from: [air, climate], id: hava }
  # A quarter of an hour in the street; a minute, so that a demo shows it.
  - { mapping: Environment/NoiseLevelObserved, from: sound, period: 1m }
  - { mapping: Device/DeviceMeasurement-door, from: io, id: door }
  - mapping: Parking/ParkingSpot
    each: spots
    params: { refParkingSite: "urn:ngsi-ld:OnStreetParking:ispark-104" }
forward:
  - { name: city, broker: "http://127.0.0.1:${broker}/ngsi-ld/v1", retryAtMost: 2s }
api: { listen: "127.0.0.1:${api}" }
`;
}

/** Semicolons, decimal commas and the mark of UTF-8, as Excel saves "CSV UTF-8" in Turkey. */
export function istanbulSpots(): string {
  const rows = spotIds.map((id, index) => {
    const comma = (degrees: number) => degrees.toFixed(6).replace('.', ',');
    // A spot every six metres along the street, which runs from south to north there.
    const place = [28.9876 + index * 0.000012, 41.0619 + index * 0.000053].map(comma);
    return [id, `Abide-i Hürriyet Cad. 5, ${index + 1}`, `ispark/104/${index + 1}`, ...place].join(';');
  });
  return `\uFEFF${['id;name;params.topic;lon;lat', ...rows].join('\r\n')}\r\n`;
}

/** What cannot be told from the quantity alone: cars come and go at each spot in a rhythm of its own. */
export function istanbulValues(): ReadonlyMap<string, Readonly<Record<string, Waveform>>> {
  return new Map(
    spotIds.map((id, index) => [
      id,
      {
        occupied: switching((20 + 3 * index) * 1_000, (31 + 4 * index) * 1_000),
        batteryLevel: () => 100 - 2 * index,
      },
    ]),
  );
}
