/** `kopru status`: the verdict of the running gateway, its bridge, its ledger and what needs somebody. */
import { balances } from '../core/ledger.ts';
import { verdict } from '../core/verdict.ts';
import { type Exit, exits } from './exit.ts';
import { runningGateway, type ShownRefusal } from './gateway-socket.ts';
import { ledgerCheckLines, nextCommand, statusLines } from './status-text.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const status: RunVerb = async (terminal, { options }) => {
  const gateway = await runningGateway(terminal);
  const refusal = await gateway.refusal();
  if (refusal) return showRefusal(terminal, refusal);
  const checks = options.ledger ? await gateway.checkLedger() : undefined;
  const snapshot = await gateway.snapshot();
  const ledgers = snapshot.destinations.map(({ ledger }) => ledger);
  const said = verdict(snapshot);
  if (terminal.json) {
    terminal.out(JSON.stringify({ verdict: said, ...snapshot, ...(checks ? { ledgerCheck: checks } : {}) }));
  } else {
    for (const line of statusLines(snapshot, terminal)) terminal.out(line);
    for (const line of ledgerCheckLines(checks ?? [], ledgers, terminal)) terminal.out(line);
    next(terminal, nextCommand(snapshot));
  }
  const agrees = (checks ?? []).every(({ waiting, counted }) => waiting === counted);
  if (checks && !(agrees && ledgers.every(balances))) return exits.failed;
  return said.glyph === 'fine' ? exits.fine : exits.findings;
};

/** It is up and does not run. */
function showRefusal(terminal: Terminal, refusal: ShownRefusal): Exit {
  if (terminal.json) terminal.out(JSON.stringify(refusal));
  else {
    terminal.out(`${glyph(terminal, 'stopped')} ${refusal.verdict.sentence}`);
    terminal.err(refusal.text.trimEnd());
    next(terminal, 'kopru reload');
  }
  return exits.configuration;
}
