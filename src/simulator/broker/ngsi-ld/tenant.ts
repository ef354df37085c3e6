/**
 * One tenant's entities and their history, and the ways to write them. Every write of an attribute goes through
 * `#take`, so that nothing is current without being history and the counters miss nothing.
 */
import type { Attributes, EntityInput, Instance, StoredEntity, StoredInstance } from './attribute.ts';
import { type Counters, type EntityHistory, type HistoryRoom, Series } from './history.ts';
import { Problem } from './problem.ts';

export interface TenantParts {
  /** The time of a write, as UTC text. */
  readonly now: () => string;
  readonly counters: { -readonly [name in keyof Counters]: Counters[name] };
  readonly room: HistoryRoom;
}

export class Tenant {
  readonly entities = new Map<string, StoredEntity>();
  readonly histories = new Map<string, EntityHistory>();
  readonly #parts: TenantParts;

  constructor(parts: TenantParts) {
    this.#parts = parts;
  }

  /** Throws ResourceNotFound. */
  entity(id: string): StoredEntity {
    const entity = this.entities.get(id);
    if (!entity) throw new Problem('ResourceNotFound', `There is no entity ${id}.`);
    return entity;
  }

  /** Throws AlreadyExists. */
  create(input: EntityInput): void {
    if (this.entities.has(input.id))
      throw new Problem('AlreadyExists', `There is an entity ${input.id} already.`);
    this.#put(input, undefined);
  }

  /** Puts the whole entity in place of what was there: attributes it does not name are gone. */
  replace(input: EntityInput): void {
    this.#put(input, this.entities.get(input.id));
  }

  /**
   * Adds attributes to an entity that exists, and types and scope if it names any. Attributes that exist are
   * overwritten per datasetId, or left alone; returns the IRIs of those left alone.
   */
  append(
    entity: StoredEntity,
    { types, scope, attributes }: Omit<EntityInput, 'id'>,
    overwrite: boolean,
  ): readonly string[] {
    if (types.some((type) => !entity.types.includes(type)))
      entity.types = [...new Set([...entity.types, ...types])];
    if (scope && (overwrite || !entity.scope)) entity.scope = scope;
    const left: string[] = [];
    for (const [iri, instances] of attributes) {
      if (!overwrite && entity.attributes.has(iri)) left.push(iri);
      else this.#overwrite(entity, iri, instances);
    }
    return left;
  }

  /** Puts these instances in place of all that the attribute had. */
  replaceAttribute(entity: StoredEntity, iri: string, instances: readonly Instance[]): void {
    const before = entity.attributes.get(iri);
    entity.attributes.set(
      iri,
      instances.map((instance) => this.#take(entity, iri, instance, find(before, instance.datasetId))),
    );
    entity.modifiedAt = this.#parts.now();
  }

  /** Throws ResourceNotFound. The history stays. */
  delete(id: string): void {
    this.entity(id);
    this.entities.delete(id);
  }

  /** Removes one dataset of the attribute, or all of it. Throws ResourceNotFound. */
  deleteAttribute(
    entity: StoredEntity,
    iri: string,
    dataset: { readonly id: string | undefined } | 'all',
  ): void {
    const before = entity.attributes.get(iri) ?? [];
    const after = dataset === 'all' ? [] : before.filter(({ instance }) => instance.datasetId !== dataset.id);
    if (after.length === before.length)
      throw new Problem('ResourceNotFound', `${entity.id} has no such attribute.`);
    if (after.length === 0) entity.attributes.delete(iri);
    else entity.attributes.set(iri, after);
    entity.modifiedAt = this.#parts.now();
  }

  /** Throws ResourceNotFound. */
  history(id: string): EntityHistory {
    const history = this.histories.get(id);
    if (!history) throw new Problem('ResourceNotFound', `There is no temporal evolution of ${id}.`);
    return history;
  }

  /**
   * Adds instances to the history alone: the current value stays as it is (as Scorpio and Stellio do). Returns
   * true if the temporal evolution began with it.
   */
  appendHistory({ id, types, scope, attributes }: EntityInput): boolean {
    const began = !this.histories.has(id);
    const now = this.#parts.now();
    const history = this.#historyOf({ id, types, scope, createdAt: now });
    history.types = [...new Set([...history.types, ...types])];
    history.scope = scope ?? history.scope;
    history.modifiedAt = now;
    this.#recordAll(history, attributes, now);
    return began;
  }

  /** Throws ResourceNotFound. The entity stays as it is. */
  deleteHistory(id: string): void {
    this.#parts.room.seriesCount -= this.history(id).series.size;
    this.histories.delete(id);
  }

  #recordAll(history: EntityHistory, attributes: Attributes, now: string): void {
    for (const [iri, instances] of attributes) {
      for (const instance of instances) this.#record(history, iri, this.#stored(instance, now, now));
    }
  }

