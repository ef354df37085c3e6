/**
 * Every fault of the broker in turn at a running gateway. Each strikes a few requests while readings come in, then
 * ends; the backlog must drain and the ledger balance before the next one begins.
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  balances,
  believing,
  compare,
  fastClock,
  historyAt,
  openSite,
  temporaryFolder,
  total,
} from '../site.mjs';

const dist = (path) => import(new URL(`../../../dist/${path}`, import.meta.url).href);
const { startBroker } = await dist('simulator/broker/broker.js');
const { FaultScript } = await dist('simulator/broker/faults.js');
const { faultNames } = await dist('simulator/broker/faults/table.js');
const { seeded } = await dist('simulator/seeded.js');

export const about = 'every fault of `kopru broker --list` in turn, each striking --cycles requests';
export const options = [
  '--only NAME,NAME  these faults only',
  '--timeout 2s      of the gateway for one request, to be quicker (default 30s)',
];
export const cycles = 1;
export const control = 'a gateway that takes every answer for a success';

const devices = 40;
const speed = 30;
/** Every batch must have settled by then: the promise of the broker's contract. */
const settlesWithinMs = 35_000;

/** The broker says 204 and applies nothing: lost by definition, and the counting must see it. */
const unprovable = 'lie';
/** The broker itself writes old values again, after newer ones. */
const goesBack = 'late-application';

export async function run({ cycles: strikes, seed, only, timeout, control: isControl, print }) {
  const names = (only ?? faultNames).filter((name) => only || name !== unprovable);
  const random = seeded(seed);
  const clock = fastClock(speed);
  const wire = { ...fastClock(1), wallMs: clock.wallMs };
  const script = new FaultScript({ clock: wire, random });
  const broker = await startBroker({ clock, host: '127.0.0.1', port: 0, middleware: [script.middleware] });
  const { folder, remove } = temporaryFolder();
  const site = await openSite({
    folder,
    brokerUrl: broker.url,
    devices,
    clock,
    random,
    timeout,
    wrap: isControl ? believing : undefined,
  });
  const accepted = new Map(Array.from({ length: devices }, (_, index) => [`d${index}`, []]));
  let next = 0;
  const acceptSome = () =>
    Promise.all(
      [...accepted].map(async ([, values], index) => {
        const value = next++;
        await site.accept(index, value);
        values.push(value);
      }),
    );
  const fails = [];
  let longestMs = 0;
  let inversions = 0;

  await acceptSome();
  await site.drained(10_000);
  for (const name of names) {
    const before = { ...compare(accepted, historyAt(broker.store)), ...broker.store.counters };
    const startMs = performance.now();
    site.sent.longestMs = 0;
    script.play([{ name, count: strikes }]);
    const struck = () => script.struck.get(name) ?? 0;
    while (struck() < strikes && performance.now() - startMs < strikes * 45_000) {
      await acceptSome();
      await delay(50);
    }
    if (name === goesBack) await delay(32_000);
    await acceptSome();
    if (name !== goesBack) await settled(site);
    script.stop();
    const empty = await site.drained(60_000);
    const ledger = await site.ledger();
    const now = compare(accepted, historyAt(broker.store));
    const after = broker.store.counters;
    const quarantined = total(ledger, 'quarantined');
    const wentBack = after.inversions - before.inversions;
    if (name !== goesBack) inversions += wentBack;
    longestMs = Math.max(longestMs, site.sent.longestMs);
    const problems = [
      struck() === 0 ? 'never struck' : '',
      empty ? '' : `${ledger.waiting} still wait`,
      balances(ledger) ? '' : 'the ledger does not balance',
      now.missing === quarantined ? '' : `${now.missing} missing, ${quarantined} quarantined`,
      site.sent.longestMs > settlesWithinMs ? `a batch took ${Math.round(site.sent.longestMs)} ms` : '',
      wentBack > 0 && name !== goesBack ? `${wentBack} values went back` : '',
    ].filter(Boolean);
    if (problems.length > 0 && !isControl) fails.push(name);
    const cells = [
      `in ${now.in - before.in}`,
      `out ${now.out - before.out}`,
      `twice ${now.twice - before.twice}`,
      `struck ${struck()}`,
      `longest ${(site.sent.longestMs / 1_000).toFixed(1)} s`,
      `all ${((performance.now() - startMs) / 1_000).toFixed(1)} s`,
    ];
    print(
      `  ${problems.length === 0 ? '✓' : '✗'} ${name.padEnd(26)} ${cells.join('  ')}  ${problems.join('; ')}`,
    );
  }
  const end = compare(accepted, historyAt(broker.store));
  const quarantined = total(await site.ledger(), 'quarantined');
  await site.close();
  await broker.close();
  remove();
  return {
    in: end.in,
    out: end.out,
    lost: end.missing - quarantined,
    twice: end.twice,
    reordered: end.reordered + inversions,
    fine: fails.length === 0,
    facts: `quarantined ${quarantined}, ${names.length} faults, longest batch ${(longestMs / 1_000).toFixed(1)} s${fails.length > 0 ? `, failed: ${fails.join(' ')}` : ''}`,
  };
}

/** Waits until the requests under way have been answered. */
async function settled(site) {
  const endMs = performance.now() + settlesWithinMs;
  while (site.forwarder.status().inFlight > 0 && performance.now() < endMs) await delay(20);
}
