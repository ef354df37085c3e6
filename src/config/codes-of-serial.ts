/** Codes of problems with serial drivers and the ports of their devices; see codes.ts. */
import type { Row } from './codes-of-values.ts';

export const serialCodes: readonly Row[] = [
  [
    'SERIAL_FRAMING',
    'A serial driver does not say how frames are told apart.',
    'Frames of bytes need a start or checksum, and a length, end or gap; texts need an end. See docs/drivers.md, serial lines.',
  ],
  [
    'SERIAL_BYTES',
    'Bytes of a serial driver are not written as they must be.',
    'For binary frames two hexadecimal digits for each byte; for texts the characters, "\\r\\n" in double quotes.',
  ],
  [
    'SERIAL_PLACE',
    'A point of a serial driver does not say where in the frame it is.',
    'byte counts from the first byte of start; field counts from 0, or is a name that the text gives.',
  ],
  [
    'SERIAL_PORT',
    'A serial device cannot hang on this port or bus.',
    'One that talks by itself needs a port of its own; those that are asked may share a bus, but not with Modbus.',
  ],
];
