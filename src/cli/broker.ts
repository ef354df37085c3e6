/** `kopru broker`: the NGSI-LD broker in memory, until somebody stops it. */
import { startBroker } from '../simulator/broker/broker.ts';
import { systemClock } from '../sources/host/clock.ts';
import { exits, usageError } from './exit.ts';
import { glyph, next } from './terminal.ts';
import type { RunVerb } from './verb.ts';

export const broker: RunVerb = async (terminal, { options }) => {
  const host = typeof options.host === 'string' ? options.host : '127.0.0.1';
  const running = await startBroker({ clock: systemClock(), host, port: portOf(options.port) });
  if (terminal.json) terminal.out(JSON.stringify({ url: running.url }));
  else terminal.out(`${glyph(terminal, 'fine')} broker   ${running.url}, in memory. Ctrl-C ends it.`);
  next(terminal, `curl '${running.url}/entities?local=true'`);
  await terminal.untilStopped();
  await running.close();
  return exits.fine;
};

function portOf(option: string | boolean | undefined): number {
  if (option === undefined) return 1026;
  const port = Number(option);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw usageError(`There is no port ${option}.`, 'Give a number from 0 to 65535; 0 takes a free port.');
}
