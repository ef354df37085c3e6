/**
 * What becomes of a place that a GNSS receiver found: it is kept in the state folder first, so that a restart begins
 * with it, and then taken on like a reload, so that entities without a location of their own get it.
 */
import { keepPlace } from './config/gateway-place.ts';
import type { GatewayPlace, GeoPoint } from './core/device.ts';
import type { Logger } from './core/environment.ts';
import { wordsOf } from './core/errors.ts';

export interface FoundPlaceParts {
  readonly stateFolder: string;
  /** What counted so far. */
  readonly before: () => GatewayPlace;
  /** Reads the configuration anew, with what the state folder says now. */
  readonly refresh: () => Promise<void>;
  readonly logger: Logger;
}

/** Never rejects: what fails is told, and the receiver finds the place again. */
export async function takeOnPlace(place: GeoPoint, parts: FoundPlaceParts): Promise<void> {
  const { stateFolder, before, refresh, logger } = parts;
  const { receiver, found } = before();
  const [longitude, latitude] = place.coordinates;
  const facts = { device: receiver, longitude, latitude };
  try {
    await keepPlace(stateFolder, place);
    await refresh();
  } catch (thrown) {
    logger.error({ ...facts, error: wordsOf(thrown) }, 'The place that was found could not be taken on.');
    return;
  }
  if (found) logger.warn(facts, 'The gateway was moved: entities get the new place.');
  else logger.info(facts, 'The place of the gateway was found: entities get it.');
}
