/** What a new configuration changes in one that runs: which parts come, go and change, and which entities get a new name. */
import type { PartKind, Site } from './site.ts';

export interface Change {
  readonly kind: PartKind;
  readonly id: string;
  readonly what: 'added' | 'changed' | 'removed';
}

export interface SiteChanges {
  /** Removed parts first, then in the order of the new configuration. */
  readonly changes: readonly Change[];
  /** Entities that the same mapping makes from the same devices under another id: the old one stays at the broker as it was. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Settings that only a new start applies. */
  readonly needsRestart: readonly string[];
}

/** Settings that are bound once: the files, ports and the line of time of a running gateway. */
const boundAtStart: ReadonlySet<string> = new Set(['buffer folder', 'api', 'clock']);

export function siteChanges(before: Site, after: Site): SiteChanges {
  const old = new Map(before.parts.map((part) => [keyOf(part), part.mark]));
  const now = new Set(after.parts.map(keyOf));
  const removed = before.parts
    .filter((part) => !now.has(keyOf(part)))
    .map(({ kind, id }): Change => ({ kind, id, what: 'removed' }));
  const others = after.parts.flatMap((part): Change[] => {
    const { kind, id, mark } = part;
    const mark0 = old.get(keyOf(part));
    if (mark0 === mark) return [];
    return [{ kind, id, what: mark0 === undefined ? 'added' : 'changed' }];
  });
  const changes = [...removed, ...others];
  return {
    changes,
    renamed: renamed(before, after),
    needsRestart: changes
      .filter(({ kind, id }) => kind === 'setting' && boundAtStart.has(id))
      .map(({ id }) => id),
  };
}

function renamed(before: Site, after: Site): SiteChanges['renamed'] {
  const ids = (site: Site) => new Set(site.entities.map(({ id }) => id));
  const [oldIds, newIds] = [ids(before), ids(after)];
  const gone = before.entities.filter(({ id }) => !newIds.has(id));
  const fresh = after.entities.filter(({ id }) => !oldIds.has(id));
  return gone.flatMap(({ id, mapping, devices }) => {
    const from = [...devices].sort().join('\n');
    const match = fresh.find(
      (plan) => plan.mapping === mapping && [...plan.devices].sort().join('\n') === from,
    );
    return match ? [{ from: id, to: match.id }] : [];
  });
}

const keyOf = ({ kind, id }: { readonly kind: PartKind; readonly id: string }) => `${kind}\n${id}`;
