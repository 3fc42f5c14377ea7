import { defineConfig } from 'vitest/config';

/**
 * One project; files share their worker's modules (isolation costs ×4 and more), so a test must leave no module state
 * behind. Forks, not threads: some tests start and kill processes.
 */
export default defineConfig({
  test: {
    include: ['server/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    globalSetup: ['server/kernel/testing-server.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
