/** `kopru health`: is the gateway alive? Never asks about the broker, since a restart does not end an outage. */
import { exits } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { glyph } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const health: RunVerb = async (terminal) => {
  const answer = await (await runningGateway(terminal)).health();
  if (terminal.json) terminal.out(JSON.stringify(answer));
  else if (answer.ok) terminal.out(`${glyph(terminal, 'fine')} alive, ${answer.verdict.word}`);
  else terminal.out(`${glyph(terminal, 'stopped')} ${answer.reasons.join(' ')}`);
  return answer.ok ? exits.fine : exits.failed;
};
