/**
 * `kopru map`: the entities that a device's readings would become, attribute by attribute, with the place in the
 * mapping that says so. Sends nothing.
 */

import { pointsOf } from '../config/device-points.ts';
import { sampleReadings } from '../config/sample-readings.ts';
import type { SiteDevice } from '../config/site.ts';
import { spanText } from '../core/duration.ts';
import { type Attribute, entityJson, type InputMessage } from '../core/entity.ts';
import type { MappedEntity, Provenance } from '../core/mapping-plan.ts';
import type { Reading } from '../core/reading.ts';
import { loadConfiguration, siteOrComplaint } from './configuration.ts';
import { brokerOf, destinationOf } from './destination.ts';
import { readDevice } from './device-reading.ts';
import { type Exit, exits } from './exit.ts';
import { findDevice } from './find-device.ts';
import { runOrStatus } from './gateway-socket.ts';
import { showDifferences } from './map-diff.ts';
import { mappedSample } from './mapped-sample.ts';
import { waitOf } from './read.ts';
import { messageOf } from './sample-message.ts';
import type { DeviceReading } from './shown-point.ts';
import { glyph, next, type Terminal, table } from './terminal.ts';
import type { RunVerb } from './verb.ts';

/** One entity as it would be sent. */
interface Mapped {
  readonly plan: MappedEntity;
  readonly attributes: readonly Provenance[];
  readonly json: string;
  readonly problems: readonly { readonly attribute: string; readonly code: string; readonly words: string }[];
}

export const map: RunVerb = async (terminal, { args: [id], options }) => {
  const configuration = loadConfiguration(
    terminal,
    typeof options.file === 'string' ? options.file : undefined,
  );
  const site = siteOrComplaint(terminal, configuration);
  if (!site) return exits.configuration;
  const device = findDevice(site, id);
  const live = options.live
    ? await readDevice({ terminal, configuration, site, device, waitMs: waitOf(options.wait) })
    : undefined;
  if (live?.problem) {
    terminal.err(`${glyph(terminal, 'stopped')} ${live.problem.reason} (${live.problem.code})`);
    terminal.err('Without --live the samples of the driver are mapped.');
    return exits.failed;
  }
  const readings = live
    ? readingsOf(live)
    : sampleReadings(device.driver, pointsOf(device), configuration.driverFolders);
  const message = messageOf(device, readings, Date.now());
  const mapped = site.entities
    .filter((plan) => plan.devices.includes(device.id))
    .map((plan) => mappedOf(plan, message, device));
  if (options.diff && mapped.length > 0) {
    const destination = destinationOf(site, options.destination, '--destination');
    const broker = brokerOf(terminal, configuration, site, destination);
    return await showDifferences(terminal, mapped, destination.name, broker).finally(() => broker.close());
  }
  return terminal.json ? printJson(terminal, mapped) : print(terminal, device, mapped, live !== undefined);
};

function readingsOf({ points }: DeviceReading): Reading[] {
  return points.flatMap(({ point, value }) =>
    'value' in value ? [{ stream: point.stream, value: value.value }] : [],
  );
}

function mappedOf(plan: MappedEntity, message: InputMessage, device: SiteDevice): Mapped {
  const fragment = mappedSample(plan, message, device);
  const { measured, dating, problems } = fragment ?? { measured: {}, dating: {}, problems: [] };
  const attributes = plan.explain(message, measured);
  return { plan, attributes, json: entityJson(plan, measured, dating), problems };
}

/** Why nothing, or not everything, of it is sent with each reading. */
function rhythmOf({ plan, attributes, problems }: Mapped): string[] {
  const periods = plan.windows.map(({ periodMs }) => spanText(periodMs));
  const lines = periods.length > 0 ? [`  once in ${periods.join(' and ')}, of readings like these`] : [];
  if (attributes.length > 0 || problems.length > 0) return lines;
  return [...lines, '  nothing now: these readings begin no event, and hold nothing else it is made of'];
}

function printJson(terminal: Terminal, mapped: readonly Mapped[]): Exit {
  const entities = mapped.map(({ plan, attributes, json, problems }) => ({
    entity: JSON.parse(json) as unknown,
    context: plan.context,
    problems,
    provenance: attributes.map(({ name, origin, from }) => ({
      attribute: name,
      origin,
      from: from.map(({ stream, value, words }) => ({
        device: stream.device,
        quantity: stream.quantity,
        value,
        words,
      })),
    })),
  }));
  terminal.out(JSON.stringify({ entities }));
  return exitOf(mapped);
}

async function print(
  terminal: Terminal,
  device: SiteDevice,
  mapped: readonly Mapped[],
  live: boolean,
): Promise<Exit> {
  for (const each of mapped) {
    const { plan, attributes, problems } = each;
    const file = attributes[0]?.origin.file;
    terminal.out(plan.id);
    if (file !== undefined) terminal.out(`  by ${file}`);
    for (const line of rhythmOf(each)) terminal.out(line);
    const rows = attributes.map(({ name, attribute, origin, from }) => [
      name,
      cut(attributeText(attribute), 24),
      cut(`← ${from.map(({ stream, words }) => `${stream.quantity} ${words}`).join(', ')}`, 36),
      `:${origin.line}:${origin.column}`,
    ]);
    const fixed = Object.entries(plan.statics).map(([name, attribute]) => [
      name,
      cut(attributeText(attribute), 52),
    ]);
    for (const line of [...table(rows), ...table(fixed)]) terminal.out(`  ${line}`);
    for (const { attribute, code, words } of problems) {
      terminal.out(`  ${glyph(terminal, 'look')} ${attribute}: ${words} (${code})`);
    }
  }
  const source = live ? 'the values of now' : `a sample of ${device.driver}; --live reads the device`;
  if (mapped.length === 0) {
    terminal.out(`${glyph(terminal, 'look')} No entity is made of ${device.id}: name it under \`entities\`.`);
    next(terminal, 'kopru check');
    return exits.findings;
  }
  const many = mapped.length === 1 ? '1 entity' : `${mapped.length} entities`;
  const state = exitOf(mapped) === exits.fine ? 'fine' : 'look';
  terminal.out(`${glyph(terminal, state)} ${many} from ${source}. Nothing was sent.`);
  next(terminal, live ? await runOrStatus(terminal) : `kopru map ${device.id} --live`);
  return exitOf(mapped);
}

function exitOf(mapped: readonly Mapped[]): Exit {
  const fine = mapped.length > 0 && mapped.every(({ problems }) => problems.length === 0);
  return fine ? exits.fine : exits.findings;
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function attributeText(attribute: Attribute): string {
  const value = attribute.type === 'Relationship' ? attribute.object : attribute.value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const unit =
    attribute.type === 'Property' && attribute.unitCode !== undefined ? ` ${attribute.unitCode}` : '';
  return `${text}${unit}`;
}
