/** Names, values and answers that were made to do harm come out of everything as the text that they are. */
import { describe, expect, it } from 'vitest';
import { createApp } from '../src/api/app.ts';
import { statusLines } from '../src/cli/status-text.ts';
import { createTerminal } from '../src/cli/terminal.ts';
import { Watch, watchLines } from '../src/cli/watch-table.ts';
import type { Snapshot } from '../src/core/status.ts';
import { LivePage } from '../src/page/live.ts';
import { createLog } from '../src/telemetry/log.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { createNotifier } from '../src/telemetry/sd-notify.ts';
import { doorFor } from './fakes/access.ts';
import { apiParts, pageFiles } from './fakes/api.ts';
import { fakeClock } from './fakes/clock.ts';
import { hostileTexts } from './fakes/hostile.ts';
import { silentLogger } from './fakes/logger.ts';
import { bareSite } from './fakes/page-site.ts';
import { destination, device, silentDevice, snapshot } from './fakes/snapshot.ts';
import { recordingWorld } from './fakes/terminal.ts';

/** Wherever the snapshot holds a text that is not ours. */
function poisoned(text: string): Snapshot {
  return snapshot({
    gateway: { ...snapshot().gateway, name: text },
    devices: [
      device('meter', {
        name: text,
        driver: text,
        values: [
          { point: text, quantity: text, value: text, unit: text, ageMs: 0 },
          { point: 'old', quantity: 'x-old', value: 1, unit: undefined, ageMs: 86_400_000 },
        ],
        refusals: [
          { point: text, reason: 'unreadable', count: 1, raw: text },
          { point: 'old', reason: 'unreadable', count: 1, raw: text },
        ],
      }),
      silentDevice(text, 60_000, { link: { state: 'silent', code: text, reason: text } }),
    ],
    mqtt: [
      {
        kind: 'client',
        name: 'field',
        url: 'mqtt://127.0.0.1',
        connected: false,
        subscribed: false,
        trouble: { code: text, reason: text, hint: text },
        connections: 1,
        gaps: 0,
        held: 0,
        refusedTopics: [text],
        received: 0,
        repeated: 0,
        unmatched: 0,
        stale: 0,
        lost: 0,
      },
    ],
    destinations: [
      destination({
        state: 'denied',
        troubleMs: 60_000,
        lastAnswer: { words: text, status: 403, ageMs: 0 },
        held: [{ mapping: text, code: text, words: text, forMs: 0, nextTryMs: 1_000 }],
        failures: [{ code: text, count: 1 }],
        backlog: { waiting: 3, trouble: text },
        asOrdered: text,
      }),
    ],
  });
}

const host = '127.0.0.1:8080';

function served(text: string) {
  const given = async () => poisoned(text);
  const live = new LivePage({
    clock: fakeClock(),
    logger: silentLogger,
    random: () => 0,
    site: () => bareSite,
    snapshot: given,
    quarantined: async () => [],
  });
  const metrics = createMetrics({ snapshot: given, process: false });
  const app = createApp(
    apiParts({
      snapshot: given,
      metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
      page: { files: pageFiles, live },
    }),
    doorFor([host]),
  );
  return async (path: string) => app.request(path, { headers: { host } });
}

/** Control characters, and those that hide or turn text; a line end ends a line. */
const unprintable = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;

describe.each(hostileTexts)('%s in names, values and answers', (_name, text) => {
  it('is text in /state, and cut where it is long', async () => {
    const answer = await served(text)('/state');
    const state = JSON.parse(await answer.text());

    expect(answer.headers.get('content-type')).toBe('application/json');
    const values: { quantity: string; value: unknown }[] = state.devices.meter.values;
    expect(values.find(({ quantity }) => quantity === text)?.value).toBe(text.slice(0, 200));
    expect(Object.getPrototypeOf(state.devices)).toBe(Object.prototype);
  });

  it('is one line of one event in /events', async () => {
    const get = served(text);
    await get('/state');
    const answer = await get('/events');
    const reader = answer.body?.getReader();
    const decoder = new TextDecoder();
    let said = '';
    while (!said.includes('"devices"') || !said.endsWith('\n\n')) {
      said += decoder.decode((await reader?.read())?.value, { stream: true });
    }
    await reader?.cancel();
    const event = said.slice(said.indexOf('\n\n') + 2).trimEnd();
    const [data, id, ...more] = event.split('\n');

    expect(JSON.parse(data?.replace(/^data: /, '') ?? '').gateway.name).toBe(text);
    expect([id, more]).toEqual([expect.stringMatching(/^id: \d+$/), []]);
  });

  it('is the value of a label in /metrics, and begins no line', async () => {
    const lines = (await (await served(text)('/metrics')).text()).split('\n');
    const label = String.raw`\w+="(?:[^"\\\n]|\\["\\n])*"`;
    const sample = new RegExp(`^kopru_\\w+(\\{${label}(,${label})*\\})? \\S+$`);

    expect(lines.filter((line) => line !== '' && !line.startsWith('# ') && !sample.test(line))).toEqual([]);
  });

  it('is one line of the log', () => {
    for (const style of ['json', 'journal', 'plain'] as const) {
      const lines: string[] = [];
      const log = createLog({
        clock: fakeClock(),
        level: 'debug',
        style,
        colour: true,
        write: (line) => void lines.push(line),
      });
      log.warn({ device: text, [text]: text, deep: { list: [text] }, error: new Error(text) }, text);
      log.flush();

      expect(lines).toHaveLength(1);
      expect(lines[0]?.length).toBeLessThan(20_000);
      expect(
        lines[0]
          ?.trimEnd()
          .split(/\p{Cc}\[(?:33|0)m/u)
          .join(''),
      ).not.toMatch(unprintable);
      expect(lines[0]?.trimEnd()).not.toContain('\n');
    }
  });

  it('commands no terminal', () => {
    const world = { ...recordingWorld(), isTerminal: true };
    const terminal = createTerminal(world, { json: false, color: false });
    const taken = poisoned(text);
    const watch = new Watch();
    for (const line of statusLines(taken, terminal)) terminal.out(line);
    for (const line of watchLines(watch.look(taken.devices, true), terminal)) terminal.out(line);

    expect(world.written.out).not.toMatch(unprintable);
  });

  it('is one assignment to systemd', async () => {
    const sent: string[] = [];
    const notifier = createNotifier({
      clock: fakeClock(),
      logger: silentLogger,
      environment: { NOTIFY_SOCKET: '/run/notify' },
      proofs: [],
      status: async () => text,
      send: async (args) => void sent.push(...args),
    });
    await notifier.ready();
    notifier.end();

    expect(sent.join('')).not.toMatch(/[\p{Cc}]/u);
  });
});

it('what a terminal shows of JSON is still JSON', () => {
  const world = { ...recordingWorld(), isTerminal: true };
  const terminal = createTerminal(world, { json: true, color: false });
  terminal.out(JSON.stringify({ name: 'a\u202eb\x9b2J\u{e0001}' }));

  expect(world.written.out).not.toMatch(unprintable);
  expect(JSON.parse(world.written.out)).toEqual({ name: 'a\u202eb\x9b2J\u{e0001}' });
});
