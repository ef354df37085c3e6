/** One connection by the real mqtt.js: never connects again by itself, keeps its session, bounds its packets. */
import { connect, type IClientOptions } from 'mqtt';
import { mostBytes } from './json.ts';
import type { JsOptions, MqttJs } from './mqtt-js.ts';
import { createPacketGate } from './packet-gate.ts';
import { createTrimmer } from './trim.ts';

/** A session of MQTT 3.1.1 never ends; here it ends as the readings in the buffer do, after 30 days. */
const sessionSeconds = 30 * 86_400;
/** As many acknowledgements as are held at most. */
const receiveMaximum = 500;
/** A payload, a topic, and properties. */
const packetBytes = mostBytes + 65_535 + 4_096;

/** It publishes at QoS 0 only, so the unbounded outgoing store of mqtt.js stays empty. */
export function openMqttJs({ version, ...options }: JsOptions): MqttJs {
  const client = connect({
    ...options,
    ...(version === '5' ? version5 : { protocolVersion: 4 }),
    clean: false,
    reconnectPeriod: 0,
    resubscribe: false,
    rejectUnauthorized: true,
  });
  const { stream } = client;
  const push = stream.push.bind(stream);
  if (version === '5') {
    // The MQTT broker was told our limit and drops what is larger; one that does not is cut off.
    const { check } = createPacketGate(packetBytes, 'server');
    stream.push = (chunk: Buffer | null) => {
      const offence = chunk && check(chunk);
      if (!offence) return push(chunk);
      stream.destroy(new Error(offence));
      return false;
    };
  } else {
    const trim = createTrimmer(mostBytes);
    stream.push = (chunk: Buffer | null) => push(chunk && trim(chunk));
  }
  // By `unknown`, because the types hide `_sendPacket`; see held-acks.ts.
  return client as unknown as MqttJs;
}

const version5 = {
  protocolVersion: 5,
  properties: {
    sessionExpiryInterval: sessionSeconds,
    receiveMaximum,
    maximumPacketSize: packetBytes,
  },
} as const satisfies IClientOptions;
