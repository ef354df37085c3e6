/**
 * Where the gateway stands: as gateway.yaml says, or as a GNSS receiver found it. What was found lies in the state
 * folder, so that a restart begins with it, and is read with the configuration like everything else.
 */
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { GatewayPlace, GeoPoint } from '../core/device.ts';
import { at, part, type Shaped, type Sheet } from './check-shape.ts';
import { pointsOf } from './device-points.ts';
import type { Files } from './files.ts';
import type { GatewayPlaceText, LocationText } from './gateway-schema.ts';
import { geometryOf } from './location.ts';
import { type Fault, type Problem, problem } from './problems.ts';
import type { InstalledDevice } from './read-devices.ts';
import { didYouMean } from './suggest.ts';

const keptPlace = z.strictObject({
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
});

const placeFile = (stateFolder: string): string => join(stateFolder, 'place.json');

export function readGatewayPlace(
  sheet: Sheet,
  text: GatewayPlaceText,
  found: () => GeoPoint | undefined,
): Shaped<GatewayPlace> {
  if (!isFollowing(text)) {
    const { value: location, problems } = geometryOf(sheet, text);
    return { value: { location, receiver: undefined, found: false }, problems };
  }
  const written = text.else && geometryOf(part(sheet, ['else']), text.else);
  const known = found();
  return {
    value: { location: known ?? written?.value, receiver: text.from, found: known !== undefined },
    problems: written?.problems ?? [],
  };
}

/** What is wrong with the device that shall find the place. */
export function receiverProblems(sheet: Sheet, devices: readonly InstalledDevice[]): Problem[] {
  const name = at(sheet.value, ['from']);
  if (typeof name !== 'string') return [];
  const device = devices.find(({ id }) => id === name);
  const fault = device ? unfit(device, name) : unknownReceiver(name, devices);
  return fault ? [problem(sheet.place(['from']), fault)] : [];
}

/** The place that a receiver found before; undefined if none did, or the folder is not for our eyes. */
export function readKeptPlace(files: Files, stateFolder: string): GeoPoint | undefined {
  try {
    const bytes = files.read(placeFile(stateFolder));
    if (bytes === undefined) return undefined;
    const { longitude, latitude } = keptPlace.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return { type: 'Point', coordinates: [longitude, latitude] };
  } catch {
    // What cannot be read is found again: the receiver is there.
    return undefined;
  }
}

/** Resolves when it is on disk; a power cut leaves the old one or the new one. */
export async function keepPlace(stateFolder: string, place: GeoPoint): Promise<void> {
  const [longitude, latitude] = place.coordinates;
  const path = placeFile(stateFolder);
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ longitude, latitude })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  const folder = await open(dirname(path));
  await folder.sync().finally(() => folder.close());
}

const isFollowing = (text: GatewayPlaceText): text is Exclude<GatewayPlaceText, LocationText> =>
  !Array.isArray(text) && 'from' in text;

function unfit({ text, driver, compiled, whole }: InstalledDevice, name: string): Fault | undefined {
  if (!whole || !driver) return undefined;
  const offered = compiled ? pointsOf(compiled).map(({ stream }) => stream.quantity) : [];
  const tells = ['longitude', 'latitude'].every((each) => offered.includes(each));
  if (!text?.disabled && driver.protocol === 'serial' && tells) return undefined;
  return {
    code: 'LOCATION_FROM',
    message: `${name} cannot tell where the gateway stands${text?.disabled ? ': it is disabled' : ''}.`,
    mend: 'Name a serial device with the points longitude and latitude, those of a GNSS receiver, or write [lon, lat].',
  };
}

const unknownReceiver = (name: string, devices: readonly InstalledDevice[]): Fault => ({
  code: 'UNKNOWN_DEVICE',
  message: `No device is called ${name}.`,
  mend: didYouMean(
    name,
    devices.flatMap(({ id }) => (id === undefined ? [] : [id])),
    'Describe it under `devices`.',
  ),
});
