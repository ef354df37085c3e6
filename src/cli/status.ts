/** `kopru status`: the verdict of the running gateway, its bridge, its ledger and what needs somebody. */
import { verdict } from '../core/verdict.ts';
import { exits } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { ledgerCheckLines, nextCommand, statusLines } from './status-text.ts';
import { next } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const status: RunVerb = async (terminal, { options }) => {
  const gateway = await runningGateway(terminal);
  const checks = options.ledger ? await gateway.checkLedger() : undefined;
  const snapshot = await gateway.snapshot();
  const said = verdict(snapshot);
  if (terminal.json) {
    terminal.out(JSON.stringify({ verdict: said, ...snapshot, ...(checks ? { ledgerCheck: checks } : {}) }));
  } else {
    for (const line of statusLines(snapshot, terminal)) terminal.out(line);
    for (const line of ledgerCheckLines(checks ?? [], terminal)) terminal.out(line);
    next(terminal, nextCommand(snapshot));
  }
  const balanced = checks?.every(({ waiting, counted }) => waiting === counted) ?? true;
  if (!balanced) return exits.failed;
  return said.glyph === 'fine' ? exits.fine : exits.findings;
};
