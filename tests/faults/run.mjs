/**
 * Runs one fault scenario: `npm run faults -- NAME --cycles N --seed S`. Without a name it lists them. Every scenario
 * prints what went in, came out, was lost, came twice or in another order, then its control: the same with one
 * safeguard off, which must lose. Exit 0 if nothing was lost and the control saw its loss.
 */
import { parseArgs } from 'node:util';

const scenarios = ['broker-misbehaviour', 'flaps', 'kill-9'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cycles: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    timeout: { type: 'string' },
    'no-control': { type: 'boolean' },
  },
});
const [name] = positionals;
const print = (line) => process.stdout.write(`${line}\n`);

if (name === undefined) {
  print('Fault scenarios; run one with `npm run faults -- NAME --cycles N --seed S`:\n');
  for (const each of scenarios) {
    const { about, options = [] } = await import(`./scenarios/${each}.mjs`);
    print(`  ${each.padEnd(22)}${about}`);
    for (const option of options) print(`  ${''.padEnd(22)}${option}`);
  }
  process.exit(0);
}
if (!scenarios.includes(name)) {
  process.stderr.write(`No scenario is called ${name}. There are: ${scenarios.join(', ')}.\n`);
  process.exit(64);
}

const scenario = await import(`./scenarios/${name}.mjs`);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const cycles = Number(values.cycles ?? scenario.cycles);
const options = { seed, cycles, only: values.only?.split(','), timeout: values.timeout, print };
print(`${name} --cycles ${cycles} --seed ${seed}`);
const startMs = performance.now();
const found = await scenario.run({ ...options, control: false });
print(
  `  in ${found.in} out ${found.out} lost ${found.lost} twice ${found.twice} reordered ${found.reordered}`,
);
print(`  ${found.facts}, ${((performance.now() - startMs) / 1_000).toFixed(0)} s`);
let fine = found.fine && found.lost === 0 && found.reordered === 0;
if (!values['no-control']) {
  const control = await scenario.run({ ...options, print() {}, control: true });
  print(`  control (${scenario.control}): lost ${control.lost} of ${control.in}`);
  fine &&= control.lost > 0;
}
print(fine ? '  passed' : '  FAILED');
process.exit(fine ? 0 : 1);
