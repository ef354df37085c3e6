#!/usr/bin/env -S node --disable-proto=delete --disallow-code-generation-from-strings --max-semi-space-size=4
/**
 * The command's entry. It imports nothing before it knows that this Node can run the rest: on an older one a native
 * module would end the process without a word. The first line keeps Node from making code of text, and messages from
 * reaching a prototype, and keeps the young part of the heap small (small-heap.ts). Kernels before 5.1 read no more than
 * 127 characters of it.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `kopru needs Node 20.19 or newer; this is ${process.version}. Install a newer Node, or use the container.\n`,
  );
  process.exitCode = 78;
} else {
  const { keepHeapSmall } = await import('./small-heap.ts');
  keepHeapSmall();
  const { nameProcess } = await import('./process-name.ts');
  nameProcess('kopru');
  const { runProcess } = await import('./main.ts');
  await runProcess();
}

export {};
