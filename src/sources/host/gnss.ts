/**
 * What a GNSS receiver of the cabinet knows about the gateway itself. It vouches for the machine's clock, which it does
 * not set: a clock that agrees with three sentences in a row is right, also where no time server is in reach. And it
 * sees when the cabinet stands elsewhere than gateway.yaml says, for every entity would be drawn at the wrong place.
 */
import type { Geometry } from '../../core/device.ts';
import type { Clock, Logger } from '../../core/environment.ts';
import type { Message } from '../../core/reading.ts';
import type { Intake } from '../../core/source.ts';
import type { Voucher } from './synchronisation.ts';

export interface GnssParts {
  /** Says whether the device of this id is a receiver. */
  readonly isReceiver: (id: string) => boolean;
  /** Where gateway.yaml says that the gateway is. */
  readonly location: () => Geometry;
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

export function createGnss({ isReceiver, location, clock, logger }: GnssParts): Gnss {
  let sentences: { readonly atMs: number; readonly apartMs: number }[] = [];
  let toldFar = false;

  const note = (message: Message) => {
    if (message.deviceTimeMs !== undefined) {
      const apartMs = clock.wallMs() - message.deviceTimeMs;
      sentences = [...sentences, { atMs: clock.monotonicMs(), apartMs }].slice(-neededSentences);
    }
    const metres = distanceFrom(location(), message);
    if (metres === undefined || toldFar === metres > farMetres) return;
    toldFar = metres > farMetres;
    if (toldFar) {
      const kilometres = Math.round(metres / 100) / 10;
      logger.warn({ device: message.device, kilometres }, 'The gateway is not where gateway.yaml says.');
    } else logger.info({ device: message.device }, 'The gateway is where gateway.yaml says.');
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
        if (isReceiver(message.device)) note(message);
        return intake.accept(message);
      },
      refuse: (device, point, reason, raw) => intake.refuse(device, point, reason, raw),
      link: (device, link) => intake.link(device, link),
    }),
  };
}

const earthRadius = 6_371_000;

/** Metres between the place and the position in the message; undefined if either says none. */
function distanceFrom({ type, coordinates }: Geometry, { readings }: Message): number | undefined {
  const [longitude, latitude] = coordinates.map(Number);
  const valueAt = (quantity: string) => readings.find(({ stream }) => stream.quantity === quantity)?.value;
  const [east, north] = [valueAt('longitude'), valueAt('latitude')];
  if (type !== 'Point' || longitude === undefined || latitude === undefined) return undefined;
  if (typeof east !== 'number' || typeof north !== 'number') return undefined;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const share =
    half(latitude, north) + Math.cos(radians(latitude)) * Math.cos(radians(north)) * half(longitude, east);
  return 2 * earthRadius * Math.asin(Math.sqrt(share));
}
