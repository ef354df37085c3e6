/** Where the control socket is: the gateway makes it in one place, a command looks in several. */
import { join, resolve } from 'node:path';

export interface SocketEnvironment {
  readonly KOPRU_SOCKET?: string | undefined;
  readonly RUNTIME_DIRECTORY?: string | undefined;
  readonly STATE_DIRECTORY?: string | undefined;
}

const fileName = 'kopru.sock';

/** Path at which the gateway listens. Under systemd in its runtime folder, else beside its database. */
export function socketPath(environment: SocketEnvironment, stateFolder: string): string {
  const runtime = first(environment.RUNTIME_DIRECTORY);
  return environment.KOPRU_SOCKET || join(runtime ?? resolve(stateFolder), fileName);
}

/** Paths at which a command looks for a running gateway, likeliest first. */
export function socketCandidates(environment: SocketEnvironment, workingFolder: string): string[] {
  if (environment.KOPRU_SOCKET) return [environment.KOPRU_SOCKET];
  const folders = [
    first(environment.RUNTIME_DIRECTORY),
    first(environment.STATE_DIRECTORY),
    join(workingFolder, 'state'),
    '/run/kopru',
    '/var/lib/kopru',
  ];
  return folders.filter((folder) => folder !== undefined).map((folder) => join(folder, fileName));
}

/** systemd separates several folders by colons. */
function first(folders: string | undefined): string | undefined {
  return folders?.split(':')[0] || undefined;
}
