/** Installed devices by connection, in order along the bus: last value, last hour, age against its interval, link. */
import { numberText } from '../../core/number-text.ts';
import type { ConnectionState, DeviceState } from '../state.ts';
import { Cells, isTroubled } from './cells.tsx';
import { Spark } from './charts.tsx';
import { Glyph } from './glyph.tsx';
import { ageText, type Scene, shortNumber, span } from './scene.ts';
import { shownOf, Values, valueText } from './values.tsx';

/** More devices than these of one driver on one connection become cells. */
const mostRows = 4;

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

function Link({ scene, device }: DeviceProps) {
  const { words } = scene;
  const { running, link, reason, values, refused, refusedFor, unitId } = device;
  return (
    <>
      {unitId === undefined ? '' : `${words.devices.unit(unitId)}, `}
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
      {values.length > shownOf(device).length ? (
        <details>
          <summary>{words.devices.points(values.length)}</summary>
          <dl>
            {values.map((one) => (
              <div key={one.quantity}>
                <dt>{one.quantity}</dt>
                <dd class={one.oldAtMs === undefined ? undefined : 'late'}>
                  {`${valueText(scene, one)} ${one.unit}`.trim()}
                  {one.oldAtMs === undefined ? '' : `, ${ageText(scene, one.oldAtMs)}`}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </>
  );
}
