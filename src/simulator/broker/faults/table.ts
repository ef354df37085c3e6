/** Every fault the broker can play, by name. `kopru broker --help` and docs/brokers.md are made from it. */
import type { Fault, Faults } from './fault.ts';
import { refusedItems, strangeAnswers } from './items.ts';
import { closedDoors, overload } from './refusals.ts';
import { cuts, garbage, silences } from './wire.ts';

/** In the order in which they are explained. */
export const faultGroups: readonly { readonly title: string; readonly faults: Faults }[] = [
  { title: 'Silence and slowness', faults: silences },
  { title: 'Cut connections', faults: cuts },
  { title: 'Broken and outsized answers', faults: garbage },
  { title: 'Overload', faults: overload },
  { title: 'Closed doors', faults: closedDoors },
  { title: 'Refused entities', faults: refusedItems },
  { title: 'Strange answers', faults: strangeAnswers },
];

const byName: ReadonlyMap<string, Fault> = new Map(
  faultGroups.flatMap(({ faults }) => Object.entries(faults)),
);

export const faultNames: readonly string[] = [...byName.keys()];

export function findFault(name: string): Fault | undefined {
  return byName.get(name);
}
