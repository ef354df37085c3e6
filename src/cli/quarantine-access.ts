/** The quarantine as `kopru quarantine` meets it: asked of the running gateway, or in the files of one that is stopped. */
import { existsSync } from 'node:fs';
import { databaseFile } from '../buffer/database.ts';
import { changeStoppedQuarantine, stoppedQuarantine } from '../buffer/stopped-quarantine.ts';
import { KopruError } from '../core/errors.ts';
import type { QuarantineChoice } from '../core/quarantine.ts';
import { type ShownEntry, shownQuarantine } from '../quarantine-view.ts';
import { loadConfiguration, stateFolderOf } from './configuration.ts';
import { type RunningGateway, runningGateway } from './gateway-socket.ts';
import type { Terminal } from './terminal.ts';

export interface QuarantineAccess {
  /** Folder of a stopped gateway's buffer; undefined: the gateway runs. */
  readonly folder: string | undefined;
  /** All that are asked for, oldest first. */
  entries(query: { destination?: string; ids?: readonly number[] }): Promise<readonly ShownEntry[]>;
  /** How many entries were marked, or went. */
  retry(choice: QuarantineChoice): Promise<number>;
  drop(choice: QuarantineChoice): Promise<number>;
}

/** More than a quarantine holds. */
const mostEntries = 1_000_000;

/** Rejects with `NOT_RUNNING` where there is neither a gateway nor a buffer. */
export async function quarantineAccess(terminal: Terminal): Promise<QuarantineAccess> {
  try {
    return ofGateway(await runningGateway(terminal));
  } catch (thrown) {
    if (!(thrown instanceof KopruError && thrown.code === 'NOT_RUNNING')) throw thrown;
    const folder = stateFolderOf(terminal, loadConfiguration(terminal, undefined));
    if (!existsSync(databaseFile(folder))) throw thrown;
    return ofFiles(folder);
  }
}

function ofGateway({ quarantine }: RunningGateway): QuarantineAccess {
  return {
    folder: undefined,
    entries: async (query) => {
      const entries: ShownEntry[] = [];
      for (;;) {
        const page = await quarantine.list({ ...query, after: entries.at(-1)?.id ?? 0 });
        if (page.length === 0) return entries;
        entries.push(...page);
      }
    },
    retry: (choice) => quarantine.retry(choice),
    drop: (choice) => quarantine.drop(choice),
  };
}

function ofFiles(folder: string): QuarantineAccess {
  return {
    folder,
    entries: async (query) => {
      const { entries, streams, segments } = stoppedQuarantine(folder, { ...query, limit: mostEntries });
      return shownQuarantine(entries, { stream: (id) => streams.get(id), segment: (id) => segments.get(id) });
    },
    retry: async (choice) => changeStoppedQuarantine(folder, 'retry', choice),
    drop: async (choice) => changeStoppedQuarantine(folder, 'drop', choice),
  };
}
