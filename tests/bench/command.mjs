/**
 * What a technician waits for: `kopru --help` from nothing, beside node with an empty file, and `kopru check` of a site
 * with 500 devices and as many entities. Runs against dist; build first.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kopruArguments } from '../faults/product.mjs';
import { printRows } from './print.mjs';

const kopru = kopruArguments();

/** Rows of the benchmark: `{ name, value, unit, limit, ratio, goal }`. */
export async function run({ devices = 500, repeats = 7 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-bench-'));
  try {
    const empty = join(folder, 'empty.mjs');
    writeFileSync(empty, '');
    writeFileSync(join(folder, 'gateway.yaml'), siteOf(devices));
    const node = millisecondsOf([empty], folder, repeats);
    const help = millisecondsOf([...kopru, '--help'], folder, repeats);
    const check = millisecondsOf([...kopru, 'check'], folder, repeats);
    return [
      { name: 'kopru --help', value: help, unit: 'ms', limit: node, ratio: help / node, goal: '<= 200 ms' },
      {
        name: `kopru check, ${devices} devices`,
        value: check,
        unit: 'ms',
        limit: node,
        ratio: check / node,
        goal: '<= 2 000 ms',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The median, from the start of the process to its end; the first run, which fills the caches, does not count. */
function millisecondsOf(command, cwd, repeats) {
  const times = Array.from({ length: repeats + 1 }, () => {
    const start = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stdout}${stderr}`);
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return times.slice(1).toSorted((a, b) => a - b)[Math.floor(repeats / 2)];
}

/** Half meters on Modbus TCP, half air sensors over MQTT, an entity of each. */
function siteOf(devices) {
  const meters = Array.from({ length: devices / 2 }, (_, index) => index);
  return `schema: 1
gateway: { id: bench-1, location: [28.9708, 41.0785], timezone: Europe/Istanbul }
buses:
${meters.map((index) => `  tcp${index}: { tcp: 10.0.${Math.floor(index / 200)}.${(index % 200) + 1}:502 }`).join('\n')}
mqtt:
  brokers:
    local: { url: "mqtt://127.0.0.1" }
devices:
${meters.map((index) => `  - { id: meter-${index}, driver: eastron/sdm630, bus: tcp${index}, unitId: 1 }`).join('\n')}
${meters.map((index) => `  - { id: air-${index}, driver: sensor-community/airrohr, mqtt: local, params: { topic: air/${index}, chipId: "${index}" } }`).join('\n')}
entities:
${meters.map((index) => `  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter-${index} }`).join('\n')}
${meters.map((index) => `  - { mapping: Environment/AirQualityObserved, from: air-${index} }`).join('\n')}
forward:
  - { name: city, broker: "http://127.0.0.1:1026/ngsi-ld/v1" }
`;
}

if (process.argv[1] === import.meta.filename) printRows(await run());
