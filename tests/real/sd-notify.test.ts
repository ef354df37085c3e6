import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemdNotify } from '../../src/telemetry/sd-notify.ts';

/** Stands for systemd: Node has no datagram socket of the unix kind. Prints each message as one line of JSON. */
const receiver = `
import json, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('bound', flush=True)
while True:
    print(json.dumps(s.recv(4096).decode()), flush=True)
`;

const works = (command: string) => spawnSync(command, ['--version']).status === 0;
const absent = !(works('systemd-notify') && works('python3')) && !process.env.CI;

describe.skipIf(absent)('systemd-notify (skipped where it or python3 is not installed)', () => {
  it('delivers what the notifier says', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'kopru-')), 'notify');
    const python = spawn('python3', ['-c', receiver, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let heard = '';
    python.stdout.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    await once(python.stdout, 'data');
    process.env.NOTIFY_SOCKET = path;

    try {
      await systemdNotify(['--ready']);
      await systemdNotify(['--status=Working. All 17 devices answer.', 'WATCHDOG=1']);
      await systemdNotify(['STOPPING=1', '--status=Stopping.']);
    } finally {
      delete process.env.NOTIFY_SOCKET;
      python.kill();
      await once(python, 'close');
    }

    expect(heard).toContain('READY=1');
    expect(heard).toContain('STATUS=Working. All 17 devices answer.');
    expect(heard).toContain('WATCHDOG=1');
    expect(heard).toContain('STOPPING=1');
  });
});
