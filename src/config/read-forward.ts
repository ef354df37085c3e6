/** The destinations of gateway.yaml. */
import { resolve } from 'node:path';
import { type DestinationSettings, destinationSettings } from '../forward/settings.ts';
import { checkShape, type Shaped, type Sheet } from './check-shape.ts';
import { accessProblems } from './destination-access.ts';
import { laterGatewayKeys } from './gateway-schema.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import { secretInFile } from './shape-faults.ts';

export type Destinations = readonly DestinationSettings[];

/** Headers whose value lets somebody in. */
const secretHeader = /auth|token|key|secret|password|cookie/i;

export function readDestinations(sheets: readonly Sheet[], folder: string): Shaped<Destinations> {
  const problems: Problem[] = [];
  const names = new Set<string>();
  const tenants = new Map<string, string>();
  const value = sheets.flatMap((sheet): DestinationSettings[] => {
    const { value: settings, problems: found } = checkShape(sheet, destinationSettings, {
      unsupported: laterGatewayKeys,
    });
    problems.push(...found);
    if (!settings) return [];
    if (names.has(settings.name)) {
      const message = `Two destinations are called ${settings.name}; their places in the buffer would mix.`;
      problems.push(
        problem(sheet.place(['name']), { code: 'ID_TWICE', message, mend: 'Give one another name.' }),
      );
    }
    names.add(settings.name);
    const tenant = `${settings.broker.replace(/\/+$/, '')} ${settings.tenant ?? ''}`;
    const other = tenants.get(tenant);
    if (other === undefined) tenants.set(tenant, settings.name);
    else problems.push(problem(sheet.place(['broker']), destinationTwice(other)));
    for (const [header, content] of Object.entries(settings.headers ?? {})) {
      if (typeof content !== 'string' || !secretHeader.test(header)) continue;
      problems.push(problem(sheet.place(['headers', header]), secretInFile(['headers', header])));
    }
    problems.push(...accessProblems(sheet, settings));
    const { ca, certificate } = settings;
    return [
      {
        ...settings,
        ...(ca === undefined ? {} : { ca: resolve(folder, ca) }),
        ...(certificate === undefined ? {} : { certificate: resolve(folder, certificate) }),
      },
    ];
  });
  return { value, problems };
}

const destinationTwice = (other: string): Fault => ({
  code: 'DESTINATION_TWICE',
  severity: 'warning',
  message: `The destination ${other} is the same broker and tenant: everything would be sent twice.`,
  mend: 'Remove one, or give each its own `tenant`.',
});
