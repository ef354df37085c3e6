/**
 * The middle of a gateway as a process made to be ill-treated: takes in readings without end and prints a line for
 * each one acknowledged. Usage: node site-process.mjs OPTIONS, where OPTIONS is JSON:
 *
 *   folder, brokers, devices, limitBytes   as in site.mjs
 *   intake   honest | early (does not wait for the commit: a control) | none (only delivers what waits)
 *   from     first value; device i gives the values from + i, from + i + devices, ...
 *   everyMs  between an acknowledgement and the device's next reading
 *   synchronisedFile   the clock is right once this file exists; left out: from the start
 *
 * Prints `r PID MS` once it runs
 * `a DEVICE VALUE READ_MS ACKNOWLEDGED_MS` for each
 * acknowledged one with both monotonic times, `x DEVICE VALUE CODE` for a refused one, `n LEVEL
 * SENTENCE` for what an operator would be told. Takes commands on its input: `status` answers `s {...}`,
 * `pause` ends the intake, `drain MS` also waits until nothing waits and answers like `status`, `stop` closes in order.
 */
import { readdirSync, writeSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { getHeapCodeStatistics } from 'node:v8';
import { dist } from './product.mjs';
import { balances, openSite, total } from './site.mjs';

const { systemClock } = await dist('sources/host/clock.js');
const { markVoucher, watchSynchronisation } = await dist('sources/host/synchronisation.js');

const startMs = performance.now();
const options = JSON.parse(process.argv[2]);
const { devices, from, intake, everyMs = 100, synchronisedFile } = options;
const tell = (level) => (facts, sentence) => print(`n ${level} ${sentence} ${JSON.stringify(facts)}`);
const clock = systemClock({ KOPRU_BOOT_ID: options.boot });
const site = await openSite({
  ...options,
  clock,
  clockTrusted: synchronisedFile === undefined,
  random: Math.random,
  logger: { debug() {}, info() {}, warn: tell('warn'), error: tell('error') },
}).catch((error) => {
  tell('error')({ code: error.code }, error.message);
  // As a service that its manager is to start again.
  process.exit(1);
});
if (synchronisedFile !== undefined) watchClock();
const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();
let taking = intake !== 'none';
print(`r ${process.pid} ${Math.round(performance.now() - startMs)}`);
const senders = Array.from({ length: devices }, (_, index) => sender(index));
createInterface({ input: process.stdin }).on('line', async (line) => {
  const [command, argument] = line.split(' ');
  if (command === 'pause') {
    taking = false;
    await Promise.all(senders);
  } else if (command === 'drain') {
    taking = false;
    await site.drained(Number(argument));
    await status();
  } else if (command === 'status') await status();
  else if (command === 'stop') {
    await site.close();
    process.exit(0);
  }
});

async function sender(index) {
  for (let value = from + index; taking; value += devices) {
    const monotonicMs = clock.monotonicMs();
    const accepted = site.accept(index, value, { awaited: intake === 'honest' });
    const acknowledge = () => print(`a ${index} ${value} ${monotonicMs} ${clock.monotonicMs()}`);
    if (intake === 'early') {
      accepted.catch(() => {});
      acknowledge();
    } else {
      await accepted.then(acknowledge, (error) => print(`x ${index} ${value} ${error.code}`));
    }
    await delay(everyMs);
  }
}

function watchClock() {
  const synchronised = () => site.buffer.synchronised(clock.wallMs(), clock.monotonicMs(), 'faults');
  let right = false;
  watchSynchronisation(clock, {
    trusted: false,
    vouchers: [markVoucher('faults', synchronisedFile)],
    onDoubt() {
      right = false;
      site.buffer.unsynchronised();
    },
    onSynchronised() {
      right = true;
      void synchronised();
    },
    onStep() {
      if (right) void synchronised();
    },
  });
}

async function status() {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const ledgers = await site.buffer.ledgers();
  const checks = await site.buffer.checkLedger();
  const answer = {
    rss,
    heapUsed,
    objectBytes: heapUsed + external - compiledBytes(),
    openFiles: readdirSync('/proc/self/fd').length,
    resources: process.getActiveResourcesInfo().length,
    lagMs: lag.percentile(99) / 1e6,
    buffer: site.buffer.status(),
    forwarders: site.forwarders.map((forwarder) => forwarder.status()),
    ledgers: ledgers.map((ledger) => ({
      destination: ledger.destination,
      accepted: ledger.accepted,
      waiting: ledger.waiting,
      quarantined: total(ledger, 'quarantined'),
      dropped: total(ledger, 'dropped'),
      superseded: total(ledger, 'superseded'),
      unexplained: ledger.unexplained,
      tallies: ledger.tallies,
      balances:
        balances(ledger) &&
        checks.some(
          ({ destination, waiting, counted }) => destination === ledger.destination && waiting === counted,
        ),
    })),
  };
  lag.reset();
  print(`s ${JSON.stringify(answer)}`);
}

/** What V8 compiles goes on growing for many minutes, and is bounded by what code there is. */
function compiledBytes() {
  const { code_and_metadata_size: code, bytecode_and_metadata_size: bytecode } = getHeapCodeStatistics();
  return code + bytecode;
}

/** Synchronous, so that what was printed was printed before the end; a full pipe is waited for. */
function print(line) {
  const bytes = Buffer.from(`${line}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
