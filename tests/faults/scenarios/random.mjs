/**
 * Faults of every kind at random for --minutes, at 50 readings a second for two destinations: broker faults, a bad line,
 * disk calls that fail or dawdle, a full disk, a clock that jumps; in the first quarter also kill -9 and power cuts.
 * After that one life goes on to the end, and its memory is watched: once a minute the faults rest until nothing waits,
 * garbage is collected, and what is on the heap besides compiled code, and the resident set, are read. A straight line
 * through either must not be provably steeper (95 %) than 1 MB/h. A leak of ours would be on the heap; the resident set
 * also breathes with V8 and SQLite.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fakedTime, missingForFaketime } from '../faketime.mjs';
import { makeDisk, missingForDisks } from '../loop-disk.mjs';
import { dist } from '../product.mjs';
import { compare, fastClock, historyAt, temporaryFolder } from '../site.mjs';
import { attach, missingForStrace } from '../strace.mjs';
import { startBench } from '../subject.mjs';

const { startBroker } = await dist('simulator/broker/broker.js');
const { startChaosProxy } = await dist('simulator/proxy/chaos-proxy.js');
const { FaultScript } = await dist('simulator/broker/faults.js');
const { faultNames } = await dist('simulator/broker/faults/table.js');
const { seeded } = await dist('simulator/seeded.js');

export const about = 'faults of every kind at random for --minutes (needs root)';
export const options = ['--minutes N       how long (default 20)'];
export const cycles = 1;
export const control = 'a gateway that acknowledges before the commit, for a minute';
export const missing = () => missingForDisks() ?? missingForStrace() ?? missingForFaketime();

/** With the wait for the commit, 50 readings a second of 40 devices. */
const everyMs = 700;
const restEveryMs = 60_000;
/** Of the life whose memory is watched: caches fill, V8 makes up its mind. */
const warmUpMs = 120_000;
const growthAtMostMbPerHour = 1;
/** Readings of a second and a bit: the devices go on. */
const restsBelow = 150;
/** One says it applied what it did not, the other writes old values itself: no gateway can help either. */
const beyondHelp = ['lie', 'late-application'];
/** Asks for a wait of 31 years and is granted 15 minutes: longer than the scenario; broker-misbehaviour has it. */
const holdsLong = ['429-absurd'];

