/**
 * `kopru probe --expect` over TCP, on every float and integer point of every shipped Modbus driver, played by the simulator:
 * how often the first suggestion is right with two numbers, and how long the slowest took. Each is asked one address too
 * high, as in a manual that counts from 1, and with the next point of its kind as the second number.
 */
import { tmpdir } from 'node:os';
import { printRows } from './print.mjs';

const drivers = new URL('../../drivers', import.meta.url).pathname;
/** Far from 0 and from each other, as people choose what to compare. */
const displays = { float: 231.4, integer: 187 };

export async function run() {
  const { modbusCandidates } = await import('../../dist/config/modbus-candidates.js');
  const { playDriver } = await import('../../dist/simulator/device/play-driver.js');
  const { serveTcp } = await import('../../dist/simulator/device/tcp-server.js');
  const { systemClock } = await import('../../dist/sources/host/clock.js');
  const clock = systemClock();
  const took = [];
  let right = 0;
  for (const { points } of modbusCandidates([drivers])) {
    const numbers = points.filter(isNumber);
    const unit = playDriver(points, { clock });
    const values = new Map(numbers.map((point, index) => [point, fixed(unit, point, index)]));
    const server = await serveTcp(new Map([[1, unit]]), { clock, port: 0 });
    for (const point of numbers) {
      const second = secondOf(point, numbers);
      const expected = [
        text(point, values),
        ...(second ? [`${second.address + 1}=${text(second, values)}`] : []),
      ];
      const beganMs = performance.now();
      const said = await probe(server.address, point, expected);
      took.push(performance.now() - beganMs);
      const [best] = said.found;
      if (best && isRight(best, point)) right++;
    }
    await server.close();
  }
  return [
    { name: 'probe over TCP: points', value: took.length, unit: 'points' },
    {
      name: 'probe over TCP: first suggestion right',
      value: (100 * right) / took.length,
      unit: '%',
      goal: 95,
    },
    { name: 'probe over TCP: slowest', value: Math.max(...took), unit: 'ms', goal: 3000 },
  ];
}

const isNumber = ({ table, type, stream, meaning, bit, bits, hidden }) =>
  ['input', 'holding'].includes(table) &&
  /^(u|i|float)(16|32|64)$/.test(type) &&
  !hidden &&
  !meaning.values &&
  bit === undefined &&
  bits === undefined &&
  !['state', 'text'].includes(stream.kind);

/** Gives the point a value that its limits allow, different from that of its neighbours. */
function fixed(unit, point, index) {
  const { min = -Infinity, max = Infinity, scale = 1 } = point.meaning;
  const isFloat = point.type.startsWith('float');
  const wanted = isFloat ? displays.float + index * 1.3 : (displays.integer + index * 7) * scale;
  const inside =
    wanted > max ? max * (0.51 + (index % 40) / 100) : wanted < min ? min + (max - min) * 0.51 : wanted;
  const steps = isFloat ? Number(inside.toPrecision(4)) : Math.round(inside / scale);
  const value = isFloat ? steps : scale < 1 ? steps / Math.round(1 / scale) : steps * scale;
  unit.set(point.stream.point, value);
  return value;
}

function text({ type, meaning, ...point }, values) {
  const value = values.get([...values.keys()].find(({ stream }) => stream === point.stream));
  if (type.startsWith('float')) return String(value);
  return value.toFixed(Math.max(0, Math.round(-Math.log10(meaning.scale ?? 1))));
}

function secondOf(point, numbers) {
  const kin = numbers.filter(
    (other) =>
      other !== point &&
      ['table', 'type', 'order'].every((key) => other[key] === point[key]) &&
      other.meaning.scale === point.meaning.scale,
  );
  return kin.find(({ address }) => address > point.address) ?? kin.at(-1);
}

async function probe(address, point, expected) {
  const { main } = await import('../../dist/cli/main.js');
  let out = '';
  await main(
    [
      ...['probe', '1', String(point.address + 1), '--table', point.table, '--tcp', address, '--json'],
      ...['--expect', ...expected],
    ],
    {
      environment: {},
      workingFolder: tmpdir(),
      isTerminal: false,
      untilStopped: () => new Promise(() => {}),
      out: (words) => {
        out += words;
      },
      err: (words) => {
        out += words;
      },
    },
  );
  return JSON.parse(out);
}

const isRight = (found, { address, type, order, meaning }) =>
  found.address === address &&
  (found.type === type || found.twin === type) &&
  (/16$/.test(type) || found.order === order) &&
  found.scale === (meaning.scale ?? 1);

if (process.argv[1] === new URL(import.meta.url).pathname) printRows(await run());
