/** A forwarder over a buffer that can die, with a clock and a broker in hand. */
import type { Broker } from '../../src/core/broker.ts';
import type { MappedEntity, PlanDevice } from '../../src/core/mapping-plan.ts';
import { Forwarder } from '../../src/forward/forwarder.ts';
import { fakeBroker } from './broker.ts';
import { fakeClock } from './clock.ts';
import { silentLogger } from './logger.ts';
import { MemoryBuffer, memoryDisk } from './memory-buffer.ts';
import { type MortalBuffer, mortalBuffer } from './mortal-buffer.ts';
import { messageOf } from './periods.ts';
import { seeded } from './random.ts';

const minuteMs = 60_000;

export type Mode = {
  readonly history: 'ordered' | 'latest' | 'temporal';
  readonly versionsPerRequest: number;
};

/** A gateway with one destination that can die and start again. */
export class Cabinet {
  readonly clock = fakeClock();
  readonly disk = memoryDisk();
  readonly broker = fakeBroker();
  readonly problems: string[] = [];
  settleMs = 0;
  readonly #devices: readonly PlanDevice[];
  readonly #plans: readonly MappedEntity[];
  readonly #mode: Mode;
  buffer!: MemoryBuffer;
  #mortal!: MortalBuffer;
  #forwarder!: Forwarder;

  constructor(
    devices: readonly PlanDevice[],
    plans: readonly MappedEntity[],
    mode: Mode = { history: 'ordered', versionsPerRequest: 1 },
  ) {
    this.#devices = devices;
    this.#plans = plans;
    this.#mode = mode;
    this.begin();
  }

  begin(): void {
    const { clock, disk, broker } = this;
    this.buffer = new MemoryBuffer({ clock, disk, destinations: ['city'] });
    this.#mortal = mortalBuffer({ buffer: this.buffer, clock, settleMs: () => this.settleMs, hasty: false });
    let mine = true;
    const { crash } = this.#mortal;
    this.#mortal.crash = () => {
      mine = false;
      crash();
    };
    const never = () => new Promise<never>(() => {});
    const upsert: Broker['upsert'] = (batch) => (mine ? broker.upsert(batch) : never());
    const addHistory: Broker['addHistory'] = (...of) => (mine ? broker.addHistory(...of) : never());
    this.#forwarder = new Forwarder({
      settings: {
        name: 'city',
        ...this.#mode,
        batch: { entities: 20, bytes: 20_000 },
        retryAtMost: minuteMs,
      },
      buffer: this.#mortal,
      broker: { upsert, addHistory, lists: () => broker.lists('', ''), close: async () => {} },
      plans: this.#plans,
      streams: this.#devices.flatMap(({ streams }) => streams),
      clock,
      random: seeded(7),
      logger: silentLogger,
      onMappingProblem: ({ attribute, code }) => this.problems.push(`${attribute} ${code}`),
    });
    this.#forwarder.start();
  }

  crash(): void {
    this.#mortal.crash();
    this.begin();
  }

  async stop(): Promise<void> {
    await this.#forwarder.stop();
    await this.clock.settle();
  }

  retry(): void {
    this.#forwarder.retryQuarantine();
  }

  async accept(
    device: PlanDevice,
    values: Parameters<typeof messageOf>[2],
    deviceTimeMs?: number,
  ): Promise<void> {
    const { readings } = messageOf(device, 0, values);
    await this.buffer.accept({
      device: device.id,
      readings,
      monotonicMs: this.clock.monotonicMs(),
      awaited: false,
      ...(deviceTimeMs === undefined ? {} : { deviceTimeMs }),
    });
  }

  async tallies(): Promise<Record<string, number>> {
    const [ledger] = await this.buffer.ledgers();
    return Object.fromEntries(
      (ledger?.tallies ?? []).map(({ outcome, reason, count }) => [`${outcome} ${reason}`.trim(), count]),
    );
  }

  async waiting(): Promise<number | undefined> {
    return (await this.buffer.checkLedger())[0]?.counted;
  }
}
