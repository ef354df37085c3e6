/** Simulated units behind one Modbus TCP port, served by modbus-serial: another hand's reading of the standard. */
import { type AddressInfo, createServer } from 'node:net';
import { ServerTCP } from 'modbus-serial';
import type { Clock } from '../../core/environment.ts';
import { KopruError, wordsOf } from '../../core/errors.ts';
import { exceptions, type ReadRequest } from '../../sources/modbus/pdu.ts';
import type { Table } from '../../sources/modbus/settings.ts';
import type { SimulatedUnit } from './play-driver.ts';

export interface DeviceServer {
  /** Where it is reached: `127.0.0.1:1502`, or the path of the port. */
  readonly address: string;
  close(): Promise<void>;
}

type Callback<T> = (error: Error | null, value: T) => void;

/** Units that are not in the map do not answer. Port 0 takes any free one. Rejects if the port is taken. */
export async function serveTcp(
  units: ReadonlyMap<number, SimulatedUnit>,
  options: { readonly clock: Clock; readonly host?: string; readonly port: number },
): Promise<DeviceServer & { readonly port: number }> {
  const { clock, host = '127.0.0.1' } = options;
  const port = options.port === 0 ? await freePort(host) : options.port;
  const one = (table: Table) => (address: number, unitId: number, done: Callback<number>) =>
    answer(units.get(unitId), { table, address, count: 1 }, clock, (error, words) =>
      done(error, words[0] ?? 0),
    );
  const bit = (table: Table) => (address: number, unitId: number, done: Callback<boolean>) =>
    one(table)(address, unitId, (error, word) => done(error, word === 1));
  const many = (table: Table) => (address: number, count: number, unitId: number, done: Callback<number[]>) =>
    answer(units.get(unitId), { table, address, count }, clock, done);
  const server = new ServerTCP(
    {
      getCoil: bit('coil'),
      getDiscreteInput: bit('discrete'),
      getInputRegister: one('input'),
      getHoldingRegister: one('holding'),
      getMultipleInputRegisters: many('input'),
      getMultipleHoldingRegisters: many('holding'),
    },
    { host, port },
  );
  server.on('socketError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.on('initialized', () => resolve());
    server.on('serverError', (cause: Error | null) => reject(cannotListen(host, port, cause)));
  });
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of server.socks.keys()) socket.destroy();
      server.close(() => resolve());
    });
  return { address: `${host}:${port}`, port, close };
}

/** A unit that is absent or silent leaves the question open for ever, which modbus-serial takes well. */
function answer(
  unit: SimulatedUnit | undefined,
  asked: Pick<ReadRequest, 'table' | 'address' | 'count'>,
  clock: Clock,
  done: Callback<number[]>,
): void {
  if (!unit || unit.fault?.kind === 'silent') return;
  const result = unit.read(asked);
  const say = () => {
    if ('words' in result) done(null, [...result.words]);
    else done(exceptionError(result.exception), []);
  };
  if (unit.fault?.kind === 'slow') clock.after(unit.fault.delayMs, say);
  else say();
}

function exceptionError(code: number): Error {
  return Object.assign(new Error(`Modbus exception ${code}`), {
    modbusErrorCode: code || exceptions.deviceFailure,
  });
}

export function cannotListen(
  host: string,
  port: number,
  cause: (Error & { code?: string }) | null,
): KopruError {
  const why = cause?.code === 'EADDRINUSE' ? 'the port is in use' : wordsOf(cause);
  return new KopruError(`The simulated devices cannot listen on ${host}:${port}: ${why}.`, {
    kind: 'config',
    code: 'PORT_BUSY',
    hint: 'Choose another port, or stop what uses it.',
    cause,
  });
}

/** A port that nobody listens at now; modbus-serial takes no port 0. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
