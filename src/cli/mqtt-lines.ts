/** What `kopru status` says of MQTT: one line for each MQTT broker, ours among them, and one for each mend. */
import { spanText } from '../core/duration.ts';
import { numberText } from '../core/number-text.ts';
import type { MqttClientStatus, MqttListenerStatus, MqttTraffic, Snapshot } from '../core/status.ts';
import { cleanText } from '../telemetry/facts.ts';
import { columns, glyph, type Terminal, wrapped } from './terminal.ts';

type Style = Pick<Terminal, 'color'>;

export function mqttLines({ mqtt }: Snapshot, style: Style): string[] {
  return mqtt.flatMap((one) => (one.kind === 'client' ? clientLines(one, style) : listenerLines(one, style)));
}

function clientLines(client: MqttClientStatus, style: Style): string[] {
  const { name, connected, trouble, gaps, held, refusedTopics } = client;
  const facts = [
    connected ? 'connected' : 'not connected',
    ...trafficFacts(client),
    ...(held > 0 ? [`${numberText(held)} wait for the disk`] : []),
    ...(gaps > 0 ? [`${countText(gaps, 'gap')}: it forgot our session, messages may be missing`] : []),
  ];
  const state = connected ? (gaps > 0 || refusedTopics.length > 0 ? 'look' : 'fine') : 'stopped';
  return [
    ...factLines(`${glyph(style, state)} mqtt ${name}: `, facts),
    ...(trouble ? indented(`${trouble.reason} ${trouble.hint}`) : []),
    ...refusedTopics.flatMap((topic) => indented(`refuses the topic ${topic}`)),
  ];
}

function listenerLines(listener: MqttListenerStatus, style: Style): string[] {
  const { addresses, clients, users, refused } = listener;
  const closed = addresses.filter(({ trouble }) => trouble !== undefined);
  const latest = Math.min(...clients.map(({ lastMessageMs }) => lastMessageMs ?? Number.POSITIVE_INFINITY));
  const facts = [
    ...addresses.map(({ address, tls }) => (tls ? `${address} with TLS` : address)),
    countText(clients.length, 'client'),
    ...(Number.isFinite(latest) ? [`last message ${spanText(latest)} ago`] : []),
    ...trafficFacts(listener),
    ...(refused.length > 0
      ? [`refused: ${refused.map(({ reason, count }) => `${reason} ${count}`).join(', ')}`]
      : []),
  ];
  const state = closed.length > 0 ? 'stopped' : users.trouble === undefined ? 'fine' : 'look';
  return [
    ...factLines(`${glyph(style, state)} mqtt listen: `, facts),
    ...closed.flatMap(({ trouble = '' }) => indented(trouble)),
    ...(users.trouble === undefined ? [] : indented(users.trouble)),
  ];
}

function trafficFacts({ received, unmatched, stale, lost }: MqttTraffic): string[] {
  return [
    countText(received, 'message'),
    ...(unmatched > 0 ? [`${numberText(unmatched)} for no device`] : []),
    ...(stale > 0 ? [`${numberText(stale)} retained of unknown age`] : []),
    ...(lost > 0 ? [`${numberText(lost)} lost at QoS 0`] : []),
  ];
}

const countText = (count: number, what: string) => `${numberText(count)} ${what}${count === 1 ? '' : 's'}`;

const indented = (text: string) => wrapped(cleanText(text), columns - 2).map((line) => `  ${line}`);

/** Facts after one another, on as many lines as they need. */
function factLines(head: string, facts: readonly string[]): string[] {
  const [first = '', ...rest] = wrapped(cleanText(facts.join(', ')), columns - head.length);
  return [`${head}${first}`, ...rest.map((line) => `  ${line}`)];
}
