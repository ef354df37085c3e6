/**
 * A snapshot as lines for a person: verdict first, then the bridge with its four towers in the order of the path,
 * the ledger as a sum, and the devices that need somebody.
 */
import { spanText } from '../core/duration.ts';
import { balances, type DestinationLedger, type LedgerCheck, type Outcome, total } from '../core/ledger.ts';
import { numberText } from '../core/number-text.ts';
import {
  type DestinationPhase,
  type DestinationStatus,
  isSilent,
  type Snapshot,
  silentForMs,
  stalePoints,
  waitsForClock,
} from '../core/status.ts';
import { type Glyph, verdict } from '../core/verdict.ts';
import { cleanText } from '../telemetry/facts.ts';
import { mqttLines } from './mqtt-lines.ts';
import { percent } from './percent.ts';
import { columns, glyph, type Terminal, table, wrapped } from './terminal.ts';

type Style = Pick<Terminal, 'color'>;

export function statusLines(snapshot: Snapshot, style: Style): string[] {
  return [
    ...wrapped(cleanText(verdict(snapshot).sentence)),
    ...bridge(snapshot, style),
    ...snapshot.destinations.flatMap((one) => [
      ...ledgerLines(one.ledger, snapshot.destinations.length > 1, style),
      ...historyLines(one),
    ]),
    ...placeLines(snapshot, style),
    ...busLines(snapshot, style),
    ...mqttLines(snapshot, style),
    ...silentLines(snapshot, style),
    ...staleLines(snapshot, style),
  ];
}

/** What counting the rows says beside the arithmetic, and what an earlier count could not explain. */
export function ledgerCheckLines(
  checks: readonly LedgerCheck[],
  ledgers: readonly DestinationLedger[],
  style: Style,
): string[] {
  return checks.flatMap(({ destination, waiting, counted }) => {
    const unexplained = ledgers.find((ledger) => ledger.destination === destination)?.unexplained ?? 0;
    const says = `${destination}: counted ${numberText(counted)} waiting, `;
    return [
      waiting === counted
        ? `${glyph(style, 'fine')} ${says}as the ledger says.`
        : `${glyph(style, 'stopped')} ${says}but the ledger says ${numberText(waiting)}. LEDGER_UNEXPLAINED`,
      ...(unexplained === 0
        ? []
        : [
            `${glyph(style, 'stopped')} ${destination}: of ${numberText(Math.abs(unexplained))} readings nobody knows how they ended. LEDGER_UNEXPLAINED`,
          ]),
    ];
  });
}

/** The command that helps most now. */
export function nextCommand(snapshot: Snapshot): string {
  const silent = snapshot.devices.find(isSilent);
  const { situation } = verdict(snapshot);
  if (situation === 'clock') return 'timedatectl';
  if (situation === 'adapter') return 'ls -l /dev/serial/by-id';
  if (situation === 'held') return 'kopru quarantine';
  if (situation === 'silent' && silent) return `kopru read ${silent.id}`;
  const [first] = snapshot.devices;
  if (situation === 'well' && first) return `kopru map ${first.id}`;
  return 'journalctl -u kopru -p warning -n 20';
}

interface Tower {
  readonly title: string;
  readonly state: Glyph;
  readonly number: string;
  readonly note: string;
}

const towerWidth = 19;

/** Title, tower and note of each stage; the deck between two towers shows how readings go. */
function bridge(snapshot: Snapshot, style: Style): string[] {
  const towers = towersOf(snapshot);
  const decks = decksOf(snapshot);
  const padded = (pick: (tower: Tower) => string) =>
    `  ${towers.map((tower) => pick(tower).padEnd(towerWidth)).join('')}`.trimEnd();
  const deck = towers.map(({ state, number }, index) => {
    const kind = decks[index];
    const width = towerWidth - 2 - number.length;
    return `${glyph(style, state)} ${number}${kind === undefined ? '' : span(kind, width)}`;
  });
  return [padded(({ title }) => title), `  ${deck.join('')}`, padded(({ note }) => note)];
}

