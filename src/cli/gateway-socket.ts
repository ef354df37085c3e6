/** The running gateway as verbs meet it: answers with their types, faults as errors with a mend. */
import { findGateway, type Reply } from '../api/client.ts';
import type { Answer, Health } from '../api/health.ts';
import { socketCandidates } from '../api/socket-path.ts';
import { KopruError } from '../core/errors.ts';
import type { LedgerCheck } from '../core/ledger.ts';
import type { QuarantineChoice } from '../core/quarantine.ts';
import type { Snapshot } from '../core/status.ts';
import type { ShownEntry } from '../quarantine-view.ts';
import type { ReadingTrace, TraceQuestion } from '../reading-trace.ts';
import type { ReloadAnswer } from '../reload.ts';
import type { Terminal } from './terminal.ts';

/** Of a gateway that is up and does not run. */
export interface ShownRefusal {
  readonly phase: 'refused';
  readonly verdict: { readonly sentence: string };
  readonly text: string;
}

export interface RunningGateway {
  /** Undefined: it runs. */
  refusal(): Promise<ShownRefusal | undefined>;
  snapshot(): Promise<Snapshot>;
  checkLedger(): Promise<readonly LedgerCheck[]>;
  /** Reads a Modbus device once, in turn with the polls of its bus. */
  read(device: string): Promise<unknown>;
  /** One read on a bus, in turn with its polls. */
  ask(question: object): Promise<unknown>;
  /** What a unit says it is. */
  identify(question: object): Promise<unknown>;
  /** Counts of a bus since the start. */
  busStatistics(bus: string): Promise<unknown>;
  /** What went over a bus since the piece of this number. */
  frames(bus: string, since: number): Promise<unknown>;
  /** What came over MQTT since the message of this number. */
  messages(broker: string, since: number): Promise<unknown>;
  /** Begins, or with 0 ms ends, to write the line of a device into the log. Rejects with `UNKNOWN_DEVICE`. */
  debug(request: {
    readonly device: string;
    readonly forMs: number;
  }): Promise<{ readonly writes: boolean; readonly wrote?: boolean }>;
  quarantine: {
    list(query: {
      destination?: string;
      ids?: readonly number[];
      after?: number;
    }): Promise<readonly ShownEntry[]>;
    /** How many entries were marked, or went. */
    retry(choice: QuarantineChoice): Promise<number>;
    drop(choice: QuarantineChoice): Promise<number>;
  };
  /** Rejects with `UNKNOWN_READING` when nothing is known of it. */
  traceReading(question: TraceQuestion): Promise<ReadingTrace>;
  /** Who may sign in at the page: `route` begins with / or is empty for what there is. */
  page(route: string, body?: object): Promise<unknown>;
  /** Has it read its configuration again. */
  reload(request: { readonly dryRun: boolean; readonly confirmed: boolean }): Promise<ReloadAnswer>;
  /** Is it at work? */
  readiness(): Promise<Answer>;
  health(): Promise<Health | (Answer & { readonly ok: false })>;
}

/** Rejects with `NOT_RUNNING` or `SOCKET_DENIED`. */
export async function runningGateway(terminal: Terminal): Promise<RunningGateway> {
  const gateway = await findGateway(socketCandidates(terminal.environment, terminal.workingFolder));
  return {
    refusal: async () => {
      const status = checked(await gateway.get('/status')) as ShownRefusal | Snapshot;
      return status.phase === 'refused' ? status : undefined;
    },
    snapshot: async () => checked(await gateway.get('/status')) as Snapshot,
    checkLedger: async () => checked(await gateway.post('/actions/ledger')) as LedgerCheck[],
    read: async (device) => checked(await gateway.post(`/actions/read/${encodeURIComponent(device)}`)),
    ask: async (question) => checked(await gateway.post('/actions/ask', question)),
    identify: async (question) => checked(await gateway.post('/actions/identify', question)),
    frames: async (bus, since) =>
      checked(await gateway.get(`/actions/frames/${encodeURIComponent(bus)}?since=${since}`)),
    messages: async (broker, since) =>
      checked(await gateway.get(`/actions/messages/${encodeURIComponent(broker)}?since=${since}`)),
    busStatistics: async (bus) =>
      checked(await gateway.get(`/actions/statistics/${encodeURIComponent(bus)}`)),
    debug: async (request) =>
      checked(await gateway.post('/actions/debug', request)) as { writes: boolean; wrote?: boolean },
    quarantine: {
      list: async (query) => checked(await gateway.post('/actions/quarantine/list', query)) as ShownEntry[],
      retry: async (choice) => entriesOf(checked(await gateway.post('/actions/quarantine/retry', choice))),
      drop: async (choice) => entriesOf(checked(await gateway.post('/actions/quarantine/drop', choice))),
    },
    traceReading: async (question) => checked(await gateway.post('/actions/trace', question)) as ReadingTrace,
    page: async (route, body) =>
      checked(
        await (body ? gateway.post(`/actions/page${route}`, body) : gateway.get(`/actions/page${route}`)),
      ),
    reload: async (request) => checked(await gateway.post('/actions/reload', request)) as ReloadAnswer,
    readiness: async () => (await gateway.get('/readyz')).body as Answer,
    health: async () => (await gateway.get('/healthz')).body as Health | (Answer & { readonly ok: false }),
  };
}

/** What comes after a look or a try: the gateway, or how it fares where one runs already. */
export async function runOrStatus(terminal: Terminal): Promise<'kopru run' | 'kopru status'> {
  return runningGateway(terminal).then(
    () => 'kopru status',
    () => 'kopru run',
  );
}

const entriesOf = (body: unknown): number => (body as { readonly entries: number }).entries;

function checked({ status, body }: Reply): unknown {
  if (status === 200) return body;
  const { error = `It answered ${status}.`, code = 'GATEWAY_ANSWER' } = body as {
    error?: string;
    code?: string;
  };
  throw new KopruError(`The gateway could not answer: ${error}`, {
    kind: 'fatal',
    code,
    hint: 'Its log says more: journalctl -u kopru -n 50',
  });
}
