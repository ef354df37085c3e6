import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serialPorts, targetOf } from '../../../src/sources/host/serial-ports.ts';

let root: string;
const put = (path: string, text = '') => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const link = (path: string, to: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(to, join(root, path));
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kopru-ports-'));
  put('dev/ttyUSB0');
  link('dev/serial/by-id/usb-1a86_USB_Serial-if00-port0', '../../ttyUSB0');
  const usb = 'sys/devices/usb1/1-1';
  put(`${usb}/idVendor`, '1a86\n');
  put(`${usb}/idProduct`, '7523\n');
  put(`${usb}/product`, 'USB Serial\n');
  put(`${usb}/1-1:1.0/ttyUSB0/uevent`);
  link('sys/class/tty/ttyUSB0/device', '../../../devices/usb1/1-1/1-1:1.0/ttyUSB0');
  put('etc/group', `dialout:x:${statSync(join(root, 'dev/ttyUSB0')).gid}:\n`);
});

afterEach(() => rmSync(root, { recursive: true }));

describe('the serial ports of a machine', () => {
  it('have a name that stays, a chip, a group and whether they may be opened', () => {
    expect(serialPorts([], root)).toEqual([
      {
        path: '/dev/ttyUSB0',
        stablePath: '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0',
        chip: '1a86:7523 USB Serial',
        group: 'dialout',
        allowed: true,
        holders: [],
      },
    ]);
  });

  it('name who holds them', () => {
    link('proc/812/fd/3', '/dev/ttyUSB0');
    link('proc/812/fd/4', '/dev/null');
    put('proc/812/comm', 'mbpoll\n');
    put('proc/813/fd/0');

    expect(serialPorts([], root)[0]?.holders).toEqual([{ pid: 812, name: 'mbpoll' }]);
  });

  it('leave out what the kernel lists without a chip, and whatever is no port', () => {
    put('dev/ttyS0');
    put('dev/ttyS1');
    put('dev/tty1');
    put('sys/class/tty/ttyS0/type', '4');
    put('sys/class/tty/ttyS1/type', '0');

    expect(serialPorts([], root).map(({ path }) => path)).toEqual(['/dev/ttyS0', '/dev/ttyUSB0']);
  });

  it('contain those of the configuration once, under whatever name, and none that is unplugged', () => {
    put('dev/pts/4');
    const also = ['/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0', '/dev/pts/4', '/dev/ttyUSB7'];

    expect(serialPorts(also, root).map(({ path }) => path)).toEqual(['/dev/pts/4', '/dev/ttyUSB0']);
    expect(targetOf('/dev/ttyUSB7', root)).toBeUndefined();
  });

  it('may be closed to this user', () => {
    // Asked by a stand-in, because root may open everything.
    const closed = (path: string) => path !== join(root, 'dev/ttyUSB0');

    expect(serialPorts([], root, closed)[0]?.allowed).toBe(false);
  });
});
