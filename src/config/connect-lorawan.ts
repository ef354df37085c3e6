/** LoRaWAN devices on an MQTT broker: which network server publishes there, and which DevEUI is whose. */

import { uplinkTopic } from '../sources/mqtt/lorawan/envelope.ts';
import type { LorawanFormat, LorawanMessage } from '../sources/mqtt/lorawan/message.ts';
import type { Network } from '../sources/mqtt/lorawan/settings.ts';
import { part } from './check-shape.ts';
import { type Problem, problem } from './problems.ts';
import type { InstalledDevice } from './read-devices.ts';

/** The 16 digits of a DevEUI in lower case, as network servers write it. */
export const plainEui = (written: string): string => written.replaceAll(/[\s:-]/g, '').toLowerCase();

/** A driver's formats as messages of one device behind a network server. */
export function uplinksOf(
  formats: readonly LorawanFormat[],
  network: Network,
  devEui: string,
): readonly LorawanMessage[] {
  return formats.map((format) => ({ ...format, network, devEui, topic: uplinkTopic(network, devEui) }));
}

/** One uplink would be taken by the first of them alone. */
export function sharedDevEuis(installed: readonly InstalledDevice[]): Problem[] {
  const first = new Map<string, InstalledDevice>();
  return installed.flatMap((each) => {
    const { text, sheet } = each;
    if (text?.devEui === undefined || text.disabled) return [];
    const key = plainEui(text.devEui);
    const other = first.get(key);
    if (!other) {
      first.set(key, each);
      return [];
    }
    return [
      problem(part(sheet, ['devEui']).place([]), {
        code: 'DEV_EUI_TWICE',
        message: `DevEUI ${text.devEui} belongs to ${other.id ?? 'another device'} already.`,
        mend: 'Compare both with the labels of the devices.',
      }),
    ];
  });
}
