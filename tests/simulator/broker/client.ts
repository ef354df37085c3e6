/** Talks to a broker without a port, in as few words as a test wants to read. */
import { type BrokerOptions, createBroker } from '../../../src/simulator/broker/broker.ts';
import { fakeClock } from '../../fakes/clock.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Call {
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const environment =
  'https://raw.githubusercontent.com/smart-data-models/dataModel.Environment/master/context.jsonld';

export const link = (url: string) => ({
  link: `<${url}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
});

export function broker(options: Partial<BrokerOptions> = {}) {
  const clock = fakeClock();
  const { app, store } = createBroker({ clock, ...options });
  const send = async (method: string, path: string, call: Call = {}): Promise<Answer> => {
    const text = call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
    const answer = await app.request(`http://broker/ngsi-ld/v1/${path}`, {
      method,
      headers: {
        ...(text === undefined ? {} : { 'content-type': call.type ?? 'application/json' }),
        ...call.headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const words = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: words === '' ? undefined : JSON.parse(words),
    };
  };
  return {
    store,
    clock,
    app,
    send,
    get: (path: string, headers: Call['headers'] = {}) => send('GET', path, { headers }),
    post: (path: string, body: unknown, call: Omit<Call, 'body'> = {}) =>
      send('POST', path, { ...call, body }),
    patch: (path: string, body: unknown, call: Omit<Call, 'body'> = {}) =>
      send('PATCH', path, { ...call, body }),
  };
}

export const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 8, 0, second)).toISOString();

/** A station with one measured value. */
export function station(name: string, value: unknown = 21.5, more: object = {}) {
  return {
    id: `urn:ngsi-ld:Station:${name}`,
    type: 'Station',
    temperature: { type: 'Property', value, unitCode: 'CEL', observedAt: at(0) },
    ...more,
  };
}

export const error = (type: string) => `https://uri.etsi.org/ngsi-ld/errors/${type}`;
