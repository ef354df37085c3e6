/**
 * A whole configuration after everything was read, checked and resolved: what the gateway is built from. Made
 * by `loadSite`; nothing in it refers back to a file.
 */
import type { ApiSettings } from '../api/settings.ts';
import type { BufferSettings } from '../buffer/settings.ts';
import type { GatewayPlace } from '../core/device.ts';
import type { MappedEntity } from '../core/mapping-plan.ts';
import type { Value } from '../core/reading.ts';
import type { DestinationSettings } from '../forward/settings.ts';
import type { HostDevice } from '../sources/host/settings.ts';
import type { Bus, ModbusDevice } from '../sources/modbus/settings.ts';
import type { MqttDevice } from '../sources/mqtt/device.ts';
import type { MqttListener } from '../sources/mqtt/listener/settings.ts';
import type { MqttBroker } from '../sources/mqtt/settings.ts';
import type { SerialDevice, SerialPort } from '../sources/serial/device.ts';

export type SiteDevice = ModbusDevice | MqttDevice | SerialDevice | HostDevice;

export interface Site {
  readonly gateway: {
    readonly id: string;
    readonly name: string | undefined;
    readonly place: GatewayPlace;
    /** IANA name. */
    readonly timezone: string;
    readonly facts: Readonly<Record<string, Value>>;
    /** `auto`: readings wait until the clock is known to be right. `trusted`: this machine's clock is right from the start. */
    readonly clock: 'auto' | 'trusted';
    /** What becomes of readings while nobody vouches for the clock. */
    readonly whenUnsynchronised: 'hold' | 'estimate';
  };
  /** With Modbus devices, or with none. */
  readonly buses: readonly Bus[];
  /** With serial devices that speak a protocol of their own. */
  readonly serialPorts: readonly SerialPort[];
  readonly mqttBrokers: readonly MqttBroker[];
  /** The gateway is an MQTT broker itself. */
  readonly mqttListener: MqttListener | undefined;
  /** Without the disabled ones. */
  readonly devices: readonly SiteDevice[];
  readonly entities: readonly MappedEntity[];
  readonly destinations: readonly DestinationSettings[];
  readonly buffer: BufferSettings & { readonly folder: string };
  readonly api: ApiSettings;
  /** All of the above, each with a mark that changes when it would work differently. */
  readonly parts: readonly Part[];
}

/** What a part of a site is, in the words of gateway.yaml. */
export type PartKind =
  | 'bus'
  | 'serial port'
  | 'MQTT broker'
  | 'MQTT listener'
  | 'device'
  | 'entity'
  | 'destination'
  | 'setting';

export interface Part {
  readonly kind: PartKind;
  /** Name, id, URN or key, unique among its kind. */
  readonly id: string;
  /** Made by site-marks.ts. */
  readonly mark: string;
}
