/**
 * `kopru check --online`: opens every port and connection of a configuration, reads each device once, and asks each
 * broker for one entity. Sends none. Where the gateway runs it lends its buses.
 */
import { gatewayOf } from './borrowed-bus.ts';
import { brokerOf } from './destination.ts';
import { printDiagnosis, worstOf } from './diagnosis.ts';
import { tryAlone } from './online-alone.ts';
import { tryBorrowed } from './online-borrowed.ts';
import { type OnlineCheck, type OnlineDiagnosis, thrownDiagnosis } from './online-diagnosis.ts';
import { waitOf } from './read.ts';
import { glyph, type Terminal } from './terminal.ts';
import type { Option } from './verb.ts';

/** For a message of a device that talks by itself, unless `--wait` says. */
const waitMs = 10_000;

/** What was found; unless JSON is wanted, each is printed as soon as it is known, and then the sum of it. */
export async function checkOnline(
  parts: Pick<OnlineCheck, 'terminal' | 'configuration' | 'site'>,
  wait: Option,
): Promise<readonly OnlineDiagnosis[]> {
  const { terminal, site } = parts;
  const found: OnlineDiagnosis[] = [];
  const nameWidth = Math.max(
    ...site.devices.map(({ id }) => id.length),
    ...site.destinations.map(({ name }) => name.length),
    0,
  );
  const note = (diagnosis: OnlineDiagnosis) => {
    found.push(diagnosis);
    if (!terminal.json) printDiagnosis(terminal, diagnosis, nameWidth);
  };
  const check = { ...parts, waitMs: waitOf(wait, waitMs), note };
  const gateway = await gatewayOf(terminal, site);
  if (gateway) await tryBorrowed(check, gateway);
  else await tryAlone(check);
  for (const settings of site.destinations) note(await askBroker(check, settings));
  if (!terminal.json) conclude(terminal, found);
  return found;
}

/** Any will do: that there is none yet is an answer, too. */
const anyEntity = {
  id: 'urn:ngsi-ld:Device:kopru-check',
  context: 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld',
};

type Destination = OnlineCheck['site']['destinations'][number];

async function askBroker(
  { terminal, configuration, site }: OnlineCheck,
  settings: Destination,
): Promise<OnlineDiagnosis> {
  const { name } = settings;
  const about = { kind: 'destination', name } as const;
  const { id, context } = site.entities[0] ?? anyEntity;
  try {
    const broker = brokerOf(terminal, configuration, site, settings);
    const held = await broker.entity(context, id).finally(() => broker.close());
    if (held.kind === 'held') return { ...about, state: 'fine', says: `answers, and has ${id}` };
    if (held.kind === 'absent') return { ...about, state: 'fine', says: `answers, and has no ${id} yet` };
    const { kind, code, words } = held.verdict;
    return { ...about, state: 'stopped', says: `${words || 'no words'} (${code})`, code, mend: mends[kind] };
  } catch (thrown) {
    return thrownDiagnosis('destination', name, thrown);
  }
}

const mends = {
  denied: 'Check its address, auth and tenant; kopru send tries a user that may write and not read.',
  rejected: 'Ask whoever runs the broker: it refuses a question for one entity.',
  transient: 'Name, port, firewall, cable: from this machine it must be reachable.',
  unknown: 'Ask again; if it stays so, ask whoever runs the broker.',
} as const;

function conclude(terminal: Terminal, found: readonly OnlineDiagnosis[]): void {
  const count = (state: OnlineDiagnosis['state']) => found.filter((each) => each.state === state).length;
  const waiting = count('waiting');
  const says = [
    `${count('fine')} of ${found.length} answer`,
    ...(waiting > 0 ? [`${waiting} not heard yet`] : []),
    ...(count('look') > 0 ? [`${count('look')} to look at`] : []),
    ...(count('stopped') > 0 ? [`${count('stopped')} failed`] : []),
  ];
  const state = worstOf(found)?.state ?? (waiting > 0 ? 'waiting' : 'fine');
  terminal.out(`${glyph(terminal, state)} ${says.join(', ')}. No entity was sent.`);
}
