import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/core/status.ts';
import { families } from '../../src/telemetry/metric-families.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { backlog, destination, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

async function scrape(change: Partial<Snapshot> = {}): Promise<string[]> {
  const text = await createMetrics({ snapshot: async () => snapshot(change), process: false }).text();
  return text.split('\n');
}

describe('metrics', () => {
  it('tell what the snapshot says', async () => {
    const lines = await scrape({
      devices: [
        device('meter', {
          refusals: [{ point: 'frequency', reason: 'range', count: 31, raw: '6553.5' }],
        }),
        silentDevice('noise', 60_000, { connection: 'listener' }),
        device('lamp', { running: 'off' }),
      ],
      destinations: [
        backlog(9_282, 2_820_000, {
          state: 'backing off',
          nextTryMs: 24_000,
          answerMs: 41,
          quarantined: 14,
          failures: [{ code: 'CONNECT', count: 58 }],
        }),
      ],
    });

    expect(lines).toEqual(
      expect.arrayContaining([
        'kopru_build_info{version="0.1.0",node="v22.11.0",arch="arm64"} 1',
        'kopru_config_info{mark="7f3a9c41d02e"} 1',
        'kopru_devices{state="answers"} 1',
        'kopru_devices{state="starting"} 0',
        'kopru_devices{state="silent"} 1',
        'kopru_devices{state="off"} 1',
        'kopru_device_up{device="meter"} 1',
        'kopru_device_up{device="noise"} 0',
        'kopru_device_last_reading_timestamp_seconds{device="meter"} 1795422540',
        'kopru_readings_total{source="rs485"} 2400',
        'kopru_readings_rejected_total{reason="range"} 31',
        'kopru_readings_rejected_total{reason="sentinel"} 0',
        'kopru_buffer_readings{state="stored"} 400',
        'kopru_buffer_oldest_age_seconds 2820',
        'kopru_forward_state{destination="city",state="backing off"} 1',
        'kopru_forward_state{destination="city",state="sending"} 0',
        'kopru_forward_waiting_readings{destination="city"} 9282',
        'kopru_forward_backoff_seconds{destination="city"} 24',
        'kopru_forward_answer_seconds{destination="city"} 0.041',
        'kopru_forward_failures_total{destination="city",code="CONNECT"} 58',
        'kopru_quarantined_readings{destination="city"} 14',
        'kopru_ledger_readings_total{destination="city",outcome="delivered",reason=""} 4118198',
        'kopru_ledger_balanced{destination="city"} 1',
        'kopru_clock_synchronized 1',
      ]),
    );
  });

  it('follow the snapshot from scrape to scrape without adding up', async () => {
    let commits = 30_000;
    const metrics = createMetrics({
      snapshot: async () => ({ ...snapshot(), buffer: { ...snapshot().buffer, commits } }),
      process: false,
    });

    expect(await metrics.text()).toContain('kopru_buffer_commits_total 30000\n');
    commits = 30_007;
    expect(await metrics.text()).toContain('kopru_buffer_commits_total 30007\n');
  });

  it('give no moment of a clock that is not synchronised', async () => {
    const unset = { synchronised: false, source: undefined, steps: 0 };
    const lines = await scrape({
      clock: unset,
      devices: [device('meter', { lastReadingAt: undefined })],
      destinations: [destination()],
    });

    expect(lines.filter((line) => /^kopru_\w+_timestamp_seconds/.test(line))).toEqual([]);
    expect(lines).toContain('kopru_clock_synchronized 0');
  });

  it('have at most two series for a device', async () => {
    const lines = await scrape();

    expect(lines.filter((line) => line.includes('device="noise"'))).toHaveLength(2);
  });

  it('include the process when asked', async () => {
    const metrics = createMetrics({ snapshot: async () => snapshot(), process: true });

    expect(await metrics.text()).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it.each(families.map((family): [string, (typeof families)[number]] => [family.name, family]))(
    '%s is named and explained by the rules of Prometheus',
    (name, { type, help, labels }) => {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(help).toMatch(/^[A-Z0-9].*\.$/);
      expect(labels.every((label) => /^[a-z]+$/.test(label))).toBe(true);
    },
  );
});