export async function run({ minutes = 20, seed, control: isControl, print }) {
  const random = seeded(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const endMs = performance.now() + (isControl ? 1 : minutes) * 60_000;
  // A control must lose within its minute, whatever the seed.
  const deadlyShare = isControl ? 0.8 : 0.4;
  const deathsUntilMs = isControl ? endMs : performance.now() + minutes * 15_000;
  const { folder, remove } = temporaryFolder();
  const time = fakedTime(folder);
  const synchronisedFile = join(folder, 'synchronised');
  writeFileSync(synchronisedFile, '');
  const disk = makeDisk('ext4', 96);
  const ends = [await farEnd(random), await farEnd(random)];
  const [city, region] = ends;
  const bench = await startBench({
    folder: `${disk.folder}/buffer`,
    brokers: { city: city.url, region: region.url },
    everyMs,
    env: time.env,
    synchronisedFile,
    intake: isControl ? 'early' : 'honest',
  });
  const struck = new Map();
  const problems = [];
  const samples = [];
  let life;
  let deaths = 0;
  let base;
  let watchedSinceMs;

  const begin = async () => {
    life = bench.start();
    if (!(await life.ready(30_000))) problems.push(`a start did not come up: ${life.notes.at(-1)}`);
  };
  const faults = {
    broker: async () => pick(ends).script.play([{ name: pick(namesOfFaults), count: 3 }]),
    line: async () => {
      const { proxy } = pick(ends);
      await proxy.apply([
        { kind: 'latency', ms: 50, jitterMs: 50 },
        { kind: 'slicer', bytes: 700, ms: 2 },
      ]);
      await delay(3_000);
      await proxy.apply([{ kind: 'down' }]);
      await delay(1_000 + random() * 4_000);
      await proxy.apply([]);
      proxy.cut();
    },
    disk: async () => {
      const calls = pick(['fsync,fdatasync', 'pwrite64']);
      const fault = pick([
        { error: 'EIO' },
        { error: 'ENOSPC' },
        { error: 'EIO', when: '3' },
        { delayMs: 500 },
      ]);
      const tracer = await attach(life.pid, { calls, ...fault });
      await delay(2_000);
      await tracer.detach();
    },
    full: async () => {
      disk.fill();
      await delay(3_000);
      disk.free();
    },
    clock: async () => {
      time.set(pick([50 * 365 * 86_400, -3_600]));
      await delay(2_000);
      time.set(0);
    },
  };
  const deadly = {
    kill: async () => life.kill(),
    power: async () => {
      const cutMs = disk.cut();
      await life.kill();
      bench.accepted.withdrawSince(cutMs, life);
      disk.remount();
    },
  };

  /** Nothing is wrong and nothing waits: what memory there is now is kept for good. */
  const atRest = async () => {
    time.set(0);
    for (const { proxy } of ends) await proxy.apply([]);
    const isIdle = ({ ledgers }) => ledgers.every(({ waiting }) => waiting < restsBelow);
    const untilMs = performance.now() + 30_000;
    while (!isIdle(await life.status()) && performance.now() < untilMs) await delay(1_000);
    await delay(1_000);
    return life.status();
  };

  await begin();
  while (performance.now() < endMs) {
    const deadlyTime = performance.now() < deathsUntilMs;
    const name = deadlyTime && random() < deadlyShare ? pick(Object.keys(deadly)) : pick(Object.keys(faults));
    struck.set(name, (struck.get(name) ?? 0) + 1);
    if (name in deadly) {
      await deadly[name]();
      deaths++;
      await begin();
    } else await faults[name]();
    const pauseMs = 1_000 + random() * 4_000;
    await delay(pauseMs);
    if (!deadlyTime) {
      base ??= await life.status();
      watchedSinceMs ??= performance.now();
      if (
        performance.now() - (samples.at(-1)?.atMs ?? watchedSinceMs + warmUpMs - restEveryMs) >=
        restEveryMs
      ) {
        samples.push({ atMs: performance.now(), ...(await atRest()) });
      }
    }
    if (life.exit) {
      problems.push(`ended by itself during ${name}: ${life.notes.at(-1)}`);
      await begin();
    }
  }
  for (const { script, proxy } of ends) {
    script.stop();
    await proxy.apply([]);
  }
  time.set(0);
  await life.pause();
  const last = await life.drain(120_000);
  await delay(6_000);
  const quiet = await life.status();
  await life.stop();

  const found = { in: 0, out: 0, lost: 0, twice: 0, reordered: 0 };
  const words = [];
  for (const [index, { broker, proxy }] of ends.entries()) {
    const ledger = last?.ledgers[index];
    const { missing: gone, reordered, ...counts } = compare(bench.accepted.values, historyAt(broker.store));
    for (const [key, count] of Object.entries(counts)) found[key] += count;
    const told = ledger ? ledger.quarantined + ledger.dropped + ledger.superseded : 0;
    found.lost += Math.max(0, gone - told);
    found.reordered += reordered;
    if (!ledger?.balances || ledger.waiting > 0) {
      problems.push(`the ledger: ${JSON.stringify({ ledger, forwarder: last?.forwarders[index] })}`);
    }
    words.push(
      `${ledger?.destination}: ${counts.out} of ${counts.in}, quarantined ${ledger?.quarantined}, superseded ${ledger?.superseded}, dropped ${ledger?.dropped}${reasons(ledger)}`,
    );
    await proxy.close();
    await broker.close();
  }
  await bench.broker.close();
  disk.remove();
  remove();
  const files = (quiet?.openFiles ?? 0) - (base?.openFiles ?? 0);
  const resources = (quiet?.resources ?? 0) - (base?.resources ?? 0);
  const heap = slope(samples, ({ objectBytes }) => objectBytes);
  const resident = slope(samples, ({ rss }) => rss);
  if (files > 2 || resources > 2) problems.push(`open files +${files}, handles +${resources}`);
  for (const [what, { leastMbPerHour }] of Object.entries({ heap, resident }))
    if (leastMbPerHour > growthAtMostMbPerHour) problems.push(`memory grows: ${what}`);
  for (const each of problems) print(`  ${each}`);
  for (const each of words) print(`  ${each}`);
  print(`  struck: ${[...struck].map(([name, count]) => `${name} ${count}`).join(', ')}`);
  return {
    ...found,
    fine: problems.length === 0,
    facts: `${deaths} deaths, objects ${mb(samples[0]?.objectBytes)} then ${mb(samples.at(-1)?.objectBytes)} MB, ${steepness(heap)}; RSS ${mb(samples[0]?.rss)} then ${mb(samples.at(-1)?.rss)} MB, ${steepness(resident)}; open files ${sign(files)}, handles ${sign(resources)}, ledgers ${problems.some((each) => each.startsWith('the ledger')) ? 'do NOT balance' : 'balance'}`,
  };
}

const namesOfFaults = faultNames.filter((name) => !beyondHelp.includes(name) && !holdsLong.includes(name));
const reasons = ({ tallies = [] } = {}) =>
  tallies
    .filter(({ outcome }) => outcome === 'dropped')
    .map(({ reason, count }) => ` (${reason} ${count})`)
    .join('');
const mb = (bytes = 0) => (bytes / 1e6).toFixed(1);
const sign = (count) => `${count >= 0 ? '+' : ''}${count}`;

/** A broker with faults, behind a line with faults. */
async function farEnd(random) {
  const clock = fastClock(1);
  const script = new FaultScript({ clock, random });
  const broker = await startBroker({
    clock,
    host: '127.0.0.1',
    port: 0,
    instancesPerAttribute: 1_000_000,
    middleware: [script.middleware],
  });
  const proxy = await startChaosProxy({
    listen: { host: '127.0.0.1', port: 0 },
    to: { host: '127.0.0.1', port: broker.port },
    clock,
    random,
  });
  return { script, broker, proxy, url: broker.url.replace(`:${broker.port}`, `:${proxy.port}`) };
}

const steepness = ({ mbPerHour, errorMbPerHour, minutes }) =>
  `${mbPerHour.toFixed(1)} ± ${errorMbPerHour.toFixed(1)} MB/h over ${minutes.toFixed(0)} min`;

/** Least squares through bytes over time, with the 95 % bounds of the slope. */
function slope(samples, bytesOf) {
  const n = samples.length;
  if (n < 3) return { mbPerHour: 0, errorMbPerHour: 0, leastMbPerHour: 0, minutes: 0 };
  const x = samples.map(({ atMs }) => (atMs - samples[0].atMs) / 3_600_000);
  const y = samples.map((sample) => bytesOf(sample) / 1e6);
  const mean = (list) => list.reduce((sum, each) => sum + each, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  const sxx = x.reduce((sum, each) => sum + (each - mx) ** 2, 0);
  const mbPerHour = x.reduce((sum, each, i) => sum + (each - mx) * (y[i] - my), 0) / sxx;
  const rest = y.reduce((sum, each, i) => sum + (each - my - mbPerHour * (x[i] - mx)) ** 2, 0);
  const errorMbPerHour = 1.96 * Math.sqrt(rest / (n - 2) / sxx);
  return { mbPerHour, errorMbPerHour, leastMbPerHour: mbPerHour - errorMbPerHour, minutes: x.at(-1) * 60 };
}
