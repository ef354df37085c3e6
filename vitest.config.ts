import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/temporary-folder.ts'],
    testTimeout: 10_000,
    // Tests with real peers mostly wait: even two cores have room for two of them at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
