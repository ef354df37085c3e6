import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startApi } from '../../src/api/server.ts';
import { runOrStatus } from '../../src/cli/gateway-socket.ts';
import { createTerminal } from '../../src/cli/terminal.ts';
import { freshAccess } from '../fakes/access.ts';
import { apiParts } from '../fakes/api.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingWorld } from '../fakes/terminal.ts';

describe('the next step', () => {
  it('is to run a gateway, and its status where one runs', async () => {
    const stateFolder = mkdtempSync(join(tmpdir(), 'kopru-'));
    const socketPath = join(stateFolder, 'kopru.sock');
    const terminal = createTerminal(recordingWorld({ KOPRU_SOCKET: socketPath }), {
      json: false,
      color: undefined,
    });

    const before = await runOrStatus(terminal);
    const gateway = await startApi({ listen: '127.0.0.1:0', socketPath, stateFolder }, apiParts(), {
      access: freshAccess().access,
      clock: fakeClock(),
    });
    const meanwhile = await runOrStatus(terminal);
    await gateway.stop();

    expect({ before, meanwhile }).toEqual({ before: 'kopru run', meanwhile: 'kopru status' });
  });
});
