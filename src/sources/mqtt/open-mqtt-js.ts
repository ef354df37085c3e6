/** One connection by the real mqtt.js: never connects again by itself, keeps its session, bounds its packets. */
import { connect } from 'mqtt';
import { mostBytes } from './json.ts';
import type { JsOptions, MqttJs } from './mqtt-js.ts';
import { createTrimmer } from './trim.ts';

/** It publishes nothing, so the unbounded outgoing store of mqtt.js stays empty. */
export function openMqttJs(options: JsOptions): MqttJs {
  const client = connect({
    ...options,
    protocolVersion: 4,
    clean: false,
    reconnectPeriod: 0,
    resubscribe: false,
    rejectUnauthorized: true,
  });
  const { stream } = client;
  const trim = createTrimmer(mostBytes);
  const push = stream.push.bind(stream);
  stream.push = (chunk: Buffer | null) => push(chunk && trim(chunk));
  // By `unknown`, because the types hide `_sendPacket`; see held-acks.ts.
  return client as unknown as MqttJs;
}
