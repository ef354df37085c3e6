/**
 * Metrics for Prometheus, made from one snapshot per scrape. Nothing is counted twice: what a stage counts stands
 * in the snapshot, and this file only gives it a name. A device has two series, never more, so that thousands of
 * cabinets stay affordable; its details are on the status page.
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Snapshot } from '../core/status.ts';
import { families } from './metric-families.ts';
import type { Family, Series } from './metric-family.ts';

export interface Metrics {
  /** Of the answer to a scrape. */
  readonly contentType: string;
  text(): Promise<string>;
}

export interface MetricsSettings {
  snapshot(): Promise<Snapshot>;
  /** Also measure this process: memory, CPU, event loop lag, garbage collection. */
  readonly process: boolean;
}

/** Numbers of now that are called totals: promtool refuses them, and a rate of them means nothing. */
const misnamed = ['handles', 'requests', 'resources'].map((what) => `nodejs_active_${what}_total`);

export function createMetrics({ snapshot, process }: MetricsSettings): Metrics {
  const registry = new Registry();
  if (process) {
    collectDefaultMetrics({ register: registry });
    for (const name of misnamed) registry.removeSingleMetric(name);
  }
  let current: Snapshot | undefined;
  for (const family of families) {
    register(family, registry, () => (current === undefined ? [] : family.series(current)));
  }
  return {
    contentType: registry.contentType,
    text: async () => {
      current = await snapshot();
      return registry.metrics();
    },
  };
}

/** A counter of the library can only be raised, so it starts again from nothing at each scrape. */
function register(family: Family, registry: Registry, series: () => readonly Series[]): void {
  const shape = {
    name: `kopru_${family.name}`,
    help: family.help,
    labelNames: [...family.labels],
    registers: [registry],
  };
  if (family.type === 'counter') {
    new Counter({
      ...shape,
      collect() {
        this.reset();
        for (const { labels, value } of series()) this.inc(labels, value);
      },
    });
    return;
  }
  new Gauge({
    ...shape,
    collect() {
      this.reset();
      for (const { labels, value } of series()) this.set(labels, value);
    },
  });
}
