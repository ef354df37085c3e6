import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileDriver } from '../../../src/config/compile-driver.ts';
import { parseDocument } from '../../../src/config/document.ts';
import { readDriver } from '../../../src/config/driver-file.ts';
import { defaultAnswers } from '../../../src/config/params.ts';
import { playDriver } from '../../../src/simulator/device/play-driver.ts';
import { decodePoll } from '../../../src/sources/modbus/decode.ts';
import { planReads } from '../../../src/sources/modbus/read-plan.ts';
import { fakeClock } from '../../fakes/clock.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'drivers');
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replaceAll('\\', '/').slice(0, -'.yaml'.length))
  .filter((name) => /^modbus:/m.test(readFileSync(join(folder, `${name}.yaml`), 'utf8')));

function compiled(name: string) {
  const { document, problems } = parseDocument(name, readFileSync(join(folder, `${name}.yaml`), 'utf8'));
  const read = document ? readDriver(document, name) : { problems };
  if (!('driver' in read) || !read.driver) throw new Error(JSON.stringify(read.problems));
  const answers = defaultAnswers(read.driver.head.params);
  const result = compileDriver(read.driver, { device: 'device', answers, tags: {}, timezone: undefined });
  expect(result.problems).toEqual([]);
  if (result.compiled.protocol !== 'modbus') throw new Error(`${name} is no Modbus driver.`);
  return result.compiled;
}

describe.each(names)('the driver %s, played backwards', (name) => {
  it('gives a value for every point at every hour of a day, in the reads that the gateway plans', async () => {
    const { points, quirks } = compiled(name);
    const clock = fakeClock();
    const unit = playDriver(points, { clock });
    const reads = planReads(points, quirks);

    for (let hour = 0; hour < 24; hour++) {
      const blocks = reads.map(({ table, address, count }) => {
        const answer = unit.read({ table, address, count });
        return { table, address, words: 'words' in answer ? answer.words : [] };
      });
      const none = decodePoll(points, blocks).filter(({ value }) => !('value' in value));
      expect(none.map(({ point, value }) => [point.stream.point, value])).toEqual([]);
      await clock.advance(3_600_000);
    }
  });
});
