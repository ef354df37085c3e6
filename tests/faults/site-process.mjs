/**
 * The middle of a gateway as a process made to be killed: takes in readings without end and prints `device value` for
 * each one acknowledged. Usage: node site-process.mjs FOLDER BROKER DEVICES FROM honest|early|drain. `early` does not
 * wait for the commit: the control. `drain` takes nothing in, delivers what waits, and prints the ledger.
 */
import { writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { balances, fastClock, openSite } from './site.mjs';

const [folder, brokerUrl, devices, from, mode] = process.argv.slice(2);
// Runs of one boot share the machine's clock, as a gateway's do.
const clock = { ...fastClock(1), monotonicMs: () => Number(process.hrtime.bigint() / 1_000n) / 1_000 };
const site = await openSite({
  folder,
  brokerUrl,
  devices: Number(devices),
  clock,
  random: Math.random,
});

if (mode === 'drain') {
  await site.drained(60_000);
  const ledger = await site.ledger();
  const [{ counted }] = await site.buffer.checkLedger();
  writeSync(1, JSON.stringify({ balanced: balances(ledger), waiting: ledger.waiting, counted }));
  await site.close();
  process.exit(0);
}

// Synchronous, so that what was printed was printed before the kill.
const print = (index, value) => writeSync(1, `${index} ${value}\n`);
let next = Number(from);
async function sender(index) {
  for (;;) {
    const value = next++;
    const accepted = site.accept(index, value, { awaited: mode !== 'early' });
    if (mode !== 'early') await accepted;
    print(index, value);
    await delay(100);
  }
}
for (let index = 0; index < Number(devices); index++) sender(index);
