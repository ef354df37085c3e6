/** `kopru debug`: has the running gateway write what goes over the line of one device into its log, for a while. */
import { parseDurationMs, spanText } from '../core/duration.ts';
import { exits, usageError } from './exit.ts';
import { runningGateway } from './gateway-socket.ts';
import { glyph, next } from './terminal.ts';
import type { RunVerb } from './verb.ts';

const longestMs = 86_400_000;

export const debug: RunVerb = async (terminal, { args: [device = '', span = '10m'] }) => {
  const forMs = span === 'off' ? 0 : parseDurationMs(span);
  if (forMs === undefined || forMs > longestMs || (forMs === 0 && span !== 'off'))
    throw usageError(
      `${span} is no time to write.`,
      'Write one up to 24h, for example 10m, or off to end it.',
    );
  const gateway = await runningGateway(terminal);
  const answer = await gateway.debug({ device, forMs });
  if (terminal.json) terminal.out(JSON.stringify({ device, forMs, ...answer }));
  else if (answer.writes) {
    terminal.out(
      `${glyph(terminal, 'fine')} For ${spanText(forMs)} the log has what goes over the line of ${device}. The device is asked nothing more.`,
    );
    next(terminal, `kopru logs --device ${device} --follow     to end it: kopru debug ${device} off`);
  } else {
    terminal.out(
      `${glyph(terminal, 'fine')} ${answer.wrote ? `The line of ${device} is no longer written.` : `The line of ${device} was not written.`}`,
    );
  }
  return exits.fine;
};
