/**
 * Which devices a topic belongs to. Several devices may share a topic and tell their messages apart by a
 * guard; several messages of one device may share it too. The order of gateway.yaml and of the driver decides.
 */
import type { DeviceMessage, MqttDevice } from './device.ts';
import { topicMatches } from './topic.ts';

export interface Candidate {
  readonly device: MqttDevice;
  readonly message: DeviceMessage;
}

export interface Route {
  /** First match wins. */
  readonly candidates: readonly Candidate[];
  /** Devices that tell on this topic whether they are there. */
  readonly presence: readonly MqttDevice[];
  /** The one device that all candidates belong to: the one to blame for what fits none; undefined if several. */
  readonly owner: MqttDevice | undefined;
}

/** Topics remembered: devices behind a wildcard can invent any number of them, 64 KiB long. */
const mostRemembered = 2_000;
const longestRemembered = 256;

/** Finds the route of a topic; remembers it, because the same topics come all day. */
export function createRoutes(devices: readonly MqttDevice[]): (topic: string) => Route {
  const remembered = new Map<string, Route>();
  const everyCandidate = devices.flatMap((device) => device.messages.map((message) => ({ device, message })));

  const find = (topic: string): Route => {
    const candidates = everyCandidate.filter(({ message }) => topicMatches(message.topic, topic));
    const presence = devices.filter(({ online }) => online && topicMatches(online.topic, topic));
    const [first] = candidates;
    const alone = candidates.every(({ device }) => device === first?.device);
    return { candidates, presence, owner: alone ? first?.device : undefined };
  };

  return (topic) => {
    const known = remembered.get(topic);
    if (known) return known;
    const route = find(topic);
    if (topic.length > longestRemembered) return route;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(topic, route);
    return route;
  };
}

/**
 * Every topic filter to subscribe to, once, with the highest QoS that a device wants for it. With the name of a group
 * messages are shared with its other members; what devices say of their presence is for each of them.
 */
export function topicsOf(devices: readonly MqttDevice[], share?: string): { filter: string; qos: 0 | 1 }[] {
  const topics = new Map<string, 0 | 1>();
  const add = (filter: string, qos: 0 | 1) => topics.set(filter, topics.get(filter) === 1 ? 1 : qos);
  for (const { messages, online, qos } of devices) {
    for (const { topic } of messages) add(share === undefined ? topic : `$share/${share}/${topic}`, qos);
    if (online) add(online.topic, qos);
  }
  return [...topics].map(([filter, qos]) => ({ filter, qos }));
}
