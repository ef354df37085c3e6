import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseFile } from '../../src/buffer/database.ts';
import { main } from '../../src/cli/main.ts';
import { balances } from '../../src/core/ledger.ts';
import { type StewardBench, stewardBench } from '../buffer/bench.ts';
import { recordingWorld } from '../fakes/terminal.ts';

/** The buffer of a gateway whose broker refused two readings. */
function refusedTwo(): StewardBench {
  const bench = stewardBench();
  const refused = [0, 1].map((value) => ({
    entity: `urn:ngsi-ld:ACMeasurement:meter-${value}`,
    code: 'BadRequestData',
    words: 'no such unit',
    count: 1,
    readings: [{ seq: value + 1, stream: 1, segment: 1, t: value, value }],
  }));
  const tallies = [{ outcome: 'quarantined', reason: 'BadRequestData', count: 2 }] as const;
  bench.commit(2, { position: 2, tallies, quarantine: refused });
  return bench;
}

async function kopru({ folder }: StewardBench, ...args: string[]) {
  const environment = { KOPRU_SOCKET: join(folder, 'no.sock'), STATE_DIRECTORY: folder };
  const world = recordingWorld(environment, folder);
  const exit = await main(['quarantine', ...args], world);
  return { exit, text: world.written.out + world.written.err };
}

describe('kopru quarantine of a gateway that does not run', () => {
  it('shows what is in it and leaves the files as they are', async () => {
    const bench = refusedTwo();
    bench.steward.close();
    const before = readFileSync(databaseFile(bench.folder));

    const listed = await kopru(bench);
    const shown = await kopru(bench, 'show', '2');
    const exported = await kopru(bench, 'export', '--out', 'refused.ndjson');

    expect(listed.exit).toBe(2);
    expect(listed.text).toContain(`The gateway does not run; this is what it left in ${bench.folder}.`);
    expect(listed.text).toContain('2 entries with 2 readings');
    expect(shown.text).toMatch(/meter voltage\s+1 VLT\s+1970-01-01T00:00:00.001Z/);
    expect(exported.exit).toBe(0);
    const lines = readFileSync(join(bench.folder, 'refused.ndjson'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).readings[0].value)).toEqual([0, 1]);
    expect(readFileSync(databaseFile(bench.folder)).equals(before)).toBe(true);
  });

  it('marks an entry, which is sent again at the next start', async () => {
    const bench = refusedTwo();
    bench.steward.close();

    const retried = await kopru(bench, 'retry', '2');
    bench.reopen();

    expect(retried).toMatchObject({
      exit: 0,
      text: expect.stringContaining('1 entry will be sent again when the gateway runs'),
    });
    expect(bench.steward.quarantined({ retry: true, limit: 10 })).toMatchObject([{ id: 2 }]);
  });

  it('drops entries as the gateway would, counted in its ledger', async () => {
    const bench = refusedTwo();
    bench.steward.close();

    const dropped = await kopru(bench, 'drop', '--all', '--yes');
    const left = await kopru(bench);
    bench.reopen();
    const [city] = bench.steward.ledgers();

    expect(dropped).toMatchObject({ exit: 0, text: expect.stringContaining('2 entries dropped') });
    expect(left).toMatchObject({ exit: 0, text: expect.stringContaining('The quarantine is empty') });
    expect(city && balances(city)).toBe(true);
    expect(city?.tallies).toContainEqual({ outcome: 'dropped', reason: 'purged', count: 2 });
    expect(bench.check()).toEqual([{ destination: 'city', waiting: 0, counted: 0 }]);
  });

  it('changes nothing while a process that does not answer has the buffer', async () => {
    const bench = refusedTwo();

    expect(await kopru(bench, 'drop', '1')).toMatchObject({
      exit: 1,
      text: expect.stringContaining('BUFFER_IN_USE'),
    });
    expect(bench.steward.quarantined({ limit: 10 })).toHaveLength(2);
  });

  it('names an entry that there is not', async () => {
    const bench = refusedTwo();
    bench.steward.close();

    for (const action of ['show', 'retry', 'drop']) {
      expect(await kopru(bench, action, '9')).toMatchObject({
        exit: 64,
        text: expect.stringContaining('There is no entry 9'),
      });
    }
  });

  it('says what keeps it from looking', async () => {
    const bench = refusedTwo();
    bench.steward.close();
    rmSync(`${databaseFile(bench.folder)}-wal`, { force: true });
    writeFileSync(databaseFile(bench.folder), 'no database at all');

    expect(await kopru(bench)).toMatchObject({
      exit: 1,
      text: expect.stringContaining('BUFFER_UNREADABLE'),
    });
    rmSync(databaseFile(bench.folder));
    expect(await kopru(bench)).toMatchObject({ exit: 1, text: expect.stringContaining('NOT_RUNNING') });
  });
});
