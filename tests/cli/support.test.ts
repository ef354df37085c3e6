import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worsened } from '../../src/cli/health.ts';
import { shownLine } from '../../src/cli/logs.ts';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const canary = 'Kanarya-4711';
const gateway = `schema: 1
gateway: { id: izmir-kordon-003, location: [27.1359, 38.4315] }
buses:
  line: { tcp: "127.0.0.1:1502" }
devices:
  - { id: meter, driver: eastron/sdm630, bus: line, unitId: 1 }
entities:
  - { mapping: Energy/ThreePhaseAcMeasurement, from: meter }
forward:
  - { name: city, broker: "http://127.0.0.1:1026/ngsi-ld/v1", headers: { X-Key: ${canary} } }
`;

async function inFolder(verb: string, ...rest: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, gateway);
  mkdirSync(join(folder, 'state', 'tokens'), { recursive: true });
  mkdirSync(join(folder, 'secrets'));
  writeFileSync(join(folder, 'state', 'buffer.db'), '');
  writeFileSync(join(folder, 'secrets', 'broker'), canary);
  const world = recordingWorld({ KOPRU_SOCKET: join(folder, 'none.sock') }, folder);
  const exit = await main([verb, file, ...rest], world);
  return { folder, exit, ...world.written };
}

describe('kopru bundle', () => {
  it('packs what helps, without a secret, and says what is in it', async () => {
    const { folder, exit, out } = await inFolder('bundle', '--out', 'help.tar.gz');

    expect(exit).toBe(0);
    expect(out).toContain('covered: headers in gateway.yaml');
    const unpacked = spawnSync(
      'tar',
      ['--extract', '--to-stdout', '--gzip', '--file', join(folder, 'help.tar.gz')],
      {
        encoding: 'utf8',
      },
    );
    expect(unpacked.stdout).toContain('izmir-kordon-003');
    expect(unpacked.stdout).toContain('No gateway runs here.');
    expect(unpacked.stdout).not.toContain(canary);
  });

  it('says where it cannot write', async () => {
    const { exit, err } = await inFolder('bundle', '--out', '/nowhere/help.tar.gz');

    expect(exit).toBe(1);
    expect(err).toContain('NO_BUNDLE');
  });
});

describe('kopru factory-reset', () => {
  it('says what would go, and wipes nothing', async () => {
    const { folder, exit, out } = await inFolder('factory-reset');

    expect(exit).toBe(2);
    expect(out).toContain(join(folder, 'state', 'buffer.db'));
    expect(existsSync(join(folder, 'state', 'buffer.db'))).toBe(true);
  });

  it('wipes readings, tokens and secrets, and leaves the configuration', async () => {
    const { folder, exit } = await inFolder('factory-reset', '--yes');

    expect(exit).toBe(0);
    const left = ['state/buffer.db', 'state/tokens', 'secrets/broker', 'state', 'gateway.yaml'];
    expect(left.map((path) => existsSync(join(folder, path)))).toEqual([false, false, false, true, true]);
  });

  it('wipes the configuration where that is asked for', async () => {
    const { folder } = await inFolder('factory-reset', '--yes', '--configuration');

    expect(existsSync(join(folder, 'gateway.yaml'))).toBe(false);
  });
});

describe('kopru health --gate', () => {
  const now = (part: string, ok: boolean) => ({ part, ok, ...(ok ? {} : { reason: 'no answer' }) });
  const health = (...parts: ReturnType<typeof now>[]) => ({
    ok: true as const,
    verdict: { situation: 'well' as const, glyph: 'fine' as const, word: 'working', sentence: '' },
    parts,
  });

  it.each([
    ['was fine and is not', health(now('city', true)), ['city was fine before: no answer.']],
    ['was in trouble before, too', health(now('city', false)), []],
    ['was not there', health(), []],
  ])('holds a broker against the update that %s', (_, before, reasons) => {
    expect(worsened(before, health(now('city', false)))).toEqual(reasons);
  });

  it('fails when there is no gateway', async () => {
    const world = recordingWorld({ KOPRU_SOCKET: '/nowhere/kopru.sock' }, '/nowhere');

    expect(await main(['health', '--gate', '--wait', '0s'], world)).toBe(1);
    expect(world.written.out).toContain('No gateway runs here.');
  });

  it('wants a file that kopru health wrote', async () => {
    const world = recordingWorld({}, '/nowhere');

    expect(await main(['health', '--gate', '--before', 'missing.json'], world)).toBe(78);
    expect(world.written.err).toContain('NO_HEALTH_FILE');
  });
});

describe('kopru logs', () => {
  const line = JSON.stringify({
    level: 'warn',
    time: '2026-11-23T08:29:04.000Z',
    device: 'meter',
    code: 'NO_REPLY',
    msg: 'A device is silent.\u001b[31m',
  });
  const all = { level: 'debug', facts: {} } as const;

  it.each([
    ['all', all, '2026-11-23 08:29:04  warn   A device is silent.\\x1b[31m  device=meter  code=NO_REPLY'],
    [
      'a lower level',
      { level: 'warn', facts: { device: 'meter' } } as const,
      expect.stringContaining('meter'),
    ],
    ['a higher level', { level: 'error', facts: {} } as const, undefined],
    ['another device', { level: 'debug', facts: { device: 'noise' } } as const, undefined],
  ])('shows a line to who asked for %s', (_, filter, shown) => {
    expect(shownLine(line, filter, { json: false })).toEqual(shown);
  });

  it('shows the words of systemd as they are, and none of them as JSON', () => {
    expect(shownLine('Started kopru.service', all, { json: false })).toBe('Started kopru.service');
    expect(shownLine('Started kopru.service', all, { json: true })).toBeUndefined();
    expect(shownLine(line, all, { json: true })).toBe(line);
  });
});
