/** Starts and ends what the tests against pymodbus need: the server, a pseudo-terminal pair, a free port. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);
const python = '/usr/bin/python3';
const script = join(import.meta.dirname, 'pymodbus-server.py');

function works(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const pymodbusInstalled = works(python, '-c', 'import pymodbus, serial_asyncio');
export const pyserialInstalled = works(python, '-c', 'import serial');
export const socatInstalled = works('socat', '-V');
export const mbpollInstalled = works('mbpoll', '-V');

export interface Running {
  stop(): Promise<void>;
}

/** `rtu <path> <baud>` or `tcp <port>`; resolves when it listens. */
export async function startPymodbus(...args: string[]): Promise<Running> {
  const child = spawn(python, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.on('data', (bytes: Buffer) => {
    words += bytes.toString();
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', () => reject(new Error(`pymodbus did not start: ${words}`)));
  });
  return { stop: () => end(child) };
}

/** Two pseudo-terminals, each the other end of the same line. */
export async function startTerminals(one: string, other: string): Promise<Running> {
  const end1 = `pty,raw,echo=0,link=${one}`;
  const end2 = `pty,raw,echo=0,link=${other}`;
  const child = spawn('socat', [end1, end2], { stdio: 'ignore' });
  while (!(existsSync(one) && existsSync(other))) await new Promise((resolve) => setTimeout(resolve, 10));
  return { stop: () => end(child) };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The values mbpoll prints for one read, as text. The test goes on meanwhile, so that it may be the one that answers. */
export async function mbpoll(...args: string[]): Promise<string[]> {
  const { stdout } = await execFileAsync('mbpoll', ['-1', '-0', ...args]);
  return [...stdout.matchAll(/^\[\d+\]:\s+(\S+)/gm)].map((match) => match[1] ?? '');
}

export async function until(what: () => boolean, name: string, limitMs = 8_000): Promise<void> {
  const beganMs = performance.now();
  while (!what()) {
    if (performance.now() - beganMs > limitMs) throw new Error(`Waited ${limitMs} ms for ${name}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
