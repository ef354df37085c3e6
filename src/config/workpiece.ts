/**
 * A driver's text on its way to a compiled driver: params filled in, the site's changes to points laid on top, the
 * problems found so far. The same for every protocol.
 */
import type { Point } from '../core/device.ts';
import { at, checkShape, isMap, part, type Sheet } from './check-shape.ts';
import type { Path } from './document.ts';
import type { Driver } from './driver-file.ts';
import { type Answers, fillSheet, isParamReference } from './params.ts';
import { isError, type Problem, problem } from './problems.ts';
import { overlaid } from './sheet.ts';
import { didYouMean } from './suggest.ts';

/** What a site says about one device that bears on its points. */
export interface Installation {
  readonly device: string;
  readonly answers: Answers;
  /** `points` of the device in gateway.yaml, where there are some. */
  readonly overrides?: Sheet;
  /** Other words for tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Of the gateway, if it says one. */
  readonly timezone: string | undefined;
}

/** A driver's text with its params filled in, and the problems found so far. */
export class Workpiece {
  readonly driver: Driver;
  readonly site: Installation;
  readonly problems: Problem[] = [];
  /** Sheets whose shape has an error: that something is missing there says nothing new. */
  private readonly flawed = new Set<Sheet>();

  constructor(driver: Driver, site: Installation) {
    this.driver = driver;
    this.site = site;
  }

  /** A part of the driver file with answers in place of `{ param: name }`. */
  filled(path: Path): Sheet {
    const { sheet, problems } = fillSheet(
      part(this.driver.document, path),
      this.driver.head.params,
      this.site.answers,
    );
    this.problems.push(...problems);
    return sheet;
  }

  read<T>(sheet: Sheet, schema: Parameters<typeof checkShape<T>>[1]): T | undefined {
    const pending = (path: Path) => isParamReference(at(sheet.value, path));
    const { value, problems } = checkShape(sheet, schema, { pending });
    this.problems.push(...problems);
    if (problems.some(isError)) this.flawed.add(sheet);
    return value;
  }

  /** True for a sheet that was read and has an error in its shape. */
  isFlawed(sheet: Sheet): boolean {
    return this.flawed.has(sheet);
  }

  /** The result, its problems taken in, except for what is missing in a sheet with a mistake of another kind. */
  take<T>(result: { readonly problems: readonly Problem[] } & T, sheet: Sheet): T {
    const whole = [sheet.keyPlace([]), sheet.place([])];
    const repeated = ({ file, line, column }: Problem) =>
      whole.some((place) => place.file === file && place.line === line && place.column === column);
    const flawed = this.flawed.has(sheet);
    this.problems.push(...result.problems.filter((each) => !flawed || !repeated(each)));
    return result;
  }

  /** Names of the points under `points`, without those the site does not use, each with what the site changes. */
  points(sheet: Sheet): Map<string, Sheet> {
    const points = new Map<string, Sheet>();
    for (const name of Object.keys(isMap(sheet.value) ? sheet.value : {})) {
      const override = at(this.site.overrides?.value, [name]);
      if (override === false) continue;
      const own = part(sheet, [name]);
      const over = this.site.overrides && isMap(override) ? part(this.site.overrides, [name]) : undefined;
      points.set(name, over ? overlaid(own, over, 1) : own);
    }
    return points;
  }

  /** Points that only the site has; a name the driver lacks without a place in the answer is a slip. */
  additions(known: ReadonlySet<string>): Map<string, Sheet> {
    const additions = new Map<string, Sheet>();
    const { overrides } = this.site;
    if (!overrides || !isMap(overrides.value)) return additions;
    for (const [name, override] of Object.entries(overrides.value)) {
      if (known.has(name)) continue;
      const complete =
        isMap(override) &&
        ['address', 'path', 'field', 'byte', 'chars', 'tlv', 'flag', 'value', 'formula'].some(
          (key) => key in override,
        );
      if (complete) additions.set(name, part(overrides, [name]));
      else {
        this.problems.push(
          problem(overrides.keyPlace([name]), {
            code: 'UNKNOWN_POINT',
            message: `Driver ${this.driver.name} has no point \`${name}\`.`,
            mend: didYouMean(
              name,
              known,
              override === false
                ? `It has ${[...known].join(', ')}.`
                : 'A point of your own must be complete: where it is, and what it means.',
            ),
          }),
        );
      }
    }
    return additions;
  }

  /** Two points of one message that mean the same cannot both be right. */
  refuseDoubles(points: readonly Point[], sheets: ReadonlyMap<string, Sheet>): void {
    const first = new Map<string, string>();
    const renamed = (name: string) => at(sheets.get(name)?.value, ['as']) !== undefined;
    for (const { stream, hidden } of points) {
      if (hidden) continue;
      const other = first.get(stream.quantity);
      const blamed = other !== undefined && renamed(other) ? other : stream.point;
      const sheet = sheets.get(blamed);
      if (other === undefined || !sheet) first.set(stream.quantity, stream.point);
      else {
        this.problems.push(
          problem(renamed(blamed) ? sheet.place(['as']) : sheet.keyPlace([]), {
            code: 'QUANTITY_TWICE',
            message: `Point \`${stream.point}\` and point \`${other}\` both mean ${stream.quantity}.`,
            mend: 'Tell them apart by a number (.1, .2), or leave one out with `false`.',
          }),
        );
      }
    }
  }
}

export const namesIn = (sheet: Sheet): ReadonlySet<string> =>
  new Set(Object.keys(isMap(sheet.value) ? sheet.value : {}));

export const homeless = (name: string) => ({
  code: 'UNKNOWN_POINT',
  message: `\`${name}\` belongs to no message: the driver has several kinds of message.`,
  mend: 'Copy the driver into your own drivers folder and add the point to one of its messages.',
});
