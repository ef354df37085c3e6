/**
 * The sources of a site as they run: one for each bus, serial port and MQTT broker. A new configuration ends and begins
 * only those whose own settings or devices it changes; the others go on as they are.
 */

import type { Site, SiteDevice } from './config/site.ts';
import { marksIn } from './config/site-marks.ts';
import type { Clock, Logger, Random } from './core/environment.ts';
import type { HostStatus } from './core/host.ts';
import type { ShortStatus } from './core/short-status.ts';
import type { Intake, Source } from './core/source.ts';
import type { BusStatus, MqttStatus } from './core/status.ts';
import type { Handover } from './handover.ts';
import type { Secrets } from './settings.ts';
import { type HostDevice, hostConnection } from './sources/host/settings.ts';
import type { ModbusSource } from './sources/modbus/source.ts';
import { listenerName } from './sources/mqtt/listener/settings.ts';
import type { MqttListenerSource } from './sources/mqtt/listener/source.ts';
import type { MqttSource } from './sources/mqtt/source.ts';
import type { SerialSource } from './sources/serial/source.ts';

export interface SiteSourcesParts {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly intake: Intake;
  /** The intake of serial devices: a receiver among them tells time and place. */
  readonly serialIntake: Intake;
  /** How this machine does. */
  readonly host: () => HostStatus;
}

type Running =
  | { readonly kind: 'bus'; readonly source: ModbusSource }
  | { readonly kind: 'serial port'; readonly source: SerialSource }
  | { readonly kind: 'MQTT broker'; readonly source: MqttSource }
  | { readonly kind: 'MQTT listener'; readonly source: MqttListenerSource }
  | { readonly kind: 'host'; readonly source: Source };

/** A source that a site asks for. */
interface Wanted {
  readonly kind: Running['kind'];
  readonly name: string;
  /** Of its settings and all devices on it. */
  readonly mark: string;
  create(): Promise<Running>;
}

type Kept = Running & Pick<Wanted, 'name' | 'mark'>;

export class SiteSources {
  readonly #parts: SiteSourcesParts;
  /** In the order of the configuration. */
  #running: readonly Kept[] = [];

  constructor(parts: SiteSourcesParts) {
    this.#parts = parts;
  }

