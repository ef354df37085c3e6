import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileDriver } from '../../src/config/compile-driver.ts';
import { CompiledDrivers } from '../../src/config/compiled-drivers.ts';
import { pointsOf } from '../../src/config/device-points.ts';
import { parseDocument } from '../../src/config/document.ts';
import { type Driver, readDriver } from '../../src/config/driver-file.ts';
import { defaultAnswers } from '../../src/config/params.ts';

const folder = join(import.meta.dirname, '../../drivers');
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''));

function driverOf(name: string): Driver {
  const { document } = parseDocument(name, readFileSync(join(folder, `${name}.yaml`), 'utf8'));
  const { driver } = document ? readDriver(document, name) : {};
  if (!driver) throw new Error(`no driver ${name}`);
  return driver;
}

const installation = (device: string, driver: Driver, answers: Readonly<Record<string, unknown>> = {}) => ({
  device,
  answers: new Map([...defaultAnswers(driver.head.params), ...Object.entries(answers)]),
  tags: {},
  timezone: 'Europe/Istanbul',
});

describe('drivers compiled for the devices of a site', () => {
  it.each(names)('%s is for the second device what it would be alone', (name) => {
    const driver = driverOf(name);
    const drivers = new CompiledDrivers();
    drivers.compile(driver, installation('first', driver));

    const second = drivers.compile(driver, installation('second', driver));

    const alone = compileDriver(driver, installation('second', driver));
    expect(JSON.stringify(second)).toBe(JSON.stringify(alone));
    const streams = (one: typeof alone) => new Set(pointsOf(one.compiled).map(({ stream }) => stream)).size;
    expect(streams(second)).toBe(streams(alone));
  });

  it('are made anew for other answers', () => {
    const driver = driverOf('tasmota/energy');
    const drivers = new CompiledDrivers();
    const topicOf = (device: string, topic: string) => {
      const { compiled } = drivers.compile(driver, installation(device, driver, { topic }));
      return compiled.protocol === 'mqtt' ? compiled.messages[0]?.topic : undefined;
    };

    expect([topicOf('a', 'one'), topicOf('b', 'two'), topicOf('c', 'one')]).toEqual([
      'tele/one/SENSOR',
      'tele/two/SENSOR',
      'tele/one/SENSOR',
    ]);
  });
});
