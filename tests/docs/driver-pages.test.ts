/** docs/drivers/: a page for each shipped driver, made from its file; and the tables of docs/drivers.md. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonSchemaOf } from '../../src/config/reference.ts';
import { driverPage, driverRow, pageName } from './driver-page.ts';
import { below, fieldTable } from './field-table.ts';
import { expectGenerated, markdownTable } from './generated.ts';
import { shippedDrivers } from './library.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'drivers');
const drivers = shippedDrivers();
const schema = jsonSchemaOf('driver');
const update = process.env.UPDATE_DOCS !== undefined;

describe('docs/drivers', () => {
  it('has a page for each driver and no other', () => {
    const wanted = drivers.map(({ name }) => pageName(name)).toSorted();
    if (update) {
      mkdirSync(folder, { recursive: true });
      for (const file of readdirSync(folder)) if (!wanted.includes(file)) rmSync(join(folder, file));
      return;
    }

    expect(readdirSync(folder).toSorted(), 'run `npm run docs`').toEqual(wanted);
  });

  it.each(drivers)('says of $name what its file says', (driver) => {
    const path = join(folder, pageName(driver.name));
    const page = driverPage(driver);
    if (update) writeFileSync(path, page);

    expect(existsSync(path) ? readFileSync(path, 'utf8') : '', 'run `npm run docs`').toBe(page);
  });
});

describe('docs/drivers.md', () => {
  it('lists the drivers', () => {
    const table = markdownTable(['device', 'driver', 'speaks', 'measures'], drivers.map(driverRow));

    expectGenerated('docs/drivers.md', 'list of drivers', table);
  });

  it.each([
    ['file with a Modbus part', ['|0']],
    ['Modbus part', ['|0', 'modbus']],
    ['point of Modbus', ['|0', 'points', '*']],
    ['MQTT part', ['|1', 'mqtt']],
    ['point of MQTT', ['|1', 'points', '*']],
    ['serial part', ['|2', 'serial']],
    ['binary frames', ['|2', 'serial', 'binary']],
    ['text frames', ['|2', 'serial', 'text']],
    ['point of a serial line', ['|2', 'points', '*']],
    ['LoRaWAN part', ['|3', 'lorawan']],
    ['point of LoRaWAN', ['|3', 'points', '*']],
    ['point of the machine', ['|4', 'points', '*']],
    ['quirk', ['|0', 'quirks', '[]']],
  ])('explains the keys of a %s as the schema does', (part, path) => {
    const table = fieldTable(below(schema, path));

    expect(table.split('\n').length, 'the path leads to no map').toBeGreaterThan(2);
    expectGenerated('docs/drivers.md', `keys of a ${part}`, table);
  });
});
