/** What every code means, in Turkish. A test keeps it complete beside the English of `kopru explain`. */
import { devices } from './devices.ts';
import { drivers } from './drivers.ts';
import { files } from './files.ts';
import { gateway } from './gateway.ts';
import { mappings } from './mappings.ts';
import { mqtt } from './mqtt.ts';
import { site } from './site.ts';

const all = [files, site, drivers, mappings, devices, mqtt, gateway];

export const turkishExplanations: ReadonlyMap<string, { readonly meaning: string; readonly text: string }> =
  new Map(
    all.flatMap((part) => Object.entries(part).map(([code, [meaning, text]]) => [code, { meaning, text }])),
  );
