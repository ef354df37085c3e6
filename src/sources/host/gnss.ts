/**
 * What a GNSS receiver of the cabinet knows about the gateway itself. It vouches for the machine's clock, which it does
 * not set: a clock that agrees with three sentences in a row is right, also where no time server is in reach. It finds
 * the place of a gateway whose location follows it; and where the location is written, it sees when the cabinet stands
 * elsewhere, for every entity would be drawn at the wrong place.
 */
import type { GatewayPlace, GeoPoint } from '../../core/device.ts';
import type { Clock, Logger } from '../../core/environment.ts';
import type { Message } from '../../core/reading.ts';
import type { Intake } from '../../core/source.ts';
import { metresFrom, PlaceFinder } from './place-finder.ts';
import type { Voucher } from './synchronisation.ts';

export interface GnssParts {
  /** Says whether the device of this id tells the time of satellites. */
  readonly isReceiver: (id: string) => boolean;
  readonly place: () => GatewayPlace;
  /** Told when the receiver that the place follows has found it, or found it anew. */
  readonly onPlace: (place: GeoPoint) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Gnss {
  readonly voucher: Voucher;
  /** An intake that looks at what receivers say and hands everything on. */
  through(intake: Intake): Intake;
}

const neededSentences = 3;
/** A sentence is sent up to a second after its moment, and takes part of one on the line. */
const mostApartMs = 2_000;
const freshForMs = 5 * 60_000;
/** A fix under a metal roof may be off by some hundred metres. */
const farMetres = 1_000;
/** Beyond it satellites stand in too small a part of the sky. */
const worstDilution = 5;
const fewestSatellites = 4;

export function createGnss({ isReceiver, place, onPlace, clock, logger }: GnssParts): Gnss {
  let sentences: { readonly atMs: number; readonly apartMs: number }[] = [];
  let toldFar = false;
  let isPoor = false;
  const finder = new PlaceFinder();

  const noteTime = (deviceTimeMs: number) => {
    const apartMs = clock.wallMs() - deviceTimeMs;
    sentences = [...sentences, { atMs: clock.monotonicMs(), apartMs }].slice(-neededSentences);
  };

  const follow = (message: Message, { location, found }: GatewayPlace) => {
    isPoor = poorness(message) ?? isPoor;
    const position = positionIn(message);
    if (!position || isPoor) return;
    const [longitude, latitude] = position;
    const known = found ? location : undefined;
    const next = finder.take({ longitude, latitude, atMs: clock.monotonicMs() }, known);
    if (next) onPlace(next);
  };

  const compare = (message: Message, { location }: GatewayPlace) => {
    const position = positionIn(message);
    const metres = position && metresFrom(location, position);
    if (metres === undefined || toldFar === metres > farMetres) return;
    toldFar = metres > farMetres;
    if (toldFar) {
      const kilometres = Math.round(metres / 100) / 10;
      logger.warn({ device: message.device, kilometres }, 'The gateway is not where gateway.yaml says.');
    } else logger.info({ device: message.device }, 'The gateway is where gateway.yaml says.');
  };

  const note = (message: Message) => {
    const known = place();
    const receives = isReceiver(message.device);
    if (receives && message.deviceTimeMs !== undefined) noteTime(message.deviceTimeMs);
    if (known.receiver === message.device) follow(message, known);
    else if (receives && known.receiver === undefined) compare(message, known);
  };

  return {
    voucher: {
      source: 'gnss',
      everyMs: 1_000,
      vouches: async () =>
        sentences.length === neededSentences &&
        sentences.every(
          ({ atMs, apartMs }) => Math.abs(apartMs) <= mostApartMs && clock.monotonicMs() - atMs <= freshForMs,
        ),
    },
    through: (intake) => ({
      accept: (message) => {
        note(message);
        return intake.accept(message);
      },
      refuse: (...refused) => intake.refuse(...refused),
      link: (device, link) => intake.link(device, link),
    }),
  };
}

const numberIn = ({ readings }: Message, quantity: string): number | undefined => {
  const value = readings.find(({ stream }) => stream.quantity === quantity)?.value;
  return typeof value === 'number' ? value : undefined;
};

function positionIn(message: Message): readonly [longitude: number, latitude: number] | undefined {
  const [longitude, latitude] = [numberIn(message, 'longitude'), numberIn(message, 'latitude')];
  return longitude === undefined || latitude === undefined ? undefined : [longitude, latitude];
}

/** Whether the message says that fixes are not to be relied on now; undefined if it says nothing of it. */
function poorness(message: Message): boolean | undefined {
  const [dilution, satellites] = [numberIn(message, 'x-hdop'), numberIn(message, 'x-satellites')];
  if (dilution === undefined && satellites === undefined) return undefined;
  return (dilution ?? 0) > worstDilution || (satellites ?? fewestSatellites) < fewestSatellites;
}
