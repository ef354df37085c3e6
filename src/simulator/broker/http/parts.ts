/** What the routes share. */
import type { ContextLibrary } from '../ngsi-ld/context-library.ts';
import type { Store } from '../ngsi-ld/store.ts';

export interface Parts {
  readonly store: Store;
  readonly library: ContextLibrary;
}

/** Where the API lives; every Location header starts with it. */
export const basePath = '/ngsi-ld/v1';
