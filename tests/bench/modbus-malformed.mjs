/**
 * A million malformed frames into the whole Modbus engine (bus, queue, framing, rebuilding of connections): what crashed,
 * what hung, which values were wrong, and how much memory grew. Time is virtual, so nothing waits. Seeded.
 *
 * RTU replies are damaged as lines damage them: up to three bits, bursts of up to 16 bits, cut off, prolonged, doubled,
 * swallowed bytes, other units, functions, counts and addresses with a sound checksum. TCP has no checksum, so only what
 * its header and shape can show is damaged; in ASCII a damaged digit has lost its parity bit and is none any more.
 */
import { printRows } from './print.mjs';

const frames = Number(process.env.KOPRU_FRAMES ?? 1_000_000);
const timeoutMs = 200;
const hungAfterMs = 120_000;

export async function run() {
  const rows = [];
  for (const [framing, share] of [
    ['rtu', 0.5],
    ['tcp', 0.3],
    ['ascii', 0.2],
  ]) {
    const result = await torture(framing, Math.round(frames * share));
    const name = `Modbus ${framing}, ${result.malformed} malformed frames`;
    rows.push({ name: `${name}: crashed`, value: result.crashed, unit: 'requests', goal: 0 });
    rows.push({ name: `${name}: hung`, value: result.hung, unit: 'requests', goal: 0 });
    rows.push({ name: `${name}: wrong values`, value: result.wrong, unit: 'answers', goal: 0 });
    rows.push({ name: `${name}: right all the same`, value: result.right, unit: 'answers' });
    rows.push({ name: `${name}: memory grew by`, value: result.grownMb, unit: 'MB', goal: 20 });
  }
  return rows;
}

