/** What the page is told of a site that has nothing to tell. */
import type { PageSite } from '../../src/page/observer.ts';

export const bareSite: PageSite = {
  timezone: 'Europe/Istanbul',
  place: undefined,
  connections: [],
  unitIds: new Map(),
  placeOf: () => undefined,
};