function towersOf(snapshot: Snapshot): Tower[] {
  const devices = snapshot.devices.filter((device) => device.running !== 'off');
  const silent = devices.filter(isSilent).length;
  const waiting = Math.max(0, ...snapshot.destinations.map((one) => one.ledger.waiting));
  const oldestMs = Math.max(0, ...snapshot.destinations.map((one) => one.oldestWaitingMs));
  const refused = snapshot.destinations.reduce((sum, one) => sum + one.quarantined, 0);
  const held = snapshot.destinations.some(isStuck) || waitsForClock(snapshot.clock);
  return [
    {
      title: 'devices',
      state: silent > 0 ? 'look' : 'fine',
      number: `${devices.length - silent} of ${devices.length}`,
      note: silent > 0 ? `${silent} silent` : '',
    },
    {
      title: 'buffer',
      state: snapshot.buffer.trouble !== undefined ? 'stopped' : held ? 'waiting' : 'fine',
      number: numberText(waiting),
      note: waiting > 0 ? `oldest ${spanText(oldestMs)}` : 'nothing waits',
    },
    {
      title: 'mapping',
      state: refused > 0 ? 'look' : 'fine',
      number: refused > 0 ? `${numberText(refused)} refused` : entitiesText(snapshot),
      note: refused > 0 ? 'quarantined' : '',
    },
    brokerTower(snapshot.destinations),
  ];
}

function entitiesText({ configuration: { entities } }: Snapshot): string {
  return entities === 1 ? '1 entity' : `${numberText(entities)} entities`;
}

function brokerTower(destinations: readonly DestinationStatus[]): Tower {
  const title = destinations.length > 1 ? `${destinations.length} brokers` : 'broker';
  const [worst] = destinations.toSorted((a, b) => Number(isStuck(b)) - Number(isStuck(a)));
  if (!worst) return { title, state: 'look', number: 'none', note: 'not configured' };
  if (worst.state !== 'backing off' && worst.state !== 'denied') {
    const note = worst.lastSuccessMs === undefined ? '' : `${spanText(worst.lastSuccessMs)} ago`;
    return { title, note, state: freeGlyphs[worst.state], number: phaseWords(worst.state) };
  }
  const status = worst.lastAnswer?.status;
  return {
    title,
    state: 'stopped',
    number: status === undefined ? 'no answer' : `answers ${status}`,
    note: worst.nextTryMs === undefined ? '' : `next try in ${spanText(worst.nextTryMs)}`,
  };
}

/** Of a broker that is in nobody's way. */
const freeGlyphs: Readonly<Record<Exclude<DestinationPhase, 'backing off' | 'denied'>, Glyph>> = {
  starting: 'waiting',
  waiting: 'fine',
  sending: 'fine',
  unsynchronised: 'waiting',
  stopped: 'look',
};

/** Nothing is sent before the clock is set, whatever the broker would say. */
export const phaseWords = (phase: DestinationPhase): string =>
  phase === 'unsynchronised' ? 'clock not set' : phase;

const isStuck = ({ state }: DestinationStatus) => state === 'backing off' || state === 'denied';

type Deck = 'empty' | 'flowing' | 'dense' | 'open';

/** The three spans: devices to buffer, buffer to mapping, mapping to broker. */
function decksOf(snapshot: Snapshot): Deck[] {
  const flows = snapshot.devices.some((device) => device.lastReadingMs !== undefined && !isSilent(device));
  const stuck = snapshot.destinations.length === 0 || snapshot.destinations.some(isStuck);
  const backlog = snapshot.destinations.some((one) => one.oldestWaitingMs > 30_000);
  const south = flows ? 'flowing' : 'empty';
  return [south, backlog ? 'dense' : south, stuck ? 'open' : backlog ? 'dense' : south];
}

function span(kind: Deck, width: number): string {
  const inner = Math.max(0, width - 4);
  const fill = {
    empty: '─'.repeat(inner),
    flowing: `${' ·'.repeat(Math.max(0, Math.floor((inner - 1) / 2)))} `.padEnd(inner, '─'),
    dense: ` ${'·'.repeat(Math.max(0, inner - 2))} `.slice(0, inner),
    open: `╱${' '.repeat(Math.max(0, inner - 2))}╲`.slice(0, inner),
  }[kind];
  return ` ─${fill}─ `;
}

/** What the history mode of a destination does beside the ordinary way. */
function historyLines({ name, backlog, asOrdered }: DestinationStatus): string[] {
  const lines = asOrdered === undefined ? [] : [`  ${name} works as ordered: ${cleanText(asOrdered)}.`];
  if (!backlog) return lines;
  const count = backlog.waiting === undefined ? '' : `${numberText(backlog.waiting)} readings `;
  const trouble = backlog.trouble === undefined ? '' : `; refused now: ${cleanText(backlog.trouble)}`;
  return [...lines, `  ${name}: backlog ${count}on the way into the history${trouble}.`];
}

