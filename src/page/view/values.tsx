/** A value as people read it: number and unit, a state in words, and which of a device's values stand in its row. */
import { Fragment } from 'preact';
import type { DeviceState, PointValue } from '../state.ts';
import { ageText, type Scene, shortNumber } from './scene.ts';

/** A device with more values than these is shown by its most telling one; the others stand behind "26 points". */
const fewValues = 3;

export const shownOf = ({ values }: DeviceState): readonly PointValue[] =>
  values.slice(0, values.length > fewValues ? 1 : 2);

/** Values in large print, their quantities in words below. */
export function Values({ scene, device }: { readonly scene: Scene; readonly device: DeviceState }) {
  const { words } = scene;
  const shown = shownOf(device);
  if (shown.length === 0) return <small>{words.devices.none}</small>;
  return (
    <>
      <span class="shown">
        {device.link === 'silent' ? <span>{words.devices.last}</span> : null}
        {shown.map((one, index) => (
          <Fragment key={one.quantity}>
            <span>
              {one.oldAtMs === undefined ? null : (
                <>
                  <span class="late">{words.devices.old(ageText(scene, one.oldAtMs))}</span>{' '}
                </>
              )}
              <b>{valueText(scene, one)}</b>
              {/* A unit that the next one has too is said once. */}
              {one.unit === shown[index + 1]?.unit ? null : ` ${one.unit}`}
            </span>{' '}
          </Fragment>
        ))}
      </span>
      <small>{shown.map(({ quantity }) => quantityText(scene, quantity)).join(', ')}</small>
    </>
  );
}

/** Without its unit. */
export function valueText({ words }: Scene, { quantity, value }: PointValue): string {
  if (typeof value === 'boolean') return stateText(words, quantity, value);
  return typeof value === 'number' ? shortNumber(value) : value;
}

/** `open` rather than `yes`, where the quantity is known. */
export function stateText(words: Scene['words'], quantity: string, value: boolean): string {
  const [base = ''] = quantity.split('.');
  return (words.states[base] ?? words.anyState)[value ? 1 : 0];
}

/** `active power L1` for `activePower.L1`, or the language's own word for it. */
export function quantityText({ words }: Scene, name: string): string {
  const [base = '', ...tags] = name.split('.');
  const plain = base.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return [words.quantities[base] ?? plain, ...tags].join(' ');
}