async function torture(framing, wanted) {
  const { ModbusBus } = await import('../../dist/sources/modbus/bus.js');
  const { crc16 } = await import('../../dist/sources/modbus/rtu-frame.js');
  const { lrc } = await import('../../dist/sources/modbus/ascii-frame.js');
  const random = seeded(20_261_123);
  const clock = virtualClock();
  const result = { malformed: 0, crashed: 0, hung: 0, wrong: 0, right: 0, grownMb: 0 };
  const peer = peerOf(framing, random, { crc16, lrc });
  const connect = async (_bus, events) => {
    const write = (request) => {
      const { pieces, malformed } = peer(Buffer.from(request));
      result.malformed += malformed;
      for (const [index, piece] of pieces.entries()) clock.after(5 + index, () => events.data(piece));
    };
    return { kind: 'connected', transport: { write, flush() {}, close: async () => {} } };
  };
  const bus = new ModbusBus({
    bus: busOf(framing),
    clock,
    random,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    connect,
    pauseAfterConnectMs: 0,
    changed() {},
  });
  process.on('uncaughtException', () => result.crashed++);
  bus.start();
  let settledMb;
  while (result.malformed < wanted) {
    const request = requestOf(random);
    let answer;
    bus.request(request, timeoutMs).then(
      (got) => {
        answer = got;
      },
      () => result.crashed++,
    );
    const sinceMs = clock.monotonicMs();
    // No timer and nothing that settles: it would wait for ever.
    for (let idle = 0; !answer && idle < 20 && clock.monotonicMs() - sinceMs < hungAfterMs; ) {
      for (let turn = 0; turn < 6 && !answer; turn++) await undefined;
      if (answer) break;
      if (clock.step()) idle = 0;
      else {
        idle++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    // A bus that is down answers at once, and comes up again by its own timer.
    if (answer?.kind === 'failed') clock.step();
    if (!answer) result.hung++;
    else if (answer.kind === 'words') result[isTrue(request, answer.words) ? 'right' : 'wrong']++;
    if (settledMb === undefined && result.malformed > wanted / 10) settledMb = memoryMb();
  }
  result.grownMb = Math.max(0, memoryMb() - settledMb);
  process.removeAllListeners('uncaughtException');
  return result;
}

const busOf = (framing) =>
  framing === 'tcp'
    ? { name: 'bench', kind: 'socket', framing, host: 'nowhere', port: 502 }
    : {
        name: 'bench',
        kind: 'serial',
        framing,
        port: 'nowhere',
        line: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
      };

const requestOf = (random) => ({
  unitId: 1 + Math.floor(random() * 3),
  table: random() < 0.5 ? 'holding' : 'input',
  address: Math.floor(random() * 1000),
  count: 1 + Math.floor(random() * 20),
});

const truth = (unitId, address) => (unitId * 7_919 + address * 31 + 5) & 0xffff;
const isTrue = ({ unitId, address }, words) => words.every((word, i) => word === truth(unitId, address + i));

/** Answers one request with pieces; four of five answers are malformed. */
function peerOf(framing, random, { crc16, lrc }) {
  const below = (limit) => Math.floor(random() * limit);
  const pick = (list) => list[below(list.length)];
  const bytes = (count) => Buffer.from(Array.from({ length: count }, () => below(256)));
  const seal = {
    rtu: (body) => {
      const crc = crc16(body);
      return Buffer.concat([body, Buffer.from([crc & 0xff, crc >> 8])]);
    },
    ascii: (body) => {
      const all = Buffer.concat([body, Buffer.from([lrc(body)])]);
      return Buffer.from(`:${all.toString('hex').toUpperCase()}\r\n`);
    },
    tcp: (body, transaction = 0) => {
      const head = Buffer.alloc(6);
      head.writeUInt16BE(transaction, 0);
      head.writeUInt16BE(body.length, 4);
      return Buffer.concat([head, body]);
    },
  }[framing];
  const replyOf = (unitId, code, address, count) => {
    const values = Array.from({ length: count }, (_, i) => truth(unitId, address + i));
    return Buffer.from([unitId, code, count * 2, ...values.flatMap((word) => [word >> 8, word & 0xff])]);
  };

  return (frame) => {
    const request =
      framing === 'rtu'
        ? frame
        : framing === 'tcp'
          ? frame.subarray(6)
          : Buffer.from(frame.toString().slice(1, -2), 'hex');
    const transaction = framing === 'tcp' ? frame.readUInt16BE(0) : 0;
    const [unitId, code] = request;
    const [address, count] = [request.readUInt16BE(2), request.readUInt16BE(4)];
    const right = replyOf(unitId, code, address, count);
    const sound = seal(right, transaction);
    if (random() < 0.2) return { pieces: [sound], malformed: 0 };
    const others = {
      anotherUnit: () => [seal(replyOf(unitId + 1 + below(200), code, address, count), transaction)],
      anotherFunction: () => [seal(replyOf(unitId, 1 + below(42), address, count + 1), transaction)],
      fewer: () => [seal(replyOf(unitId, code, address, Math.max(0, count - 1 - below(5))), transaction)],
      more: () => [seal(replyOf(unitId, code, address, count + 1 + below(5)), transaction)],
      oddCount: () => {
        const odd = Buffer.from([1 + 2 * below(100)]);
        return [seal(Buffer.concat([right.subarray(0, 2), odd, bytes(below(9))]), transaction)];
      },
      empty: () => [seal(right.subarray(0, 1 + below(2)), transaction)],
      cut: () => [sound.subarray(0, 1 + below(sound.length - 1))],
      garbage: () => [bytes(1 + below(300))],
      endless: () => Array.from({ length: 4 }, () => bytes(200)),
      echo: () => [frame],
      exceptionZero: () => [seal(Buffer.from([unitId, code | 0x80, 0]), transaction)],
    };
    const ofLine = {
      bits: () => {
        const hit = Buffer.from(sound);
        for (let i = 1 + below(3); i > 0; i--) flip(hit, below(hit.length * 8));
        return [hit.equals(sound) ? hit.subarray(1) : hit];
      },
      burst: () => {
        const hit = Buffer.from(sound);
        const from = below(hit.length * 8 - 16);
        flip(hit, from);
        for (let bit = 1; bit < 16; bit++) if (random() < 0.5) flip(hit, from + bit);
        return [hit];
      },
      swallowed: () => {
        const at = below(sound.length);
        return [Buffer.concat([sound.subarray(0, at), sound.subarray(at + 1)])];
      },
      noiseInside: () => {
        const at = 1 + below(sound.length - 1);
        return [Buffer.concat([sound.subarray(0, at), bytes(1), sound.subarray(at)])];
      },
    };
    const ofTcp = {
      transaction: () => [seal(right, (transaction + 1 + below(60_000)) & 0xffff)],
      protocol: () => [
        Buffer.concat([sound.subarray(0, 2), Buffer.from([0, 1 + below(255)]), sound.subarray(4)]),
      ],
      length: () => {
        const hit = Buffer.from(sound);
        hit.writeUInt16BE(pick([0, 1, 2, 255, 256, 65_535]), 4);
        return [hit];
      },
    };
    const ofAscii = {
      digit: () => {
        const hit = Buffer.from(sound);
        hit[1 + below(hit.length - 3)] = pick([0, 0x20, 0x2e, 0x47, 0x7f]);
        return [hit];
      },
      noEnd: () => [sound.subarray(0, -2)],
      headAgain: () => [Buffer.concat([sound.subarray(0, 3 + below(6)), Buffer.from(':')])],
    };
    const all = { ...others, ...{ rtu: ofLine, tcp: ofTcp, ascii: ofAscii }[framing] };
    const pieces = all[pick(Object.keys(all))]();
    return { pieces, malformed: pieces.length };
  };
}

function flip(bytes, bit) {
  bytes[bit >> 3] ^= 1 << (bit & 7);
}

function memoryMb() {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
}

/** Runs the next timer at each step. */
function virtualClock() {
  let nowMs = 0;
  const timers = new Set();
  return {
    boot: 'bench',
    monotonicMs: () => nowMs,
    wallMs: () => 1_795_000_000_000 + nowMs,
    after(delayMs, action) {
      const timer = { dueMs: nowMs + Math.max(0, delayMs), action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    step() {
      let next;
      for (const timer of timers) if (!next || timer.dueMs < next.dueMs) next = timer;
      if (!next) return false;
      timers.delete(next);
      nowMs = Math.max(nowMs, next.dueMs);
      next.action();
      return true;
    },
  };
}

/** mulberry32. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) printRows(await run());
