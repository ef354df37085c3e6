/** A door before a TCP listener that knows its hosts, with people in a folder of its own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Access } from '../../src/api/access/access.ts';
import type { Door } from '../../src/api/access/door.ts';
import type { AccessActions } from '../../src/api/access-routes.ts';
import type { Clock, Logger } from '../../src/core/environment.ts';
import { fakeClock } from './clock.ts';
import { silentLogger } from './logger.ts';

export function freshAccess(parts: { readonly clock?: Clock; readonly logger?: Logger; file?: string } = {}) {
  const { clock = fakeClock(), logger = silentLogger } = parts;
  const file = parts.file ?? join(mkdtempSync(join(tmpdir(), 'kopru-')), 'page-people.json');
  return { access: new Access({ file, clock, logger }), file };
}

export function doorFor(hosts: readonly string[], change: Partial<Door> = {}): Door {
  return {
    accepts: (host) => host !== undefined && hosts.includes(host),
    network: false,
    access: change.access ?? freshAccess().access,
    ...change,
  };
}

export const noAccess: AccessActions = {
  status: () => ({ enabled: false, people: [], urls: [], fingerprint: undefined, closed: [] }),
  enable: async () => ({ name: 'technician', secret: undefined, link: '' }),
  disable: async () => {},
  link: () => undefined,
  setPerson: async () => undefined,
  removePerson: () => false,
};
