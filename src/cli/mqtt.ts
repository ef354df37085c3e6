/** `kopru mqtt`: the users of the gateway's own MQTT broker, and what comes over any of them. */
import { usageError } from './exit.ts';
import type { RunVerb } from './verb.ts';

const actions = ['user add', 'user remove', 'user list', 'tail'];

export const mqtt: RunVerb = async (terminal, { args, options }) => {
  const [what, ...rest] = args;
  if (what === 'tail') return (await import('./mqtt-tail.ts')).tail(terminal, { args: rest, options });
  if (what === 'user') return (await import('./mqtt-user.ts')).user(terminal, { args: rest, options });
  throw usageError(`There is no \`mqtt ${what ?? ''}\`.`, `There is: ${actions.join(', ')}.`);
};
