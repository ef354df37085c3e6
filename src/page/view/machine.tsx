/** The machine below the gateway: what cabinets die of, before they do. What a machine does not tell is left out. */
import { bytesText } from '../../core/number-text.ts';
import { Glyph } from './glyph.tsx';
import { ageText, type Scene, span } from './scene.ts';

const dayMs = 86_400_000;

export function Machine({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const { celsius, underVoltage, disk, wear, memory, bootAtMs } = state.host;
  const free = ({ freeBytes, bytes }: { readonly freeBytes: number; readonly bytes: number }) =>
    words.machine.free(bytesText(freeBytes), bytesText(bytes));
  return (
    <section id="machine" aria-labelledby="hm">
      <h2 id="hm">{words.machine.title}</h2>
      <dl class="facts">
        {celsius === undefined ? null : (
          <>
            <dt>{words.machine.processor}</dt>
            <dd>{celsius} °C</dd>
          </>
        )}
        {underVoltage === undefined ? null : (
          <>
            <dt>{words.machine.supply}</dt>
            <dd>
              <Glyph shape={underVoltage ? 'look' : 'fine'} />{' '}
              {words.machine.supplies[underVoltage ? 'weak' : 'fine']}
            </dd>
          </>
        )}
        {disk === undefined ? null : (
          <>
            <dt>{words.machine.disk}</dt>
            <dd>{free(disk)}</dd>
          </>
        )}
        {wear === undefined ? null : (
          <>
            <dt>{words.machine.written}</dt>
            <dd>{words.machine.wear(bytesText(wear.bytesPerDay), lifeText(scene, wear.lifeDays))}</dd>
          </>
        )}
        <dt>{words.machine.memory}</dt>
        <dd>{free(memory)}</dd>
        <dt>{words.machine.up}</dt>
        <dd>{ageText(scene, bootAtMs)}</dd>
      </dl>
    </section>
  );
}

function lifeText(scene: Scene, days: number): string {
  const years = Math.round(days / 365);
  return years < 2 ? span(scene, days * dayMs) : scene.words.machine.years(years);
}
