/**
 * A broker that answers 204 after 20 ms and notes how old the values are that came in after `live`: prints its port, and
 * on any message the delays of live values so far, in milliseconds.
 */
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

const liveMs = Number(process.argv[2]);
const delays = [];
let requests = 0;
let bytes = 0;

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  requests++;
  bytes += raw.length;
  if (request.url.includes('entityOperations')) note(raw, request.headers['content-encoding'] === 'gzip');
  await delay(20);
  response.writeHead(204).end();
});

function note(raw, packed) {
  const now = Date.now();
  for (const { id: _, type: __, ...attributes } of JSON.parse(packed ? gunzipSync(raw) : raw)) {
    for (const { observedAt } of Object.values(attributes)) {
      const at = Date.parse(observedAt ?? '');
      if (at >= liveMs) delays.push(now - at);
    }
  }
}

process.on('message', () => process.send?.({ delays, requests, bytes }));
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
