/** Installed devices by connection, in order along the bus: last value, last hour, age against its interval, link. */
import { Fragment } from 'preact';
import { numberText } from '../../core/number-text.ts';
import type { ConnectionState, DeviceState, PointValue } from '../state.ts';
import { Spark } from './charts.tsx';
import { Glyph } from './glyph.tsx';
import { ageText, type Scene, shortNumber, span } from './scene.ts';

/** More devices than these of one driver on one connection become cells. */
const mostRows = 4;
/** So many values stand in a row; the others behind "26 points". */
const mostShown = 2;

export function Devices({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const { columns } = words.devices;
  const troubled = Object.values(state.devices).filter(isTroubled).length;
  return (
    <section class="devices" id="devices" aria-labelledby="hd">
      <div class="head">
        <h2 id="hd">{words.devices.title}</h2>
        <label>
          <input type="checkbox" id="only" /> {words.devices.onlyProblems(numberText(troubled))}
        </label>
      </div>
      {/* Roles are written out because the grid of a narrow screen drops those of a table. */}
      <table role="table">
        <caption class="vh">{words.devices.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {[columns.device, columns.value, columns.hour, columns.age, columns.link].map((name) => (
              <th key={name} role="columnheader" scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {state.connections.map((connection) => (
          <Connection key={connection.name} scene={scene} connection={connection} />
        ))}
      </table>
    </section>
  );
}

const isTroubled = ({ link, running }: DeviceState) => running !== 'off' && link === 'silent';

function Connection({ scene, connection }: { readonly scene: Scene; readonly connection: ConnectionState }) {
  const devices = connection.devices.flatMap((id) => scene.state.devices[id] ?? []);
  return (
    <tbody role="rowgroup">
      <tr role="row" class="grp">
        <th role="columnheader" colSpan={5} scope="rowgroup">
          <b>{connection.name}</b> {connectionText(scene, connection)}
        </th>
      </tr>
      {grouped(devices).map((group) =>
        group.length > mostRows ? (
          <Cells key={group[0]?.id} scene={scene} devices={group} />
        ) : (
          group.map((device) => <Row key={device.id} scene={scene} device={device} />)
        ),
      )}
    </tbody>
  );
}

function connectionText(
  { words }: Scene,
  { kind, words: line, connected, busyPercent }: ConnectionState,
): string {
  const { kinds, connected: yes, notConnected, busy } = words.devices;
  return [
    kinds[kind],
    line,
    connected === undefined ? '' : connected ? yes : notConnected,
    busyPercent === undefined ? '' : busy(busyPercent),
  ]
    .filter((each) => each !== '')
    .join(', ');
}

/** Devices of one driver side by side, where they first stand. */
function grouped(devices: readonly DeviceState[]): DeviceState[][] {
  const groups = new Map<string, DeviceState[]>();
  for (const device of devices) groups.set(device.driver, [...(groups.get(device.driver) ?? []), device]);
  return [...groups.values()];
}

interface DeviceProps {
  readonly scene: Scene;
  readonly device: DeviceState;
}

function Row({ scene, device }: DeviceProps) {
  const { state, words } = scene;
  const { id, driver, link, everyMs } = device;
  const trend = state.trends[id];
  const known = trend?.curve.values.filter((value): value is number => value !== null) ?? [];
  const silent = isTroubled(device);
  return (
    <tr role="row" class={silent ? 'troubled' : undefined}>
      <th role="rowheader" scope="row">
        <span>
          <Glyph shape={silent ? 'look' : link === 'starting' ? 'waiting' : 'fine'} />
          {id}
        </span>
        <small>{driver}</small>
      </th>
      <td role="cell" class="val">
        <Values scene={scene} device={device} />
      </td>
      <td role="cell" class="trend">
        {trend && known.length > 0 ? (
          <>
            <Spark curve={trend.curve} stale={silent} />
            {typeof device.values[0]?.value === 'number' ? (
              <small>
                {`${shortNumber(Math.min(...known))} – ${shortNumber(Math.max(...known))} ${trend.unit}`.trim()}
              </small>
            ) : null}
          </>
        ) : null}
      </td>
      <td role="cell" class={silent ? 'age late' : 'age'}>
        <AgeOf scene={scene} device={device} />
        {everyMs === undefined ? null : <small>{words.devices.every(span(scene, everyMs))}</small>}
      </td>
      <td role="cell" class="link">
        <Link scene={scene} device={device} />
      </td>
    </tr>
  );
}

const AgeOf = ({ scene, device }: DeviceProps) => (
  <>{device.lastAtMs === undefined ? scene.words.devices.never : ageText(scene, device.lastAtMs)}</>
);

function Values({ scene, device: { values, link } }: DeviceProps) {
  const { words } = scene;
  const shown = values.slice(0, mostShown);
  if (shown.length === 0) return <small>{words.devices.none}</small>;
  return (
    <>
      {link === 'silent' ? `${words.devices.last} ` : ''}
      {shown.map((one) => (
        <Fragment key={one.quantity}>
          <span class="one">
            <b>{valueText(scene, one)}</b> {one.unit}
          </span>{' '}
        </Fragment>
      ))}
      <small>{shown.map(({ quantity }) => quantityText(scene, quantity)).join(', ')}</small>
    </>
  );
}

function valueText({ words }: Scene, { value }: PointValue): string {
  if (typeof value === 'boolean') return value ? words.devices.on : words.devices.offState;
  return typeof value === 'number' ? shortNumber(value) : value;
}

/** `activePower.L1` as `active power L1`, or the language's own word for it. */
function quantityText({ words }: Scene, name: string): string {
  const [base = '', ...tags] = name.split('.');
  const plain = base.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return [words.quantities[base] ?? plain, ...tags].join(' ');
}

function Link({ scene, device }: DeviceProps) {
  const { words } = scene;
  const { running, link, reason, values, refused, refusedFor } = device;
  return (
    <>
      {running === 'off' ? (
        words.devices.running.off
      ) : link === 'silent' ? (
        <>
          <b class="late">{words.devices.silent}</b>
          {reason === undefined ? '' : `: ${reason}`}
          {running === 'parked' ? ` (${words.devices.running.parked})` : ''}
        </>
      ) : link === 'starting' ? (
        words.devices.starting
      ) : running === 'listens' ? (
        words.devices.listens
      ) : (
        words.devices.answers
      )}
      {refused > 0 ? <small>{words.devices.refused(numberText(refused), refusedFor ?? '')}</small> : null}
      {values.length > mostShown ? (
        <details>
          <summary>{words.devices.points(values.length)}</summary>
          <dl>
            {values.map((one) => (
              <div key={one.quantity}>
                <dt>{one.quantity}</dt>
                <dd>{`${valueText(scene, one)} ${one.unit}`.trim()}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </>
  );
}

/** Many equal devices as cells: number, value in words, age. */
function Cells({ scene, devices }: { readonly scene: Scene; readonly devices: readonly DeviceState[] }) {
  const { words } = scene;
  const [first] = devices;
  const last = devices.at(-1);
  const answering = devices.filter(({ link }) => link === 'answers').length;
  const silent = devices.some(isTroubled);
  const common = commonStart(devices.map(({ id }) => id));
  return (
    <tr role="row" class={silent ? 'troubled' : undefined}>
      <th role="rowheader" scope="row" class="wide">
        <span>
          <Glyph shape={silent ? 'look' : answering < devices.length ? 'waiting' : 'fine'} />
          {`${first?.id}…${last?.id.slice(common.length)}`}
        </span>
        <small>{first?.driver}</small>
      </th>
      <td role="cell" class="wide" colSpan={4}>
        <p>
          {tally(scene, devices)} {words.devices.heard(numberText(answering), numberText(devices.length))}
        </p>
        <ul class="spots">
          {devices.map((device) => (
            <li
              key={device.id}
              class={device.values[0]?.value === true ? 'true' : isTroubled(device) ? 'late' : undefined}
            >
              <b>{device.id.slice(common.length) || device.id}</b>
              {cellText(scene, device)}
              <small>
                <AgeOf scene={scene} device={device} />
              </small>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

function cellText(scene: Scene, { values }: DeviceState): string {
  const [one] = values;
  if (!one) return '–';
  return `${valueText(scene, one)}${one.unit === '' ? '' : ` ${one.unit}`}`;
}

/** `occupied: yes 9, no 3.` where the first value is a state. */
function tally(scene: Scene, devices: readonly DeviceState[]): string {
  const states = devices.map(({ values }) => values[0]).filter((one) => typeof one?.value === 'boolean');
  const [first] = states;
  if (!first) return '';
  const yes = states.filter((one) => one?.value === true).length;
  const { on, offState } = scene.words.devices;
  return `${quantityText(scene, first.quantity)}: ${on} ${yes}, ${offState} ${states.length - yes}.`;
}

function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length -= 1;
  // Digits belong to the number of the device.
  return first.slice(0, length).replace(/\d+$/, '');
}