  /**
   * Creates what the site wants and does not run yet; starts and stops nothing. Rejects when something cannot be made,
   * and then nothing was changed.
   */
  async prepare(site: Site): Promise<Handover> {
    const before = new Map(this.#running.map((each) => [keyOf(each), each]));
    const next: Kept[] = [];
    const fresh: Kept[] = [];
    try {
      for (const wanted of this.#wanted(site)) {
        const known = before.get(keyOf(wanted));
        const kept = known ?? { ...(await wanted.create()), name: wanted.name, mark: wanted.mark };
        if (!known) fresh.push(kept);
        next.push(kept);
      }
    } catch (thrown) {
      await Promise.all(fresh.map(({ source }) => source.stop()));
      throw thrown;
    }
    return {
      end: async () => {
        const ending = this.#running.filter((each) => !next.includes(each));
        this.#running = next;
        await Promise.all(ending.map(({ source }) => source.stop()));
      },
      begin: () => {
        for (const { source } of fresh) source.start();
      },
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map(({ source }) => source.stop()));
  }

  bus(name: string): ModbusSource | undefined {
    const found = this.#running.find((each) => each.kind === 'bus' && each.name === name);
    return found?.kind === 'bus' ? found.source : undefined;
  }

  serialPort(name: string): SerialSource | undefined {
    const found = this.#running.find((each) => each.kind === 'serial port' && each.name === name);
    return found?.kind === 'serial port' ? found.source : undefined;
  }

  /** By the name that gateway.yaml gives it; `listen` is the gateway's own. */
  mqtt(name: string): MqttSource | MqttListenerSource | undefined {
    return this.#mqtt().find((source) => source.status().name === name);
  }

  /** Ids of the devices that are asked rarely because they do not answer. */
  parked(): ReadonlySet<string> {
    const polls = this.#running.flatMap((each) => {
      if (each.kind === 'bus') return each.source.statistics().devices;
      return each.kind === 'serial port' ? each.source.statistics().polls : [];
    });
    return new Set(polls.filter(({ running }) => running === 'parked').map(({ id }) => id));
  }

  busStatus(): readonly BusStatus[] {
    return this.#running.flatMap((each) => (each.kind === 'bus' ? [each.source.status()] : []));
  }

  mqttStatus(): readonly MqttStatus[] {
    return this.#mqtt().map((source) => source.status());
  }

  /** Hands the state of the gateway to the MQTT brokers that ask for it. */
  announce(status: ShortStatus): void {
    for (const source of this.#mqtt()) source.announce(status);
  }

  #mqtt(): (MqttSource | MqttListenerSource)[] {
    return this.#running.flatMap((each) =>
      each.kind === 'MQTT broker' || each.kind === 'MQTT listener' ? [each.source] : [],
    );
  }

  /** Loads a protocol's library only when the site needs it: each costs 8 to 15 MB of memory. */
  #wanted(site: Site): Wanted[] {
    const { intake, serialIntake, host, secrets, ...environment } = this.#parts;
    const modbus = site.devices.filter((device) => device.protocol === 'modbus');
    const serial = site.devices.filter((device) => device.protocol === 'serial');
    const mqttOn = (name: string) => site.devices.filter(isMqtt).filter(({ mqtt }) => mqtt === name);
    const markOf = marksIn(site.parts);
    const wanted = (
      kind: Wanted['kind'],
      name: string,
      devices: readonly SiteDevice[],
      create: Wanted['create'],
    ): Wanted => ({
      kind,
      name,
      mark: [
        kind === 'host' ? '' : markOf(kind, name),
        ...devices.map(({ id }) => markOf('device', id)),
      ].join(' '),
      create,
    });
    const machine = site.devices.filter((device): device is HostDevice => device.protocol === 'host');
    const { mqttListener: listener } = site;
    return [
      ...site.buses.map((bus) => {
        const devices = modbus.filter((device) => device.bus === bus.name);
        return wanted('bus', bus.name, devices, async () => {
          const { createModbusSource } = await import('./sources/modbus/source.ts');
          return { kind: 'bus', source: createModbusSource({ bus, devices, intake, ...environment }) };
        });
      }),
      ...site.serialPorts.map((port) => {
        const devices = serial.filter((device) => device.port === port.name);
        return wanted('serial port', port.name, devices, async () => {
          const { createSerialSource } = await import('./sources/serial/source.ts');
          const source = createSerialSource({ port, devices, intake: serialIntake, ...environment });
          return { kind: 'serial port', source };
        });
      }),
      ...site.mqttBrokers.map((broker) => {
        const devices = mqttOn(broker.name);
        return wanted('MQTT broker', broker.name, devices, async () => {
          const { createMqttSource } = await import('./sources/mqtt/source.ts');
          const source = createMqttSource({ broker, devices, secrets, intake, ...environment });
          return { kind: 'MQTT broker', source };
        });
      }),
      ...(listener === undefined
        ? []
        : [
            wanted('MQTT listener', listenerName, mqttOn(listenerName), async () => {
              const { createMqttListener } = await import('./sources/mqtt/listener/source.ts');
              const devices = mqttOn(listenerName);
              const source = await createMqttListener({ listener, devices, secrets, intake, ...environment });
              return { kind: 'MQTT listener', source };
            }),
          ]),
      ...(machine.length === 0
        ? []
        : [
            wanted('host', hostConnection, machine, async () => {
              const { createHostSource } = await import('./sources/host/source.ts');
              return {
                kind: 'host',
                source: createHostSource({ devices: machine, host, intake, ...environment }),
              };
            }),
          ]),
    ];
  }
}

const isMqtt = (device: SiteDevice) => device.protocol === 'mqtt';

const keyOf = ({ kind, name, mark }: Pick<Wanted, 'kind' | 'name' | 'mark'>) => `${kind}\n${name}\n${mark}`;
