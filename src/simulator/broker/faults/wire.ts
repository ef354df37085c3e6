/** Faults of the connection: silence, slowness, cuts, and bytes that are no proper HTTP. */
import { gzipSync } from 'node:zlib';
import { answer, type FaultCall, type Faults, nothingMore, problem } from './fault.ts';

const slowAnswerMs = 8_000;
/** Later than the 30 s after which a client gives up by default. */
const lateMs = 31_000;
const hugeBytes = 100_000_000;

export const silences: Faults = {
  silent: { about: 'Takes the request and never answers; applies nothing.', play: () => nothingMore },
  'silent-after-applying': {
    about: 'Applies the request and never answers.',
    play: async (call) => {
      await call.apply();
      return nothingMore;
    },
  },
  'headers-then-silence': {
    about: 'Sends status 207 and headers, then nothing; applies nothing.',
    play: ({ wire }) => {
      wire.writeHead(207, { 'content-type': 'application/json', 'content-length': '2000' });
      wire.flushHeaders();
      return nothingMore;
    },
  },
  'half-body': {
    about: 'Applies the request, sends half of the answer, then nothing.',
    play: async (call) => {
      await call.apply();
      call.wire.writeHead(207, { 'content-type': 'application/json', 'content-length': '2000' });
      call.wire.write('{"success":[');
      return nothingMore;
    },
  },
  'slow-body': {
    about: 'Applies the request and sends its answer at one byte a second.',
    play: async (call) => {
      await call.apply();
      call.wire.writeHead(201, { 'content-type': 'application/json' });
      for (const byte of JSON.stringify(call.ids)) {
        if (call.wire.destroyed || !(await call.wait(1_000))) break;
        call.wire.write(byte);
      }
      call.wire.end();
      return nothingMore;
    },
  },
  'slow-answer': {
    about: 'Applies the request and answers after 8 s.',
    play: async (call) => {
      const result = await call.apply();
      await call.wait(slowAnswerMs);
      return result;
    },
  },
  'late-application': {
    about: 'Never answers, and applies the request 31 s later, when its client has long given up.',
    play: async (call) => {
      if (await call.wait(lateMs)) await call.apply();
      return nothingMore;
    },
  },
};

export const cuts: Faults = {
  'reset-before': { about: 'Resets the connection; applies nothing.', play: (call) => reset(call) },
  'reset-after-applying': {
    about: 'Applies the request, then resets the connection: the classic maker of duplicates.',
    play: async (call) => {
      await call.apply();
      return reset(call);
    },
  },
  'reset-in-answer': {
    about: 'Applies the request and resets the connection in the middle of the answer.',
    play: async (call) => {
      await call.apply();
      return raw(call, 'HTTP/1.1 207 Multi-Status\r\nContent-Type: application/json\r\nConte', reset);
    },
  },
  'close-before': {
    about: 'Closes the connection in good order without an answer; applies nothing.',
    play: (call) => raw(call, ''),
  },
  'close-after-applying': {
    about: 'Applies the request and closes the connection without an answer.',
    play: async (call) => {
      await call.apply();
      return raw(call, '');
    },
  },
  'close-after-answer': {
    about: 'Answers as it should and then closes the connection, although it promised to keep it.',
    play: async (call) => {
      await call.apply();
      return raw(call, 'HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n');
    },
  },
};

export const garbage: Faults = {
  'no-http': {
    about: 'Answers with bytes that are no HTTP; applies nothing.',
    play: (call) => raw(call, '220 mail.city.example ESMTP\r\n'),
  },
  'content-length-too-long': {
    about: 'Applies the request and promises more bytes than it sends before it closes.',
    play: async (call) => {
      await call.apply();
      return raw(
        call,
        'HTTP/1.1 207 Multi-Status\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{}',
      );
    },
  },
  'content-length-too-short': {
    about: 'Applies the request and sends more bytes than it promised.',
    play: async (call) => {
      await call.apply();
      return raw(
        call,
        'HTTP/1.1 207 Multi-Status\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{"success":[],"errors":[]}',
      );
    },
  },
  'bad-chunks': {
    about: 'Applies the request and answers in chunks whose sizes are no numbers.',
    play: async (call) => {
      await call.apply();
      return raw(call, 'HTTP/1.1 207 Multi-Status\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n');
    },
  },
  'two-answers': {
    about: 'Applies nothing, answers 503, and sends a 204 that nobody asked for behind it.',
    play: (call) =>
      raw(
        call,
        'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
      ),
  },
  'huge-headers': {
    about: 'Applies nothing and answers 503 with 100 KB of headers.',
    play: () => answer(503, undefined, { 'x-padding': 'x'.repeat(100_000) }),
  },
  'huge-body': {
    about: 'Applies the request and answers 207 with 100 MB.',
    play: async (call) => {
      await call.apply();
      return new Response(spaces(hugeBytes), {
        status: 207,
        headers: { 'content-type': 'application/json' },
      });
    },
  },
  'gzip-bomb': {
    about: 'Applies nothing and answers 503 with a gzip body of 100 KB that unpacks to 100 MB.',
    play: () =>
      new Response(bomb(), {
        status: 503,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      }),
  },
  'early-hints': {
    about: 'Sends 103 Early Hints before the true answer.',
    play: (call) => {
      call.wire.writeEarlyHints({ link: '</ngsi-ld/v1/entities>; rel=preload' });
      return call.apply();
    },
  },
  'broken-json': {
    about: 'Applies the request and answers 207 with JSON that ends too soon.',
    play: async (call) => {
      await call.apply();
      return answer(207, '{"success":["urn:', { 'content-type': 'application/json' });
    },
  },
  'broken-json-503': {
    about: 'Applies nothing and answers 503 with broken JSON.',
    play: () =>
      answer(503, JSON.stringify(problem('InternalError', 503)).slice(0, -9), {
        'content-type': 'application/json',
      }),
  },
};

function reset({ wire }: Pick<FaultCall, 'wire'>): Response {
  wire.socket?.resetAndDestroy();
  return nothingMore;
}

/** Writes bytes as they are, then closes the connection. */
function raw(
  { wire }: Pick<FaultCall, 'wire'>,
  bytes: string,
  close: (call: Pick<FaultCall, 'wire'>) => Response = ({ wire: { socket } }) => {
    socket?.end();
    return nothingMore;
  },
): Promise<Response> {
  return new Promise((resolve) => {
    if (bytes === '') resolve(close({ wire }));
    else if (!wire.socket) resolve(nothingMore);
    else wire.socket.write(bytes, () => resolve(close({ wire })));
  });
}

let packed: Uint8Array<ArrayBuffer> | undefined;

/** Made once, because it costs half a second. */
function bomb(): Uint8Array<ArrayBuffer> {
  packed ??= new Uint8Array(gzipSync(Buffer.alloc(hugeBytes, 0x20)));
  return packed;
}

/** JSON white space, made as it is read. */
function spaces(bytes: number): ReadableStream<Uint8Array> {
  const block = new Uint8Array(65_536).fill(0x20);
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) controller.close();
      else controller.enqueue(block);
      left -= block.length;
    },
  });
}
