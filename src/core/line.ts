/** The setting of a serial line, written as on the device's label: `9600 8N1`. */

export interface Line {
  readonly baud: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

export const linePattern = /^(\d{3,7}) ([78])([NEO])([12])$/;

const parities = { N: 'none', E: 'even', O: 'odd' } as const;

/** Undefined if the text is no line setting. */
export function parseLine(text: string): Line | undefined {
  const match = linePattern.exec(text);
  if (!match) return undefined;
  const [, baud, dataBits, parity, stopBits] = match;
  return {
    baud: Number(baud),
    dataBits: Number(dataBits) as 7 | 8,
    parity: parities[parity as keyof typeof parities],
    stopBits: Number(stopBits) as 1 | 2,
  };
}

const letters = { none: 'N', even: 'E', odd: 'O' } as const;

export const lineText = ({ baud, dataBits, parity, stopBits }: Line): string =>
  `${baud} ${dataBits}${letters[parity]}${stopBits}`;

/** Bits on the wire for one character, start bit included. */
export function bitsPerCharacter(line: Line): number {
  return 1 + line.dataBits + (line.parity === 'none' ? 0 : 1) + line.stopBits;
}
