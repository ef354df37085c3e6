/** Every Modbus driver there is, with its points as they are when nothing is answered; for recognising a device. */
import type { Candidate } from '../sources/modbus/recognise.ts';
import { compileDriver } from './compile-driver.ts';
import { nodeFiles } from './files.ts';
import { Library } from './library.ts';
import { answerParams } from './params.ts';
import { isError, type Problem } from './problems.ts';

/** Drivers with mistakes, and those that need an answer, are left out. */
export function modbusCandidates(folders: readonly string[]): readonly Candidate[] {
  const library = new Library(nodeFiles, folders, []);
  return library.names('driver').flatMap((name) => {
    const problems: Problem[] = [];
    const driver = library.driver(name, nowhere, problems);
    if (driver?.protocol !== 'modbus') return [];
    const { answers, problems: open } = answerParams(driver.head.params, nowhere, name);
    const installation = { device: name, answers, tags: {}, timezone: 'UTC' };
    const { compiled, problems: faults } = compileDriver(driver, installation);
    if (compiled.protocol !== 'modbus' || [...problems, ...open, ...faults].some(isError)) return [];
    return [{ driver: name, points: compiled.points }];
  });
}

const place = () => ({ file: '(drivers)', line: 1, column: 1, length: 1 });
const nowhere = { value: {}, place, keyPlace: place, written: () => undefined };
