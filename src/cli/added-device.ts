/** What `kopru add` writes: the entry of the device, from flags or from answers. */
import type { Driver } from '../config/driver-file.ts';
import { nodeFiles } from '../config/files.ts';
import { Library } from '../config/library.ts';
import type { Site } from '../config/site.ts';
import { closest } from '../config/suggest.ts';
import type { Configuration } from './configuration.ts';
import { usageError } from './exit.ts';
import type { Terminal } from './terminal.ts';
import { type VerbCall, valuesOf } from './verb.ts';

export interface Asked {
  readonly terminal: Terminal;
  readonly configuration: Configuration;
  readonly site: Site;
  readonly options: VerbCall['options'];
}

type Entry = Readonly<Record<string, unknown>>;

/** Throws a usage error for what is wrong, or missing where nobody can be asked. */
export async function deviceEntry(asked: Asked, named: string | undefined): Promise<Entry> {
  const driver = driverOf(asked, await given(asked, 'driver', 'Driver (kopru driver list shows all): '));
  const id = named ?? (await given(asked, undefined, 'Id, the role of the device at the site: '));
  const taken = asked.site.devices.some((device) => device.id === id);
  if (taken) throw usageError(`There is a device ${id} already.`, 'Give the new one an id of its own.');
  const every = asked.options.every;
  const name = asked.options.name;
  return {
    id,
    ...(typeof name === 'string' ? { name } : {}),
    driver: driver.name,
    ...(await paramsOf(asked, driver)),
    ...(await connectionOf(asked, driver)),
    ...(typeof every === 'string' ? { every } : {}),
  };
}

/** The value of an option; else a person is asked, with `only` taken where there is no choice. */
async function given(
  { terminal, options }: Asked,
  option: string | undefined,
  question: string,
  only?: string,
): Promise<string> {
  const value = option === undefined ? undefined : options[option];
  if (typeof value === 'string') return value;
  if (only !== undefined) return only;
  const answer = terminal.interactive && !options.yes ? await terminal.answer(question) : '';
  if (answer !== '') return answer;
  const flag = option?.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const hint = flag === undefined ? 'Write it behind kopru add.' : `Give it with --${flag}.`;
  throw usageError(`Missing: ${question.replace(/: $/, '')}.`, hint);
}

function driverOf({ configuration }: Asked, name: string): Driver {
  const library = new Library(nodeFiles, configuration.driverFolders, []);
  const driver = library.driver(name, nowhere, []);
  if (driver) return driver;
  const near = closest(name, library.names('driver'));
  const hint = near === undefined ? 'kopru driver list shows all.' : `Did you mean ${near}?`;
  throw usageError(`No driver is called ${name}.`, hint);
}

async function paramsOf(asked: Asked, { head }: Driver): Promise<Entry> {
  const answers = new Map(
    valuesOf(asked.options.param).map((pair): [string, string] => {
      const [name = '', ...rest] = pair.split('=');
      if (rest.length === 0) throw usageError(`${pair} is no answer.`, 'Write --param name=value.');
      return [name, rest.join('=')];
    }),
  );
  for (const [name, { default: standard, optional, help }] of Object.entries(head.params)) {
    if (answers.has(name) || standard !== undefined || optional) continue;
    const question = `${help ?? name} (param ${name}): `;
    const answer =
      asked.terminal.interactive && !asked.options.yes && (await asked.terminal.answer(question));
    if (!answer) throw usageError(`The driver asks for ${name}: ${help ?? ''}`, `Give --param ${name}=...`);
    answers.set(name, answer);
  }
  if (answers.size === 0) return {};
  const typed = [...answers].map(([name, text]) => [name, typedAnswer(text, head.params[name]?.type)]);
  return { params: Object.fromEntries(typed) as Entry };
}

/** Text stays text unless the param wants something else; `check` judges what came out. */
function typedAnswer(text: string, type: string | undefined): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if ((type === 'number' || type === 'integer') && text.trim() !== '' && !Number.isNaN(Number(text)))
    return Number(text);
  return type === 'list' ? text.split(',').map((each) => each.trim()) : text;
}

async function connectionOf(asked: Asked, { protocol, head }: Driver): Promise<Entry> {
  const { site, options } = asked;
  if (protocol === 'modbus') {
    const names = site.buses.map(({ name }) => name);
    const bus = await given(asked, 'bus', `Bus (${names.join(', ')}): `, one(names));
    const unitId = await given(asked, 'unit', 'Unit id, 1 to 247: ');
    return { bus, unitId: /^\d+$/.test(unitId) ? Number(unitId) : unitId };
  }
  if (protocol === 'serial') {
    const line = options.line;
    if (typeof options.bus === 'string') return { bus: options.bus };
    const port = await given(asked, 'port', 'Port (kopru ports shows them): ');
    return { port, ...(typeof line === 'string' ? { line } : {}) };
  }
  if (protocol === 'host') return {};
  const names = [...site.mqttBrokers.map(({ name }) => name), ...(site.mqttListener ? ['listen'] : [])];
  const mqtt = await given(asked, 'mqtt', `MQTT broker (${names.join(', ')}): `, one(names));
  if (protocol === 'mqtt') return { mqtt };
  return { mqtt, devEui: await given(asked, 'devEui', `DevEUI on the label of the ${String(head.model)}: `) };
}

const one = (names: readonly string[]) => (names.length === 1 ? names[0] : undefined);
const place = () => ({ file: '(drivers)', line: 1, column: 1, length: 1 });
const nowhere = { value: {}, place, keyPlace: place, written: () => undefined };
