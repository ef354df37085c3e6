/**
 * A bare Debian that boots its own systemd, with a network of its own that reaches nothing. It is made anew by
 * debootstrap, runs as a container of systemd-nspawn and ends with the test.
 */
import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const works = (command: string) => spawnSync(command, ['--version']).status === 0;

/** Booting needs root, too. */
export const canBoot = () =>
  process.getuid?.() === 0 && ['debootstrap', 'systemd-nspawn', 'nsenter', 'dpkg-deb'].every(works);

export interface BareRoot {
  /** Runs a line of shell inside; does not throw when it fails. */
  run(line: string): Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'>;
  /** Starts a line of shell inside that goes on by itself. */
  start(line: string): void;
  /** Tries again, up to a minute, until the output of the line fits. */
  until(line: string, fits: RegExp): Promise<string>;
  write(path: string, text: string): void;
  copy(file: string, path: string): void;
  end(): void;
}

export async function bootBareRoot(): Promise<BareRoot> {
  const folder = mkdtempSync(join(tmpdir(), 'kopru-root-'));
  const root = join(folder, 'debian');
  execFileSync(
    'debootstrap',
    ['--variant=minbase', '--include=systemd,systemd-sysv,dbus,libstdc++6', 'bookworm', root],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const consoleFile = join(folder, 'console');
  const output = openSync(consoleFile, 'w');
  const container = spawn(
    'systemd-nspawn',
    ['--quiet', '--register=no', '--keep-unit', '--private-network', '--boot', '--directory', root],
    { stdio: ['ignore', output, output] },
  );
  closeSync(output);

  /** The first process inside; the others end with it. */
  const init = () => spawnSync('pgrep', ['--parent', `${container.pid}`], { encoding: 'utf8' }).stdout.trim();
  const enter = (line: string) => [
    ...['--target', init(), '--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup', '--'],
    ...['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', 'LANG=C.UTF-8', 'sh', '-c', line],
  ];
  const run: BareRoot['run'] = (line) => spawnSync('nsenter', enter(line), { encoding: 'utf8' });
  const until: BareRoot['until'] = async (line, fits) => {
    let last = '';
    for (let tries = 0; tries < 120; tries += 1) {
      const { stdout, stderr } = run(line);
      last = `${stdout}${stderr}`;
      if (fits.test(last)) return last;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(
      `\`${line}\` never said ${fits}, but: ${last}\n${readFileSync(consoleFile, 'utf8').slice(-2_000)}`,
    );
  };
  const end = () => {
    const first = Number(init());
    // Of the container, not of this machine.
    if (first > 1) process.kill(first, 'SIGKILL');
    container.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    await until('systemctl is-system-running', /running|degraded/);
  } catch (error) {
    end();
    throw error;
  }
  return {
    run,
    start: (line) => void run(`systemd-run --quiet -- ${line}`),
    until,
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    copy: (file, path) => cpSync(file, join(root, path)),
    end,
  };
}
