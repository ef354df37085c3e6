/** Units that a device sends with its numbers: the letters must name units that fit the unit of the point. */
import { converter, units as knownUnits } from '../core/unit.ts';
import type { Sheet } from './check-shape.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import { unknownUnit } from './units.ts';

export interface UnitLetters {
  readonly units?: Readonly<Record<string, string>> | undefined;
  readonly unitAt?: object | undefined;
  readonly unit?: string | undefined;
}

/** A letter that stands for a unit of another kind would make every value wrong. */
export function unitLetterFaults(sheet: Sheet, { units, unitAt, unit }: UnitLetters): Problem[] {
  if (unitAt && !units) return [problem(sheet.keyPlace(['unitAt']), idleUnitAt)];
  return Object.entries(units ?? {}).flatMap(([letter, code]) => {
    const place = sheet.place(['units', letter]);
    if (!knownUnits.has(code)) return [problem(place, unknownUnit(code))];
    if (unit === undefined || converter(code, unit)) return [];
    const message = `${code} cannot be converted to ${unit}, the unit of the point.`;
    const mend = 'Correct the unit of the letter, or `unit`.';
    return [problem(place, { code: 'UNIT_MISMATCH', message, mend })];
  });
}

const idleUnitAt: Fault = {
  code: 'KEY_WITHOUT_EFFECT',
  message: '`unitAt` says where a letter stands, and nothing says what letters mean.',
  mend: 'Add `units`, for example { M: MTS, N: KNT }.',
};
