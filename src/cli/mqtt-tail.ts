/**
 * `kopru mqtt tail`: messages as they come, and what the gateway makes of each. Of the gateway's own MQTT broker through
 * its control socket; of another one with a session of its own, so that nothing is taken from the gateway's.
 */
import type { Site } from '../config/site.ts';
import { KopruError } from '../core/errors.ts';
import type { MqttDevice } from '../sources/mqtt/device.ts';
import { listenerName } from '../sources/mqtt/listener/settings.ts';
import { createRoutes, topicsOf } from '../sources/mqtt/routes.ts';
import type { MqttBroker } from '../sources/mqtt/settings.ts';
import type { TappedMessages } from '../sources/mqtt/tap.ts';
import { topicFilterProblem, topicMatches } from '../sources/mqtt/topic.ts';
import { loadConfiguration, secretsOf, siteOrComplaint } from './configuration.ts';
import { exits, usageError } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { type PersonSession, subscribeForPerson } from './mqtt-session.ts';
import { type MessageMeaning, messageLines, messageMeaning, type ShownMessage } from './mqtt-tail-view.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import { durationOf } from './trace.ts';
import type { RunVerb } from './verb.ts';

const pollMs = 250;

export const tail: RunVerb = async (terminal, { args: [filter], options }) => {
  const configuration = loadConfiguration(
    terminal,
    typeof options.file === 'string' ? options.file : undefined,
  );
  const site = siteOrComplaint(terminal, configuration);
  if (!site) return exits.configuration;
  const wrong = filter === undefined ? undefined : topicFilterProblem(filter);
  if (wrong)
    throw usageError(`The topic ${filter} ${wrong}.`, '+ stands for one whole level, # for all the rest.');
  const broker = brokerOf(site, options.broker);
  const name = broker === listenerName ? listenerName : broker.name;
  const devices = site.devices.filter(
    (device): device is MqttDevice => device.protocol === 'mqtt' && device.mqtt === name,
  );
  const end = endOf(terminal, durationOf(options.for), countOption(options.count));
  const routeOf = createRoutes(devices);
  let shown = 0;
  let ours = 0;
  let withheld = 0;
  const show = (message: ShownMessage) => {
    if (end.reached(shown)) return;
    if (filter !== undefined && !topicMatches(filter, message.topic)) return;
    if (options.fresh === true && message.retain) return;
    const meaning = messageMeaning(routeOf(message.topic), message);
    shown += 1;
    if (meaning.device !== undefined) ours += 1;
    if (message.withheld) withheld += 1;
    if (terminal.json) terminal.out(JSON.stringify(plain(message, meaning)));
    else for (const line of messageLines(message, meaning)) terminal.out(line);
  };
  if (!terminal.json) terminal.out(`${name}, ${filter ?? 'every topic'}. Ctrl-C ends it.`);
  const ended = () => end.reached(shown);
  if (broker === listenerName) await follow(terminal, ended, show);
  else {
    const topics = filter === undefined ? topicsOf(devices).map((topic) => topic.filter) : [filter];
    const secrets = secretsOf(terminal, configuration.file);
    await listen({ broker, secrets, topics }, ended, show);
  }
  if (!terminal.json) {
    const state = shown === 0 ? 'look' : 'fine';
    terminal.out(`${glyph(terminal, state)} ${shown} messages, ${ours} of them for a device.`);
    next(terminal, withheld > 0 ? 'kopru mqtt user list' : 'kopru watch');
  }
  return shown === 0 ? exits.findings : exits.fine;
};

/** Polls the control socket of the gateway, which keeps messages while somebody asks. */
async function follow(
  terminal: Terminal,
  ended: () => boolean,
  show: (message: ShownMessage) => void,
): Promise<void> {
  const gateway = await runningGateway(terminal);
  let number = 0;
  while (!ended()) {
    const {
      messages,
      missed,
      next: following,
    } = (await gateway.messages(listenerName, number)) as TappedMessages;
    number = following;
    if (missed > 0 && !terminal.json) terminal.out(`  (${missed} messages were too fast to show)`);
    for (const message of messages) show({ ...message, payload: Buffer.from(message.payload, 'base64') });
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function listen(
  session: Pick<PersonSession, 'broker' | 'secrets' | 'topics'>,
  ended: () => boolean,
  show: (message: ShownMessage) => void,
): Promise<void> {
  const { broker, topics } = session;
  if (topics.length === 0)
    throw usageError(
      `No device publishes to ${broker.name}.`,
      "Name a topic, for example: kopru mqtt tail '#'",
    );
  let trouble: Error | undefined;
  const heard = subscribeForPerson({
    ...session,
    message: (topic, payload, { qos, retain }) =>
      show({ topic, qos, retain, client: undefined, withheld: false, bytes: payload.length, payload }),
    trouble: (error) => {
      trouble = error;
    },
  });
  while (!ended() && !trouble) await new Promise((resolve) => setTimeout(resolve, 50));
  heard.end();
  if (trouble) {
    throw new KopruError(`The MQTT broker ${broker.url}: ${trouble.message || 'no connection'}.`, {
      kind: 'transient',
      code: 'MQTT_UNREACHABLE',
      hint: 'Check its address, the network, and the user: kopru status says what the gateway sees.',
    });
  }
}

const plain = ({ payload, ...message }: ShownMessage, meaning: MessageMeaning) => ({
  ...message,
  payload: payload.toString('utf8'),
  ...meaning,
});

/** The one that was named, or the only one. */
function brokerOf(site: Site, named: unknown): MqttBroker | typeof listenerName {
  const brokers = [...site.mqttBrokers, ...(site.mqttListener ? [listenerName as typeof listenerName] : [])];
  const nameOf = (broker: (typeof brokers)[number]) => (typeof broker === 'string' ? broker : broker.name);
  const [first] = brokers;
  if (named === undefined && brokers.length === 1 && first !== undefined) return first;
  const found = brokers.find((broker) => nameOf(broker) === named);
  if (found !== undefined) return found;
  const names = brokers.map(nameOf).join(', ');
  throw usageError(
    named === undefined ? 'Name an MQTT broker with --broker.' : `There is no MQTT broker ${String(named)}.`,
    names === '' ? 'gateway.yaml has none; describe one under `mqtt`.' : `There is: ${names}.`,
  );
}

/** Ends by itself after a time or a count, and by Ctrl-C. */
function endOf(terminal: Terminal, forMs: number | undefined, count: number | undefined) {
  let stopped = false;
  void terminal.untilStopped().then(() => {
    stopped = true;
  });
  const untilMs = performance.now() + (forMs ?? Number.POSITIVE_INFINITY);
  return {
    reached: (shown: number) =>
      stopped || performance.now() >= untilMs || (count !== undefined && shown >= count),
  };
}

function countOption(option: unknown): number | undefined {
  if (option === undefined) return undefined;
  const count = Number(option);
  if (Number.isInteger(count) && count > 0) return count;
  throw usageError(`--count ${String(option)} is no number of messages.`, 'For example: --count 10');
}
