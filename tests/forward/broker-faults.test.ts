import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/broker.ts';
import { startBroker } from '../../src/simulator/broker/broker.ts';
import { faultNames } from '../../src/simulator/broker/faults/table.ts';
import { FaultScript } from '../../src/simulator/broker/faults.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { afterTest, batch, clientOf } from './served.ts';

/** Faults in which the broker speaks about the data: only these may send something to the quarantine. */
const aboutData = new Set([
  '207-poison',
  '400-poison',
  '409-poison',
  '207-all-refused',
  '207-texts',
  '400-listed',
  '404-collapsed',
]);
/** Answers that say that all was taken; `413` takes small bodies. */
const taken = new Set([
  '201-other-ids',
  '201-empty',
  '204-always',
  '200-json',
  '207-empty-success',
  'applied-twice',
  'close-after-answer',
  'lie',
  'early-hints',
  '413',
]);

/** What the answer says of the entities that were sent. */
function kindsOf(answer: Answer): string[] {
  if (answer.scope === 'items') return answer.verdicts.map(({ kind }) => kind);
  return [answer.scope === 'batch' ? answer.verdict.kind : answer.scope];
}

describe('a broker that misbehaves', () => {
  it.each(faultNames)('with %s is never believed too much', async (name) => {
    const clock = systemClock();
    const script = new FaultScript({ clock, random: Math.random });
    const broker = await startBroker({ clock, host: '127.0.0.1', port: 0, middleware: [script.middleware] });
    afterTest(() => broker.close());
    afterTest(() => script.stop());
    script.play([{ name }]);
    const context = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';
    const client = clientOf({ broker: broker.url, timeout: '400ms' });
    const startMs = performance.now();

    const kinds = kindsOf(await client.broker.upsert({ ...batch, context }));

    expect(performance.now() - startMs).toBeLessThan(2_000);
    if (!aboutData.has(name)) {
      expect(kinds).not.toContain('rejected');
      expect(kinds).not.toContain('culprit');
    }
    expect(kinds.every((kind) => kind === 'delivered')).toBe(taken.has(name));
  });
});
