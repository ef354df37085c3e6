/** Modbus addresses as manuals write them, and as the wire counts them: from 0. */
import type { ModbusPart, Table } from '../sources/modbus/settings.ts';
import type { Fault } from './problems.ts';

export interface Address {
  /** Counted from 0, as on the wire. */
  readonly address: number;
  /** Where the notation names it. */
  readonly table?: Table;
}

/** The wire address for what the manual writes. Without a notation, five digits as in 40001 are not guessed at. */
export function readAddress(
  address: number | string,
  written: string | undefined,
  addressing: ModbusPart['addressing'],
): Address | Fault {
  const text = typeof address === 'string' ? address.trim() : String(address);
  if (addressing === 'reference') return referenceAddress(text);
  const number = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(number) || number > 65_536) {
    const looksLike = /^[0134]\d{5}$/.test(text)
      ? ' It looks like a reference: add `addressing: reference`.'
      : '';
    return addressFault(`${text} is no address from 0 to 65535.`, `Write a number, hex as 0x10.${looksLike}`);
  }
  const asWritten = written ?? text;
  if (
    addressing === undefined &&
    /^[34]\d{4}$/.test(asWritten) &&
    number % 10_000 > 0 &&
    number % 10_000 < 10_000
  ) {
    return {
      code: 'MODBUS_NOTATION',
      // The same words for every point, so that a whole driver is told once.
      message:
        'Five digits that begin with 3 or 4 are a reference in most manuals, and a wire address in some.',
      mend: 'Add to `modbus` either `addressing: reference` (40001 is the first holding register) or `addressing: wire`.',
    };
  }
  if (addressing !== 'register')
    return number <= 65_535
      ? { address: number }
      : addressFault(`${text} is no address from 0 to 65535.`, 'Check it in the manual.');
  if (number === 0)
    return addressFault(
      'Registers counted from 1 have no 0.',
      'Write `addressing: wire` if the manual counts from 0.',
    );
  return { address: number - 1 };
}

/** A wire address as a driver file with this notation writes it, quotes included where YAML needs them. */
export function writtenAddress(addressing: ModbusPart['addressing'], table: Table, address: number): string {
  if (addressing === 'register') return String(address + 1);
  if (addressing !== 'reference') return `0x${address.toString(16).toUpperCase().padStart(4, '0')}`;
  const [digit] = Object.entries(referenceTables).find(([, each]) => each === table) ?? [];
  return `"${digit}${String(address + 1).padStart(address < 9_999 ? 4 : 5, '0')}"`;
}

/** Addresses in a sentence, in the notation of the driver file; by the wire with their hexadecimal digits. */
export function addressesText(
  addressing: ModbusPart['addressing'],
  table: Table,
  first: number,
  count: number,
): string {
  const one = (address: number): string => {
    const written = writtenAddress(addressing, table, address).replaceAll('"', '');
    return written.startsWith('0x') ? `${address} (${written})` : written;
  };
  return count === 1 ? `address ${one(first)}` : `addresses ${one(first)} to ${one(first + count - 1)}`;
}

const referenceTables: Readonly<Record<string, Table>> = {
  '0': 'coil',
  '1': 'discrete',
  '3': 'input',
  '4': 'holding',
};

function referenceAddress(text: string): Address | Fault {
  const table = referenceTables[text.charAt(0)];
  const number = Number(text.slice(1));
  if (!/^\d{5,6}$/.test(text) || table === undefined || number < 1 || number > 65_536) {
    return addressFault(
      `${text} is no reference: five or six digits, the first one the table (0 coil, 1 discrete, 3 input, 4 holding).`,
      'Write it as in the manual; coils in quotes, "00001".',
    );
  }
  return { address: number - 1, table };
}

export const addressFault = (message: string, mend: string): Fault => ({
  code: 'MODBUS_ADDRESS',
  message,
  mend,
});
