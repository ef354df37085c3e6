/** Many equal devices as cells: number, value in words, age. */
import { numberText } from '../../core/number-text.ts';
import type { DeviceState } from '../state.ts';
import { Glyph } from './glyph.tsx';
import { type Scene, span } from './scene.ts';
import { quantityText, stateText, valueText } from './values.tsx';

interface CellsProps {
  readonly scene: Scene;
  readonly devices: readonly DeviceState[];
}

export const isTroubled = ({ link, running }: DeviceState) => running !== 'off' && link === 'silent';

export function Cells({ scene, devices }: CellsProps) {
  const [first] = devices;
  const last = devices.at(-1);
  const answering = devices.filter(({ link }) => link === 'answers').length;
  const silent = devices.some(isTroubled);
  const common = commonStart(devices.map(({ id }) => id));
  const { heard } = scene.words.devices;
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
          <Tally scene={scene} devices={devices} />
          {heard(numberText(answering), numberText(devices.length))}
        </p>
        <ul class="spots">
          {devices.map((device) => (
            <Cell key={device.id} scene={scene} device={device} name={device.id.slice(common.length)} />
          ))}
        </ul>
      </td>
    </tr>
  );
}

function Cell({
  scene,
  device,
  name,
}: {
  readonly scene: Scene;
  readonly device: DeviceState;
  readonly name: string;
}) {
  const [one] = device.values;
  const late = isTroubled(device);
  return (
    <li class={`${one?.value === true ? 'true' : ''} ${late ? 'late' : ''}`.trim() || undefined}>
      <b>{name || device.id}</b>
      {one ? `${valueText(scene, one)} ${one.unit}`.trim() : '–'}
      <small>
        {device.lastAtMs === undefined ? scene.words.devices.never : roughAge(scene, device.lastAtMs)}
        {late ? `, ${scene.words.devices.silent}` : ''}
      </small>
    </li>
  );
}

const hourMs = 3_600_000;

/** In whole hours from one hour on: a cell is small. */
function roughAge(scene: Scene, atMs: number): string {
  const ageMs = scene.nowMs - atMs;
  return span(scene, ageMs < hourMs ? ageMs : ageMs - (ageMs % hourMs));
}

/** `9 occupied, 3 free.` where the first value is a state. */
function Tally({ scene, devices }: CellsProps) {
  const states = devices.flatMap(({ values: [one] }) => (typeof one?.value === 'boolean' ? [one] : []));
  const [first] = states;
  if (!first) return null;
  const on = states.filter(({ value }) => value === true).length;
  const say = (value: boolean) => stateText(scene.words, first.quantity, value);
  return (
    <>
      {scene.words.states[first.quantity] ? null : `${quantityText(scene, first.quantity)}: `}
      <b>{on}</b> {say(true)}, <b>{states.length - on}</b> {say(false)}.{' '}
    </>
  );
}

function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length -= 1;
  // Digits belong to the number of the device.
  return first.slice(0, length).replace(/\d+$/, '');
}