/** What the accepted readings add up from: `delivered 421`, `waiting 15` and so on. */
export function ledgerTerms(ledger: DestinationLedger): string[] {
  const term = (outcome: Outcome) => `${outcome} ${numberText(total(ledger, outcome))}`;
  return [
    term('delivered'),
    `waiting ${numberText(ledger.waiting)}`,
    ...(['superseded', 'unused'] as const).filter((outcome) => total(ledger, outcome) > 0).map(term),
    term('quarantined'),
    term('dropped'),
    ...(ledger.unexplained === 0 ? [] : [`unexplained ${numberText(ledger.unexplained)}`]),
  ];
}

/** `accepted = delivered + waiting + …`, broken between terms, with the check at the right. */
function ledgerLines(ledger: DestinationLedger, named: boolean, style: Style): string[] {
  const head = `  ${named ? `${ledger.destination}: ` : ''}accepted ${numberText(ledger.accepted)} `;
  const lines: string[] = [];
  let line = head;
  ledgerTerms(ledger).forEach((term, index) => {
    const piece = `${index === 0 ? '=' : '+'} ${term} `;
    if (line.length + piece.length > columns) {
      lines.push(line.trimEnd());
      line = ' '.repeat(head.length);
    }
    line += piece;
  });
  const fine = balances(ledger);
  const words = fine ? 'balances' : 'does not balance';
  const room = columns - words.length - 2;
  if (line.trimEnd().length >= room) {
    lines.push(line.trimEnd());
    line = '';
  }
  return [...lines, `${line.trimEnd().padEnd(room)}${words} ${glyph(style, fine ? 'fine' : 'stopped')}`];
}

/** Where a receiver found the gateway, or that it did not yet. */
function placeLines({ place: { location, receiver, found } }: Snapshot, style: Style): string[] {
  if (receiver === undefined) return [];
  if (found && location) {
    const [longitude, latitude] = location.coordinates;
    return [`  place [${longitude}, ${latitude}], found by ${receiver}`];
  }
  const instead = location ? 'the one in gateway.yaml counts' : 'entities go without';
  return [`${glyph(style, 'waiting')} place not found by ${receiver} yet: ${instead}`];
}

/** `rs485  14 % busy, 12 % planned`; left-out polls are worth a look. */
function busLines({ buses }: Snapshot, style: Style): string[] {
  return table(
    buses.map(({ name, busyShare, plannedShare, timeouts, overruns }) => [
      `  bus ${name}`,
      `${percent(busyShare)} busy, ${percent(plannedShare)} planned`,
      `${numberText(timeouts)} timeouts`,
      overruns > 0 ? `${glyph(style, 'look')} ${numberText(overruns)} polls left out` : '',
    ]),
  );
}

const mostSilent = 5;

/** Devices that answer and of which some values are too old. */
function staleLines({ devices }: Snapshot, style: Style): string[] {
  const stale = devices.flatMap((device) => {
    const points = stalePoints(device).toSorted((a, b) => b.ageMs - a.ageMs);
    const [oldest] = points;
    if (!oldest) return [];
    const reason = device.refusals.findLast(({ point }) => point === oldest.point)?.reason ?? '';
    const others = points.length > 1 ? ` and ${points.length - 1} more` : '';
    return [[device.id, `${oldest.point}${others}`, `old for ${spanText(oldest.ageMs)}`, reason]];
  });
  const lines = table(stale.slice(0, mostSilent)).map((line) => `${glyph(style, 'look')} ${line}`);
  return stale.length > mostSilent ? [...lines, `  and ${stale.length - mostSilent} more`] : lines;
}

function silentLines({ devices }: Snapshot, style: Style): string[] {
  const silent = devices.filter(isSilent).toSorted((a, b) => silentForMs(b) - silentForMs(a));
  const shown = silent.slice(0, mostSilent);
  const heads = table(
    shown.map((device) => [
      device.id,
      device.driver,
      `silent for ${spanText(silentForMs(device))}`,
      device.link.state === 'silent' ? device.link.code : '',
    ]),
  );
  const lines = shown.flatMap(({ link }, index) => [
    `${glyph(style, 'look')} ${heads[index]}`,
    ...(link.state === 'silent'
      ? wrapped(cleanText(link.reason), columns - 2).map((line) => `  ${line}`)
      : []),
  ]);
  return silent.length > mostSilent ? [...lines, `  and ${silent.length - mostSilent} more`] : lines;
}
