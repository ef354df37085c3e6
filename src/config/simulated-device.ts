/** A driver compiled without a site, to be played backwards. */
import { hash } from 'node:crypto';
import type { ModbusPoint } from '../sources/modbus/settings.ts';
import type { MqttDevice } from '../sources/mqtt/device.ts';
import type { Network } from '../sources/mqtt/lorawan/settings.ts';
import type { SerialProtocol } from '../sources/serial/device.ts';
import { compileDriver } from './compile-driver.ts';
import { uplinksOf } from './connect-lorawan.ts';
import { type Files, nodeFiles } from './files.ts';
import { Library } from './library.ts';
import { answerParams } from './params.ts';
import { isError, type Problem } from './problems.ts';

export type Simulated = {
  readonly id: string;
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
} & (
  | {
      readonly protocol: 'modbus';
      readonly points: readonly ModbusPoint[];
      readonly line: string | undefined;
    }
  | ({ readonly protocol: 'mqtt' } & Pick<MqttDevice, 'messages' | 'online'>)
  | ({ readonly protocol: 'serial'; readonly line: string | undefined } & SerialProtocol)
);

export interface SimulatedRequest {
  /** Path of the driver without ending. */
  readonly name: string;
  readonly id: string;
  readonly folders: readonly string[];
  readonly params: Readonly<Record<string, string>>;
  /** Of a LoRaWAN device; default chirpstack. */
  readonly network?: Network;
}

/** A param without default and answer becomes the device's id, so that a topic can be filled. */
export function readSimulated({
  name,
  id,
  folders,
  params,
  network = 'chirpstack',
}: SimulatedRequest): { readonly device: Simulated } | { readonly problem: string; readonly files: Files } {
  const problems: Problem[] = [];
  const sheet = { value: {}, place: place, keyPlace: place, written: () => undefined };
  const driver = new Library(nodeFiles, folders, []).driver(name, sheet, problems);
  const failed = problems.find(isError);
  if (!driver || failed)
    return { problem: failed?.message ?? `No driver is called ${name}.`, files: nodeFiles };
  const open = Object.entries(driver.head.params ?? {}).filter(
    ([, { default: preset, optional }]) => preset === undefined && !optional,
  );
  const answered = { ...Object.fromEntries(open.map(([param]) => [param, id])), ...params };
  const { answers } = answerParams(driver.head.params, { ...sheet, value: answered }, `driver ${name}`);
  const { compiled } = compileDriver(driver, { device: id, answers, tags: {}, timezone: 'UTC' });
  const own = { id, name, params: answered };
  if (compiled.protocol === 'modbus') {
    return { device: { ...own, protocol: 'modbus', points: compiled.points, line: compiled.part.line } };
  }
  if (compiled.protocol === 'serial') {
    const { framing } = compiled;
    if (framing) return { device: { ...own, ...compiled, framing } };
    return { problem: `Driver ${name} does not say what a frame looks like.`, files: nodeFiles };
  }
  if (compiled.protocol === 'lorawan') {
    const messages = uplinksOf(compiled.messages, network, hash('sha1', id).slice(0, 16));
    return { device: { ...own, protocol: 'mqtt', messages } };
  }
  if (compiled.protocol === 'host') {
    const problem = `${name} is the machine on which the gateway runs: there is nothing to play.`;
    return { problem, files: nodeFiles };
  }
  const { messages, online } = compiled;
  return { device: { ...own, protocol: 'mqtt', messages, ...(online ? { online } : {}) } };
}

const place = () => ({ file: '(command line)', line: 1, column: 1, length: 1 });
