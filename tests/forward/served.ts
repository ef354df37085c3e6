/** Servers on loopback that answer as a test says, and the broker client that talks to them. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import type { Broker } from '../../src/core/broker.ts';
import { createNgsiLdBroker, type NgsiLdBrokerParts } from '../../src/forward/ngsi-ld-broker.ts';
import { destinationSettings } from '../../src/forward/settings.ts';
import { type FakeClock, fakeClock } from '../fakes/clock.ts';
import { recordingLogger } from '../fakes/logger.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Runs after the test, last first. */
export const afterTest = (close: () => unknown) => void closers.push(close);

/** Listens until the test ends; gives `host:port`. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(() => new Promise((resolve) => server.close(resolve)));
  afterTest(() => server.closeAllConnections());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const serve = (listener: RequestListener) => listening(createServer(listener));

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export interface Client {
  readonly broker: Broker;
  readonly clock: FakeClock;
  readonly lines: readonly string[];
}

/** The client of a destination with these settings; secrets are named as the table says. */
export function clientOf(
  settings: { readonly broker: string } & Record<string, unknown>,
  secrets: Readonly<Record<string, string>> = {},
  more: Partial<NgsiLdBrokerParts> = {},
): Client {
  const clock = fakeClock();
  const { logger, lines } = recordingLogger();
  const broker = createNgsiLdBroker({
    settings: destinationSettings.parse({ name: 'city', timeout: '2s', ...settings }),
    secrets: ({ secret }) => secrets[secret] ?? '',
    clock,
    logger,
    agent: 'kopru/test',
    ...more,
  });
  afterTest(() => broker.close());
  return { broker, clock, lines };
}

/** Two entities, as the mapping makes them. */
export const batch = {
  context: 'https://example.org/context.jsonld',
  items: [
    { entity: 'urn:ngsi-ld:Room:1', json: '{"id":"urn:ngsi-ld:Room:1","type":"Room"}' },
    { entity: 'urn:ngsi-ld:Room:2', json: '{"id":"urn:ngsi-ld:Room:2","type":"Room"}' },
  ],
};
