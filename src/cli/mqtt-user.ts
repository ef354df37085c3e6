/**
 * `kopru mqtt user add|remove|list`: who may log in at the gateway's own MQTT broker, and to what topics. Writes the
 * file of users; the gateway sees the change within seconds and cuts off who lost a right.
 */
import { randomBytes } from 'node:crypto';
import type { Site } from '../config/site.ts';
import { closest } from '../config/suggest.ts';
import { KopruError } from '../core/errors.ts';
import { hashPassword } from '../password.ts';
import { listenerName } from '../sources/mqtt/listener/settings.ts';
import { isUserName, type MqttUser, readUsers, writeUsers } from '../sources/mqtt/listener/user-file.ts';
import { topicsOf } from '../sources/mqtt/routes.ts';
import { topicFilterProblem } from '../sources/mqtt/topic.ts';
import { loadConfiguration } from './configuration.ts';
import { type Exit, exits, usageError } from './exit.ts';
import { findDevice } from './find-device.ts';
import { runningGateway } from './gateway-socket.ts';
import { glyph, next, type Terminal, table } from './terminal.ts';
import { type RunVerb, type VerbCall, valuesOf } from './verb.ts';

const shortestPassword = 8;

export const user: RunVerb = async (terminal, { args: [action, name], options }) => {
  const site = loadConfiguration(terminal, text(options.file)).site;
  const file = await userFile(terminal, site, options);
  if (action === 'list') return list(terminal, file);
  if (action === 'remove') return remove(terminal, file, name);
  if (action === 'add') return add(terminal, file, name, site, options);
  throw usageError(`There is no \`mqtt user ${action ?? ''}\`.`, 'There is: add, remove, list.');
};

async function add(
  terminal: Terminal,
  file: string,
  name: string | undefined,
  site: Site | undefined,
  options: VerbCall['options'],
): Promise<Exit> {
  if (name === undefined || !isUserName(name)) {
    const hint = 'Use letters, digits, - and _, for example: kopru mqtt user add meter';
    throw usageError(name === undefined ? 'Name the user.' : `${name} is no user name.`, hint);
  }
  const users = new Map(readUsers(file));
  const before = users.get(name);
  const publish = [
    ...filters(options.publish),
    ...valuesOf(options.device).flatMap((id) => topicsOfDevice(site, id)),
  ];
  const subscribe = filters(options.subscribe);
  const named = site?.devices.find((device) => device.id === name);
  if (publish.length === 0 && !before && named?.protocol === 'mqtt')
    publish.push(...topicsOfDevice(site, name));
  if (publish.length + subscribe.length === 0 && !before) {
    throw usageError(
      `${name} would have no right to anything.`,
      `Name a device whose topics it publishes to, or a topic: --device meter, --publish 'tele/meter/#'.`,
    );
  }
  const clientId = text(options.clientId) ?? before?.clientId;
  const password = options.certificate === true ? undefined : await passwordFor(terminal, name, options);
  const made: MqttUser = {
    ...(password === undefined ? {} : { password: await hashPassword(password) }),
    publish: publish.length > 0 ? [...new Set(publish)] : (before?.publish ?? []),
    subscribe: subscribe.length > 0 ? subscribe : (before?.subscribe ?? []),
    ...(clientId === undefined ? {} : { clientId }),
  };
  users.set(name, made);
  writeUsers(file, users);
  const generated = options.generate === true ? password : undefined;
  if (terminal.json) {
    const { password: _, ...rights } = made;
    terminal.out(JSON.stringify({ name, file, ...rights, ...(generated ? { password: generated } : {}) }));
    return exits.fine;
  }
  const known = before ? 'changed' : 'added';
  terminal.out(`${glyph(terminal, 'fine')} ${name} ${known} in ${file}: ${rightsText(made)}.`);
  if (generated) terminal.out(`  Its password, shown only now: ${generated}`);
  next(terminal, 'kopru mqtt tail');
  return exits.fine;
}

