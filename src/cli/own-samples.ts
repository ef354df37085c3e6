/**
 * The samples of the drivers and mappings of one's own that a configuration names: the shipped ones are tried where
 * they are made, and a driver written from a manual reads wrong most often. A gateway runs with such a driver; so they
 * are warnings.
 */
import { join } from 'node:path';
import { isError, type Problem, sortProblems } from '../config/problems.ts';
import { tryDrivers } from '../config/try-drivers.ts';
import { tryMappings } from '../config/try-mappings.ts';
import type { Configuration } from './configuration.ts';

/** The configuration with what its own samples say differently; unchanged while it has errors. */
export function withOwnSamples(configuration: Configuration): Configuration {
  const { site, problems, driverFolders, mappingFolders } = configuration;
  if (!site) return configuration;
  const drivers = own(
    site.devices.map(({ driver }) => driver),
    driverFolders,
    configuration,
  );
  const mappings = own(
    site.entities.map(({ mapping }) => mapping),
    mappingFolders,
    configuration,
  );
  if (drivers.length + mappings.length === 0) return configuration;
  const tried = [
    ...(drivers.length > 0
      ? tryDrivers(
          drivers.map(({ name }) => name),
          driverFolders,
        ).tried
      : []),
    ...tryMappings(
      mappings.map(({ file }) => file),
      mappingFolders,
    ).tried,
  ];
  const found = tried.flatMap((each) => each.problems).filter(isError);
  return { ...configuration, problems: sortProblems([...problems, ...found.map(asWarning)]) };
}

const asWarning = (found: Problem): Problem => ({ ...found, severity: 'warning' });

interface OwnFile {
  readonly name: string;
  readonly file: string;
}

/** Those of the names that were read from another folder than that of the package, which is the last. */
function own(
  names: readonly string[],
  folders: readonly string[],
  { sources }: Configuration,
): readonly OwnFile[] {
  return [...new Set(names)].flatMap((name) => {
    const file = folders.slice(0, -1).map((folder) => join(folder, `${name}.yaml`));
    const read = file.find((each) => sources.has(each));
    return read === undefined ? [] : [{ name, file: read }];
  });
}
