import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'desk');

describe('the desk of docs/desk', () => {
  it('has a gateway.yaml without a mistake', async () => {
    const world = recordingWorld({}, folder);

    expect(await main(['check', join(folder, 'gateway.yaml')], world)).toBe(0);
    expect(world.written.err).toBe('');
  });

  it('names the services that its gateway.yaml speaks to', () => {
    const gateway = readFileSync(join(folder, 'gateway.yaml'), 'utf8');
    const { services } = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8'));

    const hosts = [...gateway.matchAll(/(?:\/\/|tcp: ")([a-z]+):\d/g)].map(([, host]) => host);
    expect(hosts.sort()).toEqual(['broker', 'cabinet']);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(hosts));
  });
});