function remove(terminal: Terminal, file: string, name: string | undefined): Exit {
  const users = new Map(readUsers(file));
  if (name === undefined || !users.delete(name)) {
    const near = name === undefined ? undefined : closest(name, [...users.keys()]);
    const hint = near ? `Did you mean ${near}?` : 'See who there is: kopru mqtt user list';
    throw usageError(name === undefined ? 'Name the user.' : `There is no MQTT user ${name}.`, hint);
  }
  writeUsers(file, users);
  if (terminal.json) terminal.out(JSON.stringify({ removed: name, file }));
  else terminal.out(`${glyph(terminal, 'fine')} ${name} removed from ${file}.`);
  next(terminal, 'kopru mqtt user list');
  return exits.fine;
}

function list(terminal: Terminal, file: string): Exit {
  const users = readUsers(file);
  if (terminal.json) {
    const shown = [...users].map(([name, { password, ...rights }]) => ({
      name,
      login: password === undefined ? 'certificate' : 'password',
      ...rights,
    }));
    terminal.out(JSON.stringify({ file, users: shown }));
    return exits.fine;
  }
  const count = users.size === 1 ? '1 user' : `${users.size} users`;
  terminal.out(`${glyph(terminal, users.size === 0 ? 'look' : 'fine')} ${count} in ${file}`);
  const rows = [...users].map(([name, entry]) => [
    `  ${name}`,
    entry.password === undefined ? 'certificate' : 'password',
    entry.clientId === undefined ? '' : `as ${entry.clientId}`,
    rightsText(entry),
  ]);
  for (const line of table(rows)) terminal.out(line);
  const [first] = users.keys();
  next(terminal, first === undefined ? 'kopru mqtt user add <name> --device <id>' : 'kopru mqtt tail');
  return exits.fine;
}

function rightsText({ publish, subscribe }: MqttUser): string {
  const may = [
    ...(publish.length > 0 ? [`may publish to ${publish.join(', ')}`] : []),
    ...(subscribe.length > 0 ? [`may subscribe to ${subscribe.join(', ')}`] : []),
  ];
  return may.length > 0 ? may.join(' and ') : 'has no right to anything';
}

async function passwordFor(terminal: Terminal, name: string, options: VerbCall['options']): Promise<string> {
  if (options.generate === true) return randomBytes(18).toString('base64url');
  const password = await terminal.secret(`Password for ${name} (is not shown): `);
  if (password.length >= shortestPassword) return password;
  throw usageError(
    `The password has ${password.length} characters.`,
    `Use ${shortestPassword} or more, or let one be made: --generate`,
  );
}

function filters(option: VerbCall['options'][string]): string[] {
  return valuesOf(option).map((filter) => {
    const wrong = topicFilterProblem(filter);
    if (wrong === undefined) return filter;
    throw usageError(`The topic ${filter} ${wrong}.`, '+ stands for one whole level, # for all the rest.');
  });
}

function topicsOfDevice(site: Site | undefined, id: string): string[] {
  if (!site)
    throw usageError('The configuration has a mistake, so its devices are not known.', 'Next: kopru check');
  const device = findDevice(site, id);
  if (device.protocol !== 'mqtt')
    throw usageError(`${id} does not speak MQTT.`, 'Name topics with --publish.');
  return topicsOf([device]).map(({ filter }) => filter);
}

/** Where the running gateway reads it, else where the configuration says. */
async function userFile(
  terminal: Terminal,
  site: Site | undefined,
  options: VerbCall['options'],
): Promise<string> {
  const named = text(options.users);
  if (named !== undefined) return named;
  const running = await fileOfGateway(terminal);
  const file = running ?? site?.mqttListener?.users;
  if (file !== undefined) return file;
  throw usageError(
    'This gateway is no MQTT broker.',
    `Describe it under \`mqtt: ${listenerName}:\` in gateway.yaml, or name a file of users with --users.`,
  );
}

async function fileOfGateway(terminal: Terminal): Promise<string | undefined> {
  try {
    const { mqtt } = await (await runningGateway(terminal)).snapshot();
    return mqtt.find((one) => one.kind === 'listener')?.users.file;
  } catch (thrown) {
    if (thrown instanceof KopruError && thrown.code === 'NOT_RUNNING') return undefined;
    throw thrown;
  }
}

const text = (option: VerbCall['options'][string]) => (typeof option === 'string' ? option : undefined);
