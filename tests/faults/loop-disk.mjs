/**
 * Disks made to fail: ext4 in a file, whose power can be cut (the ext4 shutdown ioctl without a log flush: what was
 * not flushed is gone, as on a card that honours flush), and a small tmpfs. Needs root.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH; prints the monotonic time just before it. */
const cutPower = `import fcntl, os, struct, sys, time
disk, how = os.open(sys.argv[1], os.O_RDONLY), struct.pack("I", 2)
at = time.monotonic()
fcntl.ioctl(disk, 0x8004587D, how)
print(at * 1000)`;

/** What is missing here for such disks, as a sentence; undefined when nothing is. */
export function missingForDisks() {
  if (process.getuid() !== 0) return 'Mounting a disk needs root.';
  for (const tool of ['mkfs.ext4', 'mount', 'python3']) {
    if (spawnSync('which', [tool]).status !== 0) return `${tool} is not installed.`;
  }
  try {
    makeDisk('ext4', 8).remove();
    return undefined;
  } catch (error) {
    return `No disk in a file can be mounted here: ${error.message.trim().split('\n').at(-1)}`;
  }
}

export function makeDisk(kind, megabytes, { blockBytes = 4_096 } = {}) {
  const base = mkdtempSync(join(tmpdir(), 'kopru-disk-'));
  const image = join(base, 'image');
  const folder = join(base, 'disk');
  const ballast = join(folder, 'somebody-elses-file');
  mkdirSync(folder);
  const run = (command, ...args) => execFileSync(command, args, { stdio: 'pipe' });
  const mount = () =>
    kind === 'tmpfs'
      ? run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)
      : run('mount', '-o', 'loop', image, folder);
  if (kind === 'ext4') {
    run('truncate', '-s', `${megabytes}M`, image);
    run('mkfs.ext4', '-q', '-m', '0', '-b', String(blockBytes), image);
  }
  mount();
  return {
    folder,
    /**
     * From here nothing reaches the disk, and what was not flushed never did. The mount answers with errors. Returns
     * the monotonic milliseconds at which the power went. An fsync that is under way in that moment may be told that
     * all is well though the journal never got it; a machine without power would not have lived to hear that.
     */
    cut: () => Number(run('python3', '-c', cutPower, folder)),
    /** After a cut; whoever has files open must have ended. */
    remount() {
      unmount(folder);
      mount();
    },
    freeBytes() {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    },
    /** Somebody else writes the disk full, to the last byte. */
    fill() {
      const file = openSync(ballast, 'a');
      for (let bytes = 1 << 20; bytes >= 1; ) {
        try {
          writeSync(file, Buffer.alloc(bytes, 1));
        } catch (error) {
          if (error.code !== 'ENOSPC') throw error;
          bytes >>= 1;
        }
      }
      closeSync(file);
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      unmount(folder);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** A process that was just killed may hold its files for a moment longer. */
function unmount(folder) {
  for (let tries = 50; ; tries--) {
    const { status, stderr } = spawnSync('umount', [folder]);
    if (status === 0) return;
    if (tries === 0) throw new Error(`umount: ${stderr}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}
