/** `kopru driver list | new | test`: the driver files there are, a draft of a new one, and files tried on their samples. */
import { driverList } from './driver-list.ts';
import { driverNew } from './driver-new.ts';
import { driverTest } from './driver-test.ts';
import { usageError } from './exit.ts';
import type { RunVerb } from './verb.ts';

const actions: Readonly<Record<string, RunVerb>> = { list: driverList, new: driverNew, test: driverTest };

export const driver: RunVerb = async (terminal, { args: [action = '', ...args], options }) => {
  const run = actions[action];
  if (run) return run(terminal, { args, options });
  throw usageError(`There is no \`kopru driver ${action}\`.`, 'Write kopru driver list, new or test.');
};
