/**
 * Runs one fault scenario: `npm run faults -- NAME --cycles N --seed S`. Without a name it lists them. Every scenario
 * prints what went in, came out, was lost, came twice or in another order, then its control: the same with one
 * safeguard off, which must fail. Exit 0 if nothing was lost and the control failed as it must; 69 if this machine
 * lacks what the scenario needs.
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const scenarios = readdirSync(join(import.meta.dirname, 'scenarios')).map((file) => basename(file, '.mjs'));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cycles: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    timeout: { type: 'string' },
    minutes: { type: 'string' },
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
const missing = scenario.missing?.();
if (missing !== undefined) {
  print(`${name} cannot run here. ${missing}`);
  process.exit(69);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const cycles = Number(values.cycles ?? scenario.cycles);
const options = {
  seed,
  cycles,
  only: values.only?.split(','),
  timeout: values.timeout,
  ...(values.minutes && { minutes: Number(values.minutes) }),
  print,
};
print(`${name} --cycles ${cycles} --seed ${seed}`);
const startMs = performance.now();
const found = await scenario.run({ ...options, control: false });
print(
  `  in ${found.in} out ${found.out} lost ${found.lost} twice ${found.twice} reordered ${found.reordered}${found.wrong === undefined ? '' : ` wrong ${found.wrong}`}`,
);
print(`  ${found.facts}, ${((performance.now() - startMs) / 1_000).toFixed(0)} s`);
let fine = found.fine && harm(found) === 0;
if (!values['no-control']) {
  const control = await scenario.run({ ...options, print() {}, control: true });
  print(`  control (${scenario.control}): ${words(control)}`);
  fine &&= scenario.bites ? scenario.bites(control) : harm(control) > 0;
}
print(fine ? '  passed' : '  FAILED');
process.exit(fine ? 0 : 1);

/** Values lost, out of order, or that no device ever gave. */
function harm({ lost, reordered, wrong = 0 }) {
  return lost + reordered + wrong;
}

function words({ in: accepted, lost, wrong, reordered, facts }) {
  const more = [wrong > 0 ? `wrong ${wrong}` : '', reordered > 0 ? `reordered ${reordered}` : ''];
  return [`lost ${lost} of ${accepted}`, ...more.filter(Boolean), ...(scenario.bites ? [facts] : [])].join(
    ', ',
  );
}
