/** Codes of problems with devices on a bus and with how often they speak; see codes.ts. */
import type { Row } from './codes-of-values.ts';

export const busCodes: readonly Row[] = [
  [
    'UNIT_ID_TWICE',
    'Two devices on one bus have the same unit id.',
    'Both would answer at once and garble each other. Most devices leave the factory as 1.',
  ],
  [
    'PORT_TWICE',
    'Two buses have the same port.',
    'A port can be opened once; its devices belong on one bus with one line setting.',
  ],
  [
    'LINE_DIFFERS',
    'A device leaves the factory with another line setting than its bus.',
    'If the device was set to the line of the bus, all is well. A bus has one setting for all.',
  ],
  [
    'BUS_FULL',
    'A bus has not the time for all polls of its devices.',
    'Polls are left out and counted as overruns. `kopru plan` shows what each device takes: lengthen every, raise the baud rate, or split the bus.',
  ],
  [
    'EVERY_TOO_FAST',
    'A device is to be read more often than it stands.',
    'The driver says with fastest what the device stands.',
  ],
  [
    'STALE_SHORT',
    'A device would count as silent before it is asked again.',
    'stale is how long nothing may come; write several times every, or leave it out: it is then three times every.',
  ],
];
