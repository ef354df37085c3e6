/**
 * The name under which `ss`, `top`, systemd and the kernel's out-of-memory lines know the process: without this it is
 * MainThread (Node 24) or node. Setting process.title would also hide the arguments from `ps`.
 */
import { writeFileSync } from 'node:fs';

export function nameProcess(name: string): void {
  try {
    writeFileSync('/proc/self/comm', name);
  } catch {
    // No Linux, or no /proc: the name is a comfort.
  }
}
