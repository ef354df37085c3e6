/**
 * The serial parser: how many bytes a second it cuts into frames and decodes, and what a million damaged frames of the
 * shipped drivers do to it. Seeded.
 *
 * Frames are damaged as lines damage them: noise before them, cut off at either end, begun twice, one byte altered or
 * swallowed; a whole one follows each, and all of these must be found. A sum of eight bits sees each such damage. What
 * it cannot see no parser can: the head of one frame and the tail of the next pass for a frame once in 256 times.
 */
import { join } from 'node:path';
import { printRows } from './print.mjs';

const frames = Number(process.env.KOPRU_FRAMES ?? 1_000_000);
const drivers = join(import.meta.dirname, '..', '..', 'drivers');
const wantedMBs = 20;
const runBytes = 64 * 1024 * 1024;
/** What a read of a serial port hands over at most. */
const pieceBytes = 65_536;

const load = (path) => import(`../../dist/${path}`);
const { readSimulated } = await load('config/simulated-device.js');
const { FrameCutter } = await load('sources/serial/frame-cutter.js');
const { decodeFrame } = await load('sources/serial/decode.js');

/** Each frame carries its number twice, so that a value put together from two frames shows. */
const kinds = {
  'nova/sds011': {
    frame: (n) => {
      const value = n % 9_999;
      const body = [value & 255, value >> 8, value & 255, value >> 8, 0x58, 0xd9];
      return Buffer.from([0xaa, 0xc0, ...body, sum(body) & 255, 0xab]);
    },
    agree: (values) => values.pm25 === values.pm10,
  },
  'plantower/pms5003': {
    frame: (n) => {
      const frame = Buffer.alloc(32);
      frame.set([0x42, 0x4d, 0, 28]);
      for (const at of [10, 12, 14]) frame.writeUInt16BE(n % 1_000, at);
      frame.writeUInt16BE(sum(frame.subarray(0, 30)), 30);
      return frame;
    },
    agree: (values) => values.pm1 === values.pm25 && values.pm25 === values.pm10,
  },
  'nmea/weather': {
    frame: (n) => {
      const value = (n % 1_000) / 10;
      const body = `WIXDR,H,${value},P,RH,C,${value / 2},C,TEMP,P,1.025,B,PRESS,C,${value / 2},C,DP`;
      return Buffer.from(`$${body}*${xor(body).toString(16).toUpperCase().padStart(2, '0')}\r\n`, 'latin1');
    },
    agree: (values) =>
      values.airTemperature === values.dewPoint && values.relativeHumidity === values.dewPoint * 2,
  },
};

export async function run() {
  const rows = [];
  for (const [name, kind] of Object.entries(kinds)) {
    const device = deviceOf(name);
    const bytes = manyFrames(kind.frame);
    rows.push({
      name: `${name}: cut into frames`,
      value: megabytesPerSecond(device, bytes, false),
      unit: 'MB/s',
      goal: wantedMBs,
    });
    rows.push({
      name: `${name}: cut and decoded to values`,
      value: megabytesPerSecond(device, bytes, true),
      unit: 'MB/s',
    });
  }
  const noise = Buffer.alloc(runBytes, 0x55);
  rows.push({
    name: 'noise alone',
    value: megabytesPerSecond(deviceOf('nova/sds011'), noise, true),
    unit: 'MB/s',
    goal: wantedMBs,
  });
  const line = 115_200 / 10 / 1e6;
  rows.push({ name: 'a line at 115 200 baud carries', value: line, unit: 'MB/s' });
  for (const [name, kind] of Object.entries(kinds)) rows.push(...torture(name, kind));
  return rows;
}

function torture(name, { frame, agree }) {
  const device = deviceOf(name);
  const random = seeded(20_261_123);
  const result = { crashed: 0, wrong: 0, right: 0 };
  const cutter = new FrameCutter(device.framing, {
    frame: (content) => {
      const values = valuesOf(device, content);
      if (!values || Object.keys(values).length === 0) return;
      if (agree(values)) result.right++;
      else result.wrong++;
    },
  });
  const wanted = Math.round(frames / Object.keys(kinds).length);
  const push = (bytes) => {
    try {
      cutter.push(bytes);
    } catch {
      result.crashed++;
    }
  };
  for (let n = 0; n < wanted; n++) {
    push(damaged(frame(n), random));
    push(frame(n + 1));
  }
  cutter.silence();
  const title = `${name}, ${wanted} damaged frames`;
  return [
    { name: `${title}: crashed`, value: result.crashed, unit: 'frames', goal: 0 },
    { name: `${title}: wrong values`, value: result.wrong, unit: 'frames', goal: 0 },
    {
      name: `${title}: of ${wanted} whole ones not found`,
      value: Math.max(0, wanted - result.right),
      unit: 'frames',
      goal: 0,
    },
  ];
}

function damaged(frame, random) {
  const at = Math.floor(random() * frame.length);
  switch (Math.floor(random() * 6)) {
    case 0: {
      const noise = Buffer.from(Array.from({ length: 1 + at }, () => Math.floor(random() * 256)));
      return Buffer.concat([noise, frame]);
    }
    case 1:
      return frame.subarray(0, at);
    case 2:
      return frame.subarray(at);
    case 3:
      return Buffer.concat([frame.subarray(0, at), frame]);
    case 4: {
      const altered = Buffer.from(frame);
      altered[at] ^= 1 + Math.floor(random() * 255);
      return altered;
    }
    default:
      return Buffer.concat([frame.subarray(0, at), frame.subarray(at + 1)]);
  }
}

function megabytesPerSecond(device, bytes, decoding) {
  const cutter = new FrameCutter(device.framing, {
    frame: (content) => {
      if (decoding) decodeFrame(device.framing, device.messages, content);
    },
  });
  const begin = process.hrtime.bigint();
  for (let at = 0; at < bytes.length; at += pieceBytes) cutter.push(bytes.subarray(at, at + pieceBytes));
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  return bytes.length / 1e6 / seconds;
}

function valuesOf(device, content) {
  const decoded = decodeFrame(device.framing, device.messages, content);
  return (
    decoded &&
    Object.fromEntries(
      decoded.results.flatMap(({ point, value }) =>
        'value' in value ? [[point.stream.point, value.value]] : [],
      ),
    )
  );
}

function manyFrames(frame) {
  const some = Buffer.concat(Array.from({ length: 1_000 }, (_, n) => frame(n)));
  return Buffer.concat(Array.from({ length: Math.ceil(runBytes / some.length) }, () => some));
}

function deviceOf(name) {
  const made = readSimulated({ name, id: 'device', folders: [drivers], params: {} });
  if ('problem' in made) throw new Error(made.problem);
  return made.device;
}

const sum = (bytes) => bytes.reduce((total, byte) => total + byte, 0);
const xor = (text) => [...text].reduce((total, letter) => total ^ letter.charCodeAt(0), 0);

function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

if (import.meta.filename === process.argv[1]) printRows(await run());
