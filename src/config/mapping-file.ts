/**
 * A mapping file: `mappings/<Subject>/<EntityType>[-<variant>].yaml`. `mapping-schema.ts` is what
 * people may write, `core/mapping.ts` what it means, `core/mapping-plan.ts` what a site makes of it.
 */
import type { MappingDefinition, ParamDefinition } from '../core/mapping.ts';
import type { Model } from '../core/model.ts';
import { checkShape } from './check-shape.ts';
import type { SourceDocument } from './document.ts';
import { attributeChecker } from './mapping-attribute.ts';
import { readEvent } from './mapping-event.ts';
import { perFaults } from './mapping-per.ts';
import { periodFault } from './mapping-period.ts';
import { type MappingSample, mappingShape } from './mapping-schema.ts';
import { type Models, modelOf } from './models.ts';
import type { ParamDeclaration } from './params.ts';
import { isError, type Problem, problem } from './problems.ts';
import { quantityFault } from './quantity-fault.ts';
import { closest, didYouMean } from './suggest.ts';

export interface ReadMapping {
  /** Absent when a problem is an error. */
  readonly mapping?: MappingDefinition;
  readonly samples: readonly MappingSample[];
  readonly problems: readonly Problem[];
}

/** Never throws. `path`: where the file stands below `mappings/`, without ending; it must be the mapping's name. */
export function readMapping(document: SourceDocument, models: Models, path?: string): ReadMapping {
  const shaped = checkShape(document, mappingShape);
  const { value } = shaped;
  const problems = [...shaped.problems];
  if (!value) return { samples: [], problems };
  if (path !== undefined && value.mapping !== path) {
    problems.push(
      problem(document.place(['mapping']), {
        code: 'MAPPING_PATH',
        message: `The file is ${path} and calls itself ${value.mapping}.`,
        mend: 'Write the path of the file below mappings/, without .yaml.',
      }),
    );
  }
  const [type = '', version = ''] = value.model.split(' ');
  const { model, fault } = modelOf(models, type, version);
  if (fault) problems.push(problem(document.place(['model']), fault));
  const params = Object.fromEntries(
    Object.entries(value.params ?? {}).map(([name, each]) => [name, paramDefinition(each)]),
  );
  value.needs?.forEach((name, index) => {
    const fault = quantityFault(name);
    if (fault) problems.push(problem(document.place(['needs', index]), fault));
  });
  const { period, coverage, per } = value;
  for (const { path, fault } of perFaults(value)) problems.push(problem(document.place(path), fault));
  const wrongPeriod = period === undefined ? undefined : periodFault(period);
  if (wrongPeriod) problems.push(problem(document.place(['period']), wrongPeriod));
  const { event, problems: eventProblems } = readEvent(document, value, params);
  problems.push(...eventProblems);
  const check = attributeChecker({
    document,
    params,
    model,
    type,
    hasPeriod: period !== undefined,
    hasEvent: value.event !== undefined,
  });
  const attributes = Object.entries(value.attributes).flatMap(([name, written]) => {
    const checked = check(name, written);
    problems.push(...checked.problems);
    return checked.attribute ? [checked.attribute] : [];
  });
  const samples = value.samples ?? [];
  problems.push(...sampleFaults(document, samples, Object.keys(value.attributes), model));
  if (problems.some(isError)) return { samples, problems };
  const { mapping, context, needs = [] } = value;
  return {
    mapping: {
      mapping,
      type,
      version,
      context,
      needs,
      params,
      ...(per ? { per } : {}),
      ...(event ? { event } : {}),
      ...(period === undefined ? {} : { periodMs: period }),
      coverage: coverage ?? 0.75,
      attributes,
      model,
    },
    samples,
    problems,
  };
}

/** Names in samples that lead nowhere; an expected `null` under a misspelt name would always come true. */
function sampleFaults(
  document: SourceDocument,
  samples: readonly MappingSample[],
  attributes: readonly string[],
  model: Model | undefined,
): Problem[] {
  return samples.flatMap(({ readings, expect }, index) => {
    const quantities = Object.entries(readings).flatMap(([device, values]) =>
      Object.keys(values).flatMap((name) => {
        const fault = quantityFault(name);
        const path = ['samples', index, 'readings', device, name];
        return fault ? [problem(document.keyPlace(path), fault)] : [];
      }),
    );
    // Right here and misspelt where it is made: told there.
    const isRight = (name: string) => {
      const made = closest(name, attributes);
      return made !== undefined && model?.attributes.has(name) && !model.attributes.has(made);
    };
    const unknown = Object.keys(expect).filter((name) => !attributes.includes(name) && !isRight(name));
    return [
      ...quantities,
      ...unknown.map((name) =>
        problem(document.keyPlace(['samples', index, 'expect', name]), {
          code: 'UNKNOWN_ATTRIBUTE',
          message: `The mapping makes no attribute ${name}.`,
          mend: didYouMean(name, attributes, 'Remove it from the sample.'),
        }),
      ),
    ];
  });
}

function paramDefinition({
  type,
  unit,
  choices,
  optional,
  help,
  ...rest
}: ParamDeclaration): ParamDefinition {
  return {
    type: type ?? (unit === undefined ? 'text' : 'number'),
    optional: optional ?? false,
    ...(unit === undefined ? {} : { unit }),
    ...(choices ? { choices } : {}),
    ...(help === undefined ? {} : { help }),
    ...(rest.default === undefined ? {} : { default: rest.default }),
  };
}
