import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { families } from '../../src/telemetry/metric-families.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { backlog, snapshot } from '../fakes/snapshot.ts';
import { freePort } from './mosquitto.ts';
import { Cabinet } from './mqtt/cabinet.ts';

const root = join(import.meta.dirname, '..', '..');
const rulesFile = join(root, 'monitoring', 'alerts.yaml');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}
const rules: Rule[] = parse(readFileSync(rulesFile, 'utf8')).groups[0].rules;

/** What Prometheus answers, as far as it is asked for here. */
interface QueryAnswer {
  readonly status: string;
  readonly data: { readonly result: { metric: Record<string, string>; value: [number, string] }[] };
}
interface RulesAnswer {
  readonly data: { readonly groups: readonly { readonly rules: readonly { readonly health: string }[] }[] };
}

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}
const panels = ['fleet.json', 'gateway.json', 'bus.json', 'broker.json'].flatMap((file) => {
  const board = JSON.parse(readFileSync(join(root, 'monitoring', file), 'utf8'));
  return board.panels.flatMap(({ title, targets }: Panel) =>
    targets.map(({ expr }) => ({ name: `${file}: ${title}`, expr: expr.replaceAll('$instance', 'a') })),
  );
});

const absent = spawnSync('promtool', ['--version']).error !== undefined && !process.env.CI;
if (absent) process.stderr.write('Skipped: promtool is not installed (Debian: apt install prometheus).\n');

const promtool = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: root, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
};

/** As GitHub makes it from a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

/** Metrics of ours that are asked for and that there are not. */
function unknownMetrics(expression: string): string[] {
  const known = new Set(families.map(({ name }) => `kopru_${name}`));
  return (expression.match(/\bkopru_\w+/g) ?? []).filter((name) => !known.has(name));
}

describe('a panel', () => {
  it.each(panels)('$name asks for metrics that there are', ({ expr }) => {
    expect(unknownMetrics(expr)).toEqual([]);
  });
});

describe('an alert rule', () => {
  it.each(rules)('$alert asks for metrics that there are, and names a page that explains it', (rule) => {
    const [page = '', anchor] = (rule.annotations.runbook_url ?? '').split('#');

    expect(unknownMetrics(rule.expr)).toEqual([]);
    expect(existsSync(join(root, page))).toBe(true);
    const headings = readFileSync(join(root, page), 'utf8').match(/(?<=^#+ ).*/gm) ?? [];
    expect(anchor === undefined || headings.map(anchorOf).includes(anchor)).toBe(true);
  });
});

describe.skipIf(absent)('promtool', () => {
  it('accepts the rules, which fire in their tests', () => {
    expect(promtool('check', 'rules', 'monitoring/alerts.yaml')).toMatchObject({ status: 0 });
    expect(promtool('test', 'rules', 'monitoring/alerts_test.yaml')).toMatchObject({ status: 0 });
  });

  it('accepts the metrics', async () => {
    const text = await createMetrics({
      snapshot: async () => snapshot({ destinations: [backlog(9_282, 2_820_000)] }),
      process: true,
    }).text();

    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    });

    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });
});

describe.skipIf(absent)('a Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-prometheus-'));
  let cabinet: Cabinet;
  let prometheus: ChildProcess;
  let port: number;

  const query = async (
    expression: string,
  ): Promise<{ metric: Record<string, string>; value: [number, string] }[]> => {
    const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`;
    const answer = await fetch(url).catch(() => undefined);
    return answer?.ok ? ((await answer.json()) as QueryAnswer).data.result : [];
  };
  const status = async (expression: string): Promise<string> => {
    const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`;
    return ((await (await fetch(url)).json()) as QueryAnswer).status;
  };
  const untilFound = async (expression: string) => {
    const untilMs = performance.now() + 60_000;
    while (performance.now() < untilMs) {
      const found = await query(expression);
      if (found.length > 0) return found;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`Prometheus never had ${expression}.`);
  };

  beforeAll(async () => {
    const apiPort = await freePort();
    const mqttPort = await freePort();
    port = await freePort();
    cabinet = new Cabinet({
      broker: 'listen',
      devices: 1,
      api: `127.0.0.1:${apiPort}`,
      mqtt: ['listen:', `  plain: { address: "127.0.0.1:${mqttPort}", anonymous: true }`],
    });
    await cabinet.start();
    writeFileSync(
      join(folder, 'prometheus.yml'),
      `global: { scrape_interval: 1s, evaluation_interval: 1s }\nrule_files: [${rulesFile}]\nscrape_configs:\n  - { job_name: kopru, static_configs: [ { targets: ["127.0.0.1:${apiPort}"] } ] }\n`,
    );
    prometheus = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
  }, 60_000);
  afterAll(async () => {
    prometheus?.kill('SIGKILL');
    await cabinet?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('scrapes the gateway, evaluates the rules and understands every panel', {
    timeout: 90_000,
  }, async () => {
    const [up] = await untilFound('up{job="kopru"} == 1');
    const [balanced] = await untilFound('kopru_ledger_balanced');
    const rulesAnswer = await fetch(`http://127.0.0.1:${port}/api/v1/rules`);

    expect(up?.value[1]).toBe('1');
    expect(balanced).toMatchObject({ metric: { destination: 'city' }, value: [expect.anything(), '1'] });
    const [group] = ((await rulesAnswer.json()) as RulesAnswer).data.groups;
    for (const { name, expr } of panels) expect(await status(expr), name).toBe('success');
    expect(group?.rules.map(({ health }) => health)).not.toContain('err');
  });
});
