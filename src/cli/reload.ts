/** `kopru reload`: has the running gateway read its configuration again, and shows what that changes. */
import type { SiteChanges } from '../config/site-changes.ts';
import type { ReloadAnswer } from '../reload.ts';
import { type Exit, exits } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { glyph, next, type Terminal } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const reload: RunVerb = async (terminal, { options }) => {
  const gateway = await runningGateway(terminal);
  // Where nobody sits at the terminal nobody can be asked: systemd, a script of the fleet.
  const confirmed = options.yes === true || !terminal.interactive;
  const answer = await gateway.reload({ dryRun: options.dryRun === true, confirmed });
  if (terminal.json) terminal.out(JSON.stringify(answer));
  else print(terminal, answer);
  return exitOf(answer);
};

function exitOf({ kind }: ReloadAnswer): Exit {
  if (kind === 'refused') return exits.configuration;
  return kind === 'planned' || kind === 'unconfirmed' ? exits.findings : exits.fine;
}

function print(terminal: Terminal, answer: ReloadAnswer): void {
  switch (answer.kind) {
    case 'refused':
      terminal.err(answer.text.trimEnd());
      terminal.out(
        `${glyph(terminal, 'stopped')} Not applied: the gateway goes on with the old configuration.`,
      );
      next(terminal, `kopru check ${answer.file}`);
      return;
    case 'unchanged':
      terminal.out(`${glyph(terminal, 'fine')} Nothing changes: ${answer.file} says what runs already.`);
      next(terminal, 'kopru status');
      return;
    case 'starts':
      terminal.out(
        `${glyph(terminal, 'fine')} The configuration is sound: the gateway ${answer.dryRun ? 'would start' : 'starts'}.`,
      );
      next(terminal, answer.dryRun ? 'kopru reload' : 'kopru status');
      return;
    case 'planned':
      for (const line of changeLines(answer.changes)) terminal.out(line);
      terminal.out(`${glyph(terminal, 'look')} Nothing was applied.`);
      next(terminal, 'kopru reload');
      return;
    case 'unconfirmed':
      for (const line of changeLines(answer.changes)) terminal.out(line);
      terminal.out(
        `${glyph(terminal, 'look')} Not applied yet: entities or a destination would go. What they have at the broker stays there.`,
      );
      next(terminal, 'kopru reload --yes');
      return;
    case 'applied':
      for (const line of changeLines(answer.changes)) terminal.out(line);
      terminal.out(`${glyph(terminal, 'fine')} Applied.`);
      next(terminal, 'kopru status');
  }
}

const signs = { added: '+', changed: '~', removed: '-' } as const;

/** What a reload changes, a line each: `+ device meter-2`. */
export function changeLines({ changes, renamed, needsRestart }: SiteChanges): string[] {
  return [
    ...changes.map(({ kind, id, what }) => `  ${signs[what]} ${kind} ${id}`),
    ...renamed.flatMap(({ from, to }) => [
      `  ! ${from} goes on as`,
      `    ${to}; what waits goes there, the old one keeps its last value`,
    ]),
    ...needsRestart.map((setting) => `  ! ${setting}: applies from the next start on`),
  ];
}
