import type { RequestListener } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyOf, clientOf, serve } from './served.ts';

const text = JSON.stringify({ id: 'urn:ngsi-ld:Room:1', type: 'Room', note: 'temperature '.repeat(200) });
const batch = {
  context: 'https://example.org/c.jsonld',
  items: [{ entity: 'urn:ngsi-ld:Room:1', json: text }],
};

/** A broker that answers compressed bodies as told and plain ones with 204, and remembers both. */
async function broker(toCompressed: (count: number) => number) {
  const seen: { compressed: boolean; bytes: number; text: string }[] = [];
  const listener: RequestListener = async (request, response) => {
    const body = await bodyOf(request);
    const compressed = request.headers['content-encoding'] === 'gzip';
    seen.push({ compressed, bytes: body.length, text: String(compressed ? gunzipSync(body) : body) });
    response.writeHead(compressed ? toCompressed(seen.length) : 204).end();
  };
  return { seen, url: `http://${await serve(listener)}/ngsi-ld/v1` };
}

describe('compressed requests', () => {
  it('carry the same text in fewer bytes', async () => {
    const { seen, url } = await broker(() => 204);

    await clientOf({ broker: url, compression: 'gzip' }).broker.upsert(batch);

    expect(seen).toMatchObject([{ compressed: true, text: `[${text}]` }]);
    expect(seen[0]?.bytes).toBeLessThan(text.length / 5);
  });

  it('are sent only when asked for', async () => {
    const { seen, url } = await broker(() => 204);

    await clientOf({ broker: url }).broker.upsert(batch);

    expect(seen).toMatchObject([{ compressed: false }]);
  });

  it.each([415, 400])('end with the first %i, and the batch goes out plain at once', async (status) => {
    const { seen, url } = await broker(() => status);
    const client = clientOf({ broker: url, compression: 'gzip' });

    expect(await client.broker.upsert(batch)).toMatchObject({ verdict: { kind: 'delivered' } });
    await client.broker.upsert(batch);

    expect(seen.map(({ compressed }) => compressed)).toEqual([true, false, false]);
    expect(client.lines).toHaveLength(1);
  });

  it('stay when a 400 comes after one was taken: it is about the data', async () => {
    const { seen, url } = await broker((count) => (count === 1 ? 204 : 400));
    const client = clientOf({ broker: url, compression: 'gzip' });

    await client.broker.upsert(batch);

    expect(await client.broker.upsert(batch)).toMatchObject({ scope: 'culprit' });
    expect(seen.map(({ compressed }) => compressed)).toEqual([true, true]);
  });
});
