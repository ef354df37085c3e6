import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../src/cli/configuration.ts';
import { shownHost } from '../../src/cli/host-reading.ts';
import { read } from '../../src/cli/read.ts';
import { trace } from '../../src/cli/trace.ts';
import { recordingTerminal } from '../fakes/terminal.ts';

describe("the gateway's own machine, for a person", () => {
  let folder: string;
  const terminal = () => recordingTerminal({ KOPRU_SOCKET: join(folder, 'none.sock') }, folder);
  const file = () => join(folder, 'gateway.yaml');
  const call = () => ({ args: ['machine'], options: { file: file() } });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-host-'));
    writeFileSync(
      file(),
      'schema: 1\ngateway: { id: site, location: [28.97, 41.08] }\ndevices:\n  - { id: machine, driver: kopru/host }\n',
    );
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what it does not tell', () => {
    const { site } = loadConfiguration(terminal(), file());
    const device = site?.devices[0];
    if (device?.protocol !== 'host') throw new Error('the machine was expected');

    const { points } = shownHost(device, { memoryFree: 63.4, uptime: 61 });

    expect(points.map(({ point, value, raw }) => [point.stream.point, value, raw])).toEqual([
      ...['deviceTemperature', 'underVoltage', 'diskFree', 'diskWritten', 'diskLife'].map((name) => [
        name,
        { refusal: 'missing' },
        'this machine does not tell',
      ]),
      ['memoryFree', { value: 63.4 }, '63.4'],
      ['uptime', { value: 61 }, '61'],
    ]);
  });

  it('is read without a bus', async () => {
    const screen = terminal();
    await read(screen, call());

    expect(screen.written.out).toMatch(/^machine {2}kopru\/host {2}this machine\n/);
    expect(screen.written.out).toMatch(/\n {2}uptime +\d[\d\s]* s +uptime/);
  });

  it('has no line to trace', async () => {
    await expect(trace(terminal(), call())).rejects.toThrow(
      'machine is this machine itself, and has no line.',
    );
  });

  it('is in no way connected, and check says so', () => {
    writeFileSync(
      file(),
      'schema: 1\ngateway: { id: site, location: [28.97, 41.08] }\ndevices:\n  - { id: machine, driver: kopru/host, unitId: 3 }\n',
    );

    const { problems } = loadConfiguration(terminal(), file());

    expect(problems.map(({ code }) => code)).toContain('KEY_WITHOUT_EFFECT');
  });
});
