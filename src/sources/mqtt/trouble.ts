/** What went wrong with a connection to an MQTT broker: a stable code, a sentence, and the mend. Pure. */
import { KopruError, wordsOf } from '../../core/errors.ts';

export interface Trouble {
  readonly code: string;
  /** A sentence for the technician. */
  readonly reason: string;
  /** What to do, as a sentence. */
  readonly hint: string;
}

type Words = readonly [code: string, what: string, hint: string];

const version: Words = [
  'MQTT_REFUSED_VERSION',
  'does not speak this version of MQTT',
  'Set `version` to 3.1.1, or enable it at the MQTT broker.',
];
const identifier: Words = ['MQTT_REFUSED_CLIENT_ID', 'refuses the client id', 'Set another `clientId`.'];
const unavailable: Words = [
  'MQTT_UNAVAILABLE',
  'says that it is unavailable',
  'It mends itself, or ask who runs it.',
];
const login: Words = [
  'MQTT_REFUSED_LOGIN',
  'refuses user name or password',
  'Check `username` and the secret of `password`.',
];
const client: Words = [
  'MQTT_REFUSED_LOGIN',
  'refuses this client',
  'Check `username`, `password` and the rights of this client.',
];

/** By the return code of CONNACK: below 128 MQTT 3.1.1 (table 3.1), from 128 MQTT 5 (3.2.2.2). */
const refusedBy: Readonly<Record<number, Words>> = {
  1: version,
  2: identifier,
  3: unavailable,
  4: login,
  5: client,
  132: version,
  133: identifier,
  134: login,
  135: client,
  136: unavailable,
  137: unavailable,
  138: client,
  140: login,
  151: unavailable,
  159: unavailable,
};

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on that port',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no network',
  ECONNRESET: 'it cut the connection',
  EPIPE: 'it cut the connection',
};

const certificate =
  /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

/** Our own reasons to end a connection. */
const own: Readonly<Record<string, Words>> = {
  MQTT_NOT_KEPT: [
    'MQTT_NOT_KEPT',
    'is cut off because a message could not be kept; it will repeat it',
    'See the trouble of the buffer.',
  ],
  MQTT_TOO_SLOW: [
    'MQTT_TOO_SLOW',
    'is cut off because the disk is slower than its messages; it will repeat them',
    'Use faster storage, or have devices publish less often.',
  ],
  MQTT_ACKNOWLEDGED_EARLY: [
    'MQTT_ACKNOWLEDGED_EARLY',
    'is cut off because the installed mqtt package acknowledges by itself',
    'Install the mqtt package of the version that package.json names.',
  ],
  MQTT_SILENT: ['MQTT_SILENT', 'has stopped to answer', 'Check the network between here and there.'],
  MQTT_NO_ANSWER: [
    'MQTT_NO_ANSWER',
    'accepts connections but does not answer',
    'Check that it is an MQTT broker, and that mqtt:// or mqtts:// fits the port.',
  ],
  MQTT_CLOSED: [
    'MQTT_CLOSED',
    'closed the connection',
    'If it repeats: two clients with one client id throw each other off; set `clientId`.',
  ],
  MQTT_THROWN_OFF: [
    'MQTT_THROWN_OFF',
    'closes our connection again and again, soon after it was made',
    'A second gateway has this client id: give each its own `id`, or set `clientId`.',
  ],
};

/** Errors of mqtt.js that carry no code. */
const withoutCode: Readonly<Record<string, string>> = {
  'connack timeout': 'MQTT_NO_ANSWER',
  'Keepalive timeout': 'MQTT_SILENT',
};

/** `what` is an error of mqtt.js, of the secrets, or one of our own codes; `words` are added in brackets. */
export function troubleOf(
  broker: { readonly name: string; readonly url: string },
  what: unknown,
  words = '',
): Trouble {
  const [code, sentence, hint] = wordsFor(what);
  const added = words === '' ? '' : ` (${words})`;
  return { code, reason: `MQTT broker ${broker.name} at ${broker.url} ${sentence}${added}.`, hint };
}

function wordsFor(what: unknown): Words {
  const mine = typeof what === 'string' ? own[what] : undefined;
  if (mine) return mine;
  if (what instanceof KopruError) return [what.code, `cannot be used: ${what.message}`, what.hint ?? ''];
  const code = what instanceof Error && 'code' in what ? what.code : undefined;
  const refused = typeof code === 'number' ? refusedBy[code] : undefined;
  if (refused) return refused;
  if (typeof code === 'string' && certificate.test(code)) {
    return [
      'MQTT_TLS',
      `is not trusted over TLS: ${wordsOf(what)}`,
      'Check `ca`, `certificate`, `key`, the name in the URL, and the clock of this machine.',
    ];
  }
  const why = typeof code === 'string' ? unreachable[code] : undefined;
  const silent = withoutCode[wordsOf(what)];
  if (silent) return wordsFor(silent);
  return [
    'MQTT_UNREACHABLE',
    `cannot be reached: ${why ?? wordsOf(what)}`,
    'Check that it runs, its address and port, and the network.',
  ];
}
