/**
 * The configuration of the demo cabinet: a street cabinet at Kağıthane square in Istanbul, at the place of the
 * city's air quality station there. Written as a technician would write it, and read by the same loader.
 */

export interface CabinetPorts {
  readonly modbus: number;
  /** Port on which the gateway is the MQTT broker of the cabinet. */
  readonly mqtt: number;
  /** Port of the NGSI-LD broker. */
  readonly broker: number;
  /** Port of status and metrics. */
  readonly api: number;
}

/** Text of the cabinet's gateway.yaml. */
export function kagithaneFile({ modbus, mqtt, broker, api }: CabinetPorts): string {
  return `# A street cabinet at Kağıthane square, Istanbul, for the demo.
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
  - { id: meter, name: Mains of the cabinet, driver: eastron/sdm630, bus: rs485, unitId: 1, every: 2s }
  - { id: climate, name: Air in the street, driver: generic/xy-md02, bus: rs485, unitId: 2, every: 2s }
  - { id: plug, name: Display panel, driver: tasmota/energy, mqtt: listen, params: { topic: pano-17 }, every: 2s }
  - { id: air, name: Fine dust, driver: sensor-community/airrohr, mqtt: listen, params: { topic: kagithane/airrohr, chipId: "1234567" }, every: 2s }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
  - { mapping: Energy/ACMeasurement, from: plug }
  - { mapping: Weather/WeatherObserved, from: climate }
  - { mapping: Environment/AirQualityObserved, from: [air, climate], id: hava }
forward:
  - { name: city, broker: "http://127.0.0.1:${broker}/ngsi-ld/v1", retryAtMost: 2s }
api: { listen: "127.0.0.1:${api}" }
`;
}
