/** docs/brokers.md: its tables of profiles and faults are made from the broker's own. */
import { describe, it } from 'vitest';
import { faultGroups } from '../../src/simulator/broker/faults/table.ts';
import { profileNames, profileOf } from '../../src/simulator/broker/profiles.ts';
import { expectGenerated, markdownTable } from './generated.ts';

const file = 'docs/brokers.md';

describe(file, () => {
  it('lists the profiles', () => {
    const rows = profileNames.map((name) => [`\`${name}\``, profileOf(name).about]);

    expectGenerated(file, 'profiles', markdownTable(['profile', 'what it imitates'], rows));
  });

  it('lists the faults', () => {
    const tables = faultGroups.map(({ title, faults }) => {
      const rows = Object.entries(faults).map(([name, { about }]) => [`\`${name}\``, about]);
      return `### ${title}\n\n${markdownTable(['fault', 'what it does'], rows)}`;
    });

    expectGenerated(file, 'faults', tables.join('\n\n'));
  });
});
