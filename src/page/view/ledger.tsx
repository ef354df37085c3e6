/** The sum under which every accepted reading is found, and the last changes of state. */
import { numberText } from '../../core/number-text.ts';
import type { LedgerState } from '../state.ts';
import { Glyph } from './glyph.tsx';
import { type Scene, span, wallText } from './scene.ts';

const always = ['delivered', 'waiting', 'quarantined', 'dropped'] as const;
const lines = ['delivered', 'superseded', 'unused', 'waiting', 'quarantined', 'dropped'] as const;

export function Ledgers({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  const { destinations } = state;
  if (destinations.length === 0) return null;
  return (
    <section aria-labelledby="hl">
      <h2 id="hl">{words.ledger.title}</h2>
      {destinations.map(({ name, ledger }) => (
        <Sum key={name} scene={scene} ledger={ledger} {...(destinations.length > 1 ? { name } : {})} />
      ))}
    </section>
  );
}

interface SumProps {
  readonly scene: Scene;
  readonly ledger: LedgerState;
  /** Left out where there is one destination. */
  readonly name?: string;
}

function Sum({ scene, ledger, name }: SumProps) {
  const { words } = scene;
  const shown = lines.filter((line) => ledger[line] > 0 || always.some((each) => each === line));
  return (
    <>
      <table class="ledger">
        {name === undefined ? null : <caption>{name}</caption>}
        <tbody>
          {shown.map((line) => (
            <tr key={line}>
              <th scope="row">{words.ledger.lines[line]}</th>
              <td>{numberText(ledger[line])}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">{words.ledger.lines.accepted}</th>
            <td>{numberText(ledger.accepted)}</td>
          </tr>
        </tbody>
      </table>
      <p class="meta">
        <Glyph shape={ledger.balances ? 'fine' : 'look'} />{' '}
        {ledger.balances ? words.ledger.balances : words.ledger.open}
      </p>
    </>
  );
}

export function ChangesLately({ scene }: { readonly scene: Scene }) {
  const { words, state } = scene;
  return (
    <section aria-labelledby="he">
      <h2 id="he">{words.changes.title}</h2>
      <ol class="ev">
        {state.changes.map((change) => (
          <li key={`${change.kind} ${change.subject} ${change.wallMs}`}>
            <time>{wallText(scene, change.wallMs)}</time>
            <span>{words.changes.say(change, amountText(scene, change.kind, change.amount))}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function amountText(scene: Scene, kind: string, amount: number | undefined): string {
  if (amount === undefined) return '';
  return kind === 'refused' ? numberText(amount) : span(scene, amount);
}
