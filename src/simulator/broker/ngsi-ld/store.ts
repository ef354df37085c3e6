/** All tenants of the broker. The nameless one is always there; others come with their first write (clause 4.14). */
import { type Counters, HistoryRoom } from './history.ts';
import { Problem } from './problem.ts';
import { Tenant, type TenantParts } from './tenant.ts';

export interface StoreOptions {
  /** Milliseconds since 1970: what `createdAt` and `modifiedAt` say. */
  readonly wallMs: () => number;
  /** How many instances the history keeps of one attribute of one entity. */
  readonly instancesPerAttribute: number;
}

export class Store {
  readonly #parts: TenantParts;
  readonly #tenants = new Map<string, Tenant>();

  constructor({ wallMs, instancesPerAttribute }: StoreOptions) {
    this.#parts = {
      now: isoText(wallMs),
      counters: { writes: 0, duplicates: 0, inversions: 0, forgotten: 0 },
      room: new HistoryRoom(instancesPerAttribute),
    };
    this.tenantForWrite('');
  }

  /** Over all tenants since the start; read it again for newer numbers. */
  get counters(): Counters {
    return { ...this.#parts.counters };
  }

  /** Names of the tenants; the nameless one is the empty text. */
  get tenants(): readonly string[] {
    return [...this.#tenants.keys()];
  }

  /** Throws NonexistentTenant. */
  tenant(name: string): Tenant {
    const tenant = this.#tenants.get(name);
    if (!tenant) throw new Problem('NonexistentTenant', `There is no tenant ${name}.`);
    return tenant;
  }

  tenantForWrite(name: string): Tenant {
    let tenant = this.#tenants.get(name);
    if (!tenant) {
      tenant = new Tenant(this.#parts);
      this.#tenants.set(name, tenant);
    }
    return tenant;
  }
}

/** Times as text; the text of one millisecond is made once, because a batch asks for it a thousand times. */
function isoText(wallMs: () => number): () => string {
  let lastMs: number | undefined;
  let text = '';
  return () => {
    const ms = wallMs();
    if (ms !== lastMs) {
      lastMs = ms;
      text = new Date(ms).toISOString();
    }
    return text;
  };
}