  #put(input: EntityInput, before: StoredEntity | undefined): void {
    const now = this.#parts.now();
    const { id, types, scope } = input;
    const entity: StoredEntity = {
      id,
      types,
      scope,
      createdAt: before?.createdAt ?? now,
      modifiedAt: now,
      attributes: new Map(),
    };
    for (const [iri, instances] of input.attributes) {
      const old = before?.attributes.get(iri);
      entity.attributes.set(
        iri,
        instances.map((instance) => this.#take(entity, iri, instance, find(old, instance.datasetId))),
      );
    }
    this.entities.set(id, entity);
  }

  #overwrite(entity: StoredEntity, iri: string, instances: readonly Instance[]): void {
    const current = entity.attributes.get(iri) ?? [];
    for (const instance of instances) {
      const index = current.findIndex((stored) => stored.instance.datasetId === instance.datasetId);
      const stored = this.#take(entity, iri, instance, current[index]);
      if (index < 0) current.push(stored);
      else current[index] = stored;
    }
    entity.attributes.set(iri, current);
    entity.modifiedAt = this.#parts.now();
  }

  /** An instance becomes current: counted, dated, recorded. */
  #take(
    entity: StoredEntity,
    iri: string,
    instance: Instance,
    before: StoredInstance | undefined,
  ): StoredInstance {
    const now = this.#parts.now();
    const beforeMs = before?.instance.observedAtMs;
    if (beforeMs !== undefined && instance.observedAtMs !== undefined && instance.observedAtMs < beforeMs) {
      this.#parts.counters.inversions += 1;
    }
    const stored = this.#stored(instance, before?.createdAt ?? now, now);
    const history = this.#historyOf(entity);
    history.types = entity.types;
    history.scope = entity.scope;
    history.modifiedAt = now;
    this.#record(history, iri, stored);
    return stored;
  }

  #stored(instance: Instance, createdAt: string, modifiedAt: string): StoredInstance {
    this.#parts.counters.writes += 1;
    return { instance, createdAt, modifiedAt, number: this.#parts.counters.writes };
  }

  #record(history: EntityHistory, iri: string, stored: StoredInstance): void {
    const { counters, room } = this.#parts;
    const dataset = stored.instance.datasetId;
    const key = dataset === undefined ? iri : `${iri} ${dataset}`;
    let series = history.series.get(key);
    if (!series) {
      series = new Series(iri, room);
      history.series.set(key, series);
      room.seriesCount += 1;
    }
    const { duplicate, forgotten } = series.add(stored);
    if (duplicate) counters.duplicates += 1;
    counters.forgotten += forgotten;
  }

  #historyOf({ id, types, scope, createdAt }: Pick<StoredEntity, 'id' | 'types' | 'scope' | 'createdAt'>) {
    let history = this.histories.get(id);
    if (!history) {
      history = { id, types, scope, createdAt, modifiedAt: createdAt, series: new Map() };
      this.histories.set(id, history);
    }
    return history;
  }
}

function find(stored: readonly StoredInstance[] | undefined, datasetId: string | undefined) {
  return stored?.find(({ instance }) => instance.datasetId === datasetId);
}
