/**
 * A bus for a field tool. While the gateway runs it owns the port, and every read goes through its control socket in
 * turn with its polls; alone the tool opens the port itself. Either way there is nothing to give back but `release`.
 */
import type { Site } from '../config/site.ts';
import { KopruError } from '../core/errors.ts';
import type { Intake } from '../core/source.ts';
import type { Pieces } from '../sources/frame-tap.ts';
import { systemClock } from '../sources/host/clock.ts';
import type { BusStatistics } from '../sources/modbus/bus.ts';
import type { Answer, AnyAnswer } from '../sources/modbus/exchange.ts';
import type { IdentityRequest, ReadRequest } from '../sources/modbus/pdu.ts';
import type { Bus, ModbusDevice } from '../sources/modbus/settings.ts';
import { type RunningGateway, runningGateway } from './gateway-socket.ts';
import type { Terminal } from './terminal.ts';

export interface BorrowedBus {
  readonly bus: Bus;
  /** True: the gateway runs and goes on polling in between. */
  readonly borrowed: boolean;
  /** Never rejects for what a device or line does. */
  ask(request: ReadRequest, timeoutMs: number): Promise<Answer>;
  /** What a unit says it is, an exception, or a failure. */
  identify(request: IdentityRequest, timeoutMs: number): Promise<AnyAnswer>;
  framesSince(number: number): Promise<Pieces>;
  statistics(): Promise<BusStatistics>;
  release(): Promise<void>;
}

/** `site` is the configuration the bus is from; undefined for a port or address named on the command line. */
export async function borrowBus(terminal: Terminal, bus: Bus, site: Site | undefined): Promise<BorrowedBus> {
  const gateway = site && (await gatewayOf(terminal, site));
  return gateway ? borrowed(gateway, bus) : opened(bus, []);
}

/** The gateway that runs this very configuration, if there is one. */
export async function gatewayOf(terminal: Terminal, site: Site): Promise<RunningGateway | undefined> {
  try {
    const gateway = await runningGateway(terminal);
    // One that waits for a sound configuration holds no port.
    if (await gateway.refusal()) return undefined;
    return (await gateway.snapshot()).gateway.id === site.gateway.id ? gateway : undefined;
  } catch (error) {
    if (error instanceof KopruError && error.code === 'NOT_RUNNING') return undefined;
    throw error;
  }
}

/** Opens the bus here; devices that are given are polled, and what they say goes to the intake. */
export async function opened(
  bus: Bus,
  devices: readonly ModbusDevice[],
  intake: Intake = deaf,
): Promise<BorrowedBus> {
  const { createModbusSource } = await import('../sources/modbus/source.ts');
  const source = createModbusSource({
    bus,
    devices,
    clock: systemClock(),
    random: Math.random,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    intake,
  });
  source.start();
  return {
    bus,
    borrowed: false,
    ask: (request, timeoutMs) => source.ask(request, timeoutMs),
    identify: (request, timeoutMs) => source.identify(request, timeoutMs),
    framesSince: async (number) => source.framesSince(number),
    statistics: async () => source.statistics().bus,
    release: () => source.stop(),
  };
}

const deaf: Intake = { accept: async () => {}, refuse() {}, link() {} };

function borrowed(gateway: RunningGateway, bus: Bus): BorrowedBus {
  return {
    bus,
    borrowed: true,
    ask: async (request, timeoutMs) => asAnswer(await gateway.ask({ bus: bus.name, ...request, timeoutMs })),
    identify: async (request, timeoutMs) =>
      (await gateway.identify({ bus: bus.name, ...request, timeoutMs })) as AnyAnswer,
    framesSince: async (number) => (await gateway.frames(bus.name, number)) as Pieces,
    statistics: async () => (await gateway.busStatistics(bus.name)) as BusStatistics,
    release: async () => {},
  };
}

function asAnswer(plain: unknown): Answer {
  const answer = plain as Exclude<Answer, { kind: 'words' }> | { kind: 'words'; words: number[] };
  return answer.kind === 'words' ? { kind: 'words', words: Uint16Array.from(answer.words) } : answer;
}
